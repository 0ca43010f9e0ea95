"""The send: one press, one permit, one operation; and every way it can end."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from diagnostics.outcomes import Code, Service
from kiosk.card.model import (
    Counters,
    HalfDone,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
    Voided,
)
from kiosk.card.permit import TRIES_THAT_END_A_VISIT, Obstacle, Permit, issue
from kiosk.flow import services
from kiosk.flow.effects import ALL_CODES, KeepRefusedPuk, RestartCardService, Unblock, Wipe
from kiosk.flow.entry import Confirmation, Entry
from kiosk.flow.events import CardCallStuck, ReadFailed, ReadFailure, UnblockEnded
from kiosk.flow.kiosk import Tear
from kiosk.flow.leaving import leave
from kiosk.flow.move import Move
from kiosk.flow.offer import obstacle, situation, verdict_face
from kiosk.flow.reading import in_use, puk_dead
from kiosk.flow.rulebook import Rulebook
from kiosk.flow.services import Leaving
from kiosk.flow.states import Action, Face, State
from kiosk.flow.tearing import lose_contact, strangers

book = Rulebook("Le déblocage")


@book.on(State.CONFIRM, Action.SEND, to=(State.UNBLOCKING, State.LAST_TRY, State.VERDICT))
def send(move: Move, _: object) -> Move:
    """The final button. Nothing is sent unless both codes agree and the policy gives a permit."""
    if move.visit.entry.confirmation is not Confirmation.MATCH:
        return move
    return _send_with_permit(move)


@book.on(State.LAST_TRY, Action.SEND, to=(State.UNBLOCKING, State.VERDICT))
def send_the_last_try(move: Move, _: object) -> Move:
    return _send_with_permit(move.note(last_try_confirmed=True))


@book.on(State.LAST_TRY, Action.PREFER_TO_STOP, to=(State.TAKE_CARD, State.WAITING))
def stop_before_the_last_try(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED)


def _send_with_permit(move: Move) -> Move:
    permit = issue(situation(move), move.kiosk.rules.policy, move.now)
    if permit is Obstacle.LAST_TRY_NOT_CONFIRMED:
        return move.to(State.LAST_TRY)
    card = move.card
    if not isinstance(permit, Permit) or card is None:
        return _wipe(move).to(State.VERDICT, verdict_face(move))
    move = move.next_card_ticket()
    return move.do(Unblock(move.kiosk.card_ticket, permit, card.kind)).to(State.UNBLOCKING)


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
    match event.result:
        case Unblocked(counters):
            return _result(_wipe(move), State.UNBLOCKED, Code.UNBLOCKED, counters)
        case PukRefused(counters):
            return puk_refused(move, counters)
        case ProofRefused(counters):
            return _result(_wipe(move), State.NOT_PROVED, Code.NOT_PROVED, counters)
        case HalfDone(counters):
            return _result(_wipe(move), State.HALF_DONE, Code.HALF_DONE, counters)
        case Voided():
            return _result(_wipe(move), State.CARD_CHANGED, Code.CARD_CHANGED, None)
        case Unexpected(sent, counters):
            return _stopped(move, sent, counters)
        case Torn(sent):
            return lose_contact(_wipe(move), sent)
        case _:
            assert_never(event.result)


def puk_refused(move: Move, after: Counters) -> Move:
    """A wrong code de déblocage wipes all three codes; the refused one is kept apart so that it is not sent again."""
    spent = max(1, _puk_tries_left(move) - after.puk.left)
    move = move.do(KeepRefusedPuk())
    move = _wipe(move).note(after=after, tries_spent=move.visit.tries_spent + spent, fallback=Code.WRONG_PUK)
    move = note_counters(move, after)
    if after.puk_dead:
        return puk_dead(move, Code.PUK_EXHAUSTED)
    if move.visit.tries_spent >= TRIES_THAT_END_A_VISIT or obstacle(move) is not None:
        return _result(move, State.TWO_WRONG, Code.TWO_WRONG, after)
    return move.note(code=Code.WRONG_PUK).to(State.WRONG_PUK)


def note_counters(move: Move, counters: Counters | None) -> Move:
    """The card in play is now known with these counters."""
    snapshot = None if move.card is None else move.card.snapshot
    if snapshot is None or counters is None:
        return move
    return move.note_card(snapshot=replace(snapshot, counters=counters))


def _puk_tries_left(move: Move) -> int:
    snapshot = None if move.card is None else move.card.snapshot
    return 0 if snapshot is None or snapshot.counters is None else snapshot.counters.puk.left


def _stopped(move: Move, sent: Sent, counters: Counters | None) -> Move:
    """An unexpected answer stops everything; if it left a blocked card without unblock code, that is the truth."""
    if counters is not None and counters.pin_blocked and counters.puk_dead:
        return puk_dead(note_counters(_wipe(move), counters), Code.PUK_EXHAUSTED)
    face = Face.NOTHING_SENT if sent is Sent.NOTHING else Face.PLAIN
    return _result(_wipe(move), State.STOPPED, Code.STOPPED, counters, face)


def _result(move: Move, state: State, code: Code, after: Counters | None, face: Face = Face.PLAIN) -> Move:
    move = services.end(note_counters(move, after), Service.UNBLOCK, code)
    return move.note(code=code, after=after, fallback=None).to(state, face)


def _wipe(move: Move) -> Move:
    return move.do(Wipe(ALL_CODES)).note(entry=Entry(), last_try_confirmed=False).set(card_ticket=0)


@book.on(State.UNBLOCKING, ReadFailed, to=(State.IN_USE, State.TORN, State.STOPPED))
def could_not_begin(move: Move, event: ReadFailed) -> Move:
    """The operation ended before any code was sent."""
    if event.failure is ReadFailure.IN_USE:
        return in_use(_wipe(move))
    if event.failure is ReadFailure.UNREADABLE:
        return _stopped(move, Sent.NOTHING, None)
    return lose_contact(_wipe(move), Sent.NOTHING)


@book.on(State.UNBLOCKING, CardCallStuck, to=(State.STUCK,))
def unblock_stuck(move: Move, event: CardCallStuck) -> Move:
    """The deadline passed. Unless nothing was sent, nobody knows, and the abandoned call may still be at work."""
    move = _wipe(move).do(RestartCardService()).note(code=Code.CARD_STUCK)
    if event.nothing_sent:
        return move.to(State.STUCK, Face.NOTHING_SENT)
    return _may_have_sent(move, event.ticket).to(State.STUCK, Face.UNKNOWN)


def _may_have_sent(move: Move, ticket: int) -> Move:
    snapshot = None if move.card is None else move.card.snapshot
    if snapshot is None or snapshot.ef_sn is None or snapshot.counters is None:
        return move
    tear = Tear(snapshot.ef_sn, snapshot.counters, snapshot.kind, Sent.PROOF, ticket, strangers(move))
    return move.note(tear=tear, fallback=Code.TORN_UNKNOWN)
