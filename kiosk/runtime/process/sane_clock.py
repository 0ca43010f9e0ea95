"""The kiosk's date, and whether it may be relied upon to condemn a card (rule 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from diagnostics.health.clock import Bounds
from diagnostics.outcomes.weeks import (
    A_QUARTER_WEEKS,
    BELIEVED_YEARS,
    contradicting_week,
    iso_week,
    monday,
    week_left_behind,
    weeks_before,
)

RELEASED = date(2026, 11, 1)
"""No clock of a machine that runs this release is right if it shows an earlier day."""


def believed_since(released: date) -> Bounds:
    """From the release to the same day BELIEVED_YEARS later."""
    return Bounds(released, released.replace(year=released.year + BELIEVED_YEARS))


class SaneClock:
    """``today`` gives the local date. In which weeks something was counted is learnt from the records.

    Called from any thread.
    """

    def __init__(self, today: Callable[[], date], released: date = RELEASED) -> None:
        self._today = today
        self._bounds = believed_since(released)
        self._counted: frozenset[str] = frozenset()

    def today(self) -> date:
        return self._today()

    def recorded(self, week: str) -> None:
        """An outcome was recorded in ``week`` (``YYYY-Www``)."""
        self._counted |= {week}

    def believes(self, today: date) -> bool:
        """Within the bounds of the release, and the recorded weeks neither contradict it nor lie far behind it."""
        week = iso_week(today)
        known = self._counted
        return today in self._bounds and not (contradicting_week(known, week) or week_left_behind(known, week))

    def counting_day(self) -> date:
        """The day under which outcomes are counted: today, if the release or the records can believe it.

        Else the first day of the last week that is known to have come: what is counted in 2020 would be deleted as old,
        and what is counted in 2099 would be in nobody's figures.
        """
        today, known = self._today(), self._last_week_lived()
        lived = known <= iso_week(today) <= weeks_before(known, -A_QUARTER_WEEKS)
        return today if lived or today in self._bounds else monday(known)

    def _last_week_lived(self) -> str:
        """At least that of the release; later than the release believes only if the records led there."""
        known = iso_week(self._bounds.first)
        for week in sorted(self._counted):
            if monday(week) in self._bounds or known < week <= weeks_before(known, -A_QUARTER_WEEKS):
                known = max(known, week)
        return known
