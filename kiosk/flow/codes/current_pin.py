"""The current PIN: asked for to change it, to try it, or to open the situations; and the send."""

from __future__ import annotations

from diagnostics.outcomes.codes import Service
from kiosk.card.codes.current_pin.policy import CurrentPinObstacle, CurrentPinPermit, issue_current_pin_permit
from kiosk.card.model import Purpose
from kiosk.flow.card.audit import show_audit
from kiosk.flow.codes.typing import complete, wiped
from kiosk.flow.model.effects import ALL_CODES, UseCurrentPin
from kiosk.flow.model.entry import CodeSlot, Confirmation
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step import services
from kiosk.flow.step.leaving import leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import current_pin_offered, obstacle_to_current_pin, permit_request, show_verdict
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable

book = TransitionTable("Le code porteur actuel")

_ASKED = (State.CURRENT_PIN, State.READING)
_RUNNING = {Purpose.CHANGE: Face.PLAIN, Purpose.TRY: Face.TRYING, Purpose.SITUATIONS: Face.OPENING}


def ask_current_pin(move: Move, purpose: Purpose | None) -> Move:
    """Ask for the code, or wait for its length, or say why it will not be asked for."""
    if purpose is None or move.card is None or move.card.snapshot is None:
        return move
    move = wiped(move, *ALL_CODES).with_visit(
        purpose=purpose, forgotten=False, mismatches=0, last_pin_try_confirmed=False
    )
    if move.card is None or not current_pin_offered(move):
        return show_verdict(move)
    if move.card.content is None:
        return move.enter(State.READING, Face.BEFORE_CODE)
    return services.begin(move, Service.CURRENT_PIN).enter(State.CURRENT_PIN)


def offered_with(kiosk: Kiosk) -> bool:
    """Whether the current PIN may be asked for, for the view."""
    move = Move(kiosk, kiosk.entered_at)
    return kiosk.visit.removed_at is None and current_pin_offered(move)


def current_pin_obstacle_of(kiosk: Kiosk) -> CurrentPinObstacle | None:
    """Why it may not, for the view."""
    return obstacle_to_current_pin(Move(kiosk, kiosk.entered_at))


@book.on((State.VERDICT, State.HALF_DONE), Action.CHANGE_PIN, to=_ASKED)
def change(move: Move, _: object) -> Move:
    return _if_offered(move, Purpose.CHANGE)


@book.on(State.STOPPED, Action.CHANGE_PIN, to=_ASKED)
def choose_another_code(move: Move, _: object) -> Move:
    """Only where the card refused nothing but the new code."""
    return _if_offered(move, Purpose.CHANGE) if move.visit.face is Face.OLD_CODE_STANDS else move


@book.on((State.VERDICT, State.FORGOTTEN, State.TORN_DONE, State.CHANGE_UNKNOWN), Action.TRY_PIN, to=_ASKED)
def try_it(move: Move, _: object) -> Move:
    return _if_offered(move, Purpose.TRY)


@book.on(State.AUDIT, Action.SITUATIONS, to=_ASKED)
def open_situations(move: Move, _: object) -> Move:
    return _if_offered(move, Purpose.SITUATIONS)


def _if_offered(move: Move, purpose: Purpose) -> Move:
    return ask_current_pin(move, purpose) if current_pin_offered(move) else move


@book.on(State.WRONG_PIN, Action.RETRY, to=(*_ASKED, State.VERDICT))
def type_it_again(move: Move, _: object) -> Move:
    return ask_current_pin(move, move.visit.purpose) if current_pin_offered(move) else move


@book.on(State.CURRENT_PIN, Action.BACK, to=(State.VERDICT, State.AUDIT))
def give_it_up(move: Move, _: object) -> Move:
    """At the gate, only the typing is given up."""
    if move.visit.face is Face.LAST_TRY:
        return wiped(move, *ALL_CODES).with_visit(last_pin_try_confirmed=False).enter(State.CURRENT_PIN)
    back = show_audit if move.visit.purpose is Purpose.SITUATIONS else show_verdict
    return back(wiped(move, *ALL_CODES))


@book.on(State.CURRENT_PIN, Action.VALIDATE, to=(State.NEW_PIN, State.CHANGING, State.VERDICT))
def typed_in(move: Move, _: object) -> Move:
    """For a change the new code comes next; else this is the final button."""
    if not complete(move.kiosk):
        return move
    if move.visit.entry.current_pin_already_refused:
        return wiped(move, CodeSlot.CURRENT_PIN).enter(State.CURRENT_PIN, Face.SAME_CURRENT_PIN)
    return move.enter(State.NEW_PIN) if move.visit.purpose is Purpose.CHANGE else send_current_pin(move)


@book.on(State.CURRENT_PIN, Action.SEND, to=(State.CHANGING, State.VERDICT))
def send_the_last_try(move: Move, _: object) -> Move:
    """Only at the gate, which stands after everything was typed."""
    if move.visit.face is not Face.LAST_TRY:
        return move
    return send_current_pin(move.with_visit(last_pin_try_confirmed=True))


@book.on(State.CURRENT_PIN, Action.PREFER_TO_STOP, to=(State.TAKE_CARD, State.WAITING))
def stop_before_the_last_try(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED) if move.visit.face is Face.LAST_TRY else move


def send_current_pin(move: Move) -> Move:
    """One press, one permit, one operation; the last try passes its gate first."""
    purpose = move.visit.purpose
    if purpose is None or move.card is None or not _agreed(move):
        return move
    permit = issue_current_pin_permit(permit_request(move), purpose, move.now)
    if permit is CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED:
        return move.enter(State.CURRENT_PIN, Face.LAST_TRY)
    if not isinstance(permit, CurrentPinPermit):
        return show_verdict(wiped(move, *ALL_CODES))
    move = move.next_card_ticket()
    return move.emit(UseCurrentPin(move.kiosk.card_ticket, permit)).enter(State.CHANGING, _RUNNING[purpose])


def _agreed(move: Move) -> bool:
    entry = move.visit.entry
    return move.visit.purpose is not Purpose.CHANGE or entry.confirmation is Confirmation.MATCH
