"""Sending the PUK and a new PIN: one press, one permit, one operation; and every way it can end."""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.codes.unblock.policy import TRIES_THAT_END_A_VISIT, UnblockObstacle, UnblockPermit, issue_unblock_permit
from kiosk.card.model import Counters, HalfDone, ProofRefused, PukRefused, Torn, Unblocked, Unexpected, Voided
from kiosk.flow.model.effects import ALL_CODES, Unblock
from kiosk.flow.model.entry import Confirmation
from kiosk.flow.model.events import UnblockEnded
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.sending.current_pin import send_current_pin
from kiosk.flow.sending.operation_ended import codes_dealt_with, conclude, ended_alike, note_counters, wiped_all
from kiosk.flow.step import services
from kiosk.flow.step.leaving import leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import permit_request, unblock_offered
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import end_with_dead_puk, show_verdict

table = TransitionTable("Le déblocage")


@table.on(
    State.CONFIRM,
    Action.SEND,
    to=(State.UNBLOCKING, State.LAST_TRY, State.CHANGING, State.CURRENT_PIN, State.VERDICT),
)
def send(move: Move, _: object) -> Move:
    """The final button. Nothing is sent unless both codes agree and the policy gives a permit."""
    if move.visit.entry.confirmation is not Confirmation.MATCH:
        return move
    return _send_with_permit(move) if move.visit.purpose is None else send_current_pin(move)


@table.on(State.LAST_TRY, Action.SEND, to=(State.UNBLOCKING, State.VERDICT))
def send_the_last_try(move: Move, _: object) -> Move:
    return _send_with_permit(move.with_visit(last_try_confirmed=True))


@table.on(State.LAST_TRY, Action.PREFER_TO_STOP, to=(State.TAKE_CARD, State.WAITING))
def stop_before_the_last_try(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED)


@table.on(State.LAST_TRY, Action.BACK, to=(State.PUK,))
def type_it_again(move: Move, _: object) -> Move:
    """The code cannot be read back: whoever doubts it types it again, and passes the gate again."""
    return move.wipe(*ALL_CODES).with_visit(last_try_confirmed=False).enter(State.PUK)


def _send_with_permit(move: Move) -> Move:
    permit = issue_unblock_permit(permit_request(move.kiosk), move.kiosk.rules.policy, move.now)
    if permit is UnblockObstacle.LAST_TRY_NOT_CONFIRMED:
        return move.enter(State.LAST_TRY)
    if not isinstance(permit, UnblockPermit):
        return show_verdict(wiped_all(move))
    move = move.next_card_ticket()
    return move.emit(Unblock(move.kiosk.card_ticket, permit)).enter(State.UNBLOCKING)


@table.on(
    State.UNBLOCKING,
    UnblockEnded,
    to=(
        State.UNBLOCKED,
        State.WRONG_PUK,
        State.TWO_WRONG,
        State.REPLACEMENT,
        State.NOT_PROVED,
        State.HALF_DONE,
        State.CARD_CHANGED,
        State.STOPPED,
        State.TORN,
    ),
)
def unblock_ended(move: Move, event: UnblockEnded) -> Move:
    """The card answered; a PIN that was forgotten and not blocked is not said to be unblocked."""
    move = codes_dealt_with(move, event.result)
    face = Face.FORGOTTEN if move.visit.forgotten else Face.PLAIN
    match event.result:
        case Unblocked(counters):
            code = Code.FORGOTTEN_SET if move.visit.forgotten else Code.UNBLOCKED
            return conclude(move, State.UNBLOCKED, code, counters, face)
        case PukRefused(counters):
            return _puk_refused(move, counters)
        case ProofRefused(counters):
            return conclude(move, State.NOT_PROVED, Code.NOT_PROVED, counters, face)
        case HalfDone(counters):
            return conclude(move, State.HALF_DONE, Code.HALF_DONE, counters, face)
        case Voided() | Unexpected() | Torn():
            return ended_alike(move, event.result)
        case _:
            assert_never(event.result)


def _puk_refused(move: Move, after: Counters) -> Move:
    """Count the tries spent, one at least, and let the person type again while the policy still offers it."""
    before = move.visit.counters
    spent = max(1, 0 if before is None else before.puk.left - after.puk.left)
    move = note_counters(move, after).with_visit(after=after, tries_spent=move.visit.tries_spent + spent)
    move = services.set_outcome_if_left(move, Service.UNBLOCK, Code.WRONG_PUK)
    if after.puk_dead:
        return end_with_dead_puk(move, Code.PUK_EXHAUSTED, Face.PUK_REFUSED)
    if move.visit.tries_spent >= TRIES_THAT_END_A_VISIT or not unblock_offered(move.kiosk):
        return conclude(move, State.TWO_WRONG, Code.TWO_WRONG, after)
    return move.with_visit(code=Code.WRONG_PUK).enter(State.WRONG_PUK)
