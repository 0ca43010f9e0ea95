"""The lane that counts: it never holds a visit up, and never raises into one; and how the store is opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import assert_never

from diagnostics.database.faults import DatabaseUnusable
from diagnostics.database.retention import Retention
from diagnostics.figures.reading import weeks_counted
from diagnostics.outcomes.codes import Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import Degraded, OutcomeStore, Pending, StoreHealth
from kiosk.flow.model.effects import BeginService, EndService, EndVisit, RecordEffect
from kiosk.flow.model.events import Event
from kiosk.flow.model.staff_desk import Keeping
from kiosk.runtime.journal.journal import Journal, Technical
from kiosk.runtime.lanes import SerialLane
from kiosk.runtime.process.sane_clock import SaneClock


class RecordsLane:
    """The store lives on the lane's thread: opened there, used there, closed there.

    ``open_store`` is called once, first; what the previous process left under way is counted then. ``clock`` learns in
    which week something was counted.
    """

    def __init__(
        self, open_store: Callable[[], OutcomeStore], clock: SaneClock, lane: SerialLane, journal: Journal
    ) -> None:
        self._open_store = open_store
        self._clock = clock
        self._lane = lane
        self._journal = journal
        self._store: OutcomeStore | None = None
        self._under_way: dict[Service, Pending] = {}
        self._told: StoreHealth | None = None
        self._broken = False

    @property
    def health(self) -> StoreHealth | None:
        """What the store says of itself; None before it was opened, or if our own code could not."""
        return None if self._store is None else self._store.health

    @property
    def code(self) -> Code | None:
        """The code that staff are shown while the database cannot be written, or our own code could not use it."""
        return Code.DATABASE_UNWRITABLE if self._broken or isinstance(self.health, Degraded) else None

    def start(self) -> None:
        self._lane.start()
        self._submit(self._open)

    def perform(self, effect: RecordEffect, language: str = "fr") -> None:
        """Have ``effect`` counted after those before it. ``language`` of the screens just now (ISO 639-1)."""
        self._submit(lambda: self._perform(effect, language))

    def retry(self) -> None:
        """Try again to write what waits in memory, if anything does."""
        if self.code is not None:
            self._submit(self._flush)

    def end_day(self, answer: Callable[[Keeping], Event], if_broken: Event) -> None:
        """Write down what waits and keep house, after all that was counted; ``answer`` is called on the lane."""
        self._lane.submit(lambda: answer(self._kept()), if_broken=if_broken)

    def stop(self, timeout_s: float) -> None:
        self._lane.submit(self._close)
        self._lane.stop(timeout_s)

    def _submit(self, work: Callable[[], None]) -> None:
        def watched() -> None:
            done = False
            try:
                work()
                done = self._store is not None
            finally:
                self._broken = not done

        self._lane.submit(watched)

    def _open(self) -> None:
        store = self._open_store()
        store.recover()
        self._store = store
        self._tell_health()

    def _perform(self, effect: RecordEffect, language: str) -> None:
        if self._store is None:
            return
        match effect:
            case BeginService():
                self._under_way[effect.service] = self._store.begin(effect.service, effect.generation)
            case EndService():
                self._finish(self._store, effect)
            case EndVisit():
                duration = DurationBucket.containing(effect.duration_s)
                self._store.end_visit(VisitMargins(duration, language, effect.printed, effect.assisted))
            case _:
                assert_never(effect)
        self._tell_health()

    def _finish(self, store: OutcomeStore, effect: EndService) -> None:
        pending = self._under_way.pop(effect.service, None) or store.begin(effect.service, effect.generation)
        store.finish(pending, effect.code)
        self._clock.recorded(iso_week(self._clock.counting_day()))

    def _flush(self) -> None:
        if self._store is None:
            self._open()
        else:
            self._store.flush()
            self._tell_health()

    def _kept(self) -> Keeping:
        if self._store is None:
            return Keeping.IN_MEMORY
        self._store.recover()
        self._tell_health()
        return Keeping.IN_MEMORY if self.code is not None else Keeping.KEPT

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _tell_health(self) -> None:
        health = self.health
        if type(health) is type(self._told) or health is None:
            return
        self._told = health
        fault = health.fault.value if isinstance(health, Degraded) else ""
        self._journal.write(Technical.DATABASE, available=not fault, fault=fault)


def store_opener(
    path: Path, site: str, clock: SaneClock, retention: Retention | None = None, fleet: Path | None = None
) -> Callable[[], OutcomeStore]:
    """Opens the store by ``clock``, and lets ``clock`` learn the weeks that are in it."""

    def open_store() -> OutcomeStore:
        with suppress(DatabaseUnusable):
            for week in weeks_counted(path):
                clock.recorded(week)
        return OutcomeStore.open(path, site, clock.counting_day, retention=retention or Retention(), fleet=fleet)

    return open_store
