"""A finger on an X server, moved by the XTEST extension: no process to start, so the moment of a touch is known."""

from __future__ import annotations

import ctypes
import time

_LEFT = 1


class Finger:
    """``display`` as in DISPLAY. Needs libX11 and libXtst, which xdotool brings along."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._display:
            raise OSError(f"no display {display}")

    def move(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def down(self) -> float:
        """Returns the moment, CLOCK_MONOTONIC in seconds."""
        at = time.monotonic()
        self._button(pressed=True)
        return at

    def up(self) -> float:
        """Returns the moment, CLOCK_MONOTONIC in seconds."""
        at = time.monotonic()
        self._button(pressed=False)
        return at

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def _button(self, *, pressed: bool) -> None:
        self._test.XTestFakeButtonEvent(self._display, _LEFT, int(pressed), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)
