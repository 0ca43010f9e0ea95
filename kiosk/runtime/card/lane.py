"""The card's lane: one call at a time, each within its deadline."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from kiosk.card.errors import CardInUse
from kiosk.card.iso7816.connection import Door
from kiosk.flow.model.events import CardCallReturned, CardCallStuck, Event
from kiosk.runtime.card.call import CardCall, CardJob, Task
from kiosk.runtime.card.deadline import Abandoned, CallProgress, Clock, Limits, Phase
from kiosk.runtime.journal.journal import Journal, Technical

TOO_MANY_ABANDONED = 4
"""Abandoned threads, each with a PC/SC context and a socket to pcscd, after which the process should end."""


class CardLane:
    """``submit`` and ``check`` belong to the screen's thread; ``post`` is called from any."""

    def __init__(
        self, door: Door, post: Callable[[Event], None], clock: Clock, journal: Journal, limits: Limits | None = None
    ) -> None:
        self._door = door
        self._post = post
        self._clock = clock
        self._journal = journal
        self._limits = limits or Limits()
        self._lock = threading.RLock()
        self._queue: deque[CardJob] = deque()
        self._current: CardCall | None = None
        self._abandoned: list[CardCall] = []

    @property
    def abandoned(self) -> int:
        """Threads given up that have not come back."""
        return len(self._abandoned)

    @property
    def restart_wanted(self) -> bool:
        """True once so many calls hang that only a new process can help."""
        return self.abandoned >= TOO_MANY_ABANDONED

    def submit(self, job: CardJob) -> None:
        with self._lock:
            self._queue.append(job)
            self._next()

    def check(self) -> None:
        """Abandon the call under way if its time is up. Called about four times a second."""
        with self._lock:
            call = self._current
            late = None if call is None else call.abandon(only_if_overdue=True)
            if call is None or late is None:
                return
            self._give_up(call)
            self._post(_answer_to_late(call.job, late))
            self._next()

    def stop(self) -> None:
        """Start nothing more, and withdraw the right to send from what is under way."""
        with self._lock:
            self._queue.clear()
            call = self._current
            if call is not None and call.abandon(only_if_overdue=False) is not None:
                self._give_up(call)

    def _give_up(self, call: CardCall) -> None:
        self._abandoned.append(call)
        self._current = None
        self._journal.write(Technical.CALL_ABANDONED, count=self.abandoned)

    def _next(self) -> None:
        if self._current is not None or not self._queue:
            return
        job = self._queue.popleft()
        limits = self._limits.of_the_long_reading if job.long_reading else self._limits
        task = Task(job, CallProgress(limits, self._clock))
        waiter = next((call for call in self._abandoned if call.adopt(task)), None)
        if waiter is not None:
            self._abandoned.remove(waiter)
            self._current = waiter
            return
        self._current = CardCall(self._door, task, self._ended, self._journal)
        self._current.start()

    def _ended(self, call: CardCall, answer: Event | None) -> None:
        with self._lock:
            if call is self._current:
                self._current = None
            else:
                self._abandoned.remove(call)
                self._journal.write(Technical.CALL_RETURNED, count=self.abandoned)
            self._post(answer or CardCallReturned(call.job.ticket))
            self._next()


def _answer_to_late(job: CardJob, late: Abandoned) -> Event:
    """A call that timed out while connecting means that another program holds the card.

    Later, the card or its service does not answer.
    """
    if late.phase is Phase.CONNECTING:
        return job.failed(CardInUse(), nothing_sent=True)
    return CardCallStuck(job.ticket, late.nothing_sent)
