"""What the printer says of itself. The queue is not enough: its reasons stay after the paper is back (CUPS 2.4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from reports.printing import cups
from reports.printing.cups import CupsError, IppAnswer, Queue
from reports.printing.trouble import Trouble

__all__ = ["NotReady", "PrinterState", "Ready", "Trouble", "nothing_left", "printer_state"]


@dataclass(frozen=True, slots=True)
class Ready:
    """The queue takes jobs and nothing is said to be wrong; ``itself``: by the printer, not by its queue alone."""

    itself: bool = True


@dataclass(frozen=True, slots=True)
class NotReady:
    trouble: Trouble


PrinterState = Ready | NotReady

# Keywords of printer-state-reasons without their -error, -warning or -report (RFC 8011 §5.4.12; "offline" is CUPS's).
_REASONS = {
    "media-needed": Trouble.NO_PAPER,
    "media-jam": Trouble.JAM,
    "cover-open": Trouble.DOOR_OPEN,
    "door-open": Trouble.DOOR_OPEN,
    "interlock-open": Trouble.DOOR_OPEN,
    "offline": Trouble.OFFLINE,
    "shutdown": Trouble.OFFLINE,
    "timed-out": Trouble.OFFLINE,
    "paused": Trouble.QUEUE_STOPPED,
}
_SUFFIX = re.compile(r"-(error|warning|report)$")
# Of printer-input-tray (PWG 5100.13): sheets in the tray; -2 unknown, -3 at least one. An IPP integer has 32 bits.
_LEVEL = re.compile(rb"(?:^|;)level=(-?[0-9]{1,10})(?![0-9])")
_UNKNOWN_LEVEL = -2
_STOPPED = 5


def printer_state(queue: Queue, each_s: float = cups.ASK_S) -> PrinterState:
    """Ask the queue, then the printer itself where it speaks IPP, and whether a page was left in it.

    Three questions at most, of ``each_s`` seconds.
    """
    try:
        answer = cups.ask_printer(queue.uri, each_s)
    except CupsError:
        return NotReady(Trouble.CUPS_DOWN)
    if answer.status == "client-error-not-found":
        return NotReady(Trouble.NO_QUEUE)
    if answer.attributes.get("printer-is-accepting-jobs") is not True or _is_stopped(answer):
        return NotReady(Trouble.QUEUE_STOPPED)
    device = _ipp_device(answer)
    return _queue_state(answer) if device is None else _device_state(device, each_s)


def nothing_left(queue: Queue, each_s: float = cups.ASK_S, *, unasked: bool = True) -> bool:
    """Neither the queue nor its printer has a job of ours that has not ended. Raises CupsError.

    ``unasked``: what to answer for a printer that cannot be asked. A printer may say that it cancelled a job and print
    it when the tray is filled: ippeveprinter 2.4.2 does. Three questions at most, of ``each_s`` seconds.
    """
    if cups.ask_waiting_jobs(queue.uri, each_s).objects:
        return False
    device = _ipp_device(cups.ask_printer(queue.uri, each_s))
    return unasked if device is None else not _has_our_job(device, each_s)


def _ipp_device(answer: IppAnswer) -> str | None:
    """The printer's own address, without the options that CUPS's backend keeps in it; None if it has none of IPP's."""
    try:
        device = urlsplit(str(answer.attributes.get("device-uri", "")))
    except ValueError:
        return None
    return device._replace(query="").geturl() if device.scheme in ("ipp", "ipps") else None


def _queue_state(answer: IppAnswer) -> PrinterState:
    state = _state_of(answer)
    return Ready(itself=False) if state == Ready() else state


def _device_state(uri: str, each_s: float) -> PrinterState:
    try:
        state = _state_of(cups.ask_printer(uri, each_s))
        return NotReady(Trouble.LEFT_OVER) if state == Ready() and _has_our_job(uri, each_s) else state
    except CupsError:
        return NotReady(Trouble.OFFLINE)


def _has_our_job(uri: str, each_s: float) -> bool:
    return any(job.get("job-name") == cups.JOB_TITLE for job in cups.ask_waiting_jobs(uri, each_s).objects)


def _state_of(answer: IppAnswer) -> PrinterState:
    reasons = answer.attributes.get("printer-state-reasons", "none")
    for reason in map(str, reasons if isinstance(reasons, list) else [reasons]):
        keyword = _SUFFIX.sub("", reason)
        if keyword in _REASONS:
            return NotReady(_REASONS[keyword])
        if keyword == "media-empty" and _is_out_of_paper(reason, answer):
            return NotReady(Trouble.NO_PAPER)
        if reason.endswith("-error"):
            return NotReady(Trouble.PRINTER_ERROR)
    return NotReady(Trouble.PRINTER_ERROR) if _is_stopped(answer) else Ready()


def _is_out_of_paper(reason: str, answer: IppAnswer) -> bool:
    """``media-empty`` may be one tray of several: the levels of all decide where the printer gives them."""
    trays = answer.attributes.get("printer-input-tray", b"")
    found = [_LEVEL.search(tray) for tray in (trays if isinstance(trays, list) else [trays]) if isinstance(tray, bytes)]
    known = [level for level in (int(match[1]) for match in found if match) if level != _UNKNOWN_LEVEL]
    return not any(known) if known else not reason.endswith("-report")


def _is_stopped(answer: IppAnswer) -> bool:
    return answer.attributes.get("printer-state") == _STOPPED
