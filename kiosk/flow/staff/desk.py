"""Staff mode: opened with a code, over whatever stands on the screen; the visit underneath goes on untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Unpack

from kiosk.flow.model.entry import CodeSlot, EntryField
from kiosk.flow.model.events import Pressed
from kiosk.flow.model.staff_desk import MAX_DIGITS, MIN_DIGITS, CodeAnswer, DeskChanges, Page, StaffDesk
from kiosk.flow.model.staff_messages import (
    AskStaff,
    CheckStaffCode,
    Closing,
    LookAtStaffCode,
    Question,
    StaffCodeAnswered,
    StaffTold,
    StaffTyped,
)
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.staff.assist import begin_help, end_help, may_help
from kiosk.flow.staff.closing import set_closing
from kiosk.flow.step.leaving import answer_call, take_back_answer
from kiosk.flow.step.move import Move
from kiosk.flow.step.transitions import Handler, TransitionTable

table = TransitionTable("Le mode agent")

QUESTIONS: Mapping[Page, Question] = {
    Page.FIGURES: Question.FIGURES,
    Page.READINESS: Question.READINESS,
    Page.EVENTS: Question.EVENTS,
}

_CLOSINGS = {
    Action.CLOSE_KIOSK: Closing.CLOSE,
    Action.END_OF_DAY: Closing.END_OF_DAY,
    Action.OPEN_KIOSK: Closing.OPEN,
}


def staff_field(kiosk: Kiosk, now: float) -> EntryField | None:
    """Where digits go while the pad of the staff code stands in front; None while none is taken."""
    desk = kiosk.staff
    if desk is None or desk.page is not Page.CODE or desk.warned or desk.checking or desk.waits(now):
        return None
    return EntryField(CodeSlot.STAFF, MIN_DIGITS, MAX_DIGITS)


def open_desk(move: Move) -> Move:
    """Ask for the staff code. Nothing opens while codes are being sent, nor without a configured code."""
    kiosk = move.kiosk
    if not kiosk.rules.staff.enabled or kiosk.staff is not None or kiosk.state.traits.sending:
        return move
    move = _show(move, StaffDesk(0, move.now))
    return move.emit(LookAtStaffCode(move.kiosk.staff_pages))


def close_desk(move: Move) -> Move:
    """The visit is in front again, with a full time before it ends; what staff permitted is over."""
    if move.kiosk.staff is None:
        return move
    alone = not move.visit.staff_present and not move.kiosk.state.traits.unattended
    if move.visit.staff_present:
        move = end_help(move.with_kiosk(screen=move.kiosk.screen + 1))
    move = move.wipe(CodeSlot.STAFF).with_kiosk(staff=None, touched_at=move.now)
    return move if alone else take_back_answer(move)


def pressed(move: Move, event: Pressed) -> Move:
    """A press while the desk is in front; one that was meant for another page is ignored."""
    desk = move.kiosk.staff
    if desk is None or event.screen != desk.screen:
        return move
    if desk.warned:
        return _unwarned(move, desk) if event.action is Action.STILL_HERE else move
    rule = table.rules.get((desk.page, event.action))
    return move if rule is None else rule.handler(touched(move), event)


def touched(move: Move) -> Move:
    """Whoever touches the desk is there for the visit too."""
    desk = move.kiosk.staff
    if desk is None or desk.warned:
        return move
    return move.with_kiosk(staff=replace(desk, touched_at=move.now), touched_at=move.now)


def told(move: Move, event: StaffTyped | StaffCodeAnswered | StaffTold) -> Move:
    """The world answers; what was asked by a page that is no longer there is dropped."""
    desk = move.kiosk.staff
    rule = None if desk is None or event.page != desk.screen else table.rules.get((desk.page, type(event)))
    return move if rule is None else rule.handler(move, event)


@table.on(Page.CODE, StaffTyped)
def digits_typed(move: Move, event: StaffTyped) -> Move:
    return touched(_with(move, typed=event.digits, answer=CodeAnswer.READY))


@table.on(Page.CODE, StaffCodeAnswered, to=(Page.HOME,))
def code_answered(move: Move, event: StaffCodeAnswered) -> Move:
    """The first page opens for a code that was accepted, and whoever called is answered; the next code may wait."""
    desk = move.kiosk.staff
    if event.answer is CodeAnswer.ACCEPTED:
        return turn_to(answer_call(move), Page.HOME)
    until = move.now + event.wait_s
    if event.answer is CodeAnswer.READY or desk is None:
        return _with(move, wait_until=until)
    return _show(move, replace(desk, typed=0, checking=False, answer=event.answer, wait_until=until))


@table.on((Page.FIGURES, Page.READINESS, Page.EVENTS, Page.CLOSING), StaffTold)
def page_told(move: Move, event: StaffTold) -> Move:
    return _with(move, known=event.known)


def tick(move: Move) -> Move:
    """The desk closes by itself, after a warning; not while codes are being sent."""
    desk, rules = move.kiosk.staff, move.kiosk.rules
    if desk is None:
        return move
    if desk.assisting and move.kiosk.state.traits.sending:
        return touched(move)
    limit = rules.staff.assist_s if desk.assisting else rules.staff.idle_s
    idle = move.now - desk.touched_at
    if idle >= limit:
        return take_back_answer(close_desk(move))
    warns = idle >= limit - rules.times.warning_s and not desk.warned
    return _show(move, replace(desk, warned=True), touch=False) if warns else move


def end_help_without_its_visit(move: Move, before: Kiosk) -> Move:
    """After every step: help is for one visit and one card, and is over with either."""
    desk = move.kiosk.staff
    if desk is None or desk.page not in (Page.BRIEFING, Page.ASSIST):
        return move
    same = _insertion(move.kiosk) == _insertion(before) and move.visit.staff_present is desk.assisting
    return move if same and may_help(move.kiosk) else close_desk(move)


def _insertion(kiosk: Kiosk) -> tuple[str, int] | None:
    card = kiosk.visit.card
    return None if card is None else (card.reader, card.changes)


def _show(move: Move, desk: StaffDesk, *, touch: bool = True) -> Move:
    """Another page stands in front: presses meant for the last one no longer count."""
    number = move.kiosk.staff_pages - 1
    touched_at = move.now if touch else desk.touched_at
    return move.with_kiosk(staff=replace(desk, screen=number, touched_at=touched_at), staff_pages=number)


def _with(move: Move, **changes: Unpack[DeskChanges]) -> Move:
    """Change what the page that stands in front knows."""
    desk = move.kiosk.staff
    return move if desk is None else move.with_kiosk(staff=replace(desk, **changes))


def _unwarned(move: Move, desk: StaffDesk) -> Move:
    return _show(move.with_kiosk(touched_at=move.now), replace(desk, warned=False))


def turn_to(move: Move, page: Page) -> Move:
    """Open a page, which asks for what it shows."""
    move = _show(move, StaffDesk(0, move.now, page))
    question = QUESTIONS.get(page)
    return move if question is None else move.emit(AskStaff(move.kiosk.staff_pages, question))


@table.on([page for page in Page if page is not Page.ASSIST], Action.STOP, to=(None,))
@table.on((Page.CODE, Page.HOME), Action.BACK, to=(None,))
def leave_desk(move: Move, _: object) -> Move:
    return close_desk(move)


_WAYS = {
    (Page.HOME, Action.FIGURES): Page.FIGURES,
    (Page.HOME, Action.READINESS): Page.READINESS,
    (Page.HOME, Action.CARD_AUDIT): Page.CARD,
    (Page.HOME, Action.CLOSING): Page.CLOSING,
    (Page.READINESS, Action.RETRY): Page.READINESS,
    (Page.READINESS, Action.EVENTS): Page.EVENTS,
    (Page.EVENTS, Action.BACK): Page.READINESS,
    (Page.FIGURES, Action.BACK): Page.HOME,
    (Page.READINESS, Action.BACK): Page.HOME,
    (Page.CARD, Action.BACK): Page.HOME,
    (Page.CLOSING, Action.BACK): Page.HOME,
    (Page.BRIEFING, Action.BACK): Page.HOME,
}
"""Presses that do nothing but open another page."""


def _leads_to(target: Page) -> Handler:
    return lambda move, _: turn_to(move, target)


for (_page, _action), _target in _WAYS.items():
    table.on(_page, _action, to=(_target,))(_leads_to(_target))


@table.on(Page.CODE, Action.VALIDATE)
def check_code(move: Move, _: object) -> Move:
    desk = move.kiosk.staff
    if desk is None or staff_field(move.kiosk, move.now) is None or not MIN_DIGITS <= desk.typed <= MAX_DIGITS:
        return move
    return _with(move, typed=0, checking=True).emit(CheckStaffCode(desk.screen))


@table.on(Page.HOME, Action.ASSIST, to=(Page.BRIEFING,))
def brief(move: Move, _: object) -> Move:
    return turn_to(move, Page.BRIEFING) if may_help(move.kiosk) else move


@table.on(Page.BRIEFING, Action.CONTINUE, to=(Page.ASSIST,))
def assist(move: Move, _: object) -> Move:
    return begin_help(turn_to(move, Page.ASSIST)) if may_help(move.kiosk) else move


@table.on(Page.CLOSING, Action.CLOSE_KIOSK)
@table.on(Page.CLOSING, Action.END_OF_DAY)
@table.on(Page.CLOSING, Action.OPEN_KIOSK)
def close_or_open(move: Move, event: Pressed) -> Move:
    return set_closing(move, _CLOSINGS[event.action])
