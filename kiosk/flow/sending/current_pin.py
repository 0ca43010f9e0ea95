"""Sending the current PIN: one press, one permit, one operation; and every way it can end."""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.codes.current_pin.policy import CurrentPinObstacle, CurrentPinPermit, issue_current_pin_permit
from kiosk.card.model import (
    CodeAccepted,
    CodeChanged,
    Counters,
    CurrentPinRefused,
    NewCodeRefused,
    PracticeSituations,
    ProofRefused,
    Purpose,
    Torn,
    Unexpected,
    Voided,
)
from kiosk.flow.card.audit import show_audit
from kiosk.flow.codes.typing import complete
from kiosk.flow.model.effects import UseCurrentPin
from kiosk.flow.model.entry import CodeSlot, Confirmation
from kiosk.flow.model.events import CurrentPinEnded
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.sending.operation_ended import codes_dealt_with, conclude, ended_alike, note_counters, wiped_all
from kiosk.flow.step import services
from kiosk.flow.step.leaving import card_still_there, leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import permit_request
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("L’envoi du code porteur actuel")

_SENDING = {Purpose.CHANGE: Face.PLAIN, Purpose.TRY: Face.TRYING, Purpose.SITUATIONS: Face.OPENING}


@table.on(State.CURRENT_PIN, Action.VALIDATE, to=(State.NEW_PIN, State.CHANGING, State.VERDICT))
def typed_in(move: Move, _: object) -> Move:
    """For a change the new code comes next; else this is the final button."""
    if not complete(move.kiosk):
        return move
    if move.visit.entry.current_pin_already_refused:
        return move.wipe(CodeSlot.CURRENT_PIN).enter(State.CURRENT_PIN, Face.SAME_CURRENT_PIN)
    return move.enter(State.NEW_PIN) if move.visit.purpose is Purpose.CHANGE else send_current_pin(move)


@table.on(State.CURRENT_PIN, Action.SEND, to=(State.CHANGING, State.VERDICT))
def send_the_last_try(move: Move, _: object) -> Move:
    """Only at the gate, which stands after everything was typed."""
    if move.visit.face is not Face.LAST_TRY:
        return move
    return send_current_pin(move.with_visit(last_pin_try_confirmed=True))


@table.on(State.CURRENT_PIN, Action.PREFER_TO_STOP, to=(State.TAKE_CARD, State.WAITING))
def stop_before_the_last_try(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED) if move.visit.face is Face.LAST_TRY else move


def send_current_pin(move: Move) -> Move:
    """Send it for what it was typed for; the last try passes its gate first."""
    purpose = move.visit.purpose
    agreed = purpose is not Purpose.CHANGE or move.visit.entry.confirmation is Confirmation.MATCH
    if purpose is None or not agreed:
        return move
    permit = issue_current_pin_permit(permit_request(move.kiosk), purpose, move.now)
    if permit is CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED:
        return move.enter(State.CURRENT_PIN, Face.LAST_TRY)
    if not isinstance(permit, CurrentPinPermit):
        return show_verdict(wiped_all(move))
    move = move.next_card_ticket()
    return move.emit(UseCurrentPin(move.kiosk.card_ticket, permit)).enter(State.CHANGING, _SENDING[purpose])


@table.on(
    State.CHANGING,
    CurrentPinEnded,
    to=(
        State.PIN_CHANGED,
        State.PIN_WORKS,
        State.SITUATIONS,
        State.WRONG_PIN,
        State.REPLACEMENT,
        State.NOT_PROVED,
        State.CARD_CHANGED,
        State.STOPPED,
        State.TORN,
    ),
)
def current_pin_ended(move: Move, event: CurrentPinEnded) -> Move:
    """The card answered."""
    move = codes_dealt_with(move, event.result)
    match event.result:
        case CodeAccepted(counters, situations):
            return _accepted(move, counters, situations)
        case CurrentPinRefused(counters):
            return _refused(move, counters)
        case CodeChanged(counters):
            return conclude(move, State.PIN_CHANGED, Code.PIN_CHANGED, counters)
        case NewCodeRefused(counters):
            return conclude(move, State.STOPPED, Code.NEW_CODE_REFUSED, counters, Face.OLD_CODE_STANDS)
        case ProofRefused(counters):
            return conclude(move, State.NOT_PROVED, Code.PIN_NOT_PROVED, counters, Face.CURRENT_PIN)
        case Voided() | Unexpected() | Torn():
            return ended_alike(move, event.result)
        case _:
            assert_never(event.result)


def _refused(move: Move, after: Counters) -> Move:
    """The service stays open: the person may try again; a card that is blocked now is told so."""
    if after.pin_blocked:
        move = conclude(move, State.WRONG_PIN, Code.PIN_NOW_BLOCKED, after, Face.NOW_BLOCKED)
        return show_verdict(move) if after.puk_dead else move
    move = services.set_outcome_if_left(note_counters(move, after), Service.CURRENT_PIN, Code.WRONG_PIN)
    return move.with_visit(code=Code.WRONG_PIN, after=after).enter(State.WRONG_PIN)


def _accepted(move: Move, after: Counters, situations: PracticeSituations | None) -> Move:
    """Situations are not shown of a card that left meanwhile: its code is right all the same.

    The way back leads to the result of an unblocking, if there was one: its code stays.
    """
    if move.visit.purpose is not Purpose.SITUATIONS or not card_still_there(move.kiosk):
        return conclude(move, State.PIN_WORKS, Code.PIN_WORKS, after)
    before = move.visit.code
    if situations is None:
        return conclude(move, State.SITUATIONS, Code.PIN_WORKS, after, Face.NOT_READ).with_visit(code=before)
    return conclude(move, State.SITUATIONS, Code.SITUATIONS_SHOWN, after).with_visit(code=before, situations=situations)


@table.on(State.SITUATIONS, Action.BACK, to=(State.AUDIT,))
def back_to_control(move: Move, _: object) -> Move:
    return show_audit(move)
