"""kill -9 before any statement of a purge, a backup or a restoration: no closed week is lost, none is kept too long."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from diagnostics.database.backup import backup_of
from diagnostics.store.store import OutcomeStore, Writable

CLOSED = ("2026-W46", "unblock", 1)
CURRENT = ("2026-W47", "unblock", 1)
COUNTED = {"sound": [CLOSED, CURRENT], "corrupt": [CLOSED]}


def content_of(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute(
            "SELECT iso_week, service, n FROM counts WHERE service = 'unblock' ORDER BY iso_week"
        ).fetchall()


@pytest.mark.parametrize("state", ["sound", "corrupt"])
def test_killed_before_any_statement_of_a_start(program, tmp_path: Path, state: str) -> None:
    program("killed_keeping_house.py", tmp_path, state)
    starts = sorted(tmp_path.iterdir())
    assert len(starts) > 60
    for start in starts:
        database = start / "outcomes.db"
        assert content_of(backup_of(database))[-1] == CLOSED, start.name
        store = OutcomeStore.open(database, "Brest", lambda: date(2026, 11, 18))
        store.recover()
        assert isinstance(store.health, Writable), start.name
        store.close()
        assert content_of(database)[-len(COUNTED[state]) :] == COUNTED[state], start.name
        assert content_of(backup_of(database))[-1] == CLOSED, start.name
        assert not list(start.glob("*-new*")), start.name
        if state == "sound":  # in a restored file one recent week is not enough to believe the clock
            assert all(b"2024-W20" not in path.read_bytes() for path in start.iterdir()), start.name
