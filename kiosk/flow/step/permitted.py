"""What may be done with the card in play, judged from what was read so far."""

from __future__ import annotations

from typing import assert_never

from kiosk.audit.verdict import Validity
from kiosk.card.codes.current_pin.policy import CurrentPinObstacle, current_pin_obstacle
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.policy import UnblockObstacle, unblock_obstacle
from kiosk.card.model import NOTHING_READ
from kiosk.flow.model.states import Face
from kiosk.flow.model.visit import Kiosk


def permit_request(kiosk: Kiosk) -> PermitRequest:
    """The card in play as the safety policy looks at it. Raises ValueError if none was read."""
    visit, card = kiosk.visit, kiosk.visit.card
    if card is None or card.snapshot is None:
        raise ValueError("no card was read")
    return PermitRequest(
        snapshot=card.snapshot,
        content=card.content,
        reader_commissioned=kiosk.rules.is_commissioned_for(card),
        revoked=revoked(kiosk),
        tries_spent=visit.tries_spent,
        staff_present=visit.staff_present,
        number_shown=visit.number_shown,
        last_try_confirmed=visit.last_try_confirmed,
        last_pin_try_confirmed=visit.last_pin_try_confirmed,
        staff_replaces_forgotten_pin=visit.forgotten,
    )


def obstacle_to_unblock(kiosk: Kiosk) -> UnblockObstacle | None:
    """Why unblocking is not offered for the card in play; None if it is."""
    if kiosk.visit.snapshot is None:
        return UnblockObstacle.COUNTERS_UNREADABLE
    return unblock_obstacle(permit_request(kiosk), kiosk.rules.policy)


def unblock_offered(kiosk: Kiosk) -> bool:
    """The card is in its reader, and may be unblocked as far as it was read."""
    return kiosk.visit.removed_at is None and obstacle_to_unblock(kiosk) is None


def obstacle_to_current_pin(kiosk: Kiosk) -> CurrentPinObstacle | None:
    """Why no current PIN is asked for; None if it may be."""
    if kiosk.visit.snapshot is None:
        return CurrentPinObstacle.COUNTERS_UNREADABLE
    return current_pin_obstacle(permit_request(kiosk))


def current_pin_offered(kiosk: Kiosk) -> bool:
    """The card is in its reader, and its current PIN may be asked for."""
    return kiosk.visit.removed_at is None and obstacle_to_current_pin(kiosk) is None


def expired(kiosk: Kiosk) -> bool:
    """True only on proof: a date that has passed on a sane clock."""
    return _validity(kiosk) is Validity.EXPIRED


def revoked(kiosk: Kiosk) -> bool:
    """True only on proof: a fresh signed list names the card."""
    return _validity(kiosk) is Validity.REVOKED


def condemned(kiosk: Kiosk) -> bool:
    return expired(kiosk) or revoked(kiosk)


def verdict_face(kiosk: Kiosk) -> Face:
    """Which of the verdicts is true of the card in play.

    Raises ValueError for what is no verdict: counters that cannot be read and a dead PUK have their own states, and
    the gates before the send are no obstacle to offer it.
    """
    found = obstacle_to_unblock(kiosk)
    if revoked(kiosk):
        return Face.REVOKED
    if expired(kiosk):
        return Face.EXPIRED_BLOCKED if found is None else Face.EXPIRED
    match found:
        case None:
            return Face.BLOCKED
        case UnblockObstacle.NOT_BLOCKED:
            counters = kiosk.visit.counters
            return Face.ONE_TRY_LEFT if counters is not None and counters.pin.left == 1 else Face.NOT_BLOCKED
        case UnblockObstacle.TOO_FEW_TRIES | UnblockObstacle.TWO_TRIES_SPENT:
            return Face.NOT_HERE_TRIES
        case UnblockObstacle.NOT_COMMISSIONED:
            return Face.NOT_HERE_MODEL
        case UnblockObstacle.FORMAT_UNREADABLE:
            card = kiosk.visit.card
            return Face.NOT_READ if card is not None and card.content == NOTHING_READ else Face.NOT_HERE_MODEL
        case UnblockObstacle.NUMBER_UNREADABLE:
            return Face.NUMBER_UNREADABLE
        case (
            UnblockObstacle.COUNTERS_UNREADABLE
            | UnblockObstacle.PUK_DEAD
            | UnblockObstacle.REVOKED
            | UnblockObstacle.LAST_TRY_NOT_CONFIRMED
            | UnblockObstacle.NUMBER_NOT_SHOWN
        ):
            raise ValueError(f"{found} is no verdict")
        case _:
            assert_never(found)


def _validity(kiosk: Kiosk) -> Validity | None:
    verdict = None if kiosk.visit.card is None else kiosk.visit.card.verdict
    return None if verdict is None else verdict.validity
