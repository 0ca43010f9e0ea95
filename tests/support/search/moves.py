"""Every way from a node to the next: what happens, and what becomes of kiosk, vault and memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.card.model import (
    CardKind,
    CodeChanged,
    CurrentPinRefused,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
)
from kiosk.flow.machine import step
from kiosk.flow.model.effects import (
    Effect,
    EndVisit,
    Print,
    ReadContent,
    ReadSnapshot,
    Unblock,
    UseCurrentPin,
    VisitOver,
)
from kiosk.flow.model.events import (
    CardCallStuck,
    ContentRead,
    CurrentPinEnded,
    Event,
    PaperEnded,
    PaperSent,
    PrinterAnswered,
    ReadFailed,
    ReadFailure,
    SnapshotRead,
    Tick,
    UnblockEnded,
)
from kiosk.flow.model.staff_desk import CodeAnswer
from kiosk.flow.model.staff_messages import StaffCodeAnswered
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.sending.operation_ended import furthest
from reports.printing.trouble import Trouble
from search.answers import answers, by_deadline
from search.canonical import canonical
from search.clocks import LATER, NOW, Clock, at_age, running
from search.node import Call, Held, Memory, Node, OnPaper
from search.people import HELPING, press, presses, typing
from search.quick import quick_replace
from search.readers import at_start, reports
from search.scope import Scope, Staff

_ANSWERS_OF_THE_CARD = (SnapshotRead, ContentRead, ReadFailed, UnblockEnded, CurrentPinEnded, CardCallStuck)
_LOST = (ReadFailure.GONE, ReadFailure.MUTE, ReadFailure.NO_SERVICE)
_SENDING = (Call.UNBLOCK, Call.CURRENT_PIN)
_CALLS: tuple[tuple[type[Effect], Call], ...] = (
    (ReadSnapshot, Call.SNAPSHOT),
    (ReadContent, Call.CONTENT),
    (Unblock, Call.UNBLOCK),
    (UseCurrentPin, Call.CURRENT_PIN),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """``held``: the vault after what was typed. ``clock``: the one that reaches ``age`` now; a Tick without one comes
    past every deadline. ``then``: what follows at once, as one happening.
    """

    event: Event
    held: Held | None = None
    clock: Clock | None = None
    age: float = 0.0
    then: tuple[Event, ...] = ()

    @property
    def only_time(self) -> bool:
        return isinstance(self.event, Tick)


@dataclass(frozen=True, slots=True)
class Step:
    """One move made: the node before, what happened, and everything after it but the renumbering."""

    before: Node
    happening: Happening
    now: float
    after: Node
    effects: tuple[Effect, ...]


_BUSY = frozenset({Clock.ENTERED, Clock.CODE})
"""Clocks that run while people are there."""


COME_TO_HELP = Happening(press(Action.STAFF), then=HELPING)
"""An agent types the code and goes on to help: nothing else happens meanwhile, which the whole desk allows for."""


def happenings(node: Node, scope: Scope) -> Iterator[Happening]:
    for happening in of_time(node):
        if scope.idle or happening.clock in _BUSY:
            yield happening
    yield from map(Happening, reports(node, scope))
    yield from map(Happening, answers(node, scope))
    yield from (Happening(first, then=tuple(then)) for first, *then in at_start(node, scope))
    yield from map(Happening, presses(node, scope))
    if scope.staff is Staff.HELP and node.kiosk.staff is None and not node.kiosk.state.traits.sending:
        yield COME_TO_HELP
    for event, held in typing(node, scope):
        yield Happening(event, held)
    if scope.printer:
        trouble = Trouble.NO_PAPER if node.kiosk.printer_trouble is None else None
        yield Happening(PrinterAnswered(trouble))


def of_time(node: Node) -> Iterator[Happening]:
    """Each clock to its next deadline, in any order, and all of them past the last."""
    clocks = tuple(running(node.kiosk, NOW))
    for each in clocks:
        if each.next is not None:
            yield Happening(Tick(), clock=each.clock, age=each.next)
    if clocks:
        yield Happening(Tick())


def by_time_alone(node: Node) -> Iterator[Happening]:
    """What happens if nobody does anything: deadlines, of the kiosk and of its lanes."""
    yield from of_time(node)
    yield from map(Happening, by_deadline(node))


def make(node: Node, happening: Happening) -> Step:
    """Let it happen. Whatever ``step`` raises is raised."""
    made = _make(node, happening)
    for event in happening.then:
        last = _make(canonical(made.after, made.now), Happening(event))
        made = Step(node, happening, last.now, last.after, (*made.effects, *last.effects))
    return made


def _make(node: Node, happening: Happening) -> Step:
    kiosk, now = node.kiosk, NOW
    if happening.only_time:
        if happening.clock is None:
            now = NOW + LATER
        else:
            kiosk = at_age(kiosk, happening.clock, happening.age)
    after, effects = step(kiosk, happening.event, now)
    held = (happening.held or node.held).after(effects)
    memory = _memory(node, happening.event, after, effects, held)
    call, paper = _call(node, happening.event, effects), _paper(node, happening.event, effects)
    return Step(node, happening, now, Node(after, held, call, paper, memory), effects)


def _call(node: Node, event: Event, effects: tuple[Effect, ...]) -> Call:
    call = Call.NONE if isinstance(event, _ANSWERS_OF_THE_CARD) else node.call
    for effect in effects:
        for kind, asked in _CALLS:
            if isinstance(effect, kind):
                call = asked
    return call


def _paper(node: Node, event: Event, effects: tuple[Effect, ...]) -> OnPaper:
    if any(isinstance(effect, Print) for effect in effects):
        return OnPaper.ASKED
    if isinstance(event, PaperSent):
        return OnPaper.SENT
    return OnPaper.NOTHING if isinstance(event, PaperEnded) else node.paper


def _memory(node: Node, event: Event, after: Kiosk, effects: tuple[Effect, ...], held: Held) -> Memory:
    memory = node.memory
    match event:
        case SnapshotRead():
            memory = quick_replace(memory, read=event.snapshot.ef_sn)
        case UnblockEnded() | CurrentPinEnded() | CardCallStuck() | ReadFailed() if node.call in _SENDING:
            memory = _after_operation(memory, event, node.kiosk)
        case StaffCodeAnswered(_, CodeAnswer.ACCEPTED):
            memory = quick_replace(memory, agent=True)
    if after.staff is None and memory.agent:
        memory = quick_replace(memory, agent=False)
    for effect in effects:
        match effect:
            case EndVisit() | VisitOver():
                memory = Memory(agent=memory.agent)
            case Unblock():
                memory = quick_replace(memory, sent=held.puk)
            case UseCurrentPin():
                memory = quick_replace(memory, sent=held.current_pin)
    return memory


def _after_operation(
    memory: Memory, event: UnblockEnded | CurrentPinEnded | CardCallStuck | ReadFailed, kiosk: Kiosk
) -> Memory:
    """A refused code is told from the others as long as the card cannot have taken it as its new one."""
    code, memory = memory.sent, quick_replace(memory, sent="")
    purpose = kiosk.visit.purpose
    kind = CardKind.CPS3 if kiosk.visit.card is None else kiosk.visit.card.kind
    match event:
        case ReadFailed():
            return quick_replace(memory, read=None) if event.failure in _LOST else memory
        case CardCallStuck():
            sent = Sent.NOTHING if event.nothing_sent else furthest(purpose)
            return _maybe_new(quick_replace(memory, read=None), sent, kind)
    match event.result:
        case Torn(sent):
            return _maybe_new(quick_replace(memory, read=None), sent, kind)
        case Unexpected(sent, _):
            return _maybe_new(memory, sent, kind)
        case PukRefused():
            return quick_replace(memory, refused_puk=_added(memory.refused_puk, code))
        case CurrentPinRefused():
            return quick_replace(memory, refused_pin=_added(memory.refused_pin, code))
        case Unblocked():
            return quick_replace(memory, refused_pin="", proved=not kiosk.visit.forgotten)
        case CodeChanged() | ProofRefused():
            return quick_replace(memory, refused_pin="")
        case _:
            return memory


def _maybe_new(memory: Memory, sent: Sent, kind: CardKind) -> Memory:
    """RESET carries the new code on a CPS3 only (deploy/reference/card.md §7.4)."""
    carries = sent in (Sent.NEW_CODE, Sent.PROOF) or (sent is Sent.RESET and kind is CardKind.CPS3)
    return quick_replace(memory, refused_pin="") if carries else memory


def _added(refused: str, code: str) -> str:
    return refused if code in refused else "".join(sorted(refused + code))
