"""A real window of ``guichet-cps`` with a stop-watch in it (``tests/benchmarks/programs/timed_window.py``)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from statistics import median, quantiles
from threading import Thread
from typing import Any

from checkout import ROOT

PATIENCE_S = 30.0
PROGRAM = ROOT / "tests" / "benchmarks" / "programs" / "timed_window.py"

Start = Callable[..., subprocess.Popen[str]]


@dataclass
class TimedKiosk:
    """``started_at``: just before the process was made, CLOCK_MONOTONIC in seconds."""

    process: subprocess.Popen[str]
    started_at: float
    marks: SimpleQueue[dict[str, Any]]

    def until(self, name: str, **fields: str) -> float:
        """The moment of the next such mark."""
        return float(self.next(name, **fields)["t"])

    def next(self, name: str, **fields: str) -> dict[str, Any]:
        """The next such mark; passes over others."""
        while True:
            found = self.marks.get(timeout=PATIENCE_S)
            if found.items() >= ({"mark": name} | fields).items():
                return found


@contextmanager
def timed_kiosk(
    words: Sequence[str], environment: Mapping[str, str], start: Start = subprocess.Popen
) -> Iterator[TimedKiosk]:
    """``guichet-cps WORDS`` for the time of the block; ``start`` is Popen or a laboratory's."""
    env = {**environment, "PYTHONPATH": str(ROOT), "SDL_AUDIODRIVER": "dummy"}
    started_at = time.monotonic()
    process = start([sys.executable, str(PROGRAM), *words], env=env, stdout=subprocess.PIPE, text=True)
    marks: SimpleQueue[dict[str, Any]] = SimpleQueue()
    reader = Thread(target=_read, args=(process, marks), daemon=True)
    reader.start()
    try:
        yield TimedKiosk(process, started_at, marks)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        reader.join()


def _read(process: subprocess.Popen[str], marks: SimpleQueue[dict[str, Any]]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        marks.put(json.loads(line))


def told(name: str, seconds: Sequence[float], budget_ms: float) -> str:
    """One line: median, p95 and the worst, beside the budget of the p95."""
    ms = [second * 1000 for second in seconds]
    p95 = quantiles(ms, n=20, method="inclusive")[18]
    return (
        f"{name:<52} n={len(ms):<3} médiane {median(ms):7.1f}  p95 {p95:7.1f}  max {max(ms):7.1f} ms"
        f"  (budget {budget_ms:.0f} ms : {p95 / budget_ms:.0%})"
    )
