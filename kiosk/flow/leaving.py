"""How a visit ends: codes wiped, services closed, the card given back, the next visitor starts from nothing."""

from __future__ import annotations

from kiosk.card.channel import Slot, SlotReport
from kiosk.flow import services
from kiosk.flow.effects import EVERYTHING, VisitOver, Wipe
from kiosk.flow.entry import Entry
from kiosk.flow.kiosk import CardInPlay, Visit
from kiosk.flow.move import Move
from kiosk.flow.services import Leaving
from kiosk.flow.states import State


def leave(move: Move, leaving: Leaving) -> Move:
    """End the visit: to ``take_card`` while its card is still in the reader, else to ``waiting``."""
    move = close(move, leaving)
    return move.to(State.TAKE_CARD) if card_still_there(move) else forget(move)


def close(move: Move, leaving: Leaving) -> Move:
    """Wipe and count, whatever the person sees next. No card answer is waited for any more."""
    move = services.end_all(move.do(Wipe(EVERYTHING)), leaving)
    card = None if move.card is None else CardInPlay(move.card.reader, move.card.kind, move.card.changes)
    move = move.note(card=card, entry=Entry(), tear=None, started_at=None, situations=None)
    return move.set(card_ticket=0)


def forget(move: Move) -> Move:
    """Nothing of the visit is left; the screen waits for the next one, and ``step`` looks what is in the readers."""
    return move.do(VisitOver()).set(visit=Visit(), card_ticket=0, paper_ticket=0).to(State.WAITING)


def card_still_there(move: Move) -> bool:
    """The very insertion that this visit began with is still in its reader."""
    card = move.card
    slot = None if card is None else card_in(move.kiosk.report, card.reader)
    return slot is not None and card is not None and slot.changes == card.changes


def reader_is_listed(move: Move) -> bool:
    """False if the reader of this visit, or the service, is gone: whether the card came out is not known then."""
    slots = () if move.kiosk.report is None else move.kiosk.report.slots
    return move.card is None or any(slot.reader == move.card.reader for slot in slots)


def card_in(report: SlotReport | None, reader: str) -> Slot | None:
    """The slot of that reader if there is a card in it, mute or not."""
    slots = () if report is None else report.slots
    return next((slot for slot in slots if slot.reader == reader and slot.present), None)
