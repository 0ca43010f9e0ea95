"""What the lanes may answer: every reading, every end of an operation, every failure, every fate of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kiosk.card.codes.unblock.judgement import uses_fit
from kiosk.card.cps.generations import dialect_of
from kiosk.card.model import (
    Activity,
    CardKind,
    CardSnapshot,
    CodeAccepted,
    CodeChanged,
    Counters,
    CurrentPinRefused,
    HalfDone,
    NewCodeRefused,
    PracticeSituations,
    ProofRefused,
    PukRefused,
    Purpose,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
    UpdateWindow,
    Voided,
)
from kiosk.flow.model.events import (
    CardCallReturned,
    CardCallStuck,
    ContentRead,
    CurrentPinEnded,
    Event,
    PaperEnded,
    PaperResult,
    PaperSent,
    ReadFailed,
    ReadFailure,
    SnapshotRead,
    UnblockEnded,
)
from reports.printing.trouble import Trouble
from search.canonical import CARD_TICKET, PAPER_TICKET, RUNNING_TICKET
from search.node import Call, Node, OnPaper
from search.scope import PIN_MAX, PUK_MAX, Scope
from stories.story import OTHER_SERIAL, SERIAL, TODAY

SITUATIONS = PracticeSituations((Activity(1, speciality=26),), None)
_FAILURES = (
    *(ReadFailed(CARD_TICKET, failure) for failure in ReadFailure),
    CardCallStuck(CARD_TICKET, nothing_sent=True),
)
_NOBODY_KNOWS = CardCallStuck(CARD_TICKET, nothing_sent=False)


def answers(node: Node, scope: Scope) -> Iterator[Event]:
    yield from _of_the_card(node, scope)
    yield from _of_paper(node)
    lost = node.kiosk.visit.lost_contact
    if lost is not None and lost.running:
        yield CardCallReturned(RUNNING_TICKET)


def _of_the_card(node: Node, scope: Scope) -> tuple[Event, ...]:
    visit = node.kiosk.visit
    card = visit.card
    if node.call is Call.NONE or card is None:
        return ()
    if node.call is Call.SNAPSHOT:
        return _snapshots(scope, card.reader, card.kind)
    if node.call is Call.CONTENT:
        return _readings(scope)
    before = visit.counters
    if before is None:
        raise ValueError("an operation runs on a card that was not read")
    if node.call is Call.UNBLOCK:
        return _unblockings(scope, card.kind, before)
    return _uses(scope, card.kind, before, visit.purpose or Purpose.TRY)


@cache
def _snapshots(scope: Scope, reader: str, kind: CardKind) -> tuple[Event, ...]:
    """Whichever card it is, whatever it counts; and one that says neither."""
    told = CardSnapshot(reader, kind, SERIAL, None, UpdateWindow.ABSENT)
    fitting = [each for each in scope.counters if (each.puk.max is None) is (kind is CardKind.CPS4)]
    read = [replace(told, ef_sn=ef_sn, counters=each) for ef_sn in (SERIAL, OTHER_SERIAL) for each in fitting]
    return (
        *(SnapshotRead(CARD_TICKET, each) for each in (*read, told, replace(told, ef_sn=None, counters=fitting[0]))),
        *_FAILURES,
    )


@cache
def _readings(scope: Scope) -> tuple[Event, ...]:
    read = (
        ContentRead(CARD_TICKET, each.content, TODAY, clock_sane=True, certificates=each.findings)
        for each in scope.readings
    )
    return (*read, *_FAILURES)


@cache
def _unblockings(scope: Scope, kind: CardKind, before: Counters) -> tuple[Event, ...]:
    dialect = dialect_of(kind)
    steps = () if dialect is None else tuple(step.sent for step in dialect.unblock_steps)
    any_of = _same_generation(scope, before)
    whole = [each for each in any_of if scope.lying or _is_whole(each, before)]
    refused = [each for each in any_of if scope.lying or _one_puk_try_less(each, before)]
    reset = [each for each in any_of if scope.lying or each.pin.left > 0]
    ends = (
        *map(Unblocked, whole),
        *map(PukRefused, refused),
        *(ProofRefused(each) for each in (None, *reset)),
        *(HalfDone(each) for each in (None, *reset) if Sent.NEW_CODE in steps),
        *_alike(scope, steps, any_of),
    )
    return (*(UnblockEnded(CARD_TICKET, each) for each in ends), *_FAILURES, _NOBODY_KNOWS)


@cache
def _uses(scope: Scope, kind: CardKind, before: Counters, purpose: Purpose) -> tuple[Event, ...]:
    dialect = dialect_of(kind)
    steps = () if dialect is None else dialect.change_steps if purpose is Purpose.CHANGE else dialect.current_pin_steps
    any_of = _same_generation(scope, before)
    full = [each for each in any_of if scope.lying or _only_the_pin(each, before, PIN_MAX)]
    refused = [each for each in any_of if scope.lying or _only_the_pin(each, before, before.pin.left - 1)]
    known = (SITUATIONS, None) if purpose is Purpose.SITUATIONS else (None,)
    of_a_change = (
        *map(CodeChanged, full),
        *map(NewCodeRefused, full),
        *(ProofRefused(each) for each in (None, *any_of)),
    )
    ends = (
        *(() if purpose is Purpose.CHANGE else (CodeAccepted(each, found) for each in full for found in known)),
        *(of_a_change if purpose is Purpose.CHANGE else ()),
        *map(CurrentPinRefused, refused),
        *_alike(scope, tuple(step.sent for step in steps), any_of),
    )
    return (*(CurrentPinEnded(CARD_TICKET, each) for each in ends), *_FAILURES, _NOBODY_KNOWS)


def _alike(
    scope: Scope, steps: tuple[Sent, ...], any_of: tuple[Counters, ...]
) -> tuple[Voided | Torn | Unexpected, ...]:
    sent = tuple(Sent) if scope.lying else (Sent.NOTHING, *steps)
    return (
        Voided(),
        *map(Torn, sent),
        *(Unexpected(each, held) for each in sent for held in (None, *any_of)),
    )


def _same_generation(scope: Scope, before: Counters) -> tuple[Counters, ...]:
    return tuple(each for each in scope.counters if each.puk.max == before.puk.max)


def _is_whole(after: Counters, before: Counters) -> bool:
    return after.pin.left == PIN_MAX and after.puk.left in (before.puk.left, PUK_MAX) and uses_fit(before, after)


def _one_puk_try_less(after: Counters, before: Counters) -> bool:
    """Or none, of a PUK that has no use left."""
    fallen = before.puk.left - after.puk.left
    return after.pin == before.pin and uses_fit(before, after) and fallen in ((0, 1) if after.puk_dead else (1,))


def _only_the_pin(after: Counters, before: Counters, tries: int) -> bool:
    return after.pin.left == tries and (after.puk, after.puk_uses_left) == (before.puk, before.puk_uses_left)


@cache
def _papers(paper: OnPaper) -> tuple[Event, ...]:
    ended = (
        *(PaperEnded(PAPER_TICKET, each) for each in (PaperResult.PRINTED, PaperResult.SENT)),
        PaperEnded(PAPER_TICKET, PaperResult.FAILED, Trouble.OFFLINE),
        PaperEnded(PAPER_TICKET, PaperResult.FAILED, Trouble.OFFLINE, may_come_out=True),
    )
    if paper is OnPaper.ASKED:
        return (PaperSent(PAPER_TICKET), PaperEnded(PAPER_TICKET, PaperResult.SHOWN), *ended)
    return ended if paper is OnPaper.SENT else ()


def _of_paper(node: Node) -> tuple[Event, ...]:
    return _papers(node.paper)


def by_deadline(node: Node) -> tuple[Event, ...]:
    """What a lane answers in the end, if nothing else does."""
    if node.call in (Call.UNBLOCK, Call.CURRENT_PIN):
        return (CardCallStuck(CARD_TICKET, nothing_sent=True), _NOBODY_KNOWS)
    return (CardCallStuck(CARD_TICKET, nothing_sent=True),) if node.call is not Call.NONE else ()
