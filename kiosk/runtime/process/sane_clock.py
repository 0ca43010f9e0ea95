"""The kiosk's date, and whether it may be relied upon to condemn a card (rule 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from diagnostics.outcomes.weeks import iso_week

RELEASED = date(2026, 11, 1)
"""No clock of a machine that runs this release is right if it shows an earlier day."""

BELIEVED_YEARS = 5
"""Years after the release until which the clock is believed."""


class SaneClock:
    """``today`` gives the local date. The last week that was recorded is a lower bound, learnt from the records."""

    def __init__(self, today: Callable[[], date], released: date = RELEASED) -> None:
        self._today = today
        self._released = released
        self._last_week = ""

    def today(self) -> date:
        return self._today()

    def recorded(self, week: str) -> None:
        """An outcome was recorded in ``week`` (``YYYY-Www``): time cannot be before it."""
        self._last_week = max(self._last_week, week)

    def believes(self, today: date) -> bool:
        """True from the release to the same day five years later, and not before the last recorded week."""
        end = self._released.replace(year=self._released.year + BELIEVED_YEARS)
        return self._released <= today <= end and iso_week(today) >= self._last_week
