"""A folder of the figures that cannot even be looked into stops neither the kiosk nor the counting.

A name of 300 letters stands for it: the system refuses it to root too (NAME_MAX is 255, limits.h(0p)).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from diagnostics.figures.reading import totals_since
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import OutcomeStore, Writable
from kiosk.flow.model.staff_desk import Lasting
from kiosk.flow.model.staff_messages import Closing
from kiosk.runtime.process.clean_end import CleanEnd
from kiosk.runtime.staff.closed_mark import ClosedMark


@pytest.fixture
def out_of_reach(tmp_path: Path) -> Path:
    return tmp_path / ("x" * 300)


def test_the_kiosk_opens_though_nobody_knows_whether_staff_closed_it(out_of_reach: Path) -> None:
    mark = ClosedMark(out_of_reach / "fermee")
    assert not mark.stands()
    assert mark.set(Closing.CLOSE) is Lasting.UNTIL_RESTART


def test_the_kiosk_starts_though_nobody_knows_how_it_ended(out_of_reach: Path) -> None:
    mark = CleanEnd(out_of_reach / "en-marche")
    assert mark.begin()
    mark.end()


def test_outcomes_are_counted_though_nothing_can_be_handed_over(tmp_path: Path, out_of_reach: Path) -> None:
    store = OutcomeStore.open(tmp_path / "compteurs.sqlite3", "brest", lambda: date(2026, 11, 18), fleet=out_of_reach)
    store.recover()
    store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
    assert isinstance(store.health, Writable)
    assert sum(totals_since(tmp_path / "compteurs.sqlite3", "2026-W47").outcomes.values()) == 1
    store.close()
