"""A second file with what is closed, and the first one made from it when it cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from diagnostics.database.backup import back_up, backup_of, restore
from diagnostics.database.faults import DatabaseUnusable, Fault
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore, Writable

Open = Callable[[], OutcomeStore]
Rows = Callable[[str], list[tuple[object, ...]]]

COUNTS = "SELECT iso_week, outcome, n FROM counts ORDER BY 1, 2"
MARGINS = VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False)


def live(store: OutcomeStore) -> None:
    store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
    store.end_visit(MARGINS)


@pytest.fixture
def after_a_week(opened: Open, calendar) -> OutcomeStore:
    """One outcome in the closed week 46, one in the current week 47, and a service under way."""
    calendar.day = date(2026, 11, 11)
    store = opened()
    store.recover()
    live(store)
    calendar.day = date(2026, 11, 18)
    live(store)
    store.begin(Service.AUDIT, CardGeneration.CPS4)
    return store


def content_of(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def spoil(database: Path) -> None:
    database.write_bytes(b"\xff" * database.stat().st_size)


def misindex(database: Path) -> None:
    """Leave an index that does not agree with its table: every page is sound, and a search finds something else."""
    with closing(sqlite3.connect(database)) as vandal:
        vandal.execute("CREATE INDEX misled ON counts (iso_week)")
        vandal.commit()
        vandal.execute("PRAGMA writable_schema = ON")
        vandal.execute("UPDATE sqlite_master SET sql = replace(sql, '(iso_week)', '(outcome)') WHERE name = 'misled'")
        vandal.commit()


class TestBackup:
    def test_it_knows_closed_weeks_and_nothing_else(self, after_a_week: OutcomeStore, database: Path):
        """Two copies of one week would differ by what happened between them."""
        kept = backup_of(database)
        assert content_of(kept, COUNTS) == [("2026-W46", "U01", 1)]
        assert content_of(kept, "SELECT iso_week FROM visit_language") == [("2026-W46",)]
        assert content_of(kept, "SELECT * FROM pending") == []
        assert b"2026-W47" not in kept.read_bytes()

    def test_a_service_under_way_does_not_enter_it(self, after_a_week: OutcomeStore, database: Path, calendar):
        """Restored, it would be counted as interrupted although it may have ended."""
        calendar.day += timedelta(weeks=1)
        live(after_a_week)
        assert content_of(database, "SELECT service FROM pending") == [("audit",)]
        assert content_of(backup_of(database), COUNTS)[-1] == ("2026-W47", "U01", 1)
        assert content_of(backup_of(database), "SELECT * FROM pending") == []

    def test_the_current_week_leaves_no_empty_page_in_it(self, after_a_week: OutcomeStore, database: Path):
        with closing(sqlite3.connect(database)) as connection:
            with connection:
                connection.executemany(
                    "INSERT INTO counts VALUES ('2026-W47', ?, 'unblock', 'U01', 'cps3', 1)",
                    [(f"site-{number:05}",) for number in range(5000)],
                )
            back_up(connection, database, "2026-W47")
        assert content_of(backup_of(database), "PRAGMA freelist_count") == [(0,)]

    def test_another_start_in_the_same_week_adds_nothing_to_it(
        self, after_a_week: OutcomeStore, opened: Open, database: Path
    ):
        counted = content_of(backup_of(database), COUNTS)
        after_a_week.close()
        store = opened()
        store.recover()
        live(store)
        assert content_of(backup_of(database), COUNTS) == counted
        assert b"2026-W47" not in backup_of(database).read_bytes()

    def test_only_its_owner_may_read_it_and_nothing_is_left_beside_it(self, after_a_week: OutcomeStore, database: Path):
        assert backup_of(database).stat().st_mode & 0o777 == 0o600
        assert {path.name for path in database.parent.glob("*backup*")} == {"outcomes.db.backup"}

    def test_the_journal_of_a_killed_backup_does_not_enter_the_next(self, after_a_week: OutcomeStore, database: Path):
        unfinished = database.with_name("outcomes.db.backup-new")
        for suffix in ("", "-journal", "-wal"):
            unfinished.with_name(unfinished.name + suffix).write_bytes(b"\x5a" * 9000)
        with closing(sqlite3.connect(database)) as connection:
            back_up(connection, database, "2026-W48")
        assert content_of(backup_of(database), COUNTS) == [("2026-W46", "U01", 1), ("2026-W47", "U01", 1)]
        assert {path.name for path in database.parent.glob("*backup*")} == {"outcomes.db.backup"}

    def test_a_corrupt_source_leaves_the_old_backup(self, after_a_week: OutcomeStore, database: Path):
        before = backup_of(database).read_bytes()
        after_a_week.close()
        with closing(sqlite3.connect(database)) as connection:
            page, size = connection.execute(
                "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'counts'"
            ).fetchone()
        with database.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
        with closing(sqlite3.connect(database)) as connection, pytest.raises(DatabaseUnusable) as raised:
            back_up(connection, database, "2026-W48")
        assert raised.value.fault is Fault.CORRUPT
        assert backup_of(database).read_bytes() == before

    def test_a_folder_in_its_place_stops_no_visit(self, opened: Open, rows: Rows, database: Path, calendar):
        backup_of(database).mkdir()
        store = opened()
        store.recover()
        live(store)
        calendar.day += timedelta(weeks=1)
        live(store)
        assert store.health == Writable()
        assert [n for _, _, n in rows(COUNTS)] == [1, 1]


class TestRestoring:
    def test_what_the_backup_knows_comes_back_at_the_next_start(
        self, after_a_week: OutcomeStore, opened: Open, rows: Rows, database: Path
    ):
        after_a_week.close()
        spoil(database)
        store = opened()
        store.recover()
        assert store.health == Writable()
        assert database.with_name("outcomes.db.corrupt-1").exists()
        live(store)
        assert rows(COUNTS) == [("2026-W46", "U01", 1), ("2026-W47", "U01", 1)]

    def test_in_the_middle_of_a_service_too(self, after_a_week: OutcomeStore, rows: Rows, database: Path):
        """The service under way moves to the restored file; nothing is counted as interrupted."""
        pending = after_a_week.begin(Service.UNBLOCK, CardGeneration.CPS3)
        with sqlite3.connect(database) as other:  # its commit makes the store read the file again
            other.execute("UPDATE ledger SET revision = revision + 1")
        other.close()
        spoil(database)
        after_a_week.finish(pending, Code.WRONG_PUK)
        assert rows(COUNTS) == [("2026-W46", "U01", 1), ("2026-W47", "U05", 1)]
        assert rows("SELECT service, n FROM pending") == [("audit", 1)]

    def test_a_file_that_is_gone_comes_back_too(
        self, after_a_week: OutcomeStore, opened: Open, rows: Rows, database: Path
    ):
        after_a_week.close()
        database.unlink()
        store = opened()
        store.recover()
        assert rows(COUNTS) == [("2026-W46", "U01", 1)]
        assert content_of(backup_of(database), COUNTS) == [("2026-W46", "U01", 1)]

    @pytest.mark.parametrize("how", ["bytes", "revision", "index"])
    def test_a_backup_that_cannot_be_trusted_is_not_used(
        self, after_a_week: OutcomeStore, opened: Open, rows: Rows, database: Path, how: str
    ):
        after_a_week.close()
        spoil(database)
        if how == "bytes":
            spoil(backup_of(database))
        elif how == "index":
            misindex(backup_of(database))
        else:
            with closing(sqlite3.connect(backup_of(database))) as vandal, vandal:
                vandal.execute("DELETE FROM ledger")
        store = opened()
        store.recover()
        live(store)
        assert rows(COUNTS) == [("2026-W47", "U01", 1)]

    def test_a_restored_file_is_read_by_its_owner_only(self, after_a_week: OutcomeStore, database: Path):
        after_a_week.close()
        database.unlink()
        restore(database)
        assert content_of(database, COUNTS) == [("2026-W46", "U01", 1)]
        assert database.stat().st_mode & 0o777 == 0o600

    def test_nothing_to_restore(self, database: Path):
        restore(database)
        assert not database.exists()
