"""Whole visits in one process: does memory, threads or open files grow? Usage: bench_visits.py [VISITS]

Each visit unblocks a blocked card through the runtime with the simulated readers; every tenth holds a card that hangs
before a code, so that a call is abandoned and comes back. Prints a line for each tenth of the visits.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from kiosk.flow.model.states import Action, State
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import SimulatedReaders

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from bench.threaded_kiosk import ThreadedKiosk

ORDER = Order(date.today())
HANGS_EVERY = 10
PUK, NEW_PIN = "12345678", "4071"


def visit(top: ThreadedKiosk, *, hangs: bool) -> float:
    """One visit; seconds from the insertion to the verdict."""
    top.readers.insert(build("blocked", ORDER))
    inserted = perf_counter()
    top.state(State.VERDICT)
    to_verdict = perf_counter() - inserted
    top.until(lambda: top.kiosk.visit.card is not None and top.kiosk.visit.card.content is not None)
    top.press(Action.UNBLOCK, Action.YES, Action.YES)
    top.type(PUK)
    top.press(Action.VALIDATE)
    top.type(NEW_PIN)
    top.press(Action.VALIDATE)
    top.type(NEW_PIN)
    if hangs:
        hang(top)
    else:
        top.press(Action.SEND)
        top.state(State.UNBLOCKED)
    top.readers.remove()
    top.until(lambda: not any(slot.present for slot in top.kiosk.report.slots))
    if top.kiosk.state is not State.WAITING:
        top.press(Action.FINISH)
    if top.kiosk.state is not State.WAITING:
        top.press(Action.STOP)
    top.state(State.WAITING)
    top.counted()
    return to_verdict


def hang(top: ThreadedKiosk) -> None:
    """The call may not have reached the card when its time is up: then it is told as in use."""
    release = top.readers.hang()
    top.press(Action.SEND)
    while top.kiosk.state is State.UNBLOCKING:
        top.wait(5)
    release.set()
    top.until(lambda: top.runtime._card.abandoned == 0)


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
    top, times, began = ThreadedKiosk(folder, SimulatedReaders()), [], perf_counter()
    for number in range(1, visits + 1):
        times.append(visit(top, hangs=number % HANGS_EVERY == 0))
        if number % (visits // 10 or 1) == 0:
            report(number, times)
            times.clear()
    top.runtime.stop()
    sys.stdout.write(f"{(perf_counter() - began) / visits * 1000:.1f} ms a visit\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(temporary), int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
