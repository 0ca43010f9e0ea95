"""What staff are shown of the figures, whatever the clock says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import OutcomeStore
from kiosk.flow.model.staff_desk import Figures
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.staff.figures import FiguresOnceADay


def test_a_clock_in_2099_closes_no_week(tmp_path: Path) -> None:
    """The week under way is one number and never a list of outcomes."""
    path = tmp_path / "outcomes.db"
    store = OutcomeStore.open(path, "Brest", lambda: date(2026, 11, 18))
    store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
    store.close()
    clock = SaneClock(lambda: date(2099, 1, 5))
    clock.recorded("2026-W47")
    found = FiguresOnceADay(path, clock.today, clock.counting_day)()
    assert isinstance(found, Figures)
    assert (found.outcomes, found.under_way) == ((), 1)
