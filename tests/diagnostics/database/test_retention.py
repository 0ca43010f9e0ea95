"""What has been kept long enough goes, byte by byte; a clock that lies deletes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.database.ledger import Ledger
from diagnostics.database.retention import Retention, expired_weeks
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.outcomes.weeks import iso_week, weeks_before
from diagnostics.store.store import OutcomeStore, Writable

Open = Callable[[], OutcomeStore]
Rows = Callable[[str], list[tuple[object, ...]]]

NOW = "2026-W47"
LIVED_WITH = (weeks_before(NOW, 1), NOW)
WEEKS = "SELECT DISTINCT iso_week FROM counts ORDER BY iso_week"


@pytest.mark.parametrize(("weeks_ago", "goes"), [(12, False), (13, True), (14, True)])
def test_a_confirmed_week_goes_after_thirteen_weeks(weeks_ago: int, goes: bool) -> None:
    old = "2026-W20"
    confirmed = {old: weeks_before(NOW, weeks_ago)}
    assert expired_weeks([old, *LIVED_WITH], confirmed, NOW, Retention()) == ((old,) if goes else ())


@pytest.mark.parametrize(
    ("old", "goes"),
    [
        ("2024-W40", True),  # Thursday 3 October 2024
        ("2024-W44", True),  # Thursday 31 October 2024: 25 months before November 2026
        ("2024-W45", False),
    ],
)
def test_a_week_nobody_confirmed_goes_after_twenty_five_months(old: str, goes: bool) -> None:
    assert expired_weeks([old, *LIVED_WITH], {}, NOW, Retention()) == ((old,) if goes else ())


def test_the_times_are_settings() -> None:
    short = Retention(after_acknowledgement_weeks=4, at_most_months=2)
    counted = ["2026-W30", "2026-W39", "2026-W40", *LIVED_WITH]
    assert expired_weeks(counted, {"2026-W40": "2026-W43"}, NOW, short) == ("2026-W30", "2026-W39", "2026-W40")
    assert expired_weeks(counted, {"2026-W40": "2026-W44"}, NOW, short) == ("2026-W30", "2026-W39")
    for wrong in ((0, 25), (13, 0), (-1, 25)):
        with pytest.raises(ValueError, match="at least"):
            Retention(*wrong)


@pytest.mark.parametrize(
    "counted",
    [
        ["2020-W01", "2026-W01"],  # the clock jumped ahead, or the machine lay in a cupboard
        ["2020-W01", "2026-W01", NOW],  # its first week with that clock
        ["2020-W01", weeks_before(NOW, 1), NOW, "2026-W48"],  # it jumped back
    ],
)
def test_a_clock_that_contradicts_the_figures_deletes_nothing(counted: list[str]) -> None:
    assert expired_weeks(counted, {}, NOW, Retention()) == ()


def test_one_week_under_a_clock_that_was_ahead_does_not_end_the_purge() -> None:
    for ahead in ("2099-W01", "2029-W10"):
        assert expired_weeks(["2020-W01", *LIVED_WITH, ahead], {}, NOW, Retention()) == ("2020-W01",)


def test_a_confirmation_by_a_clock_that_was_late_is_as_old_as_its_week_at_most() -> None:
    week = weeks_before(NOW, 1)
    assert expired_weeks([*LIVED_WITH], {week: "2020-W01"}, NOW, Retention()) == ()


@given(
    st.sets(st.dates(date(2022, 1, 1), date(2027, 12, 31)).map(iso_week)),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(iso_week),
    st.dictionaries(
        st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(iso_week),
        st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(iso_week),
    ),
)
def test_the_last_quarter_is_always_kept(counted: set[str], now: str, confirmed: dict[str, str]) -> None:
    """A week cannot have been confirmed before it was over; whatever else is said, the recent ones stay."""
    honest = {week: max(week, then) for week, then in confirmed.items()}
    gone = expired_weeks(counted, honest, now, Retention())
    assert all(week <= weeks_before(now, 13) for week in gone)


class TestPurge:
    @pytest.fixture
    def lived(self, opened: Open, calendar) -> OutcomeStore:
        """A store with one outcome and one visit in each of four weeks, of which the first is 30 months old."""
        store = opened()
        store.recover()
        for day in (date(2024, 5, 15), date(2026, 7, 15), date(2026, 11, 11), date(2026, 11, 18)):
            calendar.day = day
            store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
            store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False))
        return store

    def test_an_old_week_leaves_every_table_and_every_byte(self, lived: OutcomeStore, rows: Rows, database: Path):
        assert rows(WEEKS) == [("2026-W29",), ("2026-W46",), ("2026-W47",)]
        assert rows("SELECT DISTINCT iso_week FROM visit_language ORDER BY 1") == rows(WEEKS)
        for path in database.parent.iterdir():
            assert b"2024-W20" not in path.read_bytes(), path.name
        assert database.with_name("outcomes.db-wal").stat().st_size == 0

    def test_a_confirmed_week_goes_in_its_time(self, lived: OutcomeStore, rows: Rows, calendar, database: Path):
        with closing(Ledger.open(database, busy_timeout_s=1, iso_week=NOW)) as ledger:
            ledger.acknowledge(["2026-W29", "2026-W46"], NOW)
            ledger.acknowledge(["2026-W46"], "2026-W48")  # a later confirmation changes nothing
        for week in range(14):
            calendar.day += timedelta(weeks=1)
            lived.finish(lived.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
            lived.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False))
            assert len(rows("SELECT * FROM acknowledged")) == (2 if week < 12 else 0)
        assert rows(WEEKS)[0] == ("2026-W47",)
        assert rows("PRAGMA freelist_count") == [(0,)]
        assert b"2026-W29" not in database.read_bytes()

    def test_the_file_becomes_smaller(self, opened: Open, rows: Rows, database: Path, calendar):
        store = opened()
        store.recover()
        with closing(sqlite3.connect(database)) as other, other:
            other.executemany(
                "INSERT INTO counts VALUES ('2020-W01', ?, 'unblock', 'U01', 'cps3', 1)",
                [(f"site-{number:05}",) for number in range(5000)],
            )
            other.execute("INSERT INTO counts VALUES ('2026-W46', 'Brest', 'unblock', 'U01', 'cps3', 1)")
        store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
        before = database.stat().st_size
        calendar.day += timedelta(weeks=1)
        store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False))
        assert database.stat().st_size < before / 3
        assert store.health == Writable()

    def test_a_purge_that_cannot_be_done_now_is_done_after_a_later_visit(
        self, lived: OutcomeStore, rows: Rows, calendar, held
    ):
        calendar.day = date(2028, 8, 9)  # 25 months after July 2026
        store = lived
        for _ in range(2):
            store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
            calendar.day += timedelta(weeks=1)
        with held("sqlite"):
            store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False))
            assert ("2026-W29",) in rows(WEEKS)
        store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False))
        assert ("2026-W29",) not in rows(WEEKS)
        assert store.health == Writable()
