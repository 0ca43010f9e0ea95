"""The deadlines that matter: for each clock that runs, the ages at which something happens.

The present is always ``NOW``. A clock is a moment that the kiosk keeps; its age only counts from one deadline to the
next, so every age between two is held to be the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kiosk.flow.every_state.time_passed import CONTACT_LOST_S, limit_s
from kiosk.flow.model.states import Limit, Overlay, State
from kiosk.flow.model.visit import Kiosk
from search.quick import quick_replace

NOW = 1_000_000.0
LATER = 100_000.0
"""Past every deadline: the machine slept."""

WAIT_S = 30.0
"""What a refused staff code waits for; how long does not matter."""

_UNWARNED = (Limit.TORN, Limit.OTHER_CARD, Limit.STUCK)


class Clock(Enum):
    """REMOVED: since the card is out, or the screen after it. TOUCH: since the last touch. ENTERED: since the reading
    began. DESK: since the last touch of staff mode. CODE: until a staff code is taken again.
    """

    REMOVED = "the card has been out for"
    TOUCH = "nobody has touched the screen for"
    ENTERED = "the reading has lasted for"
    DESK = "nobody has touched staff mode for"
    CODE = "the staff code has waited for"


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs, its age in seconds, and the ages at which something happens, in order."""

    clock: Clock
    age: float
    deadlines: tuple[float, ...]

    @property
    def held_to_be(self) -> float:
        return max((each for each in self.deadlines if each <= self.age), default=0.0)

    @property
    def next(self) -> float | None:
        return next((each for each in self.deadlines if each > self.age), None)


def running(kiosk: Kiosk, now: float) -> Iterator[Running]:
    """The clocks that may decide something in ``kiosk``; any other moment that it keeps may be forgotten."""
    visit, times = kiosk.visit, kiosk.rules.times
    if visit.removed_at is not None:
        since = max(visit.removed_at, kiosk.entered_at)
        yield Running(Clock.REMOVED, now - since, (times.after_removal_s,))
    else:
        touch = _deadlines_of_touch(kiosk)
        if touch:
            yield Running(Clock.TOUCH, now - kiosk.touched_at, touch)
        if kiosk.state is State.READING:
            yield Running(Clock.ENTERED, now - kiosk.entered_at, (CONTACT_LOST_S,))
    desk = kiosk.staff
    if desk is not None:
        limit = kiosk.rules.staff.assist_s if desk.assisting else kiosk.rules.staff.idle_s
        yield Running(Clock.DESK, now - desk.touched_at, (limit - times.warning_s, limit))
        if desk.waits(now):
            yield Running(Clock.CODE, 0.0, (WAIT_S,))


def _deadlines_of_touch(kiosk: Kiosk) -> tuple[float, ...]:
    times = kiosk.rules.times
    if kiosk.overlay is Overlay.HELP_CALLED:
        gone = (kiosk.rules.staff.idle_s,) if kiosk.staff is None and kiosk.staff_answered else ()
        return (*gone, times.with_help_s)
    limit = limit_s(kiosk)
    if limit is None:
        return ()
    return (limit,) if kiosk.state.traits.limit in _UNWARNED else (limit - times.warning_s, limit)


def at_age(kiosk: Kiosk, clock: Clock, age: float) -> Kiosk:
    """The same kiosk, where ``clock`` has that age now."""
    since = NOW - age
    match clock:
        case Clock.REMOVED:
            return quick_replace(kiosk, entered_at=since, visit=quick_replace(kiosk.visit, removed_at=since))
        case Clock.TOUCH:
            return quick_replace(kiosk, touched_at=since)
        case Clock.ENTERED:
            return quick_replace(kiosk, entered_at=since)
        case Clock.DESK:
            return (
                kiosk
                if kiosk.staff is None
                else quick_replace(kiosk, staff=quick_replace(kiosk.staff, touched_at=since))
            )
        case Clock.CODE:
            return (
                kiosk if kiosk.staff is None else quick_replace(kiosk, staff=quick_replace(kiosk.staff, wait_until=0.0))
            )
