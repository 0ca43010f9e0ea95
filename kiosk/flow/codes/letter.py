"""Is the right letter in hand? Asked before a single digit of the PUK is typed."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.flow.model.effects import ALL_CODES
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.step import services
from kiosk.flow.step.leaving import call_staff
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import unblock_offered
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("Le courrier")

_COMPARED = (State.LETTER_CHECK, State.READING, State.VERDICT)


def ask_letter(move: Move) -> Move:
    """Compare the numbers, or wait for the number, or say why there will be no unblocking."""
    if move.card is None or move.card.content is None:
        return move.enter(State.READING, Face.BEFORE_LETTER)
    if not unblock_offered(move.kiosk):
        return show_verdict(move)
    return move.with_visit(other_letter=False).enter(State.LETTER_CHECK)


def to_referral(move: Move, code: Code) -> Move:
    """Without the right code there is nothing to unblock with: the way to get one, on paper."""
    move = services.end(move.wipe(*ALL_CODES), Service.UNBLOCK, code)
    return move.with_visit(code=code).enter(State.REFERRAL)


@table.on(State.HAVE_CODE, Action.YES, to=_COMPARED)
@table.on(State.OTHER_LETTER, Action.YES, to=_COMPARED)
@table.on(State.OTHER_LETTER, Action.BACK, to=_COMPARED)
def has_letter(move: Move, _: object) -> Move:
    return ask_letter(move)


@table.on(State.HAVE_CODE, Action.NO, to=(State.REFERRAL,))
def has_no_code(move: Move, _: object) -> Move:
    return to_referral(move, Code.PUK_UNKNOWN)


@table.on(State.HAVE_CODE, Action.BACK, to=(State.VERDICT,))
def back_to_verdict(move: Move, _: object) -> Move:
    return show_verdict(move)


@table.on(State.LETTER_CHECK, Action.YES, to=(State.PUK,))
def same_number(move: Move, _: object) -> Move:
    return move.with_visit(number_shown=True).enter(State.PUK)


@table.on(State.LETTER_CHECK, Action.NO, to=(State.OTHER_LETTER,))
def other_number(move: Move, _: object) -> Move:
    """The person compared the numbers: the letter is another card's, and the paper may say so."""
    return move.with_visit(other_letter=True).enter(State.OTHER_LETTER)


@table.on(State.LETTER_CHECK, Action.NOT_SURE)
def not_sure(move: Move, _: object) -> Move:
    return call_staff(move)


@table.on(State.LETTER_CHECK, Action.BACK, to=(State.HAVE_CODE,))
def back_to_have_code(move: Move, _: object) -> Move:
    return move.enter(State.HAVE_CODE)


@table.on(State.OTHER_LETTER, Action.NO, to=(State.REFERRAL,))
def letter_not_found(move: Move, _: object) -> Move:
    return to_referral(move, Code.PUK_UNKNOWN)


@table.on(State.WRONG_PUK, Action.YES, to=(State.PUK, State.VERDICT))
def right_letter_type_again(move: Move, _: object) -> Move:
    """Unless it took staff, who are gone: nothing is typed that will not be sent."""
    return move.enter(State.PUK) if unblock_offered(move.kiosk) else show_verdict(move)


@table.on(State.WRONG_PUK, Action.NO, to=(State.OTHER_LETTER,))
def wrong_letter(move: Move, _: object) -> Move:
    """« Non, ou je n’ai pas le bon courrier »: whether there is a letter is not known."""
    return move.enter(State.OTHER_LETTER)
