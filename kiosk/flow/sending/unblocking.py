"""The send: one press, one permit, one operation; and every way it can end."""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.codes.unblock.policy import TRIES_THAT_END_A_VISIT, UnblockObstacle, UnblockPermit, issue_unblock_permit
from kiosk.card.model import Counters, HalfDone, ProofRefused, PukRefused, Torn, Unblocked, Unexpected, Voided
from kiosk.flow.card.reading import puk_dead
from kiosk.flow.codes.current_pin import send_current_pin
from kiosk.flow.codes.typing import wiped
from kiosk.flow.model.effects import ALL_CODES, KeepRefusedPuk, Unblock
from kiosk.flow.model.entry import Confirmation
from kiosk.flow.model.events import UnblockEnded
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.sending.lost_contact import lose_contact
from kiosk.flow.sending.operation_ended import conclude, note_counters, note_sent, sent_by, stopped, wiped_all
from kiosk.flow.step import services
from kiosk.flow.step.leaving import leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import obstacle, permit_request, show_verdict
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable

book = TransitionTable("Le déblocage")


@book.on(
    State.CONFIRM,
    Action.SEND,
    to=(State.UNBLOCKING, State.LAST_TRY, State.CHANGING, State.CURRENT_PIN, State.VERDICT),
)
def send(move: Move, _: object) -> Move:
    """The final button. Nothing is sent unless both codes agree and the policy gives a permit."""
    if move.visit.entry.confirmation is not Confirmation.MATCH:
        return move
    return _send_with_permit(move) if move.visit.purpose is None else send_current_pin(move)


@book.on(State.LAST_TRY, Action.SEND, to=(State.UNBLOCKING, State.VERDICT))
def send_the_last_try(move: Move, _: object) -> Move:
    return _send_with_permit(move.with_visit(last_try_confirmed=True))


@book.on(State.LAST_TRY, Action.PREFER_TO_STOP, to=(State.TAKE_CARD, State.WAITING))
def stop_before_the_last_try(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED)


@book.on(State.LAST_TRY, Action.BACK, to=(State.PUK,))
def type_it_again(move: Move, _: object) -> Move:
    """The code cannot be read back: whoever doubts it types it again, and passes the gate again."""
    return wiped(move, *ALL_CODES).with_visit(last_try_confirmed=False).enter(State.PUK)


def _send_with_permit(move: Move) -> Move:
    permit = issue_unblock_permit(permit_request(move), move.kiosk.rules.policy, move.now)
    if permit is UnblockObstacle.LAST_TRY_NOT_CONFIRMED:
        return move.enter(State.LAST_TRY)
    if not isinstance(permit, UnblockPermit):
        return show_verdict(wiped_all(move))
    move = move.next_card_ticket()
    return move.emit(Unblock(move.kiosk.card_ticket, permit)).enter(State.UNBLOCKING)


@book.on(
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
    move = note_sent(move, sent_by(event.result))
    face = Face.FORGOTTEN if move.visit.forgotten else Face.PLAIN
    match event.result:
        case Unblocked(counters):
            code = Code.FORGOTTEN_SET if move.visit.forgotten else Code.UNBLOCKED
            return conclude(wiped_all(move), State.UNBLOCKED, code, counters, face)
        case PukRefused(counters):
            return puk_refused(move, counters)
        case ProofRefused(counters):
            return conclude(wiped_all(move), State.NOT_PROVED, Code.NOT_PROVED, counters, face)
        case HalfDone(counters):
            return conclude(wiped_all(move), State.HALF_DONE, Code.HALF_DONE, counters, face)
        case Voided():
            return conclude(wiped_all(move), State.CARD_CHANGED, Code.CARD_CHANGED, None)
        case Unexpected(sent, counters):
            return stopped(wiped_all(move), sent, counters)
        case Torn(sent):
            return lose_contact(wiped_all(move), sent)
        case _:
            assert_never(event.result)


def puk_refused(move: Move, after: Counters) -> Move:
    """A wrong PUK wipes all three codes; the refused one is kept apart so that it is not sent again."""
    spent = max(1, _puk_tries_left(move) - after.puk.left)
    move = wiped_all(move.emit(KeepRefusedPuk())).with_visit(after=after, tries_spent=move.visit.tries_spent + spent)
    move = services.set_outcome_if_left(note_counters(move, after), Service.UNBLOCK, Code.WRONG_PUK)
    if after.puk_dead:
        return puk_dead(move, Code.PUK_EXHAUSTED, Face.PUK_REFUSED)
    if move.visit.tries_spent >= TRIES_THAT_END_A_VISIT or obstacle(move) is not None:
        return conclude(move, State.TWO_WRONG, Code.TWO_WRONG, after)
    return move.with_visit(code=Code.WRONG_PUK).enter(State.WRONG_PUK)


def _puk_tries_left(move: Move) -> int:
    snapshot = None if move.card is None else move.card.snapshot
    return 0 if snapshot is None or snapshot.counters is None else snapshot.counters.puk.left
