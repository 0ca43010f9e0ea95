"""Who may send a current PIN, and when: the safety policy, as pure functions, and the permit it yields.

The first row that applies decides; what stands in a column is the obstacle, as ``CurrentPinObstacle`` calls it. A row
with "-" in a column does not apply to such a visit: a later row decides.

========================================  =======================  =======================
what the reading says                     walk-up visit            staff present
========================================  =======================  =======================
counters or EF.SN unreadable              counters_unreadable      counters_unreadable
PIN blocked                               blocked                  blocked
declared lost or stolen                   revoked                  revoked
reader not commissioned                   not_commissioned         not_commissioned
last try, PUK dead                        last_try_without_puk     -
longer reading not there yet [1]          format_unreadable        format_unreadable
AODF not understood                       format_unreadable        format_unreadable
last try, gate not passed [1]             last_try_not_confirmed   last_try_not_confirmed
anything else                             allowed                  allowed
========================================  =======================  =======================

[1] Judged at the send only; the code is asked for.
"""

from __future__ import annotations

from enum import Enum

from kiosk.card.codes.permit import SEAL, Basis, Permit, PermitRequest, basis_of
from kiosk.card.model import Counters, Purpose


class CurrentPinObstacle(Enum):
    """Why this kiosk does not send a current PIN to this card."""

    COUNTERS_UNREADABLE = "counters_unreadable"
    BLOCKED = "blocked"
    REVOKED = "revoked"
    NOT_COMMISSIONED = "not_commissioned"
    LAST_TRY_WITHOUT_PUK = "last_try_without_puk"
    FORMAT_UNREADABLE = "format_unreadable"
    LAST_TRY_NOT_CONFIRMED = "last_try_not_confirmed"


class CurrentPinPermit(Permit):
    """Leave to send the current PIN for one ``purpose``. Made by ``issue_current_pin_permit`` only."""

    __slots__ = ("purpose",)

    def __init__(self, seal: object, basis: Basis, pressed_at: float, purpose: Purpose) -> None:
        super().__init__(seal, basis, pressed_at)
        self.purpose = purpose


def current_pin_obstacle(request: PermitRequest) -> CurrentPinObstacle | None:
    """Why no current PIN is even asked for here and now, judged as far as the reading goes; None if it may be."""
    counters = request.snapshot.counters
    if counters is None or request.snapshot.ef_sn is None:
        return CurrentPinObstacle.COUNTERS_UNREADABLE
    if counters.pin_blocked:
        return CurrentPinObstacle.BLOCKED
    if request.revoked:
        return CurrentPinObstacle.REVOKED
    if not request.reader_commissioned:
        return CurrentPinObstacle.NOT_COMMISSIONED
    if _is_last(counters) and counters.puk_dead and not request.staff_present:
        return CurrentPinObstacle.LAST_TRY_WITHOUT_PUK
    content = request.content
    return CurrentPinObstacle.FORMAT_UNREADABLE if content is not None and content.formats is None else None


def issue_current_pin_permit(
    request: PermitRequest, purpose: Purpose, pressed_at: float
) -> CurrentPinPermit | CurrentPinObstacle:
    """A permit for exactly this card as it was read, or the reason why there is none."""
    obstacle = current_pin_obstacle(request)
    if obstacle is not None:
        return obstacle
    basis = basis_of(request)
    if basis is None:
        return CurrentPinObstacle.FORMAT_UNREADABLE
    if _is_last(basis.counters) and not request.last_pin_try_confirmed:
        return CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED
    return CurrentPinPermit(SEAL, basis, pressed_at, purpose)


def _is_last(counters: Counters) -> bool:
    return counters.pin.left == 1
