"""What may be done with the card in play, judged from what was read so far."""

from __future__ import annotations

from kiosk.audit.verdict import Validity
from kiosk.card.codes.current_pin.policy import CurrentPinObstacle, current_pin_obstacle
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.policy import UnblockObstacle, unblock_obstacle
from kiosk.card.model import NOTHING_READ
from kiosk.flow.model.states import Face, State
from kiosk.flow.step.move import Move

_FACE_OF_OBSTACLE = {
    UnblockObstacle.NOT_COMMISSIONED: Face.NOT_HERE_MODEL,
    UnblockObstacle.TOO_FEW_TRIES: Face.NOT_HERE_TRIES,
    UnblockObstacle.TWO_TRIES_SPENT: Face.NOT_HERE_TRIES,
    UnblockObstacle.FORMAT_UNREADABLE: Face.NOT_HERE_MODEL,
    UnblockObstacle.NUMBER_UNREADABLE: Face.NUMBER_UNREADABLE,
    UnblockObstacle.PUK_DEAD: Face.PUK_DEAD,
}


def permit_request(move: Move) -> PermitRequest:
    """The card in play as the safety policy looks at it. Raises ValueError if none was read."""
    visit, card = move.visit, move.card
    if card is None or card.snapshot is None:
        raise ValueError("no card was read")
    return PermitRequest(
        snapshot=card.snapshot,
        content=card.content,
        reader_commissioned=move.kiosk.rules.may_unblock(card),
        revoked=revoked(move),
        tries_spent=visit.tries_spent,
        staff_present=visit.staff_present,
        number_shown=visit.number_shown,
        last_try_confirmed=visit.last_try_confirmed,
        last_pin_try_confirmed=visit.last_pin_try_confirmed,
        forgotten_by_staff=visit.forgotten,
    )


def obstacle(move: Move) -> UnblockObstacle | None:
    """Why unblocking is not offered for the card in play; None if it is."""
    if move.card is None or move.card.snapshot is None:
        return UnblockObstacle.COUNTERS_UNREADABLE
    return unblock_obstacle(permit_request(move), move.kiosk.rules.policy)


def unblock_offered(move: Move) -> bool:
    return obstacle(move) is None


def obstacle_to_current_pin(move: Move) -> CurrentPinObstacle | None:
    """Why no current PIN is asked for; None if it may be."""
    if move.card is None or move.card.snapshot is None:
        return CurrentPinObstacle.COUNTERS_UNREADABLE
    return current_pin_obstacle(permit_request(move))


def current_pin_offered(move: Move) -> bool:
    return obstacle_to_current_pin(move) is None


def expired(move: Move) -> bool:
    """True only on proof: a date that has passed on a sane clock."""
    return _validity(move) is Validity.EXPIRED


def revoked(move: Move) -> bool:
    """True only on proof: a fresh signed list names the card."""
    return _validity(move) is Validity.REVOKED


def condemned(move: Move) -> bool:
    return expired(move) or revoked(move)


def show_verdict(move: Move) -> Move:
    """What can be done with the card; whatever was begun before, no code is asked for any more."""
    move = move.with_visit(purpose=None, forgotten=False)
    return move.enter(State.VERDICT, verdict_face(move))


def verdict_face(move: Move) -> Face:
    """Which of the verdicts is true of the card in play."""
    found = obstacle(move)
    if revoked(move):
        return Face.REVOKED
    if expired(move):
        return Face.EXPIRED_BLOCKED if found is None else Face.EXPIRED
    if found is None:
        return Face.BLOCKED
    if found is UnblockObstacle.FORMAT_UNREADABLE and move.card is not None and move.card.content == NOTHING_READ:
        return Face.NOT_READ
    if found is UnblockObstacle.NOT_BLOCKED:
        return Face.ONE_TRY_LEFT if _pin_tries_left(move) == 1 else Face.NOT_BLOCKED
    return _FACE_OF_OBSTACLE[found]


def _pin_tries_left(move: Move) -> int | None:
    snapshot = None if move.card is None else move.card.snapshot
    return None if snapshot is None or snapshot.counters is None else snapshot.counters.pin.left


def _validity(move: Move) -> Validity | None:
    verdict = None if move.card is None else move.card.verdict
    return None if verdict is None else verdict.validity
