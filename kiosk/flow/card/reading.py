"""A CPS arrived: its short reading, its verdict, and its long reading while the person already looks."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import ReaderSlot
from kiosk.flow.model.effects import (
    ALL_CODES,
    EVERYTHING,
    ReadContent,
    ReadSnapshot,
    RestartCardService,
    VisitOver,
)
from kiosk.flow.model.events import ReadFailed, ReadFailure, SnapshotRead
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import CardInPlay, Visit
from kiosk.flow.step import services
from kiosk.flow.step.leaving import card_in, close
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("La lecture")


def start_reading(move: Move, slot: ReaderSlot) -> Move:
    """A visit begins with the card in ``slot``."""
    card = CardInPlay(slot.reader, kind_of(slot.atr), slot.changes)
    move = services.begin(move.with_visit(card=card, started_at=move.now), Service.READING)
    return read_again(move)


def read_again(move: Move) -> Move:
    """Ask for the short reading of the card in play."""
    card = move.card
    if card is None:
        return move
    move = move.with_card(snapshot=None, content=None, verdict=None, test_card=False).next_card_ticket()
    return move.emit(ReadSnapshot(move.kiosk.card_ticket, card.reader, card.kind)).enter(State.READING)


@table.on(State.READING, SnapshotRead, to=(State.VERDICT, State.UNREADABLE_COUNTERS, State.REPLACEMENT))
def snapshot_read(move: Move, event: SnapshotRead) -> Move:
    move = move.with_card(snapshot=event.snapshot, content=None, verdict=None).next_card_ticket()
    move = move.emit(ReadContent(move.kiosk.card_ticket, event.snapshot))
    if event.snapshot.ef_sn is None or event.snapshot.counters is None:
        return counters_unreadable(move)
    return show_verdict(move)


def counters_unreadable(move: Move) -> Move:
    move = services.end(move, Service.READING, Code.COUNTERS_UNREADABLE)
    return move.with_visit(code=Code.COUNTERS_UNREADABLE).enter(State.UNREADABLE_COUNTERS)


def short_reading_failed(move: Move, event: ReadFailed) -> Move:
    """Nothing is known of the card yet, and it was not read."""
    match event.failure:
        case ReadFailure.IN_USE:
            return show_in_use(move)
        case ReadFailure.MUTE:
            return show_mute(move)
        case ReadFailure.UNREADABLE:
            return counters_unreadable(move)
        case ReadFailure.GONE | ReadFailure.NO_SERVICE:
            return move.with_face(Face.CONTACT_LOST)


def show_in_use(move: Move) -> Move:
    """Another program holds the card: all that was typed is wiped; the vault still knows what this card refused."""
    return move.wipe(*ALL_CODES).with_visit(code=Code.CARD_IN_USE).enter(State.IN_USE)


def show_mute(move: Move) -> Move:
    """The card does not answer; or contact was lost, and the reader still says that a card is there."""
    move = services.end(move, Service.READING, Code.READ_MUTE)
    return close(move, Leaving.REMOVED).with_visit(code=Code.READ_MUTE).enter(State.MUTE)


@table.on(State.IN_USE, Action.RETRY, to=(State.READING,))
def try_reading_again(move: Move, _: object) -> Move:
    return read_again(move)


@table.on(State.CARD_CHANGED, Action.REREAD, to=(State.READING,))
def read_the_changed_card(move: Move, _: object) -> Move:
    card = move.card
    slot = None if card is None else card_in(move.kiosk.report, card.reader)
    if slot is None:
        return move
    return start_reading(close(move, Leaving.STOPPED).emit(VisitOver()).with_kiosk(visit=Visit()), slot)


def stuck_before_any_code(move: Move) -> Move:
    """The card service does not come back; nothing was sent."""
    move = move.wipe(*EVERYTHING).emit(RestartCardService()).with_visit(code=Code.CARD_SERVICE_STUCK)
    return move.enter(State.STUCK, Face.NOTHING_SENT)
