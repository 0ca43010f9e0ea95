"""A kiosk with staff at its counter: the real runtime, store and lanes, simulated readers, the test's own clock."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Event

from argon2 import PasswordHasher

from diagnostics.health.check import CheckResult
from diagnostics.store.store import OutcomeStore
from kiosk.flow.model.staff_desk import StaffRules
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.journal.recent_events import RecentEvents, technical_events
from kiosk.runtime.papers.destinations import NoPapers
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.staff.back_off import BackOff, Uptime
from kiosk.runtime.staff.closed_mark import ClosedMark
from kiosk.runtime.staff.code import StaffGate
from kiosk.runtime.staff.figures import FiguresOnceADay
from kiosk.runtime.staff.lane import StaffOffice
from kiosk.runtime.world import World
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

PATIENCE_S = 30.0  # a test that needs it has failed; nothing is timed by it
TODAY = date(2026, 11, 18)
CODE = (7, 3, 0, 9, 1, 8, 5, 5, 2)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def text(digits: tuple[int, ...]) -> str:
    return "".join(map(str, digits))


@dataclass(slots=True)
class StaffLab:
    """One process of the kiosk; ``folder`` outlives it. ``today`` and ``now`` move when the test says so."""

    folder: Path
    check: Callable[[], tuple[CheckResult, ...]] = tuple
    boot: str = "a"
    now: float = 1000.0
    today: date = TODAY
    readers: SimulatedReaders = field(default_factory=SimulatedReaders)
    stream: io.StringIO = field(default_factory=io.StringIO)
    calls: SimpleQueue[Callable[[], None]] = field(default_factory=SimpleQueue)
    ended_in: list[State] = field(default_factory=list)
    runtime: Runtime = field(init=False)

    @property
    def database(self) -> Path:
        return self.folder / "compteurs.sqlite3"

    @property
    def kiosk(self) -> Kiosk:
        return self.runtime.kiosk

    def __enter__(self) -> StaffLab:
        recent = RecentEvents(self.stream)
        calendar = SaneClock(lambda: self.today)
        back_off = BackOff(self.folder / "essais-agent", Uptime(self.boot, lambda: self.now))
        office = StaffOffice(
            gate=StaffGate(CHEAP.hash(text(CODE)), back_off),
            figures=FiguresOnceADay(self.database, calendar.today, calendar.counting_day),
            readiness=self.check,
            recent=lambda: technical_events(recent.events()),
            mark=ClosedMark(self.folder / "fermee"),
        )
        world = World(
            door=self.readers,
            watcher=self.readers.watcher(),
            open_store=lambda: OutcomeStore.open(self.database, "Brest", calendar.today),
            papers=NoPapers(),
            restart_card_service=lambda: None,
            clock=lambda: self.now,
            calendar=calendar,
            journal=Journal(recent),
            staff=office,
        )
        rules = Rules(simulated_readers=(DEFAULT_READER,), staff=StaffRules(enabled=True))
        self.runtime = Runtime(
            world, rules, self.calls.put, on_restart_wanted=lambda: self.ended_in.append(self.kiosk.state)
        )
        self.runtime.start(clean=True)
        self.until(lambda: self.kiosk.report is not None)
        return self

    def __exit__(self, *_: object) -> None:
        self.runtime.stop()

    def until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self.calls.get(timeout=PATIENCE_S)()

    def insert(self, profile: str = "blocked") -> SimulatedCard:
        """A card, until both of its readings are there."""
        card = build(profile, Order(TODAY))
        self.readers.insert(card)
        self.until(lambda: self.kiosk.visit.card is not None and self.kiosk.visit.card.content is not None)
        return card

    def recorded(self) -> None:
        """Everything counted so far is on the disk."""
        done = Event()
        self.runtime._records._lane.submit(done.set)
        assert done.wait(PATIENCE_S)

    def remove(self) -> None:
        self.readers.remove()
        self.until(lambda: self.kiosk.state in (State.WAITING, State.OUT_OF_SERVICE))

    def press(self, *actions: Action) -> None:
        for action in actions:
            self.runtime.press(action, self.kiosk.front)

    def type(self, digits: tuple[int, ...]) -> None:
        for digit in digits:
            self.runtime.digit(digit, self.kiosk.front)

    def give(self, code: tuple[int, ...] = CODE) -> None:
        """From the corner to the answer."""
        self.press(Action.STAFF)
        self.retype(code)

    def retype(self, code: tuple[int, ...]) -> None:
        page = self.kiosk.front
        self.type(code)
        self.press(Action.VALIDATE)
        self.until(lambda: self.kiosk.front != page)

    def ask(self, page: Action) -> object:
        """What the page of that button is told."""
        self.press(page)
        self.until(lambda: self.kiosk.staff is not None and self.kiosk.staff.known is not None)
        return None if self.kiosk.staff is None else self.kiosk.staff.known
