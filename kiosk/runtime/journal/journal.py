"""Technical events, one JSON line each on the process's own stderr, from closed lists of events and fields.

Nothing secret, personal or outcome-like can be written: a field that is not listed, or a value that is neither a
listed word, a number nor a boolean, is left out. ``structlog`` puts the line together.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from contextlib import suppress
from enum import Enum
from typing import Any, TextIO

import structlog

from kiosk.card.iso7816.connection import SlotReport

STDERR: TextIO | None = sys.__stderr__
"""The stream the process was born with: Kivy replaces ``sys.stderr``."""


class Technical(Enum):
    """Every event there is."""

    STARTED = "started"
    STOPPED = "stopped"
    READERS = "readers"
    CARD_SERVICE = "card_service"
    CALL_ABANDONED = "call_abandoned"
    CALL_RETURNED = "call_returned"
    RESTART_WANTED = "restart_wanted"
    CARD_SERVICE_RESTART = "card_service_restart"
    SOUND = "sound"
    DATABASE = "database"
    PRINTER = "printer"
    FAULT = "fault"
    CONFIG_REFUSED = "config_refused"
    COMMISSIONING_REFUSED = "commissioning_refused"
    STATE = "state"
    TRACE_ENDED = "trace_ended"


_NUMBERS = frozenset({"count", "duration_ms", "unreachable"})
_FLAGS = frozenset({"available", "simulated", "clean"})
_WORDS = frozenset({"lane", "kind", "state", "focus", "version", "fault"})
"""Fields whose values are names from our own code: an enum's value, a class name, a version."""

_LONGEST_WORD = 60


class Journal:
    """Writes from any thread: one call, one line. A stream that cannot be written stops nobody."""

    def __init__(self, stream: TextIO | None = STDERR) -> None:
        self._logger = _logger(stream, structlog.processors.TimeStamper("iso", utc=True))

    def write(self, event: Technical, **fields: str | int | bool) -> None:
        """Write one line: ``{"event": …, field: …, "timestamp": …}``."""
        with suppress(OSError, ValueError):
            self._logger.info(event.value, **fields)

    def readers(self, before: SlotReport | None, now: SlotReport, *, simulated: bool) -> None:
        """Write what changed of the card service and of the number of readers; ``simulated``: they all are."""
        if now.broken and (before is None or before.broken != now.broken):
            self.write(Technical.FAULT, lane="readers", kind=now.broken)
        if before is None or before.service is not now.service:
            self.write(Technical.CARD_SERVICE, available=now.service)
        if now.service and (before is None or _numbers(before) != _numbers(now)):
            told = {"simulated": simulated} if now.slots else {}
            odd = {"unreachable": now.unreachable} if now.unreachable else {}
            self.write(Technical.READERS, count=len(now.slots), **told, **odd)


def _numbers(report: SlotReport) -> tuple[bool, int, int]:
    return report.service, len(report.slots), report.unreachable


def _logger(stream: TextIO | None, *processors: structlog.typing.Processor) -> structlog.BoundLogger:
    sink = structlog.ReturnLogger() if stream is None else structlog.WriteLogger(stream)
    logger: structlog.BoundLogger = structlog.wrap_logger(
        sink,
        processors=[_allow, *processors, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.BoundLogger,
    )
    return logger


def _allow(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    fields = {name: value for name, value in event.items() if _allowed(name, value)}
    return {"event": event["event"], **fields}


def _allowed(name: str, value: object) -> bool:
    if name in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    if name in _FLAGS:
        return isinstance(value, bool)
    return name in _WORDS and isinstance(value, str) and len(value) <= _LONGEST_WORD and not _has_number(value)


def _has_number(text: str) -> bool:
    """Four digits in a row could be part of a code, a card number or a date."""
    run = 0
    for character in text:
        run = run + 1 if character.isdigit() else 0
        if run == 4:
            return True
    return False


class TraceStates:
    """The lines of ``run --trace-states``: only while every reader is virtual, ended for good by any other reader.

    ``{"event": "state", "state": "verdict", "focus": "unblock"}``; a line only if one of the two changed. No time is
    written with a state.
    """

    def __init__(self, stream: TextIO | None = STDERR) -> None:
        self._logger = _logger(stream)
        self._last: tuple[str, str] | None = None
        self._ended = False

    def readers(self, *, all_virtual: bool) -> None:
        """What the watcher sees now."""
        if not all_virtual and not self._ended:
            self._ended = True
            self._write(Technical.TRACE_ENDED)

    def state(self, state: str, focus: str) -> None:
        """The state on the screen and the button or key that has the focus ("" for none)."""
        if self._ended or (state, focus) == self._last:
            return
        self._last = (state, focus)
        self._write(Technical.STATE, state=state, focus=focus)

    def _write(self, event: Technical, **fields: str) -> None:
        with suppress(OSError, ValueError):
            self._logger.info(event.value, **fields)
