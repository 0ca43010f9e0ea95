"""A whole kiosk with its real threads: the runtime, simulated readers, and a clock that only moves when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue

from diagnostics.store.store import OutcomeStore
from kiosk.card.iso7816.connection import Door
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.papers.destinations import NoPapers
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.records import store_opener
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.world import World
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

PATIENCE_S = 120.0


class ThreadedKiosk:
    """``door``, ``open_store``, ``journal`` may stand in for the ordinary ones. The caller is the screen's thread."""

    def __init__(
        self,
        folder: Path,
        readers: SimulatedReaders,
        *,
        door: Door | None = None,
        open_store: Callable[[], OutcomeStore] | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.now = 1000.0
        self.readers = readers
        self.calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        calendar = SaneClock(date.today)
        world = World(
            door=door or readers,
            watcher=readers.watcher(),
            open_store=open_store or store_opener(folder / "bench.db", "bench", calendar),
            papers=NoPapers(),
            restart_card_service=lambda: None,
            clock=lambda: self.now,
            calendar=calendar,
            journal=journal or Journal(None),
        )
        rules = Rules(simulated_readers=(DEFAULT_READER,))
        self.runtime = Runtime(world, rules, self.calls.put)
        self.runtime.start(clean=True)

    @property
    def kiosk(self) -> Kiosk:
        return self.runtime.kiosk

    def until(self, reached: Callable[[], bool]) -> None:
        """Take in what is reported until it is so. Raises Empty if nothing is reported any more."""
        while not reached():
            self.calls.get(timeout=PATIENCE_S)()

    def take_in(self, wait_s: float) -> None:
        """One report, if there is one by then."""
        try:
            self.calls.get(timeout=wait_s)()
        except Empty:
            return

    def state(self, state: State) -> None:
        self.until(lambda: self.kiosk.state is state)

    def press(self, *actions: Action) -> None:
        for action in actions:
            self.runtime.press(action, self.kiosk.screen)

    def type(self, digits: str) -> None:
        for digit in digits:
            self.runtime.digit(int(digit), self.kiosk.screen)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.runtime.tick()

    def counted(self) -> None:
        """Wait for the disk: visits come faster here than any disk is durable, and would queue up."""
        done = threading.Event()
        self.runtime._records._lane.submit(done.set)
        done.wait(PATIENCE_S)
