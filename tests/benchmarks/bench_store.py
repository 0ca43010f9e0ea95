"""Time of one outcome recorded, durable. Usage: python tests/benchmarks/bench_store.py [FOLDER [OUTCOMES]]

The folder should be on the kiosk's own disk; a temporary one is used without it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore

BUDGET_MS = 10
MARGINS = VisitMargins(DurationBucket.FROM_2_TO_5_MIN, "fr", printed=True, assisted=False)


def timed_ms(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return (perf_counter() - start) * 1000


def report(name: str, times_ms: list[float]) -> None:
    cuts = quantiles(times_ms, n=100)
    sys.stdout.write(f"{name:<12} p50 {cuts[49]:6.2f} ms   p95 {cuts[94]:6.2f} ms   max {max(times_ms):6.2f} ms\n")


def main(folder: Path, outcomes: int) -> None:
    start = perf_counter()
    store = OutcomeStore.open(folder / "bench.db", "Brest", date.today)
    store.recover()
    sys.stdout.write(
        f"open and recover {(perf_counter() - start) * 1000:.1f} ms, then {outcomes} outcomes in {folder}\n"
    )
    begin, finish, end_visit = [], [], []
    for _ in range(outcomes):
        begin.append(timed_ms(lambda: begun.append(store.begin(Service.UNBLOCK, CardGeneration.CPS3))))
        finish.append(timed_ms(lambda: store.finish(begun.pop(), Code.UNBLOCKED)))
        end_visit.append(timed_ms(lambda: store.end_visit(MARGINS)))
    store.close()
    for name, times_ms in {"begin": begin, "finish": finish, "end_visit": end_visit}.items():
        report(name, times_ms)
    sys.stdout.write(f"budget for one outcome recorded: p95 {BUDGET_MS} ms\n")


begun: list = []

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else temporary), int(sys.argv[2] if len(sys.argv) > 2 else 1000))
