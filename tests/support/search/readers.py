"""What happens to cards and readers, as the watcher tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.card.model import CardKind
from kiosk.flow.model.events import Event, SlotsChanged, Started
from kiosk.flow.model.staff_messages import FoundClosed
from kiosk.flow.model.visit import Kiosk
from search.canonical import INSERTION, canonical
from search.node import Node
from search.scope import ATRS, Scope

NEXT = INSERTION + 1


def at_start(node: Node, scope: Scope) -> Iterator[tuple[Event, ...]]:
    """Before anything else: how the last process ended, and whether staff had closed the kiosk."""
    if scope.restart and node == canonical(Node(Kiosk(rules=scope.rules))):
        for clean in (True, False):
            yield (Started(clean),)
            yield (Started(clean), FoundClosed())


def reports(node: Node, scope: Scope) -> tuple[Event, ...]:
    return _reports(node.kiosk.report, scope)


@cache
def _reports(before: SlotReport | None, scope: Scope) -> tuple[Event, ...]:
    slots = {} if before is None else {slot.reader: slot for slot in before.slots}
    changed = dict.fromkeys(report for reader in scope.readers for report in _with_one_changed(slots, reader, scope))
    moved = _moved(slots, scope)
    ways = dict.fromkeys((*changed, *moved, *_without_service(scope)))
    return tuple(SlotsChanged(report) for report in ways if report != before)


def _with_one_changed(slots: dict[str, ReaderSlot], reader: str, scope: Scope) -> Iterator[SlotReport]:
    for slot in _next(slots.get(reader), reader, scope):
        others = {name: each for name, each in slots.items() if name != reader}
        now = others if slot is None else {**others, reader: slot}
        yield SlotReport(service=True, slots=tuple(now[name] for name in scope.readers if name in now))


def _next(slot: ReaderSlot | None, reader: str, scope: Scope) -> Iterator[ReaderSlot | None]:
    """What that reader may say next. One that was away may count insertions as it did before, or not."""
    with_card = [_slot(reader, kind) for kind in scope.kinds] + ([_mute(reader)] if scope.mute else [])
    empty = ReaderSlot(reader, present=False, mute=False, atr=b"", changes=NEXT)
    if slot is None:
        yield from (empty, *with_card)
        if scope.unplug:
            yield from (replace(each, changes=INSERTION) for each in (empty, *with_card))
        return
    if slot.present:
        yield empty
    yield from with_card
    if scope.unplug:
        yield None


def _moved(slots: dict[str, ReaderSlot], scope: Scope) -> Iterator[SlotReport]:
    """A card leaves one reader and another is in the other one, in one word."""
    if len(scope.readers) < 2:
        return
    for left in [slot for slot in slots.values() if slot.present]:
        for reader in scope.readers:
            if reader != left.reader and reader in slots:
                out = ReaderSlot(left.reader, present=False, mute=False, atr=b"", changes=NEXT)
                now = {left.reader: out, reader: _slot(reader, scope.kinds[0])}
                yield SlotReport(service=True, slots=tuple(now[name] for name in scope.readers if name in now))


def _slot(reader: str, kind: CardKind) -> ReaderSlot:
    return ReaderSlot(reader, present=True, mute=False, atr=ATRS[kind], changes=NEXT)


def _mute(reader: str) -> ReaderSlot:
    return ReaderSlot(reader, present=True, mute=True, atr=b"", changes=NEXT)


def _without_service(scope: Scope) -> Iterator[SlotReport]:
    if scope.unplug:
        yield SlotReport(service=False, slots=())
        yield SlotReport(service=False, slots=(), stuck=True)
