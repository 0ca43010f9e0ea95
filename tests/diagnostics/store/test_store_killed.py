"""kill -9 anywhere: counters and services under way always add up to the services begun."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from diagnostics.store.store import OutcomeStore

PROGRAM = Path(__file__).parents[1] / "programs" / "visits_without_end.py"
PROCESSES = 8
MOST_SERVICES = 40


def total(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT coalesce(sum(n), 0) FROM {table}").fetchone()[0]  # noqa: S608 (our names)


def recovered(database: Path) -> int:
    """Restarts twice, as the second restart must find nothing to do, and gives all that is counted."""
    for _ in range(2):
        store = OutcomeStore.open(database, "Brest", lambda: date(2026, 11, 18))
        store.recover()
        store.close()
    assert total(database, "pending") == 0
    return total(database, "counts")


def test_killed_before_any_statement(program, tmp_path: Path):
    program("killed_at.py", tmp_path)
    days = sorted(tmp_path.iterdir())
    assert len(days) > 100
    for day in days:
        journal = (day / "journal").read_text()
        assert journal.count("B") <= recovered(day / "outcomes.db") <= journal.count("b"), day.name
        assert journal.count("b") - journal.count("B") <= 1
    assert journal == "bB" * 6


@pytest.mark.parametrize("seed", range(PROCESSES))
def test_killed_at_a_random_moment_again_and_again(tmp_path: Path, seed: int):
    database = tmp_path / "outcomes.db"
    moments = random.Random(seed)  # noqa: S311 (any reproducible moment will do)
    begun = 0
    for _ in range(3):
        journal = killed_after(database, moments.randrange(1, 2 * MOST_SERVICES))
        kept = total(database, "counts") + total(database, "pending")
        assert begun + journal.count(b"B") <= kept <= begun + journal.count(b"b")
        begun = kept
    assert recovered(database) == begun


def killed_after(database: Path, letters: int) -> bytes:
    """What the process printed before it was killed; it runs on while we decide, so that it dies anywhere."""
    with subprocess.Popen([sys.executable, str(PROGRAM), str(database)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        journal = process.stdout.read(letters)
        process.kill()
        return journal + process.stdout.read()
