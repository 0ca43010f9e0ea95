"""The verdict on the screen and the control of the card, fiche n° 2 (deploy/reference/card.md §13.2)."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.audit.verdict import Validity, Verdict
from kiosk.flow.card.papers import print_paper
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.step import services
from kiosk.flow.step.leaving import leave
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import condemned, revoked, unblock_offered
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("Le verdict et le contrôle")

_CODES = {
    Validity.VALID: Code.AUDIT_VALID,
    Validity.TO_CHECK: Code.AUDIT_TO_CHECK,
    Validity.EXPIRED: Code.AUDIT_NOT_VALID,
    Validity.REVOKED: Code.AUDIT_NOT_VALID,
}


def audit_code(found: Verdict | None) -> Code:
    """How a control ends, on the screen and on its paper."""
    return Code.AUDIT_TO_CHECK if found is None else _CODES[found.validity]


def show_audit(move: Move) -> Move:
    """Show the control, or wait for the long reading first."""
    card = move.card
    if card is None or card.snapshot is None:
        return move
    if card.content is None:
        return move.enter(State.READING, Face.BEFORE_AUDIT)
    return services.end(move, Service.AUDIT, audit_code(card.verdict)).with_visit(audited=True).enter(State.AUDIT)


@table.on((State.VERDICT, State.UNREADABLE_COUNTERS), Action.AUDIT, to=(State.AUDIT, State.READING))
def control(move: Move, _: object) -> Move:
    return show_audit(_begun_once(move))


@table.on(State.UNBLOCKED, Action.DETAILS, to=(State.AUDIT, State.READING))
def control_after_unblocking(move: Move, _: object) -> Move:
    return move if move.visit.removed_at is not None else show_audit(_begun_once(move))


def _begun_once(move: Move) -> Move:
    """Looking a second time is no second control."""
    return move if move.visit.audited else services.begin(move, Service.AUDIT)


@table.on(State.AUDIT, Action.BACK, to=(State.VERDICT, State.UNBLOCKED, State.UNREADABLE_COUNTERS))
def back_from_control(move: Move, _: object) -> Move:
    match move.visit.code:
        case Code.UNBLOCKED:
            return move.enter(State.UNBLOCKED)
        case Code.FORGOTTEN_SET:
            return move.enter(State.UNBLOCKED, Face.FORGOTTEN)
        case Code.COUNTERS_UNREADABLE:
            return move.enter(State.UNREADABLE_COUNTERS)
        case _:
            return show_verdict(move)


@table.on((State.VERDICT, State.WRONG_PIN, State.CHANGE_UNKNOWN), Action.UNBLOCK, to=(State.HAVE_CODE,))
def unblock(move: Move, _: object) -> Move:
    """From the verdict, or where the last try of the PIN was just counted."""
    begun = move.with_visit(purpose=None, forgotten=False)
    return services.begin(begun, Service.UNBLOCK).enter(State.HAVE_CODE) if unblock_offered(begun.kiosk) else move


@table.on(State.TORN_NOT_DONE, Action.UNBLOCK, to=(State.HAVE_CODE,))
def unblock_after_the_last_try(move: Move, event: object) -> Move:
    return unblock(move, event) if move.visit.face is Face.NOW_BLOCKED else move


@table.on(State.VERDICT, Action.PRINT, to=(State.PRINTING,))
def print_the_way_forward(move: Move, _: object) -> Move:
    """Whoever may hold the PUK is not sent for another letter: staff can unblock with this one."""
    if condemned(move.kiosk):
        code = Code.REPLACE_REVOKED if revoked(move.kiosk) else Code.REPLACE_EXPIRED
        return print_paper(services.count(move, Service.REFERRAL, code).with_visit(code=code), PaperKind.REPLACEMENT)
    move = services.count(move, Service.UNBLOCK, Code.UNBLOCK_NOT_HERE)
    return print_paper(move.with_visit(code=Code.UNBLOCK_NOT_HERE), PaperKind.RECEIPT)


@table.on(
    (State.VERDICT, State.AUDIT, State.UNREADABLE_COUNTERS, State.SITUATIONS),
    Action.FINISH,
    to=(State.TAKE_CARD, State.WAITING),
)
def finish(move: Move, _: object) -> Move:
    return leave(move, Leaving.STOPPED)
