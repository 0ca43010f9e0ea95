"""The table of the machine: which trigger, in which state or page of staff mode, calls which handler, and where to.

The diagram is drawn from this table, and tests hold ``step`` to it: no move that it does not announce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.flow.model.events import (
    CardCallReturned,
    CardCallStuck,
    ContentRead,
    CurrentPinEnded,
    EntryChanged,
    PaperEnded,
    PaperSent,
    ReadFailed,
    SnapshotRead,
    UnblockEnded,
)
from kiosk.flow.model.staff_desk import Page
from kiosk.flow.model.staff_messages import StaffCodeAnswered, StaffTold, StaffTyped
from kiosk.flow.model.states import Action, State
from kiosk.flow.step.move import Move

Answer = (
    type[SnapshotRead]
    | type[ContentRead]
    | type[ReadFailed]
    | type[UnblockEnded]
    | type[CurrentPinEnded]
    | type[CardCallStuck]
    | type[CardCallReturned]
    | type[PaperSent]
    | type[PaperEnded]
    | type[EntryChanged]
    | type[StaffTyped]
    | type[StaffCodeAnswered]
    | type[StaffTold]
)
Trigger = Action | Answer
Place = State | Page
"""Where a rule holds: in a state of the visit, or on a page of staff mode, which stands over it."""

Handler = Callable[[Move, Any], Move]


@dataclass(frozen=True, slots=True)
class Rule:
    """At ``place``, ``trigger`` calls ``handler``, which stays or goes to one of ``targets``.

    The target None of a page is the visit underneath: staff mode closes.
    """

    place: Place
    trigger: Trigger
    handler: Handler
    targets: frozenset[Place | None]


class TransitionTable:
    """Rules of one group of states or pages, gathered by its ``on`` decorator; the diagram names it ``title``."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.rules: dict[tuple[Place, Trigger], Rule] = {}

    def on(
        self, places: Place | Iterable[Place], trigger: Trigger, *, to: Iterable[Place | None] = ()
    ) -> Callable[[Handler], Handler]:
        """Register the decorated handler; ``to`` lists the places it may lead to besides staying."""
        sources = (places,) if isinstance(places, State | Page) else tuple(places)

        def register(handler: Handler) -> Handler:
            for place in sources:
                self._add(Rule(place, trigger, handler, frozenset(to)))
            return handler

        return register

    def _add(self, rule: Rule) -> None:
        key = (rule.place, rule.trigger)
        if key in self.rules:
            raise ValueError(f"two rules for {rule.place} and {rule.trigger}")
        self.rules[key] = rule


def merged(*tables: TransitionTable) -> Mapping[tuple[Place, Trigger], Rule]:
    """One table of all; raises ValueError if two of them claim the same cell."""
    table = TransitionTable()
    for each in tables:
        for rule in each.rules.values():
            table._add(rule)
    return table.rules
