"""The search: breadth first over every node that can be reached, with the shortest way to what it finds."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from kiosk.flow.model.events import Pressed
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk
from search.by_itself import ENDS_BY_ITSELF, TOO_LATE, TimeAlone, heeds_what_is_late
from search.canonical import canonical
from search.moves import Happening, Step, happenings, make
from search.node import Node
from search.of_a_state import LEAVING, WAY_OUT, broken_in, broken_on, left, offered, shown
from search.of_a_step import Property, broken_by
from search.quick import quick_moves
from search.scope import Scope

RAISES = "nothing that happens raises an exception"
DEAD_BUTTON = "a button that is offered does something"


_ONLY_OF_THE_SCREEN = frozenset(
    {Action.LANGUAGE, Action.DISPLAY, Action.PRIVACY, Action.SPEAK, Action.WHERE, Action.CORRECT, Action.CLEAR}
)
"""Buttons that the flow never sees: they turn the words, the light or the page, or edit what is typed."""


@dataclass(frozen=True, slots=True)
class Violation:
    """``way``: what happened, from the first node on, the last one broke the property; ``to``: the states passed."""

    broken: Property
    way: tuple[Happening, ...]
    states: tuple[State, ...]
    detail: str = ""


@dataclass
class Walk:
    """A walk over one scope. Nodes are told apart by the 64 bits of their hash."""

    scope: Scope
    nodes: int = 0
    transitions: int = 0
    deepest: int = 0
    complete: bool = False
    violations: dict[Property, Violation] = field(default_factory=dict)
    broken: dict[Property, int] = field(default_factory=dict)
    reached: set[tuple[State, object]] = field(default_factory=set)
    _time_alone: TimeAlone = field(default_factory=TimeAlone)
    _index: dict[int, int] = field(default_factory=dict)
    _parents: list[int] = field(default_factory=list)
    _moves: list[int] = field(default_factory=list)
    _ahead: deque[tuple[int, int, Node, frozenset[Action]]] = field(default_factory=deque)

    @property
    def first(self) -> Node:
        return canonical(Node(Kiosk(rules=self.scope.rules)))

    def run(self, until: Property | None = None) -> Walk:
        """To the end, to the most nodes of the scope, or until this property is found broken."""
        with quick_moves():
            self._meet(self.first, -1, -1, 0)
            while self._ahead and not self._enough(until):
                self._expand(*self._ahead.popleft())
        self.complete = not self._ahead
        return self

    def _enough(self, until: Property | None) -> bool:
        most = self.scope.most_nodes
        return until in self.violations or (most is not None and self.nodes >= most)

    def _expand(self, index: int, depth: int, node: Node, buttons: frozenset[Action]) -> None:
        dead = set(buttons)
        if not self._time_alone.ends(node):
            self._found(ENDS_BY_ITSELF, index, None)
        late = heeds_what_is_late(node.kiosk)
        if late is not None:
            self._found(TOO_LATE, index, Happening(late))
        for at, happening in enumerate(happenings(node, self.scope)):
            self.transitions += 1
            try:
                step = make(node, happening)
            except Exception as error:  # noqa: BLE001  # any exception is what the search looks for
                self._found(RAISES, index, happening, f"{type(error).__name__}: {error}")
                continue
            for sentence in (*broken_by(step), *broken_in(step.after)):
                self._found(sentence, index, happening)
            if isinstance(happening.event, Pressed) and happening.event.action in buttons:
                if _did_something(step):
                    dead.discard(happening.event.action)
                if happening.event.action in LEAVING and not left(step):
                    self._found(WAY_OUT, index, happening)
            self._meet(canonical(step.after, step.now), index, at, depth + 1)
        for action in dead:
            if not _did_something(make(node, Happening(Pressed(action, node.kiosk.front)))):
                self._found(DEAD_BUTTON, index, None, action.value)

    def _meet(self, node: Node, parent: int, at: int, depth: int) -> int:
        key = hash(node)
        known = self._index.get(key)
        if known is not None:
            return known
        index = self.nodes
        self._index[key] = index
        self.nodes += 1
        self.deepest = max(self.deepest, depth)
        self._parents.append(parent)
        self._moves.append(at)
        self.reached.add((node.kiosk.state, node.kiosk.visit.face))
        self._ahead.append((index, depth, node, self._look_at(node, index)))
        return index

    def _look_at(self, node: Node, index: int) -> frozenset[Action]:
        """Judge the state and its screen; the buttons that the flow is to answer."""
        try:
            screen = shown(node)
        except Exception as error:  # noqa: BLE001  # likewise
            self._found(RAISES, index, None, f"{type(error).__name__}: {error}")
            return frozenset()
        for sentence in broken_on(node, screen):
            self._found(sentence, index, None)
        return frozenset(offered(screen)) - _ONLY_OF_THE_SCREEN

    def _found(self, sentence: Property, index: int, last: Happening | None, detail: str = "") -> None:
        self.broken[sentence] = self.broken.get(sentence, 0) + 1
        if sentence not in self.violations:
            way, states = self.way_to(index)
            self.violations[sentence] = Violation(sentence, (*way, *((last,) if last else ())), states, detail)

    def way_to(self, index: int) -> tuple[tuple[Happening, ...], tuple[State, ...]]:
        """What happened from the first node to that one: replayed, so that nothing but numbers is kept."""
        moves = []
        while self._parents[index] >= 0:
            moves.append(self._moves[index])
            index = self._parents[index]
        node, way, states = self.first, [], [State.WAITING]
        for at in reversed(moves):
            happening = next(each for n, each in enumerate(happenings(node, self.scope)) if n == at)
            step = make(node, happening)
            node = canonical(step.after, step.now)
            way.append(happening)
            states.append(node.kiosk.state)
        return tuple(way), tuple(states)


def _did_something(step: Step) -> bool:
    before, after = step.before.kiosk, step.after.kiosk
    return bool(step.effects) or (before.front, before.visit, before.overlay) != (
        after.front,
        after.visit,
        after.overlay,
    )
