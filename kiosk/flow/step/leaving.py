"""A visit calls staff and ends; and whether its card is still in its reader.

``Leaving``, why it ends, stands in ``services``, which counts by it.
"""

from __future__ import annotations

from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.flow.model.effects import EVERYTHING, CallStaff, VisitOver
from kiosk.flow.model.states import Overlay, State
from kiosk.flow.model.visit import CardInPlay, Kiosk, Visit
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving


def call_staff(move: Move) -> Move:
    """Codes stay where they are, masked; the visit goes on underneath. Nothing is heard where staff help already."""
    if move.visit.staff_present:
        return move.with_kiosk(staff_answered=True).cover(Overlay.HELP_CALLED)
    move = move.emit(CallStaff(calling=True)).with_visit(assisted=True)
    return move.with_kiosk(staff_answered=False).cover(Overlay.HELP_CALLED)


def answer_call(move: Move) -> Move:
    """Staff are here: the counter hears nothing any more, the screen says that somebody comes until it is resumed."""
    if move.kiosk.overlay is not Overlay.HELP_CALLED:
        return move
    return move.emit(CallStaff(calling=False)).with_kiosk(staff_answered=True)


def take_back_answer(move: Move) -> Move:
    """Staff have helped, or are gone, or nobody is in a visit: the screen no longer says that somebody comes."""
    return resume(move) if move.kiosk.overlay is Overlay.HELP_CALLED and move.kiosk.staff_answered else move


def resume(move: Move) -> Move:
    """Back to the screen underneath; the call ends."""
    return move.emit(CallStaff(calling=False)).with_kiosk(staff_answered=False).cover(Overlay.NONE)


def leave(move: Move, leaving: Leaving) -> Move:
    """End the visit: to ``take_card`` while its card is still in the reader, else to ``waiting``."""
    move = close(move, leaving)
    return move.enter(State.TAKE_CARD) if card_still_there(move.kiosk) else forget(move)


def close(move: Move, leaving: Leaving) -> Move:
    """Wipe and count, whatever the person sees next. No card answer is waited for any more."""
    move = services.end_all(move.wipe(*EVERYTHING), leaving)
    card = None if move.card is None else CardInPlay(move.card.reader, move.card.kind, move.card.changes)
    move = move.with_visit(card=card, lost_contact=None, started_at=None, situations=None)
    return move.with_kiosk(card_ticket=0)


def forget(move: Move) -> Move:
    """Nothing of the visit is left; the screen waits for the next one, and ``step`` looks what is in the readers."""
    return move.emit(VisitOver()).with_kiosk(visit=Visit(), card_ticket=0, paper_ticket=0).enter(State.WAITING)


def card_still_there(kiosk: Kiosk) -> bool:
    """The very insertion that this visit began with is still in its reader."""
    card = kiosk.visit.card
    slot = None if card is None else card_in(kiosk.report, card.reader)
    return slot is not None and card is not None and slot.changes == card.changes


def reader_is_listed(kiosk: Kiosk) -> bool:
    """False if the reader of this visit, or the service, is gone: whether the card came out is not known then."""
    slots, card = () if kiosk.report is None else kiosk.report.slots, kiosk.visit.card
    return card is None or any(slot.reader == card.reader for slot in slots)


def card_in(report: SlotReport | None, reader: str) -> ReaderSlot | None:
    """The slot of that reader if there is a card in it, mute or not."""
    slots = () if report is None else report.slots
    return next((slot for slot in slots if slot.reader == reader and slot.present), None)
