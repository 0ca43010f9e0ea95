"""A real window under a real X server: one tap is one press, and a double tap answers one question."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).parent / "programs" / "two_questions.py"


class Window:
    """The program in its window, and hands on its mouse and its keyboard."""

    def __init__(self, process: subprocess.Popen[str], environment: dict[str, str]) -> None:
        self.process = process
        self.environment = environment
        self.keys: dict[str, list[float]] = {}
        self.heard: list[dict[str, Any]] = []

    def hands(self, *arguments: object) -> None:
        subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=True, timeout=30)

    def tap(self, name: str, times: int = 1) -> None:
        x, y = self.keys[name]
        self.hands("mousemove", round(x), round(y), "click", "--repeat", times, "--delay", 60, 1)

    def until(self, key: str, value: Any = None) -> dict[str, Any]:
        """Read what the program tells up to a line that has ``key`` (and ``value``)."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            self.heard.append(told)
            self.keys = told.get("keys", self.keys)
            if key in told and value in (None, told[key]):
                return dict(told)
        raise AssertionError(f"ended before {key}: {self.heard}")

    @property
    def presses(self) -> list[list[Any]]:
        return [told["press"] for told in self.heard if "press" in told]

    @property
    def digits(self) -> list[list[Any]]:
        return [told["digit"] for told in self.heard if "digit" in told]


def start_display() -> tuple[subprocess.Popen[bytes], str]:
    """An X server that picks a free number itself and tells it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "540x960x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        return server, f":{told.readline().strip()}"


@pytest.fixture
def window() -> Iterator[Window]:
    server, display = start_display()
    environment = {**os.environ, "DISPLAY": display}
    environment.pop("WAYLAND_DISPLAY", None)
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM)], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    alarm = threading.Timer(60, program.kill)
    alarm.start()
    try:
        opened = Window(program, environment)
        opened.until("keys")
        yield opened
    finally:
        alarm.cancel()
        assert program.stdin is not None
        program.stdin.close()
        program.wait(timeout=30)
        assert program.stdout is not None
        program.stdout.close()
        server.terminate()
        server.wait(timeout=30)


def test_a_tap_counts_once_and_a_double_tap_answers_one_question(window: Window) -> None:
    window.tap("yes")
    window.until("screen", 80)
    assert window.presses == [["yes", 8]]
    assert [told["touched"] for told in window.heard if "touched" in told] == [1]

    window.tap("no", times=2)
    window.until("screen", 81)
    window.hands("key", "F1")
    window.until("touched", 4)
    assert window.presses == [["yes", 8], ["no", 80]]

    window.tap("digit_7")
    window.until("digit")
    window.hands("mousemove", 1, 1, "click", 1)
    window.until("touched", 6)
    assert window.digits == [[7, 81]]


def test_a_keypad_alone_answers_types_and_stops(window: Window) -> None:
    window.hands("key", "KP_Enter")
    window.until("screen", 80)
    window.hands("key", "Tab")
    window.until("focus", "no")
    window.hands("key", "Return")
    window.until("screen", 81)
    window.hands("key", "KP_4", "5", "BackSpace", "Escape")
    window.until("press", ["stop", 81])
    assert window.digits == [[4, 81], [5, 81]]
    assert window.presses == [["yes", 8], ["no", 80], ["correct", 81], ["stop", 81]]


def test_a_held_enter_answers_one_question(window: Window) -> None:
    window.hands("keydown", "Return")
    window.until("screen", 80)
    window.hands("keyup", "Return", "key", "Tab")
    window.until("focus", "no")
    assert window.presses == [["yes", 8]]


def test_the_corner_and_the_star_lead_to_staff_mode_only_when_they_are_held(window: Window) -> None:
    """xdotool waits, not the test: a tap in the corner is nothing, a second and a half is meant."""
    window.hands("mousemove", 15, 15, "mousedown", 1, "sleep", 0.2, "mouseup", 1)
    window.hands("key", "KP_Multiply")
    window.hands("mousedown", 1, "sleep", 1.7, "mouseup", 1)
    window.until("screen", 80)
    assert window.presses == [["staff", 8]]
    window.hands("keydown", "KP_Multiply", "sleep", 1.7, "keyup", "KP_Multiply")
    window.until("press", ["staff", 80])
    assert window.presses == [["staff", 8], ["staff", 80]]
