"""A way through the search in words, one line for each thing that happens, to be told again as a story in a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.card.model import CardSnapshot, Counters
from kiosk.flow.model.entry import CodeEntry
from kiosk.flow.model.events import (
    CardCallStuck,
    ContentRead,
    CurrentPinEnded,
    EntryChanged,
    Event,
    PaperEnded,
    Pressed,
    ReadFailed,
    SlotsChanged,
    SnapshotRead,
    Started,
    Tick,
    UnblockEnded,
)
from search.moves import COME_TO_HELP, Happening
from search.scope import ATRS, READINGS
from search.walk import Violation
from stories.story import SERIAL


def told(violation: Violation) -> Iterator[str]:
    """What is broken, then the shortest way to it; the state that each step leads to stands at its end."""
    yield f"BROKEN: {violation.broken}{f' ({violation.detail})' if violation.detail else ''}"
    reached = (*(state.value for state in violation.states[1:]), "")
    for number, (happening, state) in enumerate(zip(violation.way, reached, strict=False), start=1):
        yield f"  {number:2}. {happens(happening)}{f' → {state}' if state else ''}"


def happens(happening: Happening) -> str:
    if happening.clock is not None:
        return f"{happening.clock.value} {happening.age:g} s"
    if happening is COME_TO_HELP:
        return "an agent types the code, and goes on to help"
    return ", then ".join(map(_event, (happening.event, *happening.then)))


def _event(event: Event) -> str:
    match event:
        case Pressed(action, _):
            return f"press {action.name}"
        case EntryChanged(entry, _):
            return f"type: {_entry(entry)}"
        case SlotsChanged(report):
            return "; ".join(map(_slot, report.slots)) or ("no reader" if report.service else "no card service")
        case SnapshotRead(_, snapshot):
            return f"short reading: {_snapshot(snapshot)}"
        case ContentRead():
            return f"long reading {_reading(event)}"
        case ReadFailed(_, failure):
            return f"the card call fails: {failure.name}"
        case CardCallStuck():
            return f"the card call is abandoned, {'nothing' if event.nothing_sent else 'perhaps something'} was sent"
        case UnblockEnded(_, result) | CurrentPinEnded(_, result):
            return f"the operation ends: {_result(result)}"
        case PaperEnded(_, result):
            return f"the paper ends: {result.name}"
        case Started(clean):
            return f"start after {'a clean' if clean else 'an unclean'} end"
        case Tick():
            return "a long time passes"
        case _:
            return type(event).__name__


def _entry(entry: CodeEntry) -> str:
    digits = {"PUK": entry.puk, "current PIN": entry.current_pin, "new PIN": entry.new_pin, "again": entry.confirm}
    said = [f"{name} {count}" for name, count in digits.items() if count]
    refused = entry.puk_already_refused or entry.current_pin_already_refused
    notes = [*(["refused before"] if refused else []), entry.confirmation.value]
    return ", ".join((*said, *notes)) if said else "nothing"


def _slot(slot: Any) -> str:
    kind = next((kind.value for kind, atr in ATRS.items() if atr == slot.atr), "mute card")
    return f"{slot.reader[-2:]}: {kind if slot.present else 'empty'}"


def _snapshot(snapshot: CardSnapshot) -> str:
    card = "no EF.SN" if snapshot.ef_sn is None else "this card" if snapshot.ef_sn == SERIAL else "another card"
    return f"{card}, {_counters(snapshot.counters)}"


def _counters(counters: Counters | None) -> str:
    if counters is None:
        return "counters unreadable"
    uses = "" if counters.puk_uses_left is None else f", uses {counters.puk_uses_left}"
    return f"PIN {counters.pin.left}, PUK {counters.puk.left}{uses}"


def _reading(event: ContentRead) -> str:
    names = {(each.content, each.findings): each.name for each in READINGS}
    return names[event.content, event.certificates]


def _result(result: Any) -> str:
    parts = [type(result).__name__]
    if hasattr(result, "sent"):
        parts.append(f"after {result.sent.name}")
    if hasattr(result, "counters"):
        parts.append(_counters(result.counters))
    return " ".join(parts)
