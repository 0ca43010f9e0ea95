"""How long one call to the card may take, and who decides that it took too long (rule 11)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from kiosk.card.send_right import SendRight

Clock = Callable[[], float]
"""Monotonic seconds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. ``connect_s`` leaves a quarter of a second of its two to the tick that notices it.

    ``content_s`` bounds the long reading, which no code follows: names, dates and two certificates are 4.7 kB, 6 s at
    the 9600 bit/s of a CPS3 (its answer to reset has no TA1, so 372 clocks a bit: ISO 7816-3, 8.3) and the time that
    the card thinks.
    """

    connect_s: float = 1.75
    reads_s: float = 5.0
    content_s: float = 20.0
    code_s: float = 30.0
    whole_s: float = 60.0

    @property
    def of_the_long_reading(self) -> Limits:
        return replace(self, reads_s=self.content_s)


class Phase(Enum):
    """Where a call stands. CONNECTING may wait for another program; CODE is one command that carries a code."""

    CONNECTING = "connecting"
    READING = "reading"
    CODE = "code"
    AFTER_CODE = "after_code"
    DONE = "done"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The phase that was interrupted, and whether the right to send was still unclaimed."""

    phase: Phase
    nothing_sent: bool


class CallProgress:
    """How far one call is. Its worker and the deadline change it under one lock; the first one decides how it ends."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.send_right: SendRight = _WatchedRight(self)
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._phase = Phase.CONNECTING
        self._began = self._since = clock()

    @property
    def open(self) -> bool:
        """False once the call is done or abandoned."""
        return self._phase not in (Phase.DONE, Phase.ABANDONED)

    def enter(self, phase: Phase) -> bool:
        """The worker goes on to ``phase``; False if the call was abandoned meanwhile."""
        with self._lock:
            if not self.open:
                return False
            self._phase, self._since = phase, self._clock()
            return True

    def answered(self) -> None:
        """The card answered the command that carried a code."""
        if self._phase is Phase.CODE:
            self.enter(Phase.AFTER_CODE)

    def abandon(self, *, only_if_overdue: bool) -> Abandoned | None:
        """Withdraw the right to send and take no answer any more.

        None if the call is over, or if it is still in time and ``only_if_overdue``.
        """
        with self._lock:
            if not self.open or (only_if_overdue and not self._overdue(self._clock())):
                return None
            interrupted, self._phase = self._phase, Phase.ABANDONED
            return Abandoned(interrupted, nothing_sent=self.send_right.revoke())

    def _overdue(self, now: float) -> bool:
        limits = {
            Phase.CONNECTING: self._limits.connect_s,
            Phase.READING: self._limits.reads_s,
            Phase.CODE: self._limits.code_s,
        }
        limit = limits.get(self._phase, self._limits.whole_s)
        return now - self._since >= limit or now - self._began >= self._limits.whole_s


class _WatchedRight(SendRight):
    """A right to send whose claim starts the longer time that a command with a code may take."""

    def __init__(self, progress: CallProgress) -> None:
        super().__init__()
        self._progress = progress

    def claim(self) -> None:
        super().claim()
        self._progress.enter(Phase.CODE)
