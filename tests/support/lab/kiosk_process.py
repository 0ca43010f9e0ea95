"""``guichet-cps run`` as a process in a real window, used from outside like a visitor does.

What the kiosk shows is followed by the lines of ``--trace-states`` on its stderr.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from lab.display import Display
from lab.pcscd import end

COMMAND = (sys.executable, "-m", "kiosk")
PATIENCE_S = 30.0
NO_ANSWER_S = 2.0
"""After this long without another screen a person presses again; if both come late, only the first one counts."""
ATTEMPTS = 3

KEY_OF_DIGIT = {str(digit): f"KP_{digit}" for digit in range(10)}


class NotShown(AssertionError):
    """The kiosk did not come to a state; the text holds what it traced."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of ``--trace-states``."""

    state: str
    focus: str


@dataclass
class Kiosk:
    """One process of ``guichet-cps run``. ``stderr`` holds every line it wrote so far."""

    process: subprocess.Popen[str]
    display: Display
    stderr: list[str] = field(default_factory=list)
    shown: Shown = field(default=Shown("", ""))
    history: list[str] = field(default_factory=list)
    _lines: SimpleQueue[str | None] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        self._reader = Thread(target=self._read, name="kiosk-stderr", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    # what it says

    def next_event(self, patience_s: float) -> dict[str, Any] | None:
        """The next line as JSON, or None if none comes in time. Raises NotShown at the end of the process."""
        try:
            line = self._lines.get(timeout=patience_s)
        except Empty:
            return None
        if line is None:
            self._lines.put(None)
            raise NotShown(f"the kiosk ended; it wrote {self.stderr}")
        self.stderr.append(line)
        event = _as_json(line)
        if event.get("event") == "state":
            self._show(Shown(event["state"], event["focus"]))
        return event

    def _show(self, shown: Shown) -> None:
        if shown.state != self.shown.state:
            self.history.append(shown.state)
        self.shown = shown

    def wait_for(self, *states: str, patience_s: float = PATIENCE_S) -> str:
        """Follow the kiosk to one of ``states``, passing over others, and tell which."""
        if not self._follow(lambda _: self.shown.state in states, patience_s):
            raise NotShown(f"{states} wanted; {self.history} shown")
        return self.shown.state

    def wait_for_event(self, name: str, **fields: object) -> dict[str, Any]:
        """The first technical event of that name with these fields, since the start."""

        def found() -> list[dict[str, Any]]:
            wanted = {"event": name} | fields
            return [event for event in map(_as_json, self.stderr) if event.items() >= wanted.items()]

        if not self._follow(lambda _: bool(found()), PATIENCE_S):
            raise NotShown(f"event {name} {fields} wanted; {self.stderr}")
        return found()[0]

    def wait_for_focus(self, action: str) -> None:
        """Follow the focus to the button of that name."""
        if not self._follow(lambda _: self.shown.focus == action, PATIENCE_S):
            raise NotShown(f"focus on {action} wanted; {self.shown}")

    def wait_for_line(self, words: str) -> None:
        """Follow what is written for the technician up to a line with these words."""
        if not self._follow(lambda _: any(words in line for line in self.stderr), PATIENCE_S):
            raise NotShown(f"{words!r} wanted; {self.stderr}")

    def _follow(self, reached: Callable[[dict[str, Any]], bool], patience_s: float) -> bool:
        """Read lines until one is wanted; each has ``patience_s`` to come."""
        if reached({}):
            return True
        while (event := self.next_event(patience_s)) is not None:
            if reached(event):
                return True
        return False

    # what a visitor does with keys

    def press(self, action: str, *becomes: str) -> None:
        """Tab to the button of that name and Enter."""

        def attempt() -> None:
            self._focus_on(action)
            self.display.keys("KP_Enter")

        self._insist(attempt, becomes)

    def type_code(self, digits: str, action: str, *becomes: str) -> None:
        """Type on the keypad, then Enter on ``action``; a second attempt begins by correcting all."""
        typed: list[str] = []

        def attempt() -> None:
            self.display.keys(*typed, *(KEY_OF_DIGIT[digit] for digit in digits))
            typed[:] = ["BackSpace"] * len(digits)
            self._focus_on(action)
            self.display.keys("KP_Enter")

        self._insist(attempt, becomes)

    def repeat_code(self, digits: str) -> None:
        """Type it and Enter, where the question is to stay."""
        self.display.until_armed()
        self.display.keys(*(KEY_OF_DIGIT[digit] for digit in digits), "KP_Enter")

    def offers_nothing(self) -> bool:
        """Whether no key stands under the focus."""
        return not self.shown.focus

    def offers(self) -> list[str]:
        """The buttons that Tab goes round, the first one focused again at the end."""
        self.display.until_armed()
        names = [self.shown.focus]
        while True:
            self.display.keys("Tab")
            if not self._follow(lambda event: event.get("event") == "state", NO_ANSWER_S):
                raise NotShown(f"the focus does not move on {self.shown}")
            if self.shown.focus == names[0]:
                return names
            names.append(self.shown.focus)

    def _focus_on(self, action: str) -> None:
        self._follow(lambda _: False, 0)
        for _ in range(16):
            if self.shown.focus == action:
                return
            self.display.keys("Tab")
            self._follow(lambda event: event.get("event") == "state", NO_ANSWER_S)
        raise NotShown(f"no button {action} on {self.shown.state}")

    # what a visitor does with a finger

    def touch(self, nth: int, *becomes: str) -> None:
        """Touch the n-th big button from the lowest up, where the picture shows it."""
        self._insist(lambda: self.display.tap(self.display.button(nth)), becomes)

    def touch_code(self, digits: str, *becomes: str) -> None:
        """Touch the digits on the pad, then the button that is enabled by them."""

        def attempt() -> None:
            pad = self.display.pad()
            for digit in digits:
                self.display.tap(pad[digit])
            self.display.tap(self.display.primary_button())

        self._insist(attempt, becomes)

    def _insist(self, attempt: Callable[[], None], becomes: tuple[str, ...]) -> None:
        """Do as a person does: wait for the screen, act, and act again if nothing happens at all."""
        before = self.shown.state
        for _ in range(ATTEMPTS):
            self.display.until_armed()
            self._follow(lambda _: False, 0)
            if self.shown.state != before or self._acted(attempt, before):
                break
        self.wait_for(*becomes)

    def _acted(self, attempt: Callable[[], None], before: str) -> bool:
        """False if nothing came of it. What an earlier attempt did may show only now, on a slow machine."""
        try:
            attempt()
        except NotShown:
            if self.shown.state == before:
                raise
        return self._follow(lambda _: self.shown.state != before, NO_ANSWER_S)

    # its end

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.terminate()
        return self.ended()

    def kill(self) -> None:
        """SIGKILL: no chance to say anything."""
        self.process.kill()
        self.ended()

    def close(self) -> None:
        """End it whatever it does, and let go of what it wrote."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._reader.join(PATIENCE_S)
        end(self.process)

    def ended(self) -> int:
        """Wait for the end by itself."""
        status = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        while (line := self._lines.get()) is not None:
            self.stderr.append(line)
        self._lines.put(None)
        return status


def _as_json(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
