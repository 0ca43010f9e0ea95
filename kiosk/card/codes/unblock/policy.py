"""Who may send a PUK, and when: the safety policy, as pure functions, and the permit it yields.

=====================================  =======================  ==========================
what the reading says                  walk-up visit            staff present
=====================================  =======================  ==========================
counters unreadable                    refused                  refused
PIN not blocked               refused                  refused, or [1]
no unblock try or use left             refused                  refused
AODF not understood                    refused                  refused
card number unknown                    refused                  refused
reader not commissioned                refused                  refused
two tries spent in this visit          refused                  allowed
tries at or below the floor            refused                  allowed
last try or use                        refused                  allowed, or [2]
last try or use, gate not passed       refused                  refused
otherwise                              allowed                  allowed
=====================================  =======================  ==========================

[1] Allowed where the configuration says so and staff chose it: a code that was changed and forgotten.
[2] Refused where the configuration says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.card.codes.permit import SEAL, OneUse, basis_of
from kiosk.card.model import CardContent, CardSnapshot, Counters

TRIES_THAT_END_A_VISIT = 2
"""Unblock tries spent in one visit after which only staff may go on."""


class Obstacle(Enum):
    """Why this kiosk does not unblock this card."""

    COUNTERS_UNREADABLE = "counters_unreadable"
    NOT_BLOCKED = "not_blocked"
    PUK_DEAD = "puk_dead"
    FORMAT_UNREADABLE = "format_unreadable"
    NUMBER_UNREADABLE = "number_unreadable"
    NOT_COMMISSIONED = "not_commissioned"
    TWO_TRIES_SPENT = "two_tries_spent"
    TOO_FEW_TRIES = "too_few_tries"
    LAST_TRY_NOT_CONFIRMED = "last_try_not_confirmed"
    NUMBER_NOT_SHOWN = "number_not_shown"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the configuration decides.

    ``staff_at_or_below``: unblock tries left from which staff must be present. ``forgotten_with_staff``: with staff, a
    new code may be set on a card that is not blocked. ``last_try_with_staff``: they may go on to the last try.
    """

    staff_at_or_below: int = 2
    forgotten_with_staff: bool = False
    last_try_with_staff: bool = True


@dataclass(frozen=True, slots=True)
class PermitRequest:
    """All that the policies look at. ``content`` is None while the longer reading is not there yet.

    ``last_try_confirmed`` is the gate of the PUK, ``last_pin_try_confirmed`` of the PIN;
    ``forgotten_by_staff``: staff chose to set a new code on a card that is not blocked.
    """

    snapshot: CardSnapshot
    content: CardContent | None
    reader_commissioned: bool
    tries_spent: int = 0
    staff_present: bool = False
    number_shown: bool = False
    last_try_confirmed: bool = False
    last_pin_try_confirmed: bool = False
    forgotten_by_staff: bool = False


class Permit(OneUse):
    """Leave to send the PUK and a new PIN. Made by ``issue`` only."""

    __slots__ = ()


def obstacle_to_offer(situation: PermitRequest, policy: Policy) -> Obstacle | None:
    """Why unblocking is not even offered here and now, judged as far as the reading goes; None if it may be."""
    counters = situation.snapshot.counters
    if counters is None or situation.snapshot.ef_sn is None:
        return Obstacle.COUNTERS_UNREADABLE
    if not counters.pin_blocked and not _forgotten(situation, policy):
        return Obstacle.NOT_BLOCKED
    if counters.puk_dead:
        return Obstacle.PUK_DEAD
    if not situation.reader_commissioned:
        return Obstacle.NOT_COMMISSIONED
    return _obstacle_in_tries(counters, situation, policy) or _obstacle_in_content(situation.content)


def issue(situation: PermitRequest, policy: Policy, pressed_at: float) -> Permit | Obstacle:
    """A permit for exactly this card as it was read, or the reason why there is none."""
    obstacle = obstacle_to_offer(situation, policy) or _obstacle_to_send(situation)
    if obstacle is not None:
        return obstacle
    basis = basis_of(situation.snapshot, situation.content)
    return Obstacle.FORMAT_UNREADABLE if basis is None else Permit(SEAL, basis, pressed_at)


def _forgotten(situation: PermitRequest, policy: Policy) -> bool:
    return situation.forgotten_by_staff and situation.staff_present and policy.forgotten_with_staff


def _obstacle_in_tries(counters: Counters, situation: PermitRequest, policy: Policy) -> Obstacle | None:
    if situation.staff_present:
        return Obstacle.TOO_FEW_TRIES if counters.puk_last and not policy.last_try_with_staff else None
    if situation.tries_spent >= TRIES_THAT_END_A_VISIT:
        return Obstacle.TWO_TRIES_SPENT
    if counters.puk_last or counters.puk.left <= policy.staff_at_or_below:
        return Obstacle.TOO_FEW_TRIES
    return None


def _obstacle_in_content(content: CardContent | None) -> Obstacle | None:
    if content is None:
        return None
    if content.formats is None:
        return Obstacle.FORMAT_UNREADABLE
    if content.number is None:
        return Obstacle.NUMBER_UNREADABLE
    return None


def _obstacle_to_send(situation: PermitRequest) -> Obstacle | None:
    counters = situation.snapshot.counters
    if counters is not None and counters.puk_last and not situation.last_try_confirmed:
        return Obstacle.LAST_TRY_NOT_CONFIRMED
    if not situation.number_shown:
        return Obstacle.NUMBER_NOT_SHOWN
    return None
