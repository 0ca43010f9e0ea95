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

import importlib
import json
import os
import time
from types import ModuleType
from typing import Any

from kiosk import __main__ as program

STDOUT = os.dup(1)
PRESENT = 0x20  # SCARD_STATE_PRESENT, pcsclite.h


def mark(name: str, at: float, **fields: str) -> None:
    os.write(STDOUT, json.dumps({"mark": name, "t": at, "cpu": time.process_time(), **fields}).encode() + b"\n")


def with_watch(name: str) -> ModuleType:
    """Import as the command line does; the two modules in question get their stop-watch."""
    module = importlib.import_module(name)
    if name == "kiosk.app.window":
        watch_frames(importlib.import_module("kiosk.ui.app").KioskApp)
    if name == "kiosk.card.pcsc":
        watch_cards(module)
    return module


def watch_frames(app: Any) -> None:
    painted, seen = app._painted, {"state": "", "down": False}

    def _painted(self: Any, window: object) -> None:  # Kivy looks a bound method up again by its name
        painted(self, window)
        at, frame = time.monotonic(), self.stage.frame
        state = "" if frame is None else frame.screen.state.value
        if state != seen["state"]:
            seen["state"] = state
            mark("shown", at, state=state)
        down = bool(self.stage._down)
        if down != seen["down"]:
            mark("pressed" if down else "released", at)
        seen["down"] = down

    app._painted = _painted
    stage = importlib.import_module("kiosk.ui.stage").Stage
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


if __name__ == "__main__":
    program.import_module = with_watch  # type: ignore[assignment]  # the same function with a stop-watch
    program.main()
