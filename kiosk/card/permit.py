"""Who may send a code de déblocage, and when: the safety policy, as pure functions, and the permit it yields.

=====================================  =======================  ==========================
what the reading says                  walk-up visit            staff present
=====================================  =======================  ==========================
counters unreadable                    refused                  refused
code porteur not blocked               refused                  refused
no unblock try or use left             refused                  refused
AODF not understood                    refused                  refused
card number unknown                    refused                  refused
reader not commissioned                refused                  refused
two tries spent in this visit          refused                  allowed
tries at or below the floor, uses 1    refused                  allowed
last try or use, gate not passed       refused                  refused
otherwise                              allowed                  allowed
=====================================  =======================  ==========================
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum

from kiosk.card.errors import PermitVoid
from kiosk.card.model import CardContent, CardKind, CardSnapshot, CodeFormats, Counters

PERMIT_LIFE_S = 8.0
"""Seconds from the press to the last moment at which a permit may be spent."""

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
    """What the configuration decides. ``staff_at_or_below``: unblock tries left from which staff must be present."""

    staff_at_or_below: int = 2


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the policy looks at. ``content`` is None while the longer reading is not there yet."""

    snapshot: CardSnapshot
    content: CardContent | None
    reader_commissioned: bool
    tries_spent: int = 0
    staff_present: bool = False
    number_shown: bool = False
    last_try_confirmed: bool = False


class Permit:
    """Made by ``issue`` only; spent once, by the card session, within ``PERMIT_LIFE_S`` of the press.

    Attributes:
        reader: the only reader whose card may be addressed.
        kind: the generation it was read as, so how it is spoken to.
        ef_sn: the bytes of EF.SN that the card must still show.
        counters: the counters it must still show.
        formats: lengths and padding of its codes.
    """

    __slots__ = ("_lock", "_pressed_at", "_spent", "counters", "ef_sn", "formats", "kind", "reader")

    def __init__(
        self,
        seal: object,
        reader: str,
        kind: CardKind,
        ef_sn: bytes,
        counters: Counters,
        formats: CodeFormats,
        pressed_at: float,
    ) -> None:
        if seal is not _SEAL:
            raise PermitVoid("only issue() makes permits")
        self.reader = reader
        self.kind = kind
        self.ef_sn = ef_sn
        self.counters = counters
        self.formats = formats
        self._pressed_at = pressed_at
        self._spent = False
        self._lock = threading.Lock()

    def spend(self, now: float) -> None:
        """Use the permit up. Raises PermitVoid if it was used before or is too old; ``now`` in seconds, monotonic."""
        with self._lock:
            if self._spent:
                raise PermitVoid("spent")
            self._spent = True
            if not 0.0 <= now - self._pressed_at <= PERMIT_LIFE_S:
                raise PermitVoid("too old")

    def discard(self) -> None:
        """Make it worthless, spent or not: one press is one attempt, whatever became of it."""
        with self._lock:
            self._spent = True


_SEAL = object()


def obstacle_to_offer(situation: Situation, policy: Policy) -> Obstacle | None:
    """Why unblocking is not even offered here and now, judged as far as the reading goes; None if it may be."""
    counters = situation.snapshot.counters
    if counters is None or situation.snapshot.ef_sn is None:
        return Obstacle.COUNTERS_UNREADABLE
    if not counters.pin_blocked:
        return Obstacle.NOT_BLOCKED
    if counters.puk_dead:
        return Obstacle.PUK_DEAD
    if not situation.reader_commissioned:
        return Obstacle.NOT_COMMISSIONED
    return _obstacle_in_tries(counters, situation, policy) or _obstacle_in_content(situation.content)


def issue(situation: Situation, policy: Policy, pressed_at: float) -> Permit | Obstacle:
    """A permit for exactly this card as it was read, or the reason why there is none."""
    obstacle = obstacle_to_offer(situation, policy) or _obstacle_to_send(situation)
    if obstacle is not None:
        return obstacle
    snapshot, content = situation.snapshot, situation.content
    if content is None or content.formats is None or snapshot.ef_sn is None or snapshot.counters is None:
        return Obstacle.FORMAT_UNREADABLE
    return Permit(_SEAL, snapshot.reader, snapshot.kind, snapshot.ef_sn, snapshot.counters, content.formats, pressed_at)


def _obstacle_in_tries(counters: Counters, situation: Situation, policy: Policy) -> Obstacle | None:
    if situation.staff_present:
        return None
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


def _obstacle_to_send(situation: Situation) -> Obstacle | None:
    counters = situation.snapshot.counters
    if counters is not None and counters.puk_last and not situation.last_try_confirmed:
        return Obstacle.LAST_TRY_NOT_CONFIRMED
    if not situation.number_shown:
        return Obstacle.NUMBER_NOT_SHOWN
    return None
