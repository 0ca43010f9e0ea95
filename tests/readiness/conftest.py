from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from diagnostics.outcomes import CardGeneration, Code, Service
from diagnostics.store import OutcomeStore

NOBODY = 65534
TODAY = date.today()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account can reach."""
    with tempfile.TemporaryDirectory(prefix="readiness-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture
def as_nobody() -> Callable[[], AbstractContextManager[None]]:
    """While the block runs this process has the rights of another account; needs root to make a difference."""

    @contextmanager
    def other() -> Iterator[None]:
        before = os.geteuid()
        if before == 0:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(before)

    return other


@pytest.fixture
def database(folder: Path) -> Path:
    return folder / "compteurs.sqlite3"


class Days:
    """A date the test turns."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day

    def ago(self, weeks: int) -> None:
        self.day = TODAY - timedelta(weeks=weeks)


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def counting(database: Path, days: Days) -> Callable[..., None]:
    """A kiosk that opens its store, counts one visit and ends."""

    def count(weeks_ago: int = 0) -> None:
        days.ago(weeks_ago)
        store = OutcomeStore.open(database, "brest", days)
        store.recover()
        store.finish(store.begin(Service.AUDIT, CardGeneration.CPS3), Code.AUDIT_VALID)
        store.close()

    return count


@pytest.fixture
def now() -> datetime:
    return datetime.now().astimezone()
