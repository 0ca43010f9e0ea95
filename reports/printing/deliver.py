"""Printing, told honestly: can it be offered, what became of it, and never a page for the next visitor.

A job is followed to its real end. Before its time is over it is cancelled and its files are deleted, so that nothing
comes out when somebody refills the tray. « Envoyée » and « imprimée » are different answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.printing import cups
from reports.printing.cups import CupsError, Queue
from reports.printing.deadline import Deadline
from reports.printing.printer import NotReady, Ready, nothing_left, printer_state
from reports.printing.trouble import Trouble

POLL_S = 0.5

PURGE_S = 6.0
"""Of a paper's time, what is kept for finding out what is wrong and for cancelling; a half of a shorter time."""

_EACH_S = 2.0


@dataclass(frozen=True, slots=True)
class Printed:
    """CUPS says that the job has ended well, and the printer itself that nothing is wrong and nothing is left."""


@dataclass(frozen=True, slots=True)
class HandedToPrinter:
    """CUPS says that the job has ended well, and nobody more: ``trouble`` is what the printer says, if it does."""

    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """``purged``: it is certain that this paper does not come out later."""

    trouble: Trouble
    purged: bool


Printing = Printed | HandedToPrinter | NotPrinted

_ENDED_WELL = 9
_ENDED_BADLY = (7, 8)


def deliver(pdf: bytes, queue: Queue, deadline: Deadline, on_sent: Callable[[], None] = lambda: None) -> Printing:
    """Print ``pdf`` and return what became of it before ``deadline`` is over, the cancelling included.

    A CUPS that hangs can hold the answer up by the seconds of one question more. ``on_sent`` is called once, on this
    thread, when CUPS has taken the job. The queue is the kiosk's own: whatever waits in it is of an earlier visit, and
    is purged first.
    """
    if not deadline.left_s:
        return NotPrinted(Trouble.STOPPED_BY_US, purged=True)
    reserve_s = min(PURGE_S, deadline.left_s / 2)
    refusal = _why_not_now(queue)
    if refusal is not None:
        return NotPrinted(refusal, purged=True)
    if deadline.left_s <= reserve_s:
        return NotPrinted(_no_time_left(deadline), purged=True)
    try:
        job = cups.send(pdf, queue)
    except CupsError:
        return NotPrinted(Trouble.CUPS_DOWN, purged=_called_back(queue))
    if job is None:
        return NotPrinted(_trouble_now(queue, otherwise=Trouble.REFUSED), purged=True)
    on_sent()
    return _follow(queue, job, deadline, reserve_s)


def _why_not_now(queue: Queue) -> Trouble | None:
    """Asked right before the paper is sent: a printer may keep what it took while it had no paper, whatever it is told.

    ippeveprinter 2.4.2 prints a cancelled job when its tray is filled.
    """
    if not clear(queue):
        return _trouble_now(queue, otherwise=Trouble.LEFT_OVER)
    state = printer_state(queue)
    return state.trouble if isinstance(state, NotReady) else None


def clear(queue: Queue, each_s: float = cups.ASK_S) -> bool:
    """Purge ``queue`` and return whether nothing is known that can come out; for the start of the kiosk too.

    Each question takes ``each_s`` seconds at most.
    """
    return _purged(queue, each_s, unasked=True)


def _called_back(queue: Queue) -> bool:
    """Purge what was sent; True if it is certain that it does not come out later.

    CUPS takes back what it still has. What is in the printer's memory only the printer knows: one that cannot be asked
    may print it when its tray is filled.
    """
    return _purged(queue, _EACH_S, unasked=False)


def _purged(queue: Queue, each_s: float, *, unasked: bool) -> bool:
    try:
        for job in cups.ask_waiting_jobs(queue.uri, each_s).objects:
            cups.purge(queue, job.get("job-id"), each_s)
        return nothing_left(queue, each_s, unasked=unasked)
    except CupsError:
        return False


def _follow(queue: Queue, job: int, deadline: Deadline, reserve_s: float) -> Printing:
    """CUPS may be restarted meanwhile: no answer is no end."""
    while deadline.lasts(POLL_S, reserve_s):
        end = _job_end(queue, job)
        if isinstance(end, Trouble):
            return NotPrinted(end, purged=_called_back(queue))
        if end is not None:
            return end
    trouble = Trouble.STOPPED_BY_US if deadline.stopped else _trouble_now(queue, otherwise=Trouble.TOO_SLOW)
    return NotPrinted(trouble, purged=_called_back(queue))


def _no_time_left(deadline: Deadline) -> Trouble:
    return Trouble.STOPPED_BY_US if deadline.stopped else Trouble.TOO_SLOW


def _job_end(queue: Queue, job: int) -> Printed | HandedToPrinter | Trouble | None:
    """How the job ended, or None while it has not or nobody answers."""
    try:
        answer = cups.ask_job(queue, job)
    except CupsError:
        return None
    state = answer.attributes.get("job-state")
    if state == _ENDED_WELL:
        return _proof(queue)
    if state in _ENDED_BADLY:
        return _trouble_now(queue, otherwise=Trouble.PRINTER_ERROR)
    return None if isinstance(state, int) else Trouble.END_UNKNOWN


def _proof(queue: Queue) -> Printed | HandedToPrinter:
    """CUPS says "completed" of what it has handed over: only the printer can tell that it came out."""
    state = printer_state(queue, _EACH_S)
    if isinstance(state, NotReady):
        return HandedToPrinter(state.trouble)
    return Printed() if state == Ready() else HandedToPrinter()


def _trouble_now(queue: Queue, otherwise: Trouble) -> Trouble:
    """What the printer says is wrong; a job that is still in it is no reason, it may be this one."""
    state = printer_state(queue, _EACH_S)
    if isinstance(state, NotReady) and state.trouble is not Trouble.LEFT_OVER:
        return state.trouble
    return otherwise
