"""Events from every thread, handed over on the screen's own."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue

from kiosk.flow.model.events import Event

Schedule = Callable[[Callable[[], None]], None]
"""Asks for a call on the screen's thread, soon. May be called from any thread (Kivy: ``Clock.create_trigger``)."""


class Inbox:
    """``post`` from any thread, ``take`` on the screen's; each post asks for one call of ``wake``."""

    def __init__(self, schedule: Schedule, wake: Callable[[], None]) -> None:
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._schedule = schedule
        self._wake = wake

    def post(self, event: Event) -> None:
        self._events.put(event)
        self._schedule(self._wake)

    def take(self) -> Event | None:
        """The oldest event, or None."""
        try:
            return self._events.get_nowait()
        except Empty:
            return None
