"""Why the database cannot be used: the one place where SQLite's and the system's errors are understood."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

_PRIMARY_CODE_MASK = 0xFF  # sqlite.org/rescode.html: an extended code keeps its primary one in the low byte


class Fault(Enum):
    """What is wrong with the database; the value is the word of the technical log."""

    LOCKED = "locked"
    FULL = "full"
    READ_ONLY = "read_only"
    UNREACHABLE = "unreachable"
    CORRUPT = "corrupt"
    OWNED_ELSEWHERE = "owned_elsewhere"
    UNEXPECTED = "unexpected"


class DatabaseUnusable(Exception):
    """The database cannot be read or written now; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


_BY_SQLITE_CODE = {
    sqlite3.SQLITE_IOERR_SHMSIZE: Fault.FULL,  # the index of the log cannot grow: seen on a full tmpfs
    sqlite3.SQLITE_BUSY: Fault.LOCKED,
    sqlite3.SQLITE_LOCKED: Fault.LOCKED,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_PERM: Fault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Fault.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Fault.UNREACHABLE,
    sqlite3.SQLITE_CORRUPT: Fault.CORRUPT,
    sqlite3.SQLITE_NOTADB: Fault.CORRUPT,
}

_BY_ERRNO = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.READ_ONLY,
    errno.EPERM: Fault.READ_ONLY,
}


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what SQLite and the file system raise into DatabaseUnusable; misuse of the driver stays what it is."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(_fault_of_sqlite(error)) from error
    except OSError as error:
        raise DatabaseUnusable(_BY_ERRNO.get(error.errno or 0, Fault.UNREACHABLE)) from error


def _fault_of_sqlite(error: sqlite3.DatabaseError) -> Fault:
    """The driver leaves the code out where the error is its own (text that is not UTF-8)."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = _BY_SQLITE_CODE.get(code & _PRIMARY_CODE_MASK, Fault.UNEXPECTED)
    return _BY_SQLITE_CODE.get(code, primary)
