"""What an unblocking and an operation with the current PIN have in common.

How each ends, and what the flow does when the card never answers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.cps.generations import dialect_of
from kiosk.card.model import (
    CodeAccepted,
    CodeRole,
    Counters,
    CurrentPinRefused,
    CurrentPinResult,
    HalfDone,
    NewCodeRefused,
    PukRefused,
    Purpose,
    Sent,
    Torn,
    UnblockResult,
    Unexpected,
    Voided,
)
from kiosk.flow.card.reading import show_in_use
from kiosk.flow.model.effects import ALL_CODES, KeepRefusedCurrentPin, KeepRefusedPuk, RestartCardService
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import CardCallStuck, ReadFailed, ReadFailure
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Visit
from kiosk.flow.sending.after_lost_contact import not_known_face
from kiosk.flow.sending.lost_contact import lose_contact, remember_card
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import service_of
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import end_with_dead_puk, show_verdict

table = TransitionTable("Une opération sans réponse")

_SENDING = [state for state in State if state.traits.sending]


def conclude(move: Move, state: State, code: Code, after: Counters | None, face: Face = Face.PLAIN) -> Move:
    """The operation is over: its outcome, and what the card says now."""
    move = services.end(note_counters(move, after), service_of(move.visit), code)
    return move.with_visit(code=code, after=after).enter(state, face)


def note_counters(move: Move, counters: Counters | None) -> Move:
    """The card in play is now known with these counters."""
    snapshot = move.visit.snapshot
    if snapshot is None or counters is None:
        return move
    return move.with_card(snapshot=replace(snapshot, counters=counters))


def codes_dealt_with(move: Move, result: UnblockResult | CurrentPinResult) -> Move:
    """The operation ended: note how far it went, keep a refused code apart from the others, which are wiped."""
    move = _note_sent(move, _sent_by(result))
    match result:
        case PukRefused():
            move = move.emit(KeepRefusedPuk())
        case CurrentPinRefused():
            move = move.emit(KeepRefusedCurrentPin())
    return wiped_all(move)


def wiped_all(move: Move) -> Move:
    """No code is left but those that the card refused, no gate is passed, and no answer is waited for."""
    move = move.wipe(*ALL_CODES).with_visit(last_try_confirmed=False, last_pin_try_confirmed=False)
    return move.with_kiosk(card_ticket=0)


def _sent_by(result: UnblockResult | CurrentPinResult) -> Sent:
    """How far the operation that ended so had gone; what the card refused with a reason did not reach it."""
    match result:
        case Voided():
            return Sent.NOTHING
        case Torn(sent) | Unexpected(sent, _):
            return sent
        case PukRefused():
            return Sent.PUK
        case CurrentPinRefused() | CodeAccepted() | NewCodeRefused():
            return Sent.CURRENT_PIN
        case HalfDone():
            return Sent.RESET
        case _:
            return Sent.PROOF


def _note_sent(move: Move, sent: Sent) -> Move:
    """A new code that may be on the card now may be one that was refused before: it can be tried again."""
    if sent is Sent.NOTHING:
        return move
    new = _may_hold_the_new_code(move.visit, sent)
    move = move.with_visit(code_sent=True)
    return move.wipe(CodeSlot.REFUSED_CURRENT_PIN) if new else move


def _may_hold_the_new_code(visit: Visit, sent: Sent) -> bool:
    """Whether the new code left for the card with ``sent``, or before it: on a CPS4 it does not with the RESET."""
    dialect = None if visit.card is None else dialect_of(visit.card.kind)
    if dialect is None or sent in (Sent.CURRENT_PIN, Sent.PUK):
        return False
    steps = dialect.unblock_steps if visit.purpose is None else dialect.change_steps
    reached = next((at for at, step in enumerate(steps) if step.sent is sent), len(steps))
    return any(CodeRole.NEW_PIN in step.codes for step in steps[: reached + 1])


def ended_alike(move: Move, result: Voided | Unexpected | Torn) -> Move:
    """What ends an unblocking and the use of a current PIN in the same way."""
    match result:
        case Voided():
            return conclude(move, State.CARD_CHANGED, Code.CARD_CHANGED, None)
        case Unexpected(sent, counters):
            return _stopped(move, sent, counters)
        case Torn(sent):
            return lose_contact(move, sent)
        case _:
            assert_never(result)


def _stopped(move: Move, sent: Sent, counters: Counters | None) -> Move:
    """An unexpected answer stops everything; if it left a blocked card without PUK, that is the truth."""
    if counters is not None and counters.pin_blocked and counters.puk_dead:
        return _beyond_help(note_counters(move, counters))
    return conclude(move, State.STOPPED, Code.STOPPED, counters, _face_of_stop(sent, counters))


def _face_of_stop(sent: Sent, counters: Counters | None) -> Face:
    """Once a new code may have been set, nobody knows which one a card holds that is not blocked."""
    if sent is Sent.NOTHING:
        return Face.NOTHING_SENT
    blocked = counters is not None and counters.pin_blocked
    return Face.PLAIN if blocked or sent in (Sent.CURRENT_PIN, Sent.PUK) else Face.UNKNOWN


def _beyond_help(move: Move) -> Move:
    if move.visit.purpose is None:
        return end_with_dead_puk(move, Code.PUK_EXHAUSTED)
    return show_verdict(services.end(move, Service.CURRENT_PIN, Code.STOPPED))


@table.on(_SENDING, ReadFailed, to=(State.IN_USE, State.TORN, State.STOPPED))
def could_not_begin(move: Move, event: ReadFailed) -> Move:
    """The operation ended before any code was sent."""
    move = wiped_all(move)
    if event.failure is ReadFailure.IN_USE:
        return show_in_use(move)
    if event.failure is ReadFailure.UNREADABLE:
        return _stopped(move, Sent.NOTHING, None)
    return lose_contact(move, Sent.NOTHING)


@table.on(_SENDING, CardCallStuck, to=(State.STUCK,))
def no_answer(move: Move, event: CardCallStuck) -> Move:
    """The deadline passed. Unless nothing was sent, nobody knows, and the abandoned call may still be at work."""
    move = wiped_all(move).emit(RestartCardService())
    if event.nothing_sent:
        return move.with_visit(code=Code.CARD_SERVICE_STUCK).enter(State.STUCK, Face.NOTHING_SENT)
    sent = furthest(move.visit.purpose)
    move = _note_sent(remember_card(move.with_visit(code=Code.CARD_STUCK), sent, event.ticket), sent)
    return move.enter(State.STUCK, not_known_face(move.visit, Face.UNKNOWN))


def furthest(purpose: Purpose | None) -> Sent:
    """The last command that such an operation sends."""
    return Sent.CURRENT_PIN if purpose in (Purpose.TRY, Purpose.SITUATIONS) else Sent.PROOF
