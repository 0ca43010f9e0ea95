"""Printing, told honestly: can it be offered, what became of it, and never a page for the next visitor.

A job is followed to its real end. At the deadline it is cancelled and its files are deleted, so that nothing comes
out when somebody refills the tray. « Envoyée » and « imprimée » are different answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic

from reports import cups
from reports.cups import CupsError, Queue
from reports.printer import NotReady, Trouble, nothing_left, printer_state

POLL_S = 0.5


@dataclass(frozen=True, slots=True)
class Printed:
    """CUPS and the printer agree that the job has ended well."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """``purged``: it is certain that this paper does not come out later."""

    trouble: Trouble
    purged: bool


Printing = Printed | NotPrinted

_ENDED_WELL = 9
_ENDED_BADLY = (7, 8)


def deliver(
    pdf: bytes,
    queue: Queue,
    deadline_s: float,
    stop: Event,
    on_sent: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = monotonic,
) -> Printing:
    """Print ``pdf`` and return what became of it, at most ``deadline_s`` seconds later plus those of one purge (12).

    ``on_sent`` is called once, on this thread, when CUPS has taken the job. ``stop`` ends it early, as the deadline
    does. The queue is the kiosk's own: whatever waits in it is of an earlier visit, and is purged first.
    """
    end = clock() + deadline_s
    if not clear(queue):
        return NotPrinted(_trouble_now(queue, otherwise=Trouble.LEFT_OVER), purged=True)
    try:
        job = cups.send(pdf, queue)
    except CupsError:
        return _give_up(queue, Trouble.CUPS_DOWN)
    if job is None:
        return NotPrinted(_trouble_now(queue, otherwise=Trouble.REFUSED), purged=True)
    on_sent()
    return _follow(queue, job, end, stop, clock)


def clear(queue: Queue) -> bool:
    """Purge ``queue`` and return whether it is certain that nothing can come out; for the start of the kiosk too."""
    try:
        for job in cups.ask_waiting_jobs(queue.uri).objects:
            cups.purge(queue, job.get("job-id"))
        return nothing_left(queue)
    except CupsError:
        return False


def _follow(queue: Queue, job: int, end: float, stop: Event, clock: Callable[[], float]) -> Printing:
    """CUPS may be restarted meanwhile: no answer is no end."""
    while clock() < end and not stop.wait(POLL_S):
        match _job_end(queue, job):
            case Printed():
                return Printed()
            case Trouble() as trouble:
                return _give_up(queue, trouble)
            case None:
                pass
    if stop.is_set():
        return _give_up(queue, Trouble.STOPPED_BY_US)
    return _give_up(queue, _trouble_now(queue, otherwise=Trouble.TOO_SLOW))


def _job_end(queue: Queue, job: int) -> Printed | Trouble | None:
    """How the job ended, or None while it has not or nobody answers."""
    try:
        answer = cups.ask_job(queue, job)
    except CupsError:
        return None
    state = answer.attributes.get("job-state")
    if state == _ENDED_WELL:
        return Printed()
    if state in _ENDED_BADLY:
        return _trouble_now(queue, otherwise=Trouble.PRINTER_ERROR)
    return None if isinstance(state, int) else Trouble.END_UNKNOWN


def _give_up(queue: Queue, trouble: Trouble) -> NotPrinted:
    return NotPrinted(trouble, purged=clear(queue))


def _trouble_now(queue: Queue, otherwise: Trouble) -> Trouble:
    """What the printer says is wrong; a job that is still in it is no reason, it may be this one."""
    state = printer_state(queue)
    if isinstance(state, NotReady) and state.trouble is not Trouble.LEFT_OVER:
        return state.trouble
    return otherwise
