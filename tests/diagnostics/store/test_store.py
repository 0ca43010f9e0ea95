"""What is kept of a visit when all goes well, and what a restart makes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore, Writable

Open = Callable[[], OutcomeStore]
Rows = Callable[[str], list[tuple[object, ...]]]

COUNTS = "SELECT iso_week, site, service, outcome, generation, n FROM counts"
PENDING = "SELECT service, generation, n FROM pending"
MARGINS = VisitMargins(DurationBucket.FROM_2_TO_5_MIN, "fr", printed=True, assisted=False)


def unblock(store: OutcomeStore, code: Code = Code.UNBLOCKED) -> None:
    store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), code)


def test_a_new_file_is_writable_private_and_empty(opened: Open, database: Path):
    store = opened()
    assert store.health == Writable()
    assert database.stat().st_mode & 0o777 == 0o600


def test_a_service_under_way_is_on_the_disk_without_any_time(opened: Open, rows: Rows):
    opened().begin(Service.UNBLOCK, CardGeneration.CPS3)
    assert rows(PENDING) == [("unblock", "cps3", 1)]
    assert rows(COUNTS) == []


def test_the_outcome_takes_the_place_of_the_start(opened: Open, rows: Rows):
    unblock(opened())
    assert rows(PENDING) == []
    assert rows(COUNTS) == [("2026-W47", "Brest", "unblock", "U01", "cps3", 1)]


def test_equal_outcomes_share_one_row(opened: Open, rows: Rows):
    store = opened()
    for _ in range(3):
        unblock(store)
    unblock(store, Code.WRONG_PUK)
    assert sorted(rows("SELECT outcome, n FROM counts")) == [("U01", 3), ("U05", 1)]


def test_two_services_of_one_kind_can_be_under_way(opened: Open, rows: Rows):
    store = opened()
    first, _second = (store.begin(Service.AUDIT, CardGeneration.CPS4) for _ in range(2))
    assert rows(PENDING) == [("audit", "cps4", 2)]
    store.finish(first, Code.AUDIT_VALID)
    assert rows(PENDING) == [("audit", "cps4", 1)]


def test_an_outcome_belongs_to_the_week_it_ends_in(opened: Open, rows: Rows, calendar):
    store = opened()
    pending = store.begin(Service.AUDIT, CardGeneration.CPS3)
    calendar.day = date(2026, 11, 23)
    store.finish(pending, Code.AUDIT_VALID)
    assert rows("SELECT iso_week FROM counts") == [("2026-W48",)]


def test_a_visit_adds_one_to_each_table_of_one_dimension(opened: Open, rows: Rows):
    store = opened()
    store.end_visit(MARGINS)
    store.end_visit(MARGINS)
    assert rows("SELECT * FROM visit_duration") == [("2026-W47", "Brest", "2_to_5_min", 2)]
    assert rows("SELECT * FROM visit_language") == [("2026-W47", "Brest", "fr", 2)]
    assert rows("SELECT * FROM visit_printed") == [("2026-W47", "Brest", "yes", 2)]
    assert rows("SELECT * FROM visit_assisted") == [("2026-W47", "Brest", "no", 2)]


def test_what_was_left_under_way_is_counted_as_interrupted_once(opened: Open, rows: Rows):
    before = opened()
    before.begin(Service.UNBLOCK, CardGeneration.CPS3)
    before.begin(Service.READING, CardGeneration.CPS4)
    before.close()
    after = opened()
    for _ in range(3):
        after.recover()
    assert rows(PENDING) == []
    assert sorted(rows("SELECT service, outcome, generation, n FROM counts")) == [
        ("reading", "L99", "cps4", 1),
        ("unblock", "U99", "cps3", 1),
    ]


def test_recovering_leaves_alone_what_this_process_began(opened: Open, rows: Rows):
    before = opened()
    before.begin(Service.UNBLOCK, CardGeneration.CPS3)
    before.close()
    store = opened()
    pending = store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    store.recover()
    assert rows(PENDING) == [("unblock", "cps3", 1)]
    store.finish(pending, Code.UNBLOCKED)
    assert sorted(rows("SELECT outcome, n FROM counts")) == [("U01", 1), ("U99", 1)]


def test_interruptions_add_up_with_those_of_the_same_week(opened: Open, rows: Rows):
    for _ in range(3):
        store = opened()
        store.begin(Service.UNBLOCK, CardGeneration.CPS3)
        store.close()
    opened().recover()
    assert rows("SELECT outcome, n FROM counts") == [("U99", 3)]


def test_an_outcome_cannot_be_told_twice(opened: Open, rows: Rows):
    store = opened()
    pending = store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    store.finish(pending, Code.UNBLOCKED)
    with pytest.raises(ValueError, match="not under way"):
        store.finish(pending, Code.UNBLOCKED)
    assert rows("SELECT n FROM counts") == [(1,)]


@pytest.mark.parametrize("code", [Code.AUDIT_VALID, Code.NO_READER])
def test_a_service_cannot_end_with_a_code_of_another(opened: Open, rows: Rows, code: Code):
    store = opened()
    pending = store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    with pytest.raises(ValueError, match=code.value):
        store.finish(pending, code)
    assert rows(PENDING) == [("unblock", "cps3", 1)]


def test_a_site_without_a_name_is_refused(database: Path, calendar):
    with pytest.raises(ValueError, match="site"):
        OutcomeStore.open(database, "", calendar)


def test_every_table_of_ours_is_strict_and_without_rowid(opened: Open, rows: Rows):
    opened()
    ours = rows("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE '%sqlite%'")
    assert {(wr, strict) for _, wr, strict in ours} == {(1, 1)}
    assert {name for name, _, _ in ours} == {
        *("counts", "pending", "ledger", "acknowledged", "epoch"),
        *(margin.value for margin in Margin),
    }


def test_each_commit_reaches_the_disk_and_each_deletion_overwrites(opened: Open, monkeypatch: pytest.MonkeyPatch):
    """A process killed cannot tell the difference; a power cut can."""
    connections: list[sqlite3.Connection] = []
    true_connect = sqlite3.connect

    def connect(*arguments, **keywords) -> sqlite3.Connection:
        connections.append(true_connect(*arguments, **keywords))
        return connections[-1]

    monkeypatch.setattr(sqlite3, "connect", connect)
    opened()
    (connection,) = connections
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # sqlite.org/pragma.html: 2 is FULL
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
