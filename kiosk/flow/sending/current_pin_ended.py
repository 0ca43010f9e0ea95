"""Every way an operation with the current PIN can end."""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.codes import Code, Service
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
from kiosk.flow.card.reading import to_verdict
from kiosk.flow.model.effects import KeepRefusedCurrentPin
from kiosk.flow.model.events import CurrentPinEnded
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.sending.lost_contact import lose_contact
from kiosk.flow.sending.operation_ended import conclude, note_counters, note_sent, sent_by, stopped, wiped_all
from kiosk.flow.step import services
from kiosk.flow.step.leaving import card_still_there, leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable

book = TransitionTable("Ce que répond la carte au code actuel")


@book.on(
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
    move = note_sent(move, sent_by(event.result))
    match event.result:
        case CurrentPinRefused(counters):
            return _refused(wiped_all(move.emit(KeepRefusedCurrentPin())), counters)
        case CodeAccepted(counters, situations):
            return _accepted(wiped_all(move), counters, situations)
        case CodeChanged(counters):
            return conclude(wiped_all(move), State.PIN_CHANGED, Code.PIN_CHANGED, counters)
        case NewCodeRefused(counters):
            return conclude(wiped_all(move), State.STOPPED, Code.NEW_CODE_REFUSED, counters, Face.OLD_CODE_STANDS)
        case ProofRefused(counters):
            return conclude(wiped_all(move), State.NOT_PROVED, Code.PIN_NOT_PROVED, counters, Face.CURRENT_PIN)
        case Voided():
            return conclude(wiped_all(move), State.CARD_CHANGED, Code.CARD_CHANGED, None)
        case Unexpected(sent, counters):
            return stopped(wiped_all(move), sent, counters)
        case Torn(sent):
            return lose_contact(wiped_all(move), sent)
        case _:
            assert_never(event.result)


def _refused(move: Move, after: Counters) -> Move:
    """The service stays open: the person may try again; a card that is blocked now is told so."""
    if after.pin_blocked:
        move = conclude(move, State.WRONG_PIN, Code.PIN_NOW_BLOCKED, after, Face.NOW_BLOCKED)
        return to_verdict(move) if after.puk_dead else move
    move = services.set_outcome_if_left(note_counters(move, after), Service.CURRENT_PIN, Code.WRONG_PIN)
    return move.with_visit(code=Code.WRONG_PIN, after=after).enter(State.WRONG_PIN)


def _accepted(move: Move, after: Counters, situations: PracticeSituations | None) -> Move:
    """Situations are not shown of a card that left meanwhile: its code is right all the same.

    The way back leads to the result of an unblocking, if there was one: its code stays.
    """
    if move.visit.purpose is not Purpose.SITUATIONS or not card_still_there(move):
        return conclude(move, State.PIN_WORKS, Code.PIN_WORKS, after)
    before = move.visit.code
    if situations is None:
        return conclude(move, State.SITUATIONS, Code.PIN_WORKS, after, Face.NOT_READ).with_visit(code=before)
    return conclude(move, State.SITUATIONS, Code.SITUATIONS_SHOWN, after).with_visit(code=before, situations=situations)


@book.on(State.SITUATIONS, Action.FINISH, to=(State.TAKE_CARD, State.WAITING))
def finish(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED)


@book.on(State.SITUATIONS, Action.BACK, to=(State.AUDIT,))
def back_to_control(move: Move, _: object) -> Move:
    return show_audit(move)
