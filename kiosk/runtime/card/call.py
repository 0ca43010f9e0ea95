"""One call to the card in a thread of its own, which may be abandoned when the card or its service hangs."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.card.errors import CardError, CardInUse, DeadlinePassed
from kiosk.card.iso7816.connection import Connection, Disposition, Door
from kiosk.card.send_right import SendRight
from kiosk.flow.model.events import Event
from kiosk.runtime.card.deadline import Abandoned, CallProgress, Phase
from kiosk.runtime.journal.journal import Journal, Technical

BACK_OFF_S = (0.05, 0.1, 0.2, 0.4)
"""Waits between attempts while another program holds the card; the last one repeats until the deadline."""


class CardJob(ABC):
    """What one card effect asks for, and which event answers it in each case."""

    ticket: int
    reader: str
    long_reading: bool = False

    @abstractmethod
    def perform(self, connection: Connection, send_right: SendRight) -> Event:
        """Address the card. Raises CardError."""

    @abstractmethod
    def failed(self, error: CardError, *, nothing_sent: bool) -> Event:
        """The answer if ``perform``, or reaching the card, raised ``error``."""

    @abstractmethod
    def broken(self, *, nothing_sent: bool) -> Event:
        """The answer if our own code failed: the visit must not hang."""

    @abstractmethod
    def close(self) -> None:
        """Overwrite and forget what the job holds. Idempotent."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job and how far it has got."""

    job: CardJob
    progress: CallProgress


class GuardedConnection:
    """The connection of a card session, whose transaction the call already began: the first ``begin`` finds it open.

    Once its call was abandoned nothing is transmitted any more. ``leave`` ends what the session left open.
    """

    def __init__(self, inner: Connection, progress: CallProgress) -> None:
        self._inner = inner
        self._progress = progress
        self._in_transaction = True

    @property
    def t0(self) -> bool:
        return self._inner.t0

    def begin(self) -> None:
        if not self._in_transaction:
            self._inner.begin()
            self._in_transaction = True

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        """Raises DeadlinePassed instead of sending for a call that was abandoned."""
        if not self._progress.open:
            raise DeadlinePassed
        answer = self._inner.transmit(command)
        self._progress.answered()
        return answer

    def end(self, disposition: Disposition) -> None:
        if self._in_transaction:
            self._inner.end(disposition)
            self._in_transaction = False

    def close(self, disposition: Disposition) -> None:
        self._inner.close(disposition)

    def leave(self) -> None:
        """End and close: with a reset if a code was sent, else leaving the card as it is."""
        disposition = Disposition.LEAVE if self._progress.send_right.revoke() else Disposition.RESET
        self.end(disposition)
        self.close(disposition)


class CardCall(threading.Thread):
    """Waits for the card in one reader, then performs its job; ``on_end`` gets the answer, None if abandoned.

    While it still waits and its job was abandoned it can ``adopt`` the next one for the same reader: trying again
    does not stack up threads that wait for the same card. A waiting thread holds no code that it could send.
    """

    def __init__(self, door: Door, task: Task, on_end: Callable[[CardCall, Event | None], None], journal: Journal):
        super().__init__(name="card", daemon=True)
        self._door = door
        self._on_end = on_end
        self._journal = journal
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._waiting = True
        self._task = task

    @property
    def job(self) -> CardJob:
        return self._task.job

    def adopt(self, task: Task) -> bool:
        """Take ``task`` over if this thread, whose own was abandoned, still waits for the same card."""
        with self._lock:
            if not self._waiting or task.job.reader != self.job.reader:
                return False
            self._task = task
            self._woken.clear()
            return True

    def abandon(self, *, only_if_overdue: bool) -> Abandoned | None:
        """Give the job up; None if it is in time or over. A thread that hangs in the card service cannot be stopped."""
        abandoned = self._task.progress.abandon(only_if_overdue=only_if_overdue)
        if abandoned is not None and abandoned.phase is Phase.CONNECTING:
            self._task.job.close()
            self._woken.set()
        return abandoned

    def run(self) -> None:
        event = None
        try:
            event = self._answer()
        except Exception as fault:  # noqa: BLE001 - the worker's loop: whatever we did wrong, the visit gets an answer
            self._journal.write(Technical.FAULT, lane="card", kind=type(fault).__name__)
            event = self.job.broken(nothing_sent=self._task.progress.send_right.revoke())
        finally:
            self.job.close()
            self._on_end(self, event if self._task.progress.enter(Phase.DONE) else None)

    def _answer(self) -> Event:
        try:
            connection = self._reach()
            try:
                return self.job.perform(connection, self._task.progress.send_right)
            finally:
                connection.leave()
        except CardError as error:
            return self.job.failed(error, nothing_sent=self._task.progress.send_right.revoke())

    def _reach(self) -> GuardedConnection:
        """Connect and begin, again and again while another program holds the card."""
        try:
            connection = self._connect()
        finally:
            with self._lock:
                self._waiting = False
        guarded = GuardedConnection(connection, self._task.progress)
        if not self._task.progress.enter(Phase.READING):
            guarded.leave()
            raise DeadlinePassed
        return guarded

    def _connect(self) -> Connection:
        pauses = iter(BACK_OFF_S)
        while True:
            try:
                return self._connect_once()
            except CardInUse:
                if not self._task.progress.open:
                    raise
                self._woken.wait(next(pauses, BACK_OFF_S[-1]))

    def _connect_once(self) -> Connection:
        connection = self._door.connect(self.job.reader)
        try:
            connection.begin()
        except CardError:
            connection.close(Disposition.LEAVE)
            raise
        return connection
