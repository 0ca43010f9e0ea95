"""The table of the machine: which trigger, in which state, calls which handler and may lead where.

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
)
Trigger = Action | Answer
Handler = Callable[[Move, Any], Move]


@dataclass(frozen=True, slots=True)
class Rule:
    """In ``state``, ``trigger`` calls ``handler``, which stays or goes to one of ``targets``."""

    state: State
    trigger: Trigger
    handler: Handler
    targets: frozenset[State]


class TransitionTable:
    """Rules of one group of states, gathered by its ``on`` decorator; ``title`` names the group in the diagram."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.rules: dict[tuple[State, Trigger], Rule] = {}

    def on(
        self, states: State | Iterable[State], trigger: Trigger, *, to: Iterable[State] = ()
    ) -> Callable[[Handler], Handler]:
        """Register the decorated handler; ``to`` lists the states it may lead to besides staying."""
        sources = (states,) if isinstance(states, State) else tuple(states)

        def register(handler: Handler) -> Handler:
            for state in sources:
                self._add(Rule(state, trigger, handler, frozenset(to)))
            return handler

        return register

    def _add(self, rule: Rule) -> None:
        key = (rule.state, rule.trigger)
        if key in self.rules:
            raise ValueError(f"two rules for {rule.state.value} and {rule.trigger}")
        self.rules[key] = rule


def merged(*tables: TransitionTable) -> Mapping[tuple[State, Trigger], Rule]:
    """One table of all; raises ValueError if two of them claim the same cell."""
    table = TransitionTable()
    for each in tables:
        for rule in each.rules.values():
            table._add(rule)
    return table.rules
