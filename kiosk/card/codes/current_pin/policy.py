"""Who may send a present code porteur, and when, as pure functions, and the permit they yield.

=====================================  =======================  ==========================
what the reading says                  walk-up visit            staff present
=====================================  =======================  ==========================
counters unreadable                    refused                  refused
code porteur blocked                   refused                  refused
reader not commissioned                refused                  refused
one try left, code de déblocage dead   refused                  allowed
AODF not understood                    refused                  refused
last try, gate not passed              refused                  refused
otherwise                              allowed                  allowed
=====================================  =======================  ==========================
"""

from __future__ import annotations

from enum import Enum

from kiosk.card.codes.permit import SEAL, Basis, OneUse, basis_of
from kiosk.card.codes.unblock.policy import Situation
from kiosk.card.model import Counters, Purpose


class PresentObstacle(Enum):
    """Why this kiosk does not send a present code to this card."""

    COUNTERS_UNREADABLE = "counters_unreadable"
    BLOCKED = "blocked"
    FORMAT_UNREADABLE = "format_unreadable"
    NOT_COMMISSIONED = "not_commissioned"
    LAST_TRY_WITHOUT_PUK = "last_try_without_puk"
    LAST_TRY_NOT_CONFIRMED = "last_try_not_confirmed"


class PresentPermit(OneUse):
    """Leave to send the present code porteur for one ``purpose``. Made by ``issue_present`` only."""

    __slots__ = ("purpose",)

    def __init__(self, seal: object, basis: Basis, pressed_at: float, purpose: Purpose) -> None:
        super().__init__(seal, basis, pressed_at)
        self.purpose = purpose


def present_obstacle(situation: Situation) -> PresentObstacle | None:
    """Why no present code is even asked for here and now, judged as far as the reading goes; None if it may be."""
    counters = situation.snapshot.counters
    if counters is None or situation.snapshot.ef_sn is None:
        return PresentObstacle.COUNTERS_UNREADABLE
    if counters.pin_blocked:
        return PresentObstacle.BLOCKED
    if not situation.reader_commissioned:
        return PresentObstacle.NOT_COMMISSIONED
    if _is_last(counters) and counters.puk_dead and not situation.staff_present:
        return PresentObstacle.LAST_TRY_WITHOUT_PUK
    content = situation.content
    return PresentObstacle.FORMAT_UNREADABLE if content is not None and content.formats is None else None


def issue_present(situation: Situation, purpose: Purpose, pressed_at: float) -> PresentPermit | PresentObstacle:
    """A permit for exactly this card as it was read, or the reason why there is none."""
    obstacle = present_obstacle(situation)
    if obstacle is not None:
        return obstacle
    basis = basis_of(situation.snapshot, situation.content)
    if basis is None:
        return PresentObstacle.FORMAT_UNREADABLE
    if _is_last(basis.counters) and not situation.last_pin_try_confirmed:
        return PresentObstacle.LAST_TRY_NOT_CONFIRMED
    return PresentPermit(SEAL, basis, pressed_at, purpose)


def _is_last(counters: Counters) -> bool:
    return counters.pin.left == 1
