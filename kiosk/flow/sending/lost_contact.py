"""Contact was lost during an operation: only the same card, read again, tells what happened."""

from __future__ import annotations

from dataclasses import replace

from kiosk.card.codes.unblock.policy import TRIES_THAT_END_A_VISIT
from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import ReaderSlot
from kiosk.card.model import Sent
from kiosk.flow.card.arrival import cps_slots
from kiosk.flow.codes.current_pin import ask_current_pin
from kiosk.flow.codes.letter import ask_letter
from kiosk.flow.model.effects import ReadSnapshot
from kiosk.flow.model.events import CardCallReturned, CardCallStuck, ReadFailed, SnapshotRead
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import CardInPlay, Kiosk, LostContact
from kiosk.flow.sending.after_lost_contact import AFTER_READING, conclude_from_card, tell_unknown, unknown_code
from kiosk.flow.step import services
from kiosk.flow.step.leaving import card_still_there, leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import current_pin_offered, unblock_offered
from kiosk.flow.step.services import Leaving, service_of
from kiosk.flow.step.transitions import TransitionTable

table = TransitionTable("Le contact perdu")

_GIVEN_UP = (State.TORN_UNKNOWN, State.TAKE_CARD, State.WAITING)


def lose_contact(move: Move, sent: Sent) -> Move:
    """Ask for the same card. The codes are wiped already."""
    move = remember_card(move, sent)
    return tell_unknown(move) if move.visit.lost_contact is None else read_if_back(wait_for_the_card(move))


def remember_card(move: Move, sent: Sent, running: int = 0) -> Move:
    """Note which card is to come back, and how far the operation went; see ``LostContact``.

    Of what it said no more than its EF.SN and its counters is kept: whoever brings it back has it read again. Nothing
    is noted of a card that could not be known again.
    """
    snapshot, visit = move.visit.snapshot, move.visit
    if snapshot is None or snapshot.ef_sn is None or snapshot.counters is None:
        return move
    if sent is not Sent.NOTHING:
        move = services.set_outcome_if_left(move, service_of(visit), unknown_code(visit, sent))
    lost = LostContact(
        snapshot.ef_sn, snapshot.counters, snapshot.kind, sent, running, strangers(move.kiosk), visit.purpose
    )
    return move.with_card(content=None, verdict=None).with_visit(lost_contact=lost, after=None)


def strangers(kiosk: Kiosk) -> frozenset[tuple[str, int]]:
    """What lies in the other readers while the card of this visit is in its own cannot be that card."""
    slots = cps_slots(kiosk.report)
    own = None if kiosk.visit.card is None else kiosk.visit.card.reader
    return frozenset((slot.reader, slot.changes) for slot in slots if slot.reader != own)


def wait_for_the_card(move: Move) -> Move:
    lost = move.visit.lost_contact
    nothing = lost is not None and lost.sent is Sent.NOTHING
    return move.enter(State.TORN, Face.NOTHING_SENT if nothing else Face.UNKNOWN)


def read_if_back(move: Move) -> Move:
    """If a CPS that may be the lost one is in a reader, read it. The reader it was in comes first."""
    slots = _candidates(move.kiosk)
    before = None if move.card is None else move.card.reader
    slot = next((slot for slot in slots if slot.reader == before), slots[0] if slots else None)
    return move.with_kiosk(card_ticket=0) if slot is None else _read(move, slot)


def look_for_the_card(move: Move) -> Move:
    """Another card was found: it may have left, or the right one may have come beside it."""
    if card_still_there(move.kiosk) and not _candidates(move.kiosk):
        return move
    return read_if_back(wait_for_the_card(move))


def _candidates(kiosk: Kiosk) -> tuple[ReaderSlot, ...]:
    lost = kiosk.visit.lost_contact
    known = frozenset() if lost is None else lost.strangers
    return tuple(slot for slot in cps_slots(kiosk.report) if (slot.reader, slot.changes) not in known)


def _read(move: Move, slot: ReaderSlot) -> Move:
    kind = kind_of(slot.atr)
    before = move.card or CardInPlay(slot.reader, kind, slot.changes)
    card = replace(before, reader=slot.reader, kind=kind, changes=slot.changes, snapshot=None)
    move = move.with_visit(card=card).next_card_ticket()
    return move.emit(ReadSnapshot(move.kiosk.card_ticket, slot.reader, kind))


@table.on(State.TORN, SnapshotRead, to=(*AFTER_READING, State.OTHER_CARD))
def card_came_back(move: Move, event: SnapshotRead) -> Move:
    """The same card, or another; and if it is the same, what it says."""
    lost, snapshot = move.visit.lost_contact, event.snapshot
    move = move.with_kiosk(card_ticket=0)
    if lost is None or lost.running:
        return tell_unknown(move)
    if snapshot.ef_sn is None or snapshot.counters is None:
        return move
    if snapshot.ef_sn != lost.ef_sn:
        return _another(move, lost)
    return conclude_from_card(move, lost, snapshot, snapshot.counters)


def _another(move: Move, lost: LostContact) -> Move:
    card = move.card
    found = frozenset() if card is None else frozenset({(card.reader, card.changes)})
    move = read_if_back(move.with_visit(lost_contact=replace(lost, strangers=lost.strangers | found)))
    return move if move.kiosk.card_ticket else move.enter(State.OTHER_CARD)


@table.on(State.TORN, ReadFailed)
@table.on(State.TORN, CardCallStuck)
def not_readable_yet(move: Move, _: object) -> Move:
    """Still waiting: the card is asked for until the time is over."""
    return move.with_kiosk(card_ticket=0)


@table.on((State.TORN, State.STUCK, State.OTHER_CARD), CardCallReturned)
def abandoned_call_returned(move: Move, event: CardCallReturned) -> Move:
    lost = move.visit.lost_contact
    if lost is None or lost.running != event.ticket:
        return move
    move = move.with_visit(lost_contact=replace(lost, running=0))
    waits = move.kiosk.state is State.TORN and move.kiosk.card_ticket == 0
    return read_if_back(move) if waits else move


@table.on((State.TORN, State.OTHER_CARD, State.STUCK), Action.STOP, to=_GIVEN_UP)
@table.on(State.OTHER_CARD, Action.NO_LONGER_HAVE, to=_GIVEN_UP)
def give_up(move: Move, _: object) -> Move:
    """Whoever leaves now is told that it is unknown, if a code may have been sent."""
    lost = move.visit.lost_contact
    if lost is None or lost.sent is Sent.NOTHING:
        return leave(move, Leaving.STOPPED)
    return tell_unknown(move)


@table.on(State.TORN_NOT_DONE, Action.RESTART, to=(State.LETTER_CHECK, State.CURRENT_PIN, State.READING, State.VERDICT))
def begin_again(move: Move, _: object) -> Move:
    if not may_begin_again(move.kiosk):
        return move
    return ask_letter(move) if move.visit.purpose is None else ask_current_pin(move, move.visit.purpose)


def may_begin_again(kiosk: Kiosk) -> bool:
    """Rules 4 and 5, and the card still in its reader.

    Once two tries of the PUK are spent nobody may, not even with staff: ``go_on_with_staff`` is for a refused code.
    """
    if kiosk.visit.purpose is not None:
        return current_pin_offered(kiosk)
    return kiosk.visit.tries_spent < TRIES_THAT_END_A_VISIT and unblock_offered(kiosk)
