"""Who may send a PUK, and when: the safety policy, as pure functions, and the permit it yields.

The first row that applies decides; what stands in a column is the obstacle, as ``UnblockObstacle`` calls it. A row
with "-" in a column does not apply to such a visit: a later row decides.

========================================  =======================  =======================
what the reading says                     walk-up visit            staff present
========================================  =======================  =======================
counters or EF.SN unreadable              counters_unreadable      counters_unreadable
PIN not blocked [2]                       not_blocked              not_blocked
no try or use of the PUK left             puk_dead                 puk_dead
declared lost or stolen                   revoked                  revoked
reader not commissioned                   not_commissioned         not_commissioned
two tries spent in this visit             two_tries_spent          -
tries at or below the floor               too_few_tries            -
last try or use                           too_few_tries            -
last try or use, closed by settings [3]   too_few_tries            too_few_tries
longer reading not there yet [1]          format_unreadable        format_unreadable
AODF not understood                       format_unreadable        format_unreadable
card number unknown                       number_unreadable        number_unreadable
last try or use, gate not passed [1]      -                        last_try_not_confirmed
card number not shown [1]                 number_not_shown         number_not_shown
anything else                             allowed                  allowed
========================================  =======================  =======================

[1] Judged at the send only; unblocking is offered.
[2] Except where staff, still present, chose it for a PIN that was forgotten, and the configuration allows it.
[3] The configuration forbids the last try, with staff too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.card.codes.permit import SEAL, Permit, PermitRequest, basis_of
from kiosk.card.model import CardContent, Counters

TRIES_THAT_END_A_VISIT = 2
"""Tries of the PUK spent in one visit after which only staff may go on."""


class UnblockObstacle(Enum):
    """Why this kiosk does not unblock this card."""

    COUNTERS_UNREADABLE = "counters_unreadable"
    NOT_BLOCKED = "not_blocked"
    PUK_DEAD = "puk_dead"
    REVOKED = "revoked"
    NOT_COMMISSIONED = "not_commissioned"
    TWO_TRIES_SPENT = "two_tries_spent"
    TOO_FEW_TRIES = "too_few_tries"
    FORMAT_UNREADABLE = "format_unreadable"
    NUMBER_UNREADABLE = "number_unreadable"
    LAST_TRY_NOT_CONFIRMED = "last_try_not_confirmed"
    NUMBER_NOT_SHOWN = "number_not_shown"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the configuration decides.

    ``staff_at_or_below``: tries left of the PUK from which staff must be present. ``forgotten_with_staff``: with
    staff, a new code may be set on a card that is not blocked. ``last_try_with_staff``: they may go on to the last try.
    """

    staff_at_or_below: int = 2
    forgotten_with_staff: bool = False
    last_try_with_staff: bool = True


class UnblockPermit(Permit):
    """Leave to send the PUK and a new PIN. Made by ``issue_unblock_permit`` only."""

    __slots__ = ()


def unblock_obstacle(request: PermitRequest, policy: Policy) -> UnblockObstacle | None:
    """Why unblocking is not even offered here and now, judged as far as the reading goes; None if it may be."""
    counters = request.snapshot.counters
    if counters is None or request.snapshot.ef_sn is None:
        return UnblockObstacle.COUNTERS_UNREADABLE
    if not counters.pin_blocked and not _forgotten(request, policy):
        return UnblockObstacle.NOT_BLOCKED
    if counters.puk_dead:
        return UnblockObstacle.PUK_DEAD
    if request.revoked:
        return UnblockObstacle.REVOKED
    if not request.reader_commissioned:
        return UnblockObstacle.NOT_COMMISSIONED
    return _obstacle_in_tries(counters, request, policy) or _obstacle_in_content(request.content)


def issue_unblock_permit(request: PermitRequest, policy: Policy, pressed_at: float) -> UnblockPermit | UnblockObstacle:
    """A permit for exactly this card as it was read, or the reason why there is none."""
    obstacle = unblock_obstacle(request, policy)
    if obstacle is not None:
        return obstacle
    basis = basis_of(request)
    if basis is None:
        return UnblockObstacle.FORMAT_UNREADABLE
    if basis.counters.puk_last and not request.last_try_confirmed:
        return UnblockObstacle.LAST_TRY_NOT_CONFIRMED
    if not request.number_shown:
        return UnblockObstacle.NUMBER_NOT_SHOWN
    return UnblockPermit(SEAL, basis, pressed_at)


def _forgotten(request: PermitRequest, policy: Policy) -> bool:
    return request.staff_replaces_forgotten_pin and request.staff_present and policy.forgotten_with_staff


def _obstacle_in_tries(counters: Counters, request: PermitRequest, policy: Policy) -> UnblockObstacle | None:
    if request.staff_present:
        return UnblockObstacle.TOO_FEW_TRIES if counters.puk_last and not policy.last_try_with_staff else None
    if request.tries_spent >= TRIES_THAT_END_A_VISIT:
        return UnblockObstacle.TWO_TRIES_SPENT
    if counters.puk_last or counters.puk.left <= policy.staff_at_or_below:
        return UnblockObstacle.TOO_FEW_TRIES
    return None


def _obstacle_in_content(content: CardContent | None) -> UnblockObstacle | None:
    if content is None:
        return None
    if content.formats is None:
        return UnblockObstacle.FORMAT_UNREADABLE
    if content.number is None:
        return UnblockObstacle.NUMBER_UNREADABLE
    return None
