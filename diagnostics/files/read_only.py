"""Opening a SQLite file for reading: the file is never created, changed or repaired."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def open_read_only(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """``busy_timeout_s``: how long to wait for a lock of another process. Raises sqlite3.OperationalError.

    Any character of the path is taken literally: SQLite is given a URI (sqlite.org/uri.html).
    """
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=busy_timeout_s)
