"""``guichet-cps`` with a stop-watch: the command line of it, and one JSON line on stdout for each thing that happens.

===============  =================================================================================
``"shown"``      a frame with another ``state`` went to the panel
``"card"``       SCardGetStatusChange returned with a card that was not there before
``"touched"``    a touch came to the window
``"pressed"``    a frame with a key newly held down went to the panel
``"released"``   and one with the key let go
===============  =================================================================================

``t`` is CLOCK_MONOTONIC in seconds, which other processes share; ``cpu`` the seconds of processor used until then.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from kiosk import __main__ as program

STDOUT = os.dup(1)
PRESENT = 0x20  # SCARD_STATE_PRESENT, pcsclite.h


def mark(name: str, at: float, **fields: str) -> None:
    os.write(STDOUT, json.dumps({"mark": name, "t": at, "cpu": time.process_time(), **fields}).encode() + b"\n")


class StopWatch(MetaPathFinder):
    """Two modules that the command line imports late get their stop-watch as soon as they are loaded."""

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        watch = WATCHES.get(fullname)
        spec = None if watch is None else PathFinder.find_spec(fullname, path, target)
        if watch is None or spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_watch(module: ModuleType) -> None:
            load(module)
            watch(module)

        spec.loader.exec_module = load_and_watch  # type: ignore[method-assign]  # of this one loader
        return spec


def watch_frames(module: ModuleType) -> None:
    app = module.KioskApp
    painted, seen = app._painted, {"state": "", "down": False}

    def _painted(self: Any, window: object) -> None:  # Kivy looks a bound method up again by its name
        painted(self, window)
        at, screen = time.monotonic(), self.stage.screen
        state = "" if screen is None else screen.state.value
        if state != seen["state"]:
            seen["state"] = state
            mark("shown", at, state=state)
        down = bool(self.stage.pressed)
        if down != seen["down"]:
            mark("pressed" if down else "released", at)
        seen["down"] = down

    app._painted = _painted
    stage = module.Stage
    touched = stage.on_touch_down

    def on_touch_down(self: Any, touch: Any) -> bool:
        mark("touched", time.monotonic())
        return bool(touched(self, touch))

    stage.on_touch_down = on_touch_down


def watch_cards(pcsc: ModuleType) -> None:
    real, seen = pcsc.scard.SCardGetStatusChange, {"present": False}

    def returned(*arguments: Any) -> Any:
        result, states = real(*arguments)
        at = time.monotonic()
        present = any(state & PRESENT for _, state, _ in states[1:])
        if present and not seen["present"]:
            mark("card", at)
        seen["present"] = present
        return result, states

    pcsc.scard.SCardGetStatusChange = returned


WATCHES = {"kiosk.ui.app": watch_frames, "kiosk.card.pcsc": watch_cards}

if __name__ == "__main__":
    sys.meta_path.insert(0, StopWatch())
    program.main()
