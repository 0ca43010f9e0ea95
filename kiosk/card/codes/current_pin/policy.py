"""Who may send a current PIN, and when, as pure functions, and the permit they yield.

=====================================  =======================  ==========================
what the reading says                  walk-up visit            staff present
=====================================  =======================  ==========================
counters unreadable                    refused                  refused
PIN blocked                   refused                  refused
reader not commissioned                refused                  refused
one try left, PUK dead   refused                  allowed
AODF not understood                    refused                  refused
last try, gate not passed              refused                  refused
otherwise                              allowed                  allowed
=====================================  =======================  ==========================
"""

from __future__ import annotations

from enum import Enum

from kiosk.card.codes.permit import SEAL, Basis, OneUse, basis_of
from kiosk.card.codes.unblock.policy import PermitRequest
from kiosk.card.model import Counters, Purpose


class CurrentPinObstacle(Enum):
    """Why this kiosk does not send a current PIN to this card."""

    COUNTERS_UNREADABLE = "counters_unreadable"
    BLOCKED = "blocked"
    FORMAT_UNREADABLE = "format_unreadable"
    NOT_COMMISSIONED = "not_commissioned"
    LAST_TRY_WITHOUT_PUK = "last_try_without_puk"
    LAST_TRY_NOT_CONFIRMED = "last_try_not_confirmed"


class CurrentPinPermit(OneUse):
    """Leave to send the current PIN for one ``purpose``. Made by ``issue_current_pin`` only."""

    __slots__ = ("purpose",)

    def __init__(self, seal: object, basis: Basis, pressed_at: float, purpose: Purpose) -> None:
        super().__init__(seal, basis, pressed_at)
        self.purpose = purpose


def current_pin_obstacle(situation: PermitRequest) -> CurrentPinObstacle | None:
    """Why no current PIN is even asked for here and now, judged as far as the reading goes; None if it may be."""
    counters = situation.snapshot.counters
    if counters is None or situation.snapshot.ef_sn is None:
        return CurrentPinObstacle.COUNTERS_UNREADABLE
    if counters.pin_blocked:
        return CurrentPinObstacle.BLOCKED
    if not situation.reader_commissioned:
        return CurrentPinObstacle.NOT_COMMISSIONED
    if _is_last(counters) and counters.puk_dead and not situation.staff_present:
        return CurrentPinObstacle.LAST_TRY_WITHOUT_PUK
    content = situation.content
    return CurrentPinObstacle.FORMAT_UNREADABLE if content is not None and content.formats is None else None


def issue_current_pin(
    situation: PermitRequest, purpose: Purpose, pressed_at: float
) -> CurrentPinPermit | CurrentPinObstacle:
    """A permit for exactly this card as it was read, or the reason why there is none."""
    obstacle = current_pin_obstacle(situation)
    if obstacle is not None:
        return obstacle
    basis = basis_of(situation.snapshot, situation.content)
    if basis is None:
        return CurrentPinObstacle.FORMAT_UNREADABLE
    if _is_last(basis.counters) and not situation.last_pin_try_confirmed:
        return CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED
    return CurrentPinPermit(SEAL, basis, pressed_at, purpose)


def _is_last(counters: Counters) -> bool:
    return counters.pin.left == 1
