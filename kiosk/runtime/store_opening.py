"""Opens the store of outcomes, and learns from it which week it cannot be before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from diagnostics.faults import DatabaseUnusable
from diagnostics.figures import weeks_counted
from diagnostics.retention import Retention
from diagnostics.store import OutcomeStore
from kiosk.runtime.sane_clock import SaneClock


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
