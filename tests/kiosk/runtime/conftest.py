from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import pytest

from kiosk.runtime.journal.journal import Journal

PATIENCE_S = 30.0  # a test that needs it has failed; nothing is timed by it


@dataclass(slots=True)
class HandClock:
    """Monotonic seconds that move when the test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Loop:
    """Stands for Kivy's clock: other threads ask for calls, the test's thread makes them."""

    calls: SimpleQueue[Callable[[], None]] = field(default_factory=SimpleQueue)

    def schedule(self, callback: Callable[[], None]) -> None:
        self.calls.put(callback)

    def catch_up(self) -> None:
        """Make the calls that were asked for."""
        while not self.calls.empty():
            self.calls.get()()

    def wait_for_a_call(self) -> None:
        """Somebody asked for a call, which is not made."""
        self.calls.get(timeout=PATIENCE_S)

    def run_until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self.calls.get(timeout=PATIENCE_S)()


@dataclass(slots=True)
class Lines:
    """A journal in memory."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def journal(self) -> Journal:
        return Journal(self.stream)

    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def events(self) -> list[str]:
        return [line["event"] for line in self.read()]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def lines() -> Lines:
    return Lines()
