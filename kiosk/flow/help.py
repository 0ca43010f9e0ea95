"""Calling the counter's staff, over any state that allows it."""

from __future__ import annotations

from kiosk.flow.effects import CallStaff
from kiosk.flow.move import Move
from kiosk.flow.states import Overlay


def call_staff(move: Move) -> Move:
    """Codes stay where they are, masked; the visit goes on underneath. Nothing is heard where staff help already."""
    if move.visit.staff_present:
        return move.set(staff_answered=True).cover(Overlay.HELP_CALLED)
    move = move.do(CallStaff(calling=True)).note(assisted=True)
    return move.set(staff_answered=False).cover(Overlay.HELP_CALLED)


def resume(move: Move) -> Move:
    """Back to the screen underneath; the call ends."""
    return move.do(CallStaff(calling=False)).set(staff_answered=False).cover(Overlay.NONE)
