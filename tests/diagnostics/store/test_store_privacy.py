"""What lies in the bytes of the file and of its log: words of ours, weeks, and nothing else."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

from diagnostics.figures.reading import lineage
from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore

Open = Callable[[], OutcomeStore]

FINER_THAN_A_WEEK = re.compile(rb"\d{4}-\d\d-\d\d|\d\d:\d\d|\d{8,}")
SERVICE_CODES = {
    Service.READING: Code.READ_BLOCKED,
    Service.AUDIT: Code.AUDIT_VALID,
    Service.UNBLOCK: Code.UNBLOCKED,
    Service.REFERRAL: Code.PUK_UNKNOWN,
    Service.CURRENT_PIN: Code.PIN_CHANGED,
}


def live_a_day(store: OutcomeStore) -> None:
    store.recover()
    for service, generation in product(Service, CardGeneration):
        store.finish(store.begin(service, generation), SERVICE_CODES[service])
    store.end_visit(VisitMargins(DurationBucket.FROM_2_TO_5_MIN, "fr", printed=True, assisted=True))


def bytes_beside(database: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in database.parent.iterdir()}


def test_no_time_finer_than_the_week_in_any_file(opened: Open, database: Path):
    live_a_day(opened())
    files = bytes_beside(database)
    assert {"outcomes.db", "outcomes.db-wal"} <= set(files)
    assert not [name for name, content in files.items() if FINER_THAN_A_WEEK.search(content)]
    assert b"2026-W47" in files["outcomes.db"]


def test_the_stamp_that_sqlite_utils_gives_its_migrations_is_a_week(opened: Open, rows):
    opened()
    assert {week for (week,) in rows("SELECT applied_at FROM _sqlite_migrations")} == {"2026-W47"}


def test_nothing_of_it_is_left_in_the_log_either(opened: Open, database: Path):
    """Before the log is emptied for the first time it holds every page ever written."""
    opened()
    log = database.with_name("outcomes.db-wal").read_bytes()
    assert b"0001_counters" in log
    assert not FINER_THAN_A_WEEK.search(log)


def test_the_log_is_empty_after_each_recording(opened: Open, database: Path):
    store = opened()
    log = database.with_name("outcomes.db-wal")
    pending = store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    assert log.stat().st_size == 0
    store.finish(pending, Code.UNBLOCKED)
    assert log.stat().st_size == 0


def test_a_service_that_ended_leaves_no_trace_of_its_start(opened: Open, database: Path):
    """SQLite only marks deleted bytes as free unless told to overwrite them."""
    store = opened()
    store.recover()
    before = database.read_bytes().count(b"present_code")
    pending = store.begin(Service.CURRENT_PIN, CardGeneration.CONTACTLESS)
    assert database.read_bytes().count(b"present_codecontactless") == before + 1
    store.finish(pending, Code.PIN_CHANGED)
    content = database.read_bytes()
    assert content.count(b"present_codecontactless") == before
    assert content.count(b"present_codeC01contactless") == before + 1


def test_rows_lie_in_the_order_of_their_key_whatever_came_first(tmp_path: Path, calendar):
    def file_after(name: str, services: list[Service]) -> bytes:
        folder = tmp_path / name
        folder.mkdir()
        store = OutcomeStore.open(folder / "outcomes.db", "Brest", calendar)
        store.recover()
        for service in services:
            store.finish(store.begin(service, CardGeneration.CPS3), SERVICE_CODES[service])
        store.close()
        with sqlite3.connect(folder / "outcomes.db") as connection:
            content = connection.execute("SELECT * FROM counts").fetchall()
        connection.close()
        return repr(content).encode()

    services = list(Service)
    assert file_after("forwards", services) == file_after("backwards", services[::-1])


def test_the_columns_are_those_the_register_names(opened: Open, rows):
    """Whoever adds a column must come by here, and tell the data-protection officer."""
    opened()
    margin = ["iso_week", "site", "value", "n"]
    expected = {
        "counts": ["iso_week", "site", "service", "outcome", "generation", "n"],
        "pending": ["service", "generation", "n"],
        "ledger": ["only", "revision"],
        "acknowledged": ["iso_week", "in_week"],
        "epoch": ["only", "epoch"],
        **{table.value: margin for table in Margin},
    }
    found: dict[str, list[str]] = {}
    for table, column in rows(
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
        "WHERE t.schema = 'main' AND t.name NOT LIKE '%sqlite%' ORDER BY t.name, c.cid"
    ):
        found.setdefault(str(table), []).append(str(column))
    assert found == expected


def test_the_name_of_the_file_cannot_be_taken_for_a_time(database: Path):
    """It is drawn: of many, none may hold a digit."""
    for number in range(30):
        path = database.with_name(f"{number}.db")
        OutcomeStore.open(path, "Brest", lambda: date(2026, 11, 18)).close()
        epoch, _ = lineage(path)
        assert epoch.isalpha()
        assert len(epoch) == 32
