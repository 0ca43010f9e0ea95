"""A second file with the closed weeks, for the day the first one cannot be read.

It holds no current week and no service under way: two copies of one week taken on different days would differ by what
happened in between, and that is a time finer than the week. What is lost with a corrupt file is the current week.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from diagnostics.database.faults import DatabaseUnusable, database_errors
from diagnostics.database.look import reading, refuse_damage, revision_of
from diagnostics.files.durable import PRIVATE, take_the_place, unfinished
from diagnostics.outcomes.cells import Margin

COUNTED_TABLES = ("counts", *(margin.value for margin in Margin))
"""Every table that has an ``iso_week``; names of ours, safe in SQL."""


def backup_of(database: Path) -> Path:
    return database.with_name(database.name + ".backup")


def back_up(source: sqlite3.Connection, database: Path, current_week: str) -> None:
    """Replace the backup by the weeks before ``current_week``; until then the old one stands. Raises DatabaseUnusable.

    A source that turns out to be corrupt leaves the old one as it is.
    """
    beginning = unfinished(backup_of(database))
    with database_errors():
        _start(beginning)
        with closing(sqlite3.connect(beginning, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            for table in COUNTED_TABLES:
                copy.execute(f"DELETE FROM {table} WHERE iso_week >= ?", [current_week])  # noqa: S608 (names of ours)
            copy.execute("DELETE FROM pending")
            copy.execute("VACUUM")
        take_the_place(beginning, backup_of(database))


def restore(database: Path) -> None:
    """Put a copy of the backup, if it can be trusted, in the place of ``database``, which must not exist.

    The backup stays. Raises DatabaseUnusable if the copy cannot be written.
    """
    kept = backup_of(database)
    if not _sound(kept):
        return
    beginning = unfinished(database.with_name(f"{database.name}.restored"))
    with database_errors():
        _start(beginning)
        with reading(kept) as source, closing(sqlite3.connect(beginning)) as copy:
            source.backup(copy)
        take_the_place(beginning, database)


def _sound(kept: Path) -> bool:
    with suppress(DatabaseUnusable), reading(kept) as connection:
        refuse_damage(connection, thoroughly=True)
        revision_of(connection)
        return True
    return False


def _start(path: Path) -> None:
    """An empty file; SQLite deletes the journal of a killed predecessor that it finds beside one (pager.c)."""
    path.unlink(missing_ok=True)
    path.touch(mode=PRIVATE)
