"""The first perimeter: what staff may see at their own machine.

Raw figures of closed weeks, and one number for the current one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.figures.reading import WeekTotals
from diagnostics.figures.statistics import closed, running_total
from diagnostics.outcomes.cells import MarginCell, OutcomeCell


@dataclass(frozen=True, slots=True)
class StaffFigures:
    """``outcomes`` and ``visits`` are of weeks that are over; ``under_way`` counts services of ``current_week``."""

    outcomes: Mapping[OutcomeCell, int]
    visits: Mapping[MarginCell, int]
    current_week: str
    under_way: int

    @property
    def weeks(self) -> tuple[str, ...]:
        """Weeks in which something was counted, oldest first."""
        return tuple(sorted({cell.iso_week for cell in self.outcomes} | {cell.iso_week for cell in self.visits}))

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(sorted({cell.site for cell in self.outcomes} | {cell.site for cell in self.visits}))


def staff_figures(totals: WeekTotals, current_week: str) -> StaffFigures:
    return StaffFigures(
        closed(totals.outcomes, current_week),
        closed(totals.margins, current_week),
        current_week,
        running_total(totals.outcomes, current_week),
    )
