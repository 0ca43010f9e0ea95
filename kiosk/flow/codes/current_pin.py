"""Asking for the current PIN: to change it, to try it, or to open the situations."""

from __future__ import annotations

from diagnostics.outcomes.codes import Service
from kiosk.card.model import Purpose
from kiosk.flow.card.audit import show_audit
from kiosk.flow.model.effects import ALL_CODES
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import current_pin_offered
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("Le code porteur actuel")

_ASKED = (State.CURRENT_PIN, State.READING)


def ask_current_pin(move: Move, purpose: Purpose | None) -> Move:
    """Ask for the code, or wait for its length, or say why it will not be asked for."""
    if purpose is None or move.card is None or move.card.snapshot is None:
        return move
    content = move.card.content
    move = move.wipe(*ALL_CODES).with_visit(
        purpose=purpose, forgotten=False, mismatches=0, last_pin_try_confirmed=False
    )
    if not current_pin_offered(move.kiosk):
        return show_verdict(move)
    if content is None:
        return move.enter(State.READING, Face.BEFORE_CODE)
    return services.begin(move, Service.CURRENT_PIN).enter(State.CURRENT_PIN)


@table.on((State.VERDICT, State.HALF_DONE), Action.CHANGE_PIN, to=_ASKED)
def change(move: Move, _: object) -> Move:
    return _if_offered(move, Purpose.CHANGE)


@table.on(State.STOPPED, Action.CHANGE_PIN, to=_ASKED)
def choose_another_code(move: Move, _: object) -> Move:
    """Only where the card refused nothing but the new code."""
    return _if_offered(move, Purpose.CHANGE) if move.visit.face is Face.OLD_CODE_STANDS else move


@table.on((State.VERDICT, State.FORGOTTEN, State.TORN_DONE, State.CHANGE_UNKNOWN), Action.TRY_PIN, to=_ASKED)
def try_it(move: Move, _: object) -> Move:
    return _if_offered(move, Purpose.TRY)


@table.on(State.AUDIT, Action.SITUATIONS, to=_ASKED)
def open_situations(move: Move, _: object) -> Move:
    return _if_offered(move, Purpose.SITUATIONS)


def _if_offered(move: Move, purpose: Purpose) -> Move:
    return ask_current_pin(move, purpose) if current_pin_offered(move.kiosk) else move


@table.on(State.WRONG_PIN, Action.RETRY, to=(*_ASKED, State.VERDICT))
def type_it_again(move: Move, _: object) -> Move:
    return ask_current_pin(move, move.visit.purpose) if current_pin_offered(move.kiosk) else move


@table.on(State.CURRENT_PIN, Action.BACK, to=(State.VERDICT, State.AUDIT))
def give_it_up(move: Move, _: object) -> Move:
    """At the gate, only the typing is given up."""
    if move.visit.face is Face.LAST_TRY:
        return move.wipe(*ALL_CODES).with_visit(last_pin_try_confirmed=False).enter(State.CURRENT_PIN)
    back = show_audit if move.visit.purpose is Purpose.SITUATIONS else show_verdict
    return back(move.wipe(*ALL_CODES))
