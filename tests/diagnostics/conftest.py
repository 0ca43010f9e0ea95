from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from diagnostics.store import OutcomeStore

PROGRAMS = Path(__file__).parent / "programs"


@dataclass(slots=True)
class Calendar:
    """A clock the test turns."""

    day: date = field(default_factory=lambda: date(2026, 11, 18))  # a Wednesday of 2026-W47

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "outcomes.db"


@pytest.fixture
def opened(database: Path, calendar: Calendar) -> Iterator[Callable[[], OutcomeStore]]:
    """Opens the store as a new process would; closed at the end of the test."""
    stores: list[OutcomeStore] = []

    def open_store() -> OutcomeStore:
        stores.append(OutcomeStore.open(database, "Brest", calendar, busy_timeout_s=0.05))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def rows(database: Path) -> Callable[[str], list[tuple[object, ...]]]:
    """What another program reads in the file, with SQL of its own."""

    def query(sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(sql).fetchall()

    return query


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program of tests/diagnostics/programs to its end; its exit status is checked."""

    def run(name: str, *arguments: object, own_mounts: bool = False) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(PROGRAMS / name), *map(str, arguments)]
        if own_mounts:
            command = [*_namespace(), *command]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)

    return run


@pytest.fixture
def held(database: Path) -> Callable[[str], AbstractContextManager[None]]:
    """Another process that holds the database while the block runs; see programs/hold_the_lock.py."""

    @contextmanager
    def hold(how: str) -> Iterator[None]:
        command = [sys.executable, str(PROGRAMS / "hold_the_lock.py"), how, str(database)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin
            assert process.stdout
            try:
                assert process.stdout.readline() == b"held\n"
                yield
            finally:
                process.stdin.close()
                process.wait()

    return hold


def _namespace() -> list[str]:
    """Mounts made inside are seen by nobody else and vanish with the process."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", "--mount", *as_root]
