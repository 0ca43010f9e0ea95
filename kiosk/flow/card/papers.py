"""Papers and the screens that offer them; the card is given back afterwards."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.flow.model.effects import PaperKind, Print
from kiosk.flow.model.events import PaperEnded, PaperResult, PaperSent
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Visit
from kiosk.flow.step import services
from kiosk.flow.step.leaving import leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable

table = TransitionTable("Les papiers")

_PAPER_OF = {
    State.UNBLOCKED: PaperKind.RECEIPT,
    State.NOT_PROVED: PaperKind.RECEIPT,
    State.HALF_DONE: PaperKind.RECEIPT,
    State.STOPPED: PaperKind.RECEIPT,
    State.TORN_DONE: PaperKind.RECEIPT,
    State.TORN_NOT_DONE: PaperKind.RECEIPT,
    State.TORN_UNKNOWN: PaperKind.RECEIPT,
    State.UNREADABLE_COUNTERS: PaperKind.RECEIPT,
    State.PIN_CHANGED: PaperKind.RECEIPT,
    State.PIN_WORKS: PaperKind.RECEIPT,
    State.CHANGE_UNKNOWN: PaperKind.RECEIPT,
    State.TWO_WRONG: PaperKind.REFERRAL,
    State.REFERRAL: PaperKind.REFERRAL,
    State.REPLACEMENT: PaperKind.REPLACEMENT,
    State.AUDIT: PaperKind.AUDIT,
}
"""What each state prints."""

_FACE_OF = {
    PaperResult.PRINTED: Face.DONE,
    PaperResult.SENT: Face.SENT,
    PaperResult.SHOWN: Face.SHOWN,
    PaperResult.FAILED: Face.FAILED,
}


def print_paper(move: Move, kind: PaperKind) -> Move:
    """Print, or show the same content where there is no printer, or one that said that it cannot."""
    trouble = move.kiosk.printer_trouble
    move = move.with_visit(paper=kind, paper_trouble=trouble, paper_may_come_out=False)
    if not move.kiosk.rules.printer or trouble is not None:
        return move.with_visit(paper_result=PaperResult.SHOWN).enter(State.PRINTING, Face.SHOWN)
    return _send(move, kind)


def _send(move: Move, kind: PaperKind) -> Move:
    move = move.next_paper_ticket().with_visit(paper_result=None, paper_trouble=None, paper_may_come_out=False)
    return move.emit(Print(move.kiosk.paper_ticket, kind)).enter(State.PRINTING, Face.RUNNING)


@table.on(_PAPER_OF, Action.PRINT, to=(State.PRINTING,))
def print_what_it_says(move: Move, _: object) -> Move:
    return print_paper(move, _PAPER_OF[move.kiosk.state])


@table.on(State.PRINTING, Action.BACK, to=(State.AUDIT,))
def back_to_the_control(move: Move, _: object) -> Move:
    return move.enter(State.AUDIT) if move.visit.paper is PaperKind.AUDIT else move


@table.on(State.PRINTING, Action.RETRY)
def print_again(move: Move, _: object) -> Move:
    """Somebody filled the tray, or closed the door. Only what has not come out."""
    kind, failed = move.visit.paper, move.visit.face in (Face.FAILED, Face.SHOWN)
    return _send(move, kind) if kind is not None and failed and move.kiosk.rules.printer else move


@table.on(State.PRINTING, PaperSent)
def paper_sent(move: Move, _: object) -> Move:
    return move.with_visit(printed=True).with_face(Face.SENT)


@table.on(State.PRINTING, PaperEnded)
def paper_ended(move: Move, event: PaperEnded) -> Move:
    return _note_end(move, event).with_face(_FACE_OF[event.result])


@table.on(State.AUDIT, PaperEnded)
def control_ended(move: Move, event: PaperEnded) -> Move:
    return _note_end(move, event)


def _note_end(move: Move, event: PaperEnded) -> Move:
    out = event.result in (PaperResult.PRINTED, PaperResult.SENT)
    move = move.with_visit(paper_result=event.result, printed=move.visit.printed or out)
    return move.with_visit(paper_trouble=event.trouble, paper_may_come_out=event.may_come_out).with_kiosk(
        paper_ticket=0
    )


@table.on((State.REFERRAL, State.REPLACEMENT), Action.CONTINUE, to=(State.TAKE_CARD, State.WAITING))
@table.on([state for state in State if state.traits.result], Action.FINISH, to=(State.TAKE_CARD, State.WAITING))
def finish(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED)


@table.on(State.WAITING, Action.NO_CODE, to=(State.REFERRAL,))
def referral_without_card(move: Move, _: object) -> Move:
    """Anonymous: no card was read."""
    move = move.with_kiosk(visit=Visit(started_at=move.now))
    move = services.count(move, Service.REFERRAL, Code.REFERRAL_WITHOUT_CARD)
    return move.with_visit(code=Code.REFERRAL_WITHOUT_CARD).enter(State.REFERRAL, Face.NO_CARD)
