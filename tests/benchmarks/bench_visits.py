"""Whole visits in one process: does memory, threads or open files grow? Usage: bench_visits.py [VISITS]

Each visit unblocks a blocked card through the runtime with the simulated readers; every tenth holds a card that hangs
before a code, so that a call is abandoned and comes back. Prints a line for each tenth of the visits.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from statistics import quantiles
from time import monotonic, perf_counter

from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Rules
from kiosk.runtime.card.deadline import Limits
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.papers.destinations import NoPapers
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.records import store_opener
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.world import World
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

ORDER = Order(date.today())
HANGS_EVERY = 10
PUK, NEW_PIN = (1, 2, 3, 4, 5, 6, 7, 8), (4, 0, 7, 1)


class Counter:
    def __init__(self, folder: Path) -> None:
        self.ahead_s = 0.0
        self.readers = SimulatedReaders()
        self.calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        calendar = SaneClock(date.today)
        world = World(
            door=self.readers,
            watcher=self.readers.watcher(),
            open_store=store_opener(folder / "bench.db", "bench", calendar),
            papers=NoPapers(),
            restart_card_service=lambda: None,
            clock=lambda: monotonic() + self.ahead_s,
            calendar=calendar,
            journal=Journal(None),
        )
        rules = Rules(simulated_readers=(DEFAULT_READER,))
        self.runtime = Runtime(world, rules, self.calls.put, limits=Limits())
        self.runtime.start(clean=True)

    def until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self.calls.get(timeout=30)()

    def state(self, state: State) -> None:
        self.until(lambda: self.runtime.kiosk.state is state)

    def press(self, *actions: Action) -> None:
        for action in actions:
            self.runtime.press(action, self.runtime.kiosk.screen)

    def type(self, *digits: int) -> None:
        for digit in digits:
            self.runtime.digit(digit, self.runtime.kiosk.screen)

    def visit(self, *, hangs: bool) -> float:
        """One visit; seconds from the insertion to the verdict."""
        runtime = self.runtime
        self.readers.insert(build("blocked", ORDER))
        inserted = perf_counter()
        self.state(State.VERDICT)
        to_verdict = perf_counter() - inserted
        self.until(lambda: runtime.kiosk.visit.card is not None and runtime.kiosk.visit.card.content is not None)
        self.press(Action.UNBLOCK, Action.YES, Action.YES)
        self.type(*PUK)
        self.press(Action.VALIDATE)
        self.type(*NEW_PIN)
        self.press(Action.VALIDATE)
        self.type(*NEW_PIN)
        if hangs:
            self.hang()
        else:
            self.press(Action.SEND)
            self.state(State.UNBLOCKED)
        self.readers.remove()
        self.until(lambda: not any(slot.present for slot in runtime.kiosk.report.slots))
        if runtime.kiosk.state is not State.WAITING:
            self.press(Action.FINISH)
        if runtime.kiosk.state is not State.WAITING:
            self.press(Action.STOP)
        self.state(State.WAITING)
        self.counted()
        return to_verdict

    def counted(self) -> None:
        """Wait for the disk: visits come faster here than any disk is durable, and would queue up."""
        done = threading.Event()
        self.runtime._records._lane.submit(done.set)
        done.wait()

    def hang(self) -> None:
        """The call may not have reached the card when its time is up: then it is told as in use."""
        release = self.readers.hang()
        self.press(Action.SEND)
        while self.runtime.kiosk.state is State.UNBLOCKING:
            self.ahead_s += 5
            self.runtime.tick()
        release.set()
        self.until(lambda: self.runtime._card.abandoned == 0)


def resident_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def report(visits: int, times: list[float]) -> None:
    gc.collect()
    files = len(list(Path("/proc/self/fd").iterdir()))
    p95_ms = quantiles(times, n=20)[18] * 1000
    sys.stdout.write(
        f"{visits:>6} visits  {resident_kb():>7} kB  {threading.active_count():>3} threads  {files:>3} files"
        f"  {len(gc.get_objects()):>7} objects  to the verdict p95 {p95_ms:.1f} ms\n"
    )
    sys.stdout.flush()


def main(folder: Path, visits: int) -> None:
    counter, times, began = Counter(folder), [], perf_counter()
    for number in range(1, visits + 1):
        times.append(counter.visit(hangs=number % HANGS_EVERY == 0))
        if number % (visits // 10 or 1) == 0:
            report(number, times)
            times.clear()
    counter.runtime.stop()
    sys.stdout.write(f"{(perf_counter() - began) / visits * 1000:.1f} ms a visit\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(temporary), int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
