"""What a card that came back says of the operation that lost it; and what is said if nobody can tell (rule 9)."""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.codes.current_pin.after_tear import CurrentPinAftermath, after_current_pin_tear
from kiosk.card.codes.unblock.after_tear import UnblockAftermath, after_unblock_tear
from kiosk.card.model import CardSnapshot, Counters, Purpose, Sent
from kiosk.flow.model.effects import ReadContent
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import LostContact, Visit
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import service_of
from kiosk.flow.step.verdict import end_with_dead_puk, show_verdict

AFTER_READING = (
    State.TORN_DONE,
    State.HALF_DONE,
    State.TORN_NOT_DONE,
    State.TORN_UNKNOWN,
    State.CHANGE_UNKNOWN,
    State.REPLACEMENT,
)


def conclude_from_card(move: Move, lost: LostContact, snapshot: CardSnapshot, after: Counters) -> Move:
    """The same card was read again: ``after`` are its counters. What else it says was forgotten, and is read again."""
    move = move.with_card(snapshot=snapshot).with_visit(after=after).next_card_ticket()
    move = move.emit(ReadContent(move.kiosk.card_ticket, snapshot))
    if lost.purpose is None:
        return _of_the_unblocking(move, after_unblock_tear(lost.before, after, snapshot.kind, lost.sent), after)
    found = after_current_pin_tear(lost.before, after, snapshot.kind, lost.purpose, lost.sent)
    return _of_the_current_pin(move, found, after)


def _of_the_unblocking(move: Move, aftermath: UnblockAftermath, after: Counters) -> Move:
    match aftermath:
        case UnblockAftermath.DONE if not move.visit.forgotten:
            return _end(move, State.TORN_DONE, Code.TORN_DONE)
        case UnblockAftermath.DONE | UnblockAftermath.CODE_UNKNOWN:
            return _end(move, State.CHANGE_UNKNOWN, Code.FORGOTTEN_UNKNOWN, Face.FORGOTTEN)
        case UnblockAftermath.DONE_OLD_CODE:
            face = Face.FORGOTTEN if move.visit.forgotten else Face.CONTACT_LOST
            return _end(move, State.HALF_DONE, Code.HALF_DONE, face)
        case UnblockAftermath.NOT_DONE_NO_TRY:
            return _not_unblocked(move, after, 0)
        case UnblockAftermath.NOT_DONE_TRY_COUNTED:
            return _not_unblocked(move, after, 1)
        case UnblockAftermath.UNKNOWN:
            return tell_unknown(move, Face.UNKNOWN)
        case _:
            assert_never(aftermath)


_NOT_UNBLOCKED = {
    (False, 0): (Code.TORN_NOT_DONE, Face.PLAIN),
    (False, 1): (Code.TORN_TRY_COUNTED, Face.TRY_COUNTED),
    (True, 0): (Code.FORGOTTEN_TORN_NO_TRY, Face.FORGOTTEN),
    (True, 1): (Code.FORGOTTEN_TORN_TRY_COUNTED, Face.FORGOTTEN_TRY_COUNTED),
}
"""By whether a forgotten code was to be replaced, and the tries counted."""


def _not_unblocked(move: Move, after: Counters, spent: int) -> Move:
    """The service stays open: the person may begin again where the rules allow."""
    code, face = _NOT_UNBLOCKED[move.visit.forgotten, spent]
    fallback = Code.WRONG_PUK if not spent and move.visit.tries_spent else code
    move = services.set_outcome_if_left(move, Service.UNBLOCK, fallback)
    move = move.with_visit(code=code, lost_contact=None, tries_spent=move.visit.tries_spent + spent)
    return end_with_dead_puk(move, Code.PUK_EXHAUSTED) if after.puk_dead else move.enter(State.TORN_NOT_DONE, face)


def _of_the_current_pin(move: Move, aftermath: CurrentPinAftermath, after: Counters) -> Move:
    match aftermath:
        case CurrentPinAftermath.SAME_CODE_NO_TRY:
            return _same_code(move, Code.CURRENT_PIN_TORN_NO_TRY, Face.CURRENT_PIN_NO_TRY)
        case CurrentPinAftermath.SAME_CODE_TRY_COUNTED if after.pin_blocked:
            return _last_try_counted(move, after)
        case CurrentPinAftermath.SAME_CODE_TRY_COUNTED:
            return _same_code(move, Code.CURRENT_PIN_TORN_TRY_COUNTED, Face.CURRENT_PIN_TRY_COUNTED)
        case CurrentPinAftermath.CODE_UNKNOWN:
            move = services.set_outcome_if_left(move, Service.CURRENT_PIN, Code.CHANGE_UNKNOWN)
            return move.with_visit(code=Code.CHANGE_UNKNOWN, lost_contact=None).enter(State.CHANGE_UNKNOWN)
        case CurrentPinAftermath.UNKNOWN:
            return tell_unknown(move, Face.UNKNOWN)
        case _:
            assert_never(aftermath)


def _same_code(move: Move, code: Code, face: Face) -> Move:
    """The service stays open, as above."""
    move = services.set_outcome_if_left(move, Service.CURRENT_PIN, code)
    return move.with_visit(code=code, lost_contact=None).enter(State.TORN_NOT_DONE, face)


def _last_try_counted(move: Move, after: Counters) -> Move:
    move = services.end(move, Service.CURRENT_PIN, Code.PIN_NOW_BLOCKED).with_visit(
        code=Code.PIN_NOW_BLOCKED, lost_contact=None
    )
    return show_verdict(move) if after.puk_dead else move.enter(State.TORN_NOT_DONE, Face.NOW_BLOCKED)


def tell_unknown(move: Move, face: Face = Face.PLAIN) -> Move:
    """The card was not read again, or (face UNKNOWN) what it says contradicts itself."""
    lost = move.visit.lost_contact
    code = unknown_code(move.visit, Sent.PROOF if lost is None else lost.sent)
    return _end(move, State.TORN_UNKNOWN, code, not_known_face(move.visit, face))


def unknown_code(visit: Visit, sent: Sent) -> Code:
    """The outcome of an operation that went as far as ``sent``, as long as nobody knows how it ended."""
    if visit.purpose is None:
        return Code.FORGOTTEN_UNKNOWN if visit.forgotten else Code.TORN_UNKNOWN
    changed = visit.purpose is Purpose.CHANGE and sent in (Sent.NEW_CODE, Sent.PROOF)
    return Code.CHANGE_UNKNOWN if changed else Code.CURRENT_PIN_TORN_UNKNOWN


def not_known_face(visit: Visit, otherwise: Face) -> Face:
    """Whether a card is unblocked is no question for one that was not blocked."""
    if visit.purpose is not None:
        return Face.CURRENT_PIN
    return Face.FORGOTTEN if visit.forgotten else otherwise


def _end(move: Move, state: State, code: Code, face: Face = Face.PLAIN) -> Move:
    return services.end(move, service_of(move.visit), code).with_visit(code=code, lost_contact=None).enter(state, face)
