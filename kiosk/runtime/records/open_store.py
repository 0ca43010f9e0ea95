"""Opens the store of outcomes, and learns from it which week it cannot be before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from diagnostics.database.faults import DatabaseUnusable
from diagnostics.database.retention import Retention
from diagnostics.figures.reading import weeks_counted
from diagnostics.store.store import OutcomeStore
from kiosk.runtime.process.sane_clock import SaneClock


def store_opener(
    path: Path, site: str, clock: SaneClock, retention: Retention | None = None, fleet: Path | None = None
) -> Callable[[], OutcomeStore]:
    """Opens the store by ``clock``, and lets ``clock`` learn the last week that is in it."""

    def open_store() -> OutcomeStore:
        with suppress(DatabaseUnusable):
            for week in weeks_counted(path):
                clock.recorded(week)
        return OutcomeStore.open(path, site, clock.today, retention=retention or Retention(), fleet=fleet)

    return open_store
