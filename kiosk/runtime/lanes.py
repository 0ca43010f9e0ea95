"""How the screen's thread and the others meet: a lane does jobs on its own thread, the inbox brings answers back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from kiosk.flow.model.events import Event
from kiosk.runtime.journal.journal import Journal, Technical

Job = Callable[[], Event | None]
"""Does its work and gives the event that answers it, if any."""


class SerialLane:
    """``submit`` may be called from any thread; answers go to ``post`` on the lane's own thread."""

    def __init__(self, name: str, post: Callable[[Event], None], journal: Journal) -> None:
        self._name = name
        self._post = post
        self._journal = journal
        self._jobs: SimpleQueue[tuple[Job, Event | None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, job: Job, *, if_broken: Event | None = None) -> None:
        """Have ``job`` done; ``if_broken`` answers for it if our own code fails."""
        self._jobs.put((job, if_broken))

    def stop(self, timeout_s: float) -> None:
        """Finish what was submitted, at most within ``timeout_s``. Idempotent."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None:
            job, if_broken = item
            answer = self._do(job, if_broken)
            del item, job
            if answer is not None:
                self._post(answer)

    def _do(self, job: Job, if_broken: Event | None) -> Event | None:
        try:
            return job()
        except Exception as fault:  # noqa: BLE001 - the worker's loop: the lane goes on whatever we did wrong
            self._journal.write(Technical.FAULT, lane=self._name, kind=type(fault).__name__)
            return if_broken


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
