"""Looking at a file of the figures without changing it, whether or not a kiosk writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from diagnostics.database.faults import DatabaseUnusable, Fault, database_errors
from diagnostics.files.read_only import open_read_only

USUAL_WAIT_S = 5.0


@contextmanager
def reading(path: Path, busy_timeout_s: float = USUAL_WAIT_S) -> Iterator[sqlite3.Connection]:
    """``busy_timeout_s``: how long to wait for a lock of another process. Raises DatabaseUnusable."""
    with database_errors(), closing(open_read_only(path, busy_timeout_s)) as connection:
        yield connection


def refuse_damage(connection: sqlite3.Connection, *, thoroughly: bool = False) -> None:
    """Read every page; ``thoroughly`` compares the indexes too. Raises DatabaseUnusable (CORRUPT)."""
    check = "integrity_check" if thoroughly else "quick_check"
    if connection.execute(f"PRAGMA {check}(1)").fetchall() != [("ok",)]:
        raise DatabaseUnusable(Fault.CORRUPT)


def revision_of(connection: sqlite3.Connection) -> int:
    """The revision that the last committed transaction left. Raises DatabaseUnusable (CORRUPT) if it is lost."""
    row: tuple[int] | None = connection.execute("SELECT revision FROM ledger").fetchone()
    if row is None:
        raise DatabaseUnusable(Fault.CORRUPT)
    return row[0]
