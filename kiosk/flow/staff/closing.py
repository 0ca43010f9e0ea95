"""Out of service and the end of the day: never over somebody's card."""

from __future__ import annotations

from kiosk.flow.card.arrival import settle
from kiosk.flow.model.staff_messages import Closing, SetClosing
from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.move import Move


def may_close(kiosk: Kiosk) -> bool:
    """Nobody is in a visit and no card is in a reader: somebody would leave without theirs, or without an answer."""
    slots = () if kiosk.report is None else kiosk.report.slots
    return kiosk.state.traits.unattended and not any(slot.present for slot in slots)


def set_closing(move: Move, closing: Closing) -> Move:
    """Close or open at once; the page is told whether a restart will find it so."""
    if closing is Closing.OPEN:
        move = open_kiosk(move)
    elif may_close(move.kiosk):
        move = close_kiosk(move)
    else:
        return move
    return move.emit(SetClosing(move.kiosk.staff_pages, closing))


def close_kiosk(move: Move) -> Move:
    """T03, whatever is put into the readers."""
    return settle(move.with_kiosk(closed=True))


def open_kiosk(move: Move) -> Move:
    """A card that was put in meanwhile is not read before somebody asks for it."""
    if not move.kiosk.closed:
        return move
    move = move.with_kiosk(closed=False, needs_touch=True)
    return settle(move) if move.kiosk.report is not None else move.enter(State.WAITING)
