"""The first perimeter of the figures, as the staff’s charts need it: closed weeks, one number for the current one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from diagnostics.database.faults import DatabaseUnusable
from diagnostics.figures.reading import totals_since
from diagnostics.figures.staff_perimeter import StaffFigures, staff_figures
from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import SOLVED, Code, Service
from diagnostics.outcomes.visit import DurationBucket
from diagnostics.outcomes.weeks import iso_week, weeks_before
from kiosk.flow.model.staff_desk import Figures, Unavailable, Week

WEEKS = 8
"""Closed weeks that are shown."""


class FiguresOnceADay:
    """Called from one thread. Within one day the same figures are given again.

    Two running totals read before and after one visit would tell what it came to, at a time of the day.

    ``counting_day``: a day of the week that is being counted and therefore not shown in detail.
    """

    def __init__(self, database: Path, today: Callable[[], date], counting_day: Callable[[], date]) -> None:
        self._database = database
        self._today = today
        self._counting_day = counting_day
        self._taken: Figures | None = None

    def __call__(self) -> Figures | Unavailable:
        today = self._today()
        if self._taken is None or self._taken.taken_on != today:
            self._taken = self._read(today)
        return Unavailable() if self._taken is None else self._taken

    def _read(self, today: date) -> Figures | None:
        current = iso_week(self._counting_day())
        try:
            totals = totals_since(self._database, weeks_before(current, WEEKS))
        except DatabaseUnusable:
            return None
        return figures_of(staff_figures(totals, current), today)


def figures_of(found: StaffFigures, today: date) -> Figures:
    """Sums of ``found``; weeks without any figure count as nought."""
    unblocking = [(cell, n) for cell, n in found.outcomes.items() if cell.service is Service.UNBLOCK]
    solved = Counter[str]()
    others = Counter[str]()
    outcomes = Counter[Code]()
    for cell, n in unblocking:
        (solved if cell.code in SOLVED else others)[cell.iso_week] += n
        outcomes[cell.code] += n
    durations = Counter[str]()
    for margin, n in found.visits.items():
        if margin.margin is Margin.DURATION:
            durations[margin.value] += n
    return Figures(
        weeks=tuple(Week(week, solved[week], others[week]) for week in _last_weeks(found.current_week)),
        outcomes=tuple(sorted(outcomes.items(), key=lambda item: (-item[1], item[0].value))),
        durations=tuple((bucket.value, durations[bucket.value]) for bucket in DurationBucket),
        services=sum(found.outcomes.values()),
        under_way=found.under_way,
        taken_on=today,
    )


def _last_weeks(current: str) -> tuple[str, ...]:
    return tuple(weeks_before(current, back) for back in range(WEEKS, 0, -1))
