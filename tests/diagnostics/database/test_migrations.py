"""What an update does to the file of the figures, and what the program before it does with the result."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from diagnostics.database.backup import backup_of
from diagnostics.database.schema import migrations
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import OutcomeStore, Writable

Open = Callable[[], OutcomeStore]
Rows = Callable[[str], list[tuple[object, ...]]]

COUNTS = "SELECT iso_week, outcome, n FROM counts ORDER BY 1, 2"
LATER = """
    CREATE TABLE later (iso_week TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO later VALUES ('2026-W46', 7);
    INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('outcomes', '0099_later', '2026-W46');
"""


def unblock_one(store: OutcomeStore) -> None:
    store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)


def names() -> list[str]:
    with closing(Database(memory=True)) as empty:
        return [migration.name for migration in migrations.pending(empty)]


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


@pytest.fixture
def before_the_last(database: Path) -> Path:
    """A file as the release before the last migration left it, with one week in it."""
    with closing(sqlite3.connect(database)) as connection:
        migrations.apply(Database(connection), stop_before=names()[-1])
        with connection:
            connection.execute("INSERT INTO counts VALUES ('2026-W46', 'Brest', 'unblock', 'U01', 'cps3', 3)")
    return database


def test_an_older_program_counts_on_in_the_file_of_a_later_one(
    opened: Open, database: Path, rows: Rows, calendar
) -> None:
    calendar.day = date(2026, 11, 11)
    store = opened()
    unblock_one(store)
    store.close()
    with closing(sqlite3.connect(database)) as later:
        later.executescript(LATER)
    calendar.day = date(2026, 11, 18)
    again = opened()
    again.recover()
    unblock_one(again)
    assert again.health == Writable()
    assert rows(COUNTS) == [("2026-W46", "U01", 1), ("2026-W47", "U01", 1)]
    assert rows("SELECT * FROM later") == [("2026-W46", 7)]
    assert "later" in tables(backup_of(database))


def test_a_migration_changes_no_table_of_the_program_before_it() -> None:
    """That is what lets the program before it go on."""
    seen: dict[str, str] = {}
    for last in (*names()[1:], None):
        with closing(Database(memory=True)) as db:
            migrations.apply(db, stop_before=last)
            now = dict(db.execute("SELECT name, sql FROM sqlite_master").fetchall())
        assert now.items() >= seen.items()
        seen = now


def test_what_is_closed_is_kept_before_a_file_is_changed(opened: Open, before_the_last: Path) -> None:
    assert not backup_of(before_the_last).exists()
    opened()
    added = tables(before_the_last) - tables(backup_of(before_the_last))
    assert added == {"epoch"}
    with closing(sqlite3.connect(backup_of(before_the_last))) as kept:
        assert kept.execute(COUNTS).fetchall() == [("2026-W46", "U01", 3)]


def test_a_file_that_cannot_be_kept_is_not_changed_until_it_can(
    opened: Open, before_the_last: Path, rows: Rows
) -> None:
    backup_of(before_the_last).mkdir()
    store = opened()
    unblock_one(store)
    assert store.health != Writable()
    assert "epoch" not in tables(before_the_last)
    backup_of(before_the_last).rmdir()
    store.flush()
    assert "epoch" in tables(before_the_last)
    assert rows(COUNTS) == [("2026-W46", "U01", 3), ("2026-W47", "U01", 1)]


def test_a_file_that_is_up_to_date_or_new_is_not_copied_when_it_is_opened(opened: Open, database: Path) -> None:
    opened().close()
    opened()
    assert not backup_of(database).exists()
