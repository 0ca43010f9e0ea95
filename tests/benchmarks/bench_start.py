"""From exec to the first frame of the waiting screen, in a real window under Xvfb, without a GPU.

``PYTHONPATH=.:tests/support chrt -f 5 python tests/benchmarks/bench_start.py [RUNS]``; figures only. ``demo``, then
``run``, which is out of service where no pcscd runs. The first start after a change compiles and is left out.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from lab.display import PANEL_PX, Display
from lab.timed_kiosk import timed_kiosk, told

BUDGET_MS = 2000.0
SIZE = ("--size", "{}x{}".format(*PANEL_PX))


def start_once(words: list[str], display: Display, home: Path) -> tuple[float, float]:
    """Seconds by the clock, and of processor."""
    environment = {**os.environ, "DISPLAY": display.name, "HOME": str(home)}
    with timed_kiosk([*words, *SIZE], environment) as kiosk:
        first = kiosk.next("shown")
        return first["t"] - kiosk.started_at, first["cpu"]


def main(runs: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder, Display(Path(folder)) as display:
        for words in (["demo", "--output", f"{folder}/papers"], ["run"]):
            clock, processor = zip(
                *[start_once(words, display, Path(folder)) for _ in range(runs + 1)][1:], strict=True
            )
            print(told(f"guichet-cps {words[0]} : lancement → première image", clock, BUDGET_MS))
            print(told("  dont processeur", processor, BUDGET_MS))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
