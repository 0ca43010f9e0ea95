"""Each way in which SQLite fails has one word in the journal."""

from __future__ import annotations

import sqlite3

import pytest

from diagnostics.database.faults import DatabaseUnusable, Fault, database_errors


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Fault.LOCKED),
        (sqlite3.SQLITE_LOCKED, Fault.LOCKED),
        (sqlite3.SQLITE_FULL, Fault.FULL),
        (sqlite3.SQLITE_IOERR_SHMSIZE, Fault.FULL),
        (sqlite3.SQLITE_READONLY_DBMOVED, Fault.READ_ONLY),
        (sqlite3.SQLITE_PERM, Fault.READ_ONLY),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, Fault.UNREACHABLE),
        (sqlite3.SQLITE_IOERR_WRITE, Fault.UNREACHABLE),
        (sqlite3.SQLITE_CORRUPT_INDEX, Fault.CORRUPT),
        (sqlite3.SQLITE_NOTADB, Fault.CORRUPT),
        (sqlite3.SQLITE_TOOBIG, Fault.UNEXPECTED),
    ],
)
def test_a_code_and_its_extended_codes_are_one_fault(code: int, fault: Fault) -> None:
    """Numbers from https://sqlite.org/rescode.html, as Python names them."""
    error = sqlite3.OperationalError("as SQLite raises it")
    error.sqlite_errorcode = code
    with pytest.raises(DatabaseUnusable) as raised, database_errors():
        raise error
    assert raised.value.fault is fault
