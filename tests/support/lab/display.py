"""An X server of its own, hands on its mouse and keyboard, and eyes on its picture.

The eyes know from deploy/reference/screen-rules.md only what a person knows: a button is filled with the primary
colour or outlined with it on paper, 22 mm high at least, the primary one lowest; the pad has keys of 60 x 28 mm, 4 mm
apart, in the middle of the panel.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageGrab

PANEL_PX = (1080, 1920)
PX_PER_MM = 1080 / 268
DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
PATIENCE_S = 30
ARMED_S = 0.7
"""A touch counts from 400 ms after its screen was painted (screen rule 10); the rest is for the painting."""

CANVAS, PAPER, PRIMARY = (0xF4, 0xF1, 0xEA), (0xFF, 0xFF, 0xFF), (0x0B, 0x4F, 0x6C)
OK_TINT, WARNING_TINT = (0xE3, 0xF1, 0xE7), (0xFB, 0xEF, 0xD9)
_BESIDE_THE_WORDS_MM = 252.5
_BESIDE_THE_DIGIT_MM = 112.0
_PAD_MIDDLE_MM, _PAD_STEP_MM = 134.0, 64.0
PAD_ROWS = 4

Point: TypeAlias = tuple[int, int]
Colour: TypeAlias = tuple[int, int, int]
Column: TypeAlias = list[Colour]


class Display:
    """Context manager: ``name`` is what DISPLAY must be. The server ends with the block."""

    def __init__(self, folder: Path) -> None:
        self.name = ""
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Display:
        reading, writing = os.pipe()
        size = "{}x{}x24".format(*PANEL_PX)
        server = subprocess.Popen(
            [*DIES_WITH_US, "Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", "-screen", "0", size],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(server.wait, PATIENCE_S)
        self._stack.callback(server.terminate)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = f":{told.readline().strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # hands

    def until_armed(self) -> None:
        """The time a person takes to see another screen: what comes earlier is not meant for it."""
        self._hands("sleep", str(ARMED_S))

    def keys(self, *names: str) -> None:
        """Press and let go one key after another, named as X does."""
        self._hands("key", "--delay", "20", *names)

    def tap(self, at: Point) -> None:
        """One finger, down and up."""
        self._hands("mousemove", *map(str, at), "mousedown", "1", "sleep", "0.06", "mouseup", "1", "sleep", "0.04")

    def press_shows(self, at: Point, colours: Container[Colour]) -> bool:
        """Whether a key leaves those colours under a finger, and has them again once the finger slid off."""
        self._hands("mousemove", *map(str, at), "mousedown", "1")
        left = any(picture.getpixel(at) not in colours for picture in self._looks())
        self._hands("mousemove", "2", "2")
        back = any(picture.getpixel(at) in colours for picture in self._looks())
        self._hands("mouseup", "1", "sleep", "0.1")
        return left and back

    def _hands(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.name}, check=True, timeout=PATIENCE_S)

    # eyes

    def look(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.name).convert("RGB")

    def keep(self, name: str) -> Path:
        """Leave the picture in the folder, for whoever wants to see what the test saw."""
        path = self._folder / f"{name}.png"
        self.look().save(path)
        return path

    def shows(self, colour: Colour) -> bool:
        """Whether that colour appears within ``PATIENCE_S``."""
        return any(_holds(picture, colour) for picture in self._looks())

    def has(self, colour: Colour) -> bool:
        """Whether that colour is on the panel now."""
        return _holds(self.look(), colour)

    def button(self, nth: int) -> Point:
        """Where the ``nth`` big button that can be pressed is, from the lowest up, as soon as there are so many."""
        return self._seen(
            nth, lambda column: sorted([*_filled(column), *_outlined(column)], key=lambda run: -run.start)
        )

    def primary_button(self) -> Point:
        """Where the filled button is, as soon as there is one: it is grey while it cannot be pressed."""
        return self._seen(0, _filled)

    def _looks(self) -> Iterator[Image.Image]:
        """The panel again and again, for ``PATIENCE_S``: a busy machine paints late."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            yield self.look()

    def _seen(self, nth: int, find: Callable[[Column], list[range]]) -> Point:
        x = _px(_BESIDE_THE_WORDS_MM)
        for picture in self._looks():
            found = find(_column(picture, x))
            if nth < len(found):
                return x, (found[nth].start + found[nth].stop) // 2
        raise AssertionError(f"no button {nth} on {self.keep('no-button')}")

    def pad(self) -> dict[str, Point]:
        """Where each digit of the pad is, as soon as it is there: 123 on top, 0 below the 8."""
        for picture in self._looks():
            column = _column(picture, _px(_BESIDE_THE_DIGIT_MM))
            rows = [(run.start + run.stop) // 2 for run in _runs(column, PAPER) if _px(25) <= len(run) <= _px(28.5)]
            if len(rows) == PAD_ROWS:
                return _places(rows)
        raise AssertionError(f"no pad on {self.keep('no-pad')}")


def _places(rows: list[int]) -> dict[str, Point]:
    middle_of = {"0": (1, 3)} | {str(digit): ((digit - 1) % 3, (digit - 1) // 3) for digit in range(1, 10)}
    return {
        digit: (_px(_PAD_MIDDLE_MM + (column - 1) * _PAD_STEP_MM), rows[row])
        for digit, (column, row) in middle_of.items()
    }


def _px(mm: float) -> int:
    return round(mm * PX_PER_MM)


def _filled(column: Column) -> list[range]:
    return [run for run in _runs(column, PRIMARY) if len(run) >= _px(22)]


def _outlined(column: Column) -> list[range]:
    """Paper with a line of the primary colour above it and something else below."""
    runs = [run for run in _runs(column, PAPER) if len(run) >= _px(20) and run.stop < len(column)]
    return [run for run in runs if PRIMARY in column[max(run.start - 4, 0) : run.start]]


def _holds(picture: Image.Image, colour: Colour) -> bool:
    return colour in {seen for _, seen in picture.getcolors(1 << 24) or ()}


def _column(picture: Image.Image, x: int) -> Column:
    raw = picture.crop((x, 0, x + 1, picture.height)).tobytes()
    return [(raw[at], raw[at + 1], raw[at + 2]) for at in range(0, len(raw), 3)]


def _runs(column: Column, colour: Colour) -> list[range]:
    """Unbroken stretches of ``colour``."""
    runs, start = [], None
    for y, seen in enumerate([*column, None]):
        if seen == colour and start is None:
            start = y
        elif seen != colour and start is not None:
            runs.append(range(start, y))
            start = None
    return runs
