"""A PIN that its holder forgot: where it stands, and, with staff, how another one is set."""

from __future__ import annotations

from diagnostics.outcomes.codes import Service
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import revoked, show_verdict, unblock_offered
from kiosk.flow.step.transitions import TransitionTable

book = TransitionTable("Le code oublié")


@book.on((State.VERDICT, State.WRONG_PIN), Action.FORGOTTEN, to=(State.FORGOTTEN,))
def forgot(move: Move, _: object) -> Move:
    return move.enter(State.FORGOTTEN) if _usable(move) else move


@book.on(State.FORGOTTEN, Action.BACK, to=(State.VERDICT,))
def understood(move: Move, _: object) -> Move:
    return show_verdict(move)


@book.on(State.FORGOTTEN, Action.SET_WITH_PUK, to=(State.HAVE_CODE,))
def set_with_puk(move: Move, _: object) -> Move:
    """An unblocking of a card that is not blocked: the policy has the last word, at the send too."""
    chosen = move.with_visit(purpose=None, forgotten=True, mismatches=0)
    if not unblock_offered(chosen) or not _usable(move):
        return move
    return services.begin(chosen, Service.UNBLOCK).enter(State.HAVE_CODE)


def settable_with(kiosk: Kiosk) -> bool:
    """Whether staff may set another code here and now, for the view."""
    move = Move(kiosk, kiosk.entered_at).with_visit(purpose=None, forgotten=True)
    return unblock_offered(move) and _usable(move)


def _usable(move: Move) -> bool:
    """The card is there, and it is not blocked: whoever is at a blocked one unblocks it."""
    snapshot = None if move.card is None else move.card.snapshot
    counters = None if snapshot is None else snapshot.counters
    return counters is not None and not counters.pin_blocked and not revoked(move)
