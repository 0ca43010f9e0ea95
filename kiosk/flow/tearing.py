"""Contact was lost during an operation: only the same card, read again, tells what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from diagnostics.outcomes import Code, Service
from kiosk.card.aftermath import Aftermath, after_unblock_tear
from kiosk.card.atr import kind_of
from kiosk.card.channel import Slot
from kiosk.card.model import CardSnapshot, Counters, Sent
from kiosk.card.permit import TRIES_THAT_END_A_VISIT
from kiosk.flow import services
from kiosk.flow.arrival import cps_slots
from kiosk.flow.effects import ReadSnapshot
from kiosk.flow.events import CardCallReturned, CardCallStuck, ReadFailed, SnapshotRead
from kiosk.flow.kiosk import CardInPlay, Kiosk, Tear
from kiosk.flow.leaving import card_still_there, leave
from kiosk.flow.letter import ask_letter
from kiosk.flow.move import Move
from kiosk.flow.offer import obstacle
from kiosk.flow.reading import puk_dead
from kiosk.flow.rulebook import Rulebook
from kiosk.flow.services import Leaving
from kiosk.flow.states import Action, Face, State

book = Rulebook("Le contact perdu")

TRUTHS = (
    State.TORN_DONE,
    State.HALF_DONE,
    State.TORN_NOT_DONE,
    State.TORN_UNKNOWN,
    State.REPLACEMENT,
    State.OTHER_CARD,
)


def lose_contact(move: Move, sent: Sent) -> Move:
    """Ask for the same card. The codes are wiped already."""
    snapshot = None if move.card is None else move.card.snapshot
    if snapshot is None or snapshot.ef_sn is None or snapshot.counters is None:
        return unknown(move)
    fallback = move.visit.fallback if sent is Sent.NOTHING else Code.TORN_UNKNOWN
    tear = Tear(snapshot.ef_sn, snapshot.counters, snapshot.kind, sent, strangers=strangers(move))
    return read_if_back(wait_for_the_card(move.note(tear=tear, fallback=fallback)))


def strangers(move: Move) -> frozenset[tuple[str, int]]:
    """What lies in the other readers while the card of this visit is in its own cannot be that card."""
    slots = cps_slots(move.kiosk.report)
    own = None if move.card is None else move.card.reader
    return frozenset((slot.reader, slot.changes) for slot in slots if slot.reader != own)


def wait_for_the_card(move: Move) -> Move:
    tear = move.visit.tear
    nothing = tear is not None and tear.sent is Sent.NOTHING
    return move.to(State.TORN, Face.NOTHING_SENT if nothing else Face.UNKNOWN)


def read_if_back(move: Move) -> Move:
    """If a CPS that may be the lost one is in a reader, read it. The reader it was in comes first."""
    slots = _candidates(move)
    before = None if move.card is None else move.card.reader
    slot = next((slot for slot in slots if slot.reader == before), slots[0] if slots else None)
    return move.set(card_ticket=0) if slot is None else _read(move, slot)


def look_for_the_card(move: Move) -> Move:
    """Another card was found: it may have left, or the right one may have come beside it."""
    if card_still_there(move) and not _candidates(move):
        return move
    return read_if_back(wait_for_the_card(move))


def _candidates(move: Move) -> tuple[Slot, ...]:
    tear = move.visit.tear
    known = frozenset() if tear is None else tear.strangers
    return tuple(slot for slot in cps_slots(move.kiosk.report) if (slot.reader, slot.changes) not in known)


def _read(move: Move, slot: Slot) -> Move:
    kind = kind_of(slot.atr)
    before = move.card or CardInPlay(slot.reader, kind, slot.changes)
    card = replace(before, reader=slot.reader, kind=kind, changes=slot.changes, snapshot=None)
    move = move.note(card=card).next_card_ticket()
    return move.do(ReadSnapshot(move.kiosk.card_ticket, slot.reader, kind))


@book.on(State.TORN, SnapshotRead, to=TRUTHS)
def card_came_back(move: Move, event: SnapshotRead) -> Move:
    """The same card, or another; and if it is the same, what it says."""
    tear, snapshot = move.visit.tear, event.snapshot
    move = move.set(card_ticket=0)
    if tear is None or tear.running:
        return unknown(move)
    if snapshot.ef_sn is None or snapshot.counters is None:
        return move
    if snapshot.ef_sn != tear.ef_sn:
        return _another(move, tear)
    return _truth(move.note_card(snapshot=snapshot), tear, snapshot, snapshot.counters)


def _another(move: Move, tear: Tear) -> Move:
    card = move.card
    found = frozenset() if card is None else frozenset({(card.reader, card.changes)})
    move = read_if_back(move.note(tear=replace(tear, strangers=tear.strangers | found)))
    return move if move.kiosk.card_ticket else move.to(State.OTHER_CARD)


def _truth(move: Move, tear: Tear, snapshot: CardSnapshot, after: Counters) -> Move:
    aftermath = after_unblock_tear(tear.before, after, snapshot.kind, tear.sent)
    move = move.note(after=after, tear=None)
    match aftermath:
        case Aftermath.DONE:
            return _end(move, State.TORN_DONE, Code.TORN_DONE)
        case Aftermath.DONE_OLD_CODE:
            return _end(move, State.HALF_DONE, Code.HALF_DONE, Face.CONTACT_LOST)
        case Aftermath.NOT_DONE_NO_TRY:
            return _not_done(move, Code.TORN_NOT_DONE, 0)
        case Aftermath.NOT_DONE_TRY_COUNTED:
            return _not_done(move, Code.TORN_TRY_COUNTED, 1)
        case Aftermath.UNKNOWN:
            return unknown(move, Face.UNKNOWN)
        case _:
            assert_never(aftermath)


def _not_done(move: Move, code: Code, spent: int) -> Move:
    """The service stays open: the person may begin again where the rules allow."""
    tries_spent = move.visit.tries_spent + spent
    fallback = Code.WRONG_PUK if code is Code.TORN_NOT_DONE and move.visit.tries_spent else code
    move = move.note(code=code, fallback=fallback, tries_spent=tries_spent)
    if move.visit.after is not None and move.visit.after.puk_dead:
        return puk_dead(move, Code.PUK_EXHAUSTED)
    return move.to(State.TORN_NOT_DONE, Face.TRY_COUNTED if spent else Face.PLAIN)


def unknown(move: Move, face: Face = Face.PLAIN) -> Move:
    """The card was not read again, or (face UNKNOWN) what it says contradicts itself."""
    return _end(move, State.TORN_UNKNOWN, Code.TORN_UNKNOWN, face)


def _end(move: Move, state: State, code: Code, face: Face = Face.PLAIN) -> Move:
    return services.end(move, Service.UNBLOCK, code).note(code=code, fallback=None).to(state, face)


@book.on(State.TORN, ReadFailed)
@book.on(State.TORN, CardCallStuck)
def not_readable_yet(move: Move, _: object) -> Move:
    """Still waiting: the card is asked for until the time is over."""
    return move.set(card_ticket=0)


@book.on((State.TORN, State.STUCK, State.OTHER_CARD), CardCallReturned)
def abandoned_call_returned(move: Move, event: CardCallReturned) -> Move:
    tear = move.visit.tear
    if tear is None or tear.running != event.ticket:
        return move
    move = move.note(tear=replace(tear, running=0))
    waits = move.kiosk.state is State.TORN and move.kiosk.card_ticket == 0
    return read_if_back(move) if waits else move


@book.on(
    (State.TORN, State.OTHER_CARD, State.STUCK),
    Action.STOP,
    to=(State.TORN_UNKNOWN, State.TAKE_CARD, State.WAITING),
)
def give_up(move: Move, _: object) -> Move:
    """Whoever leaves now is told that it is unknown, if a code may have been sent."""
    tear = move.visit.tear
    if tear is None or tear.sent is Sent.NOTHING:
        return leave(move, Leaving.STOPPED)
    return unknown(move)


@book.on(State.OTHER_CARD, Action.NO_LONGER_HAVE, to=(State.TORN_UNKNOWN, State.TAKE_CARD, State.WAITING))
def no_longer_there(move: Move, event: object) -> Move:
    return give_up(move, event)


@book.on(State.TORN_NOT_DONE, Action.RESTART, to=(State.LETTER_CHECK, State.READING, State.VERDICT))
def begin_again(move: Move, _: object) -> Move:
    return ask_letter(move) if may_begin_again(move) else move


def may_begin_again_with(kiosk: Kiosk) -> bool:
    """The same, asked by the view."""
    return may_begin_again(Move(kiosk, kiosk.entered_at))


def may_begin_again(move: Move) -> bool:
    """Rules 4 and 5, and the card still in its reader."""
    return move.visit.removed_at is None and move.visit.tries_spent < TRIES_THAT_END_A_VISIT and obstacle(move) is None
