"""What the process asks of Linux, how it knows its own end, and whether its clock may be believed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from diagnostics.figures.reading import weeks_counted
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import OutcomeStore
from kiosk.runtime.process.clean_end import CleanEnd, kiosk_runs
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.records import store_opener

HARDENED = """
import ctypes, os, resource
from kiosk.runtime.process.hardening import harden_process
harden_process()
print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def test_the_process_leaves_no_core_and_private_files() -> None:
    """prctl(3) is PR_GET_DUMPABLE: the kernel's own answer."""
    done = subprocess.run([sys.executable, "-c", HARDENED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["(0, 0) 0o77", "0"]


def test_a_process_that_ended_by_itself_is_known(tmp_path: Path) -> None:
    mark = tmp_path / "running"
    first = CleanEnd(mark)
    assert first.begin()
    first.end()
    first.end()
    assert CleanEnd(mark).begin()


BEGINS_AND_WAITS = """
import sys
from pathlib import Path
from kiosk.runtime.process.clean_end import CleanEnd
print(CleanEnd(Path(sys.argv[1])).begin(), flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(mark: Path) -> Iterator[None]:
    """A process that holds the mark; it is killed, and so leaves it."""
    command = [sys.executable, "-c", BEGINS_AND_WAITS, str(mark)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "True\n"
            yield
        finally:
            process.kill()


def test_a_process_that_did_not_is_known_until_one_does(tmp_path: Path) -> None:
    mark = tmp_path / "running"
    with another_process(mark):
        pass
    assert mark.exists()
    assert not kiosk_runs(mark)
    second = CleanEnd(mark)
    assert not second.begin()
    second.end()
    assert CleanEnd(mark).begin()


def test_a_second_process_leaves_the_mark_of_the_first_alone(tmp_path: Path) -> None:
    mark = tmp_path / "running"
    with another_process(mark):
        second = CleanEnd(mark)
        assert not second.begin()
        second.end()
        assert mark.exists()
        assert kiosk_runs(mark)


def test_whether_a_kiosk_runs_is_asked_without_leaving_a_trace(tmp_path: Path) -> None:
    mark = tmp_path / "running"
    assert not kiosk_runs(mark)
    assert not kiosk_runs(tmp_path / "absent" / "running")
    assert list(tmp_path.iterdir()) == []
    clean_end = CleanEnd(mark)
    clean_end.begin()
    assert kiosk_runs(mark)
    assert kiosk_runs(mark)
    clean_end.end()
    assert not kiosk_runs(mark)


def test_what_cannot_be_known_is_taken_for_a_kiosk_that_runs(tmp_path: Path) -> None:
    loop = tmp_path / "running"
    loop.symlink_to(loop)
    assert kiosk_runs(loop)


def test_a_folder_that_is_not_there_stops_nothing(tmp_path: Path) -> None:
    clean_end = CleanEnd(tmp_path / "absent" / "running")
    assert clean_end.begin()
    clean_end.end()


def clock(*weeks: str, today: date = date(2026, 11, 18)) -> SaneClock:
    made = SaneClock(lambda: today, released=date(2026, 11, 1))
    for week in weeks:
        made.recorded(week)
    return made


@pytest.mark.parametrize(
    ("today", "believed"),
    [
        (date(1970, 1, 1), False),
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2031, 11, 1), True),
        (date(2031, 11, 2), False),
    ],
)
def test_a_clock_is_believed_from_the_release_on_for_five_years(today: date, believed: bool) -> None:
    assert clock().believes(today) is believed


@pytest.mark.parametrize(
    ("today", "believed"),
    [(date(2026, 12, 27), False), (date(2026, 12, 28), True), (date(2027, 1, 3), True), (date(2027, 1, 4), True)],
)
def test_a_clock_before_the_last_recorded_week_is_not(today: date, believed: bool) -> None:
    """2026-W53 goes from 28 December 2026 to 3 January 2027."""
    assert clock("2026-W53").believes(today) is believed


def test_one_outcome_under_a_clock_in_2099_does_not_end_the_belief_in_the_clock() -> None:
    assert clock("2026-W47", "2099-W01").believes(date(2026, 11, 18))


@pytest.mark.parametrize(
    ("today", "counted_on"),
    [
        (date(2020, 1, 1), date(2027, 3, 8)),
        (date(2099, 1, 1), date(2027, 3, 8)),
        (date(2026, 10, 1), date(2027, 3, 8)),
        (date(2026, 11, 1), date(2026, 11, 1)),  # may be late, and is no day that cannot be
        (date(2031, 11, 1), date(2031, 11, 1)),
        (date(2031, 11, 2), date(2027, 3, 8)),
    ],
)
def test_outcomes_are_counted_under_a_day_that_can_be(today: date, counted_on: date) -> None:
    assert clock("2026-W50", "2027-W10", "2099-W01", today=today).counting_day() == counted_on


def test_the_first_outcome_is_counted_in_the_week_of_the_release_at_the_earliest() -> None:
    assert iso_week(clock(today=date(2020, 1, 1)).counting_day()) == iso_week(date(2026, 11, 1))


@pytest.mark.parametrize(("weeks", "believed"), [(13, True), (14, False)])
def test_a_release_that_is_too_old_counts_on_in_the_weeks_that_it_lives(weeks: int, believed: bool) -> None:
    today = date(2031, 12, 1) + timedelta(weeks=weeks)
    assert (clock("2031-W42", "2031-W49", today=today).counting_day() == today) is believed


@pytest.mark.parametrize("wrong", [date(2020, 1, 1), date(2099, 1, 1)])
def test_what_a_wrong_clock_counts_is_kept_and_spoils_nothing(tmp_path: Path, wrong: date) -> None:
    """Neither deleted as old once the clock is right, nor in the way of what is old."""
    day = date(2027, 3, 10)
    calendar = SaneClock(lambda: day)
    path = tmp_path / "outcomes.db"
    for weeks in (0, 1, 2, 42, 43, 44, 120, 147, 148, 149):
        true_day = date(2027, 3, 10) + timedelta(weeks=weeks)
        day = wrong if weeks == 120 else true_day
        store = store_opener(path, "Brest", calendar)()
        store.recover()
        store.finish(store.begin(Service.READING, CardGeneration.CPS3), Code.READ_BLOCKED)
        store.close()
        day = true_day
    assert weeks_counted(path) == ("2028-W01", "2028-W02", "2030-W01", "2030-W02", "2030-W03")
    with closing(sqlite3.connect(path)) as connection:
        ((kept,),) = connection.execute("SELECT sum(n) FROM counts")
    assert kept == 5 + 1
    assert calendar.believes(day)


def test_an_earlier_week_does_not_lower_the_bound() -> None:
    made = clock("2027-W10")
    made.recorded("2026-W50")
    assert not made.believes(date(2027, 3, 1))


def test_the_store_teaches_the_clock_its_last_week(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.db"
    store = OutcomeStore.open(path, "Brest", lambda: date(2027, 3, 10))
    store.finish(store.begin(Service.READING, CardGeneration.CPS3), Code.READ_BLOCKED)
    store.close()
    made = clock()
    assert made.believes(made.today())
    store_opener(path, "Brest", made)().close()
    assert not made.believes(made.today())


def test_no_store_teaches_nothing(tmp_path: Path) -> None:
    made = clock()
    store_opener(tmp_path / "outcomes.db", "Brest", made)().close()
    assert made.believes(made.today())
