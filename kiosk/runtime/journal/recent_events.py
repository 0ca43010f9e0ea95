"""The last technical events, for staff at the machine and for the diagnostic bundle: words from closed lists only."""

from __future__ import annotations

import builtins
import io
import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TextIO

from diagnostics.database.faults import Fault
from kiosk.card.errors import CardError
from kiosk.flow.model.staff_desk import TechnicalEvent, TechnicalEvents
from kiosk.runtime.journal.journal import STDERR, Technical
from reports.printing.trouble import Trouble

KEPT = 200
"""Events kept in memory; a day has a few dozen."""

ON_A_PAGE = 30
"""Of those, events that a page of staff mode shows."""

COUNT_MAX = 999
"""A greater number is none of ours, and four digits could be a code."""

SHOWN = frozenset(Technical) - {Technical.STATE, Technical.TRACE_ENDED}
"""A state's name beside a time is an outcome: such lines are of simulated cards, and stay out all the same."""

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class RecentEvent:
    """``at`` is aware, in UTC, to the second. ``fields``: see ``journal``; here each value is of a closed list."""

    event: Technical
    at: datetime
    fields: Mapping[str, Value] = field(default_factory=dict)


class RecentEvents(io.StringIO):
    """A stream for ``Journal``: keeps its last lines in memory and passes every line on to ``stream``."""

    def __init__(self, stream: TextIO | None = STDERR, kept: int = KEPT) -> None:
        super().__init__()
        self._stream = stream
        self._lines: deque[str] = deque(maxlen=kept)
        self._lock = Lock()

    def write(self, text: str) -> int:
        """One line of the journal. Raises what ``stream`` raises, after the line was kept."""
        with self._lock:
            self._lines.append(text)
        if self._stream is not None:
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        if self._stream is not None:
            self._stream.flush()

    def events(self) -> tuple[RecentEvent, ...]:
        """The oldest first; from any thread."""
        with self._lock:
            lines = tuple(self._lines)
        return events_in(lines)


def events_in(lines: Iterable[str]) -> tuple[RecentEvent, ...]:
    """The last ``KEPT`` technical events of a journal, whoever wrote into it; everything else is left out."""
    found = (_event(line) for line in lines)
    return tuple(deque((event for event in found if event is not None), maxlen=KEPT))


def technical_events(events: Iterable[RecentEvent]) -> TechnicalEvents:
    """The last ``ON_A_PAGE`` of ``events`` (oldest first), newest first, in local time."""
    newest = list(events)[: -ON_A_PAGE - 1 : -1]
    return TechnicalEvents(
        tuple(TechnicalEvent(each.at.astimezone(), each.event.value, tuple(each.fields.items())) for each in newest)
    )


def _event(line: str) -> RecentEvent | None:
    try:
        read = json.loads(line)
        event, at = Technical(read["event"]), datetime.fromisoformat(read["timestamp"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    if event not in SHOWN or at.tzinfo is None:
        return None
    fields = {name: value for name, value in read.items() if _is_ours(name, value)}
    return RecentEvent(event, at.astimezone(UTC).replace(microsecond=0), fields)


def _is_ours(name: str, value: Any) -> bool:
    match name:
        case "count" | "unreachable":
            return type(value) is int and 0 <= value <= COUNT_MAX
        case "available" | "simulated" | "clean":
            return isinstance(value, bool)
        case "lane" | "fault" | "kind":
            return isinstance(value, str) and value in _WORDS[name]
        case _:
            return False


def _names(errors: Iterable[type]) -> frozenset[str]:
    return frozenset(error.__name__ for error in errors)


_BUILT_IN = [each for each in vars(builtins).values() if isinstance(each, type) and issubclass(each, Exception)]
_WORDS = {
    "lane": frozenset({"card", "paper", "records", "codes", "pages", "readers", "thread"}),
    "fault": frozenset(fault.value for fault in (*Fault, *Trouble)) | {""},
    "kind": _names(_BUILT_IN) | _names(CardError.__subclasses__()) | {CardError.__name__},
}
