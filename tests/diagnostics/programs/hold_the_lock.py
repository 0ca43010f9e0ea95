"""Hold a database until the standard input closes. Arguments: "sqlite" or "owner", the database's path."""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from pathlib import Path

from diagnostics.store.store import OutcomeStore


def hold_sqlite_lock(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def own_the_store(path: Path) -> OutcomeStore:
    return OutcomeStore.open(path, "Quimper", date.today)


if __name__ == "__main__":
    held = {"sqlite": hold_sqlite_lock, "owner": own_the_store}[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write("held\n")
    sys.stdout.flush()
    sys.stdin.read()
