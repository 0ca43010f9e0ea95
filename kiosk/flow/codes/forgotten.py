"""A PIN that its holder forgot: where it stands, and, with staff, how another one is set."""

from __future__ import annotations

from dataclasses import replace

from diagnostics.outcomes.codes import Service
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import revoked, unblock_offered
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("Le code oublié")


@table.on((State.VERDICT, State.WRONG_PIN), Action.FORGOTTEN, to=(State.FORGOTTEN,))
def forgot(move: Move, _: object) -> Move:
    return move.enter(State.FORGOTTEN) if _pin_not_blocked(move.kiosk) else move


@table.on(State.FORGOTTEN, Action.BACK, to=(State.VERDICT,))
def understood(move: Move, _: object) -> Move:
    return show_verdict(move)


@table.on(State.FORGOTTEN, Action.SET_WITH_PUK, to=(State.HAVE_CODE,))
def set_with_puk(move: Move, _: object) -> Move:
    """An unblocking of a card that is not blocked: the policy has the last word, at the send too."""
    if not settable_with(move.kiosk):
        return move
    chosen = move.with_visit(purpose=None, forgotten=True, mismatches=0)
    return services.begin(chosen, Service.UNBLOCK).enter(State.HAVE_CODE)


def settable_with(kiosk: Kiosk) -> bool:
    """Whether staff may set another code here and now."""
    chosen = replace(kiosk, visit=replace(kiosk.visit, purpose=None, forgotten=True))
    return unblock_offered(chosen) and _pin_not_blocked(kiosk)


def _pin_not_blocked(kiosk: Kiosk) -> bool:
    """Whoever is at a blocked card unblocks it; a revoked one is not used."""
    counters = kiosk.visit.counters
    return counters is not None and not counters.pin_blocked and not revoked(kiosk)
