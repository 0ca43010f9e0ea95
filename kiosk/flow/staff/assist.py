"""What staff permit while they help: for this visit and this card, as long as they are there."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.flow.card.papers import print_paper
from kiosk.flow.codes.letter import ask_letter
from kiosk.flow.model.effects import ALL_CODES, PaperKind
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step import services
from kiosk.flow.step.leaving import card_still_there, resume
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import current_pin_offered, unblock_offered, verdict_face
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("Avec un agent")


def may_help(kiosk: Kiosk) -> bool:
    """A visit is on, and its card is in the reader."""
    on = not kiosk.state.traits.unattended and kiosk.state is not State.TAKE_CARD
    return on and card_still_there(kiosk)


def begin_help(move: Move) -> Move:
    """The visit's own screens again, with what staff make possible; whoever called has them there."""
    move = resume(move) if move.kiosk.overlay is Overlay.HELP_CALLED else move
    return _told_again(move.with_visit(staff_present=True, assisted=True))


def end_help(move: Move) -> Move:
    """Whatever only staff made possible stops here, before it is sent."""
    move = move.with_visit(staff_present=False)
    if move.kiosk.state.traits.before_send and not _still_offered(move.kiosk):
        return show_verdict(move.wipe(*ALL_CODES))
    return _told_again(move)


def _still_offered(kiosk: Kiosk) -> bool:
    return unblock_offered(kiosk) if kiosk.visit.purpose is None else current_pin_offered(kiosk)


def _told_again(move: Move) -> Move:
    """The verdict says what can be done: that has changed."""
    if move.kiosk.state is not State.VERDICT or move.visit.face is Face.MISMATCH_THRICE:
        return move
    return move.with_face(verdict_face(move.kiosk))


@table.on(State.TWO_WRONG, Action.GO_ON, to=(State.LETTER_CHECK, State.READING, State.VERDICT))
def go_on_with_staff(move: Move, _: object) -> Move:
    """After two refused codes the policy lets only staff go on, from the comparison of the numbers.

    It counts as another use. After a lost contact there is no such way (``may_begin_again``).
    """
    if not unblock_offered(move.kiosk):
        return move
    move = services.begin(move.with_visit(unblock_outcome_if_left=move.visit.code), Service.UNBLOCK)
    return ask_letter(move)


@table.on(State.PRINTING, Action.REPRINT)
def print_again(move: Move, _: object) -> Move:
    """The same paper, while its visit lasts: nothing is kept to print it from later."""
    kind = move.visit.paper
    if kind is None or not move.visit.staff_present or move.visit.face is Face.RUNNING:
        return move
    return print_paper(move.with_visit(paper_result=None), kind)


def replaceable(kiosk: Kiosk) -> bool:
    """No answer condemns a card (rule 12): an agent who saw what it answered may send its holder for another one."""
    stopped = kiosk.state is State.STOPPED and kiosk.visit.face is not Face.OLD_CODE_STANDS
    return kiosk.visit.staff_present and (stopped or kiosk.state is State.UNREADABLE_COUNTERS)


@table.on((State.STOPPED, State.UNREADABLE_COUNTERS), Action.REPLACE, to=(State.PRINTING,))
def send_for_another_card(move: Move, _: object) -> Move:
    if not replaceable(move.kiosk):
        return move
    move = services.count(move, Service.REFERRAL, Code.REPLACE_FAULTY)
    return print_paper(move.with_visit(code=Code.REPLACE_FAULTY), PaperKind.REPLACEMENT)
