"""Time (passed, and of CPU: other programs count in the first) and size of each paper; budget 50 ms and 60 kB.
Run: python tests/benchmarks/bench_slips.py [rounds]
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from bench.papers import BESIDE, ISSUER, OFFICE, PAPERS
from reports.papers.documents import document
from reports.papers.papers import Paper
from reports.pdf.render import PaperSize, render


def main(rounds: int) -> None:
    for paper in PAPERS + BESIDE:
        for size in PaperSize:
            _measure(paper, size, rounds)
    _memory(1000)


def _measure(paper: Paper, size: PaperSize, rounds: int) -> None:
    milliseconds, pdf, busy = [], b"", time.process_time()
    for _ in range(rounds):
        start = time.perf_counter()
        pdf = render(document(paper, OFFICE, ISSUER), size)
        milliseconds.append((time.perf_counter() - start) * 1000)
    busy = (time.process_time() - busy) / rounds * 1000
    p95 = sorted(milliseconds)[int(rounds * 0.95)]
    name = f"{type(paper).__name__} {getattr(paper, 'language', None) or ''}"
    median = statistics.median(milliseconds)
    sys.stdout.write(
        f"{name:15} {size.value:7} {median:6.1f} ms  p95 {p95:6.1f} ms  {busy:5.1f} ms of CPU  {len(pdf):6} bytes\n"
    )


def _memory(slips: int) -> None:
    """Growth between the 100th slip and the last one."""
    each = PAPERS + BESIDE
    tracemalloc.start()
    for index in range(slips):
        render(document(each[index % len(each)], OFFICE, ISSUER), PaperSize.A4)
        if index == 100:
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    sys.stdout.write(f"memory from the 100th to the {slips}th slip: {grown / 1024:+.0f} KiB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
