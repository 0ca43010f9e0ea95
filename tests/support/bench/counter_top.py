"""A whole kiosk on one thread: its runtime, a simulated card in its reader, and somebody's finger.

Lanes do their work at once, and the watcher tells what happened when the test lets it: nothing waits, so that random
visits can be played by the thousand.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import VisitMargins
from diagnostics.store.store import Pending, StoreHealth, Writable
from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.iso7816.connection import SlotReport
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.runtime import runtime
from kiosk.runtime.card import lane
from kiosk.runtime.card.call import CardCall
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.papers.destinations import NoPapers
from kiosk.runtime.papers.lane import Papers
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.world import World
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import Moment
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

TODAY = date(2026, 11, 18)


OUTLASTS_S = 61.0
"""Longer than any deadline of rule 11."""


@dataclass(frozen=True, slots=True)
class Hang:
    """The command at ``index``, counted from 0, does not come back in time: before its effect, or after it."""

    index: int
    moment: Moment


class CallAtOnce(CardCall):
    """A call to the card on the thread that asks for it."""

    def start(self) -> None:
        self.run()


class LaneAtOnce:
    """A lane that does its work where it is asked to."""

    def __init__(self, name: str, post: Callable[[Any], None], journal: Journal) -> None:
        self._post = post

    def start(self) -> None:
        """There is no thread."""

    def submit(self, job: Callable[[], Any], *, if_broken: Any = None) -> None:
        answer = job()
        if answer is not None:
            self._post(answer)

    def stop(self, timeout_s: float) -> None:
        """Nothing is left to do."""


@dataclass(slots=True)
class Counted:
    """A store that remembers what it was told, in order."""

    codes: list[Code] = field(default_factory=list)
    visits: list[VisitMargins] = field(default_factory=list)
    begun: int = 0

    @property
    def health(self) -> StoreHealth:
        return Writable()

    def recover(self) -> None:
        """Nothing was left."""

    def begin(self, service: Service, generation: CardGeneration) -> Pending:
        self.begun += 1
        return Pending(self.begun, service, generation)

    def finish(self, pending: Pending, code: Code) -> None:
        self.codes.append(code)

    def end_visit(self, margins: VisitMargins) -> None:
        self.visits.append(margins)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class SlowWatcher:
    """Tells what is in the readers when ``look`` is called, and not before."""

    readers: SimulatedReaders
    listener: Callable[[SlotReport], None] = lambda _report: None

    def start(self, listener: Callable[[SlotReport], None]) -> None:
        self.listener = listener
        self.look()

    def stop(self) -> None:
        self.listener = lambda _report: None

    def look(self) -> None:
        self.listener(self.readers.report())


class CounterTop:
    """``close`` undoes the patches; call it at the end of every visit."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(lane, "CardCall", CallAtOnce)
        self._patch.setattr(runtime, "SerialLane", LaneAtOnce)
        self.now = 1000.0
        self.counted = Counted()
        self.language = "fr"
        self.readers = SimulatedReaders()
        self.watcher = SlowWatcher(self.readers)
        self._calls: deque[Callable[[], None]] = deque()
        self.lines = io.StringIO()
        rules = Rules(simulated_readers=(DEFAULT_READER,), policy=Policy(forgotten_with_staff=True))
        self.runtime = Runtime(self._world(NoPapers()), rules, self._calls.append)
        self.runtime.start(clean=True)
        self.settle()

    def _world(self, papers: Papers) -> World:
        store: Any = self.counted
        return World(
            door=self.readers,
            watcher=self.watcher,
            open_store=lambda: store,
            papers=papers,
            restart_card_service=lambda: None,
            clock=lambda: self.now,
            calendar=SaneClock(lambda: TODAY),
            journal=Journal(self.lines),
            language=lambda: self.language,
        )

    @property
    def kiosk(self) -> Kiosk:
        return self.runtime.kiosk

    def close(self) -> None:
        self.runtime.stop()
        self._patch.undo()

    def settle(self) -> None:
        """Let everything that was reported be taken in."""
        while self._calls:
            self._calls.popleft()()

    def look(self) -> None:
        """The watcher tells what is in the readers."""
        self.watcher.look()
        self.settle()

    def insert(self, card: SimulatedCard) -> None:
        self.readers.insert(card)
        self.look()

    def remove(self) -> None:
        self.readers.remove()
        self.look()

    def outlast(self, hang: Hang | None) -> None:
        """From now on the command that ``hang`` names outlasts its deadline, and comes back all the same."""
        slot, seen = self.readers._slots[DEFAULT_READER], 0

        def wait(moment: Moment) -> None:
            nonlocal seen
            seen += moment is (Moment.BEFORE if hang is None else hang.moment)
            if hang is not None and moment is hang.moment and seen == hang.index + 1:
                self.now += OUTLASTS_S
                self.runtime._card.check()

        self._patch.setattr(slot, "wait_if_hung", wait)

    def press(self, *actions: Action) -> None:
        for action in actions:
            self.runtime.press(action, self.kiosk.screen)
            self.settle()

    def type(self, digits: Iterable[str]) -> None:
        for digit in digits:
            self.runtime.digit(int(digit), self.kiosk.screen)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.runtime.tick()
        self.settle()

    def staff_come(self) -> None:
        visit = replace(self.kiosk.visit, staff_present=True)
        self.runtime._kiosk = replace(self.kiosk, visit=visit)
