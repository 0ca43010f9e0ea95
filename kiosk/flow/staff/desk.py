"""Staff mode: opened with a code, over whatever stands on the screen; the visit underneath goes on untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Unpack

from kiosk.flow.model.effects import Wipe
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
from kiosk.flow.step.leaving import answer_call
from kiosk.flow.step.move import Move

QUESTIONS: Mapping[Page, Question] = {
    Page.FIGURES: Question.FIGURES,
    Page.READINESS: Question.READINESS,
    Page.EVENTS: Question.EVENTS,
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
    move = _turn_to(move, StaffDesk(0, move.now))
    return move.emit(LookAtStaffCode(move.kiosk.staff_pages))


def close_desk(move: Move) -> Move:
    """The visit is in front again, with a full time before it ends; what staff permitted is over."""
    if move.kiosk.staff is None:
        return move
    if move.visit.staff_present:
        move = end_help(move.with_kiosk(screen=move.kiosk.screen + 1))
    return move.emit(Wipe((CodeSlot.STAFF,))).with_kiosk(staff=None, touched_at=move.now)


def pressed(move: Move, event: Pressed) -> Move:
    """A press while the desk is in front; one that was meant for another page is ignored."""
    desk = move.kiosk.staff
    if desk is None or event.screen != desk.screen:
        return move
    if desk.warned:
        return _unwarned(move, desk) if event.action is Action.STILL_HERE else move
    handler = _PRESSES.get((desk.page, event.action)) or _ANYWHERE.get(event.action)
    return move if handler is None else handler(touched(move))


def touched(move: Move) -> Move:
    """Whoever touches the desk is there for the visit too."""
    desk = move.kiosk.staff
    if desk is None or desk.warned:
        return move
    return move.with_kiosk(staff=replace(desk, touched_at=move.now), touched_at=move.now)


def told(move: Move, event: StaffTyped | StaffCodeAnswered | StaffTold) -> Move:
    """The world answers; what was asked by a page that is no longer there is dropped."""
    desk = move.kiosk.staff
    if desk is None or event.page != desk.screen:
        return move
    match event:
        case StaffTyped(digits=digits):
            return touched(_with(move, typed=digits, answer=CodeAnswer.READY))
        case StaffCodeAnswered():
            return _code_answered(move, desk, event)
        case StaffTold(known=known):
            return _with(move, known=known)


def _code_answered(move: Move, desk: StaffDesk, event: StaffCodeAnswered) -> Move:
    if event.answer is CodeAnswer.ACCEPTED:
        return _home(answer_call(move))
    until = move.now + event.wait_s
    if event.answer is CodeAnswer.READY:
        return _with(move, wait_until=until)
    return _turn_to(move, replace(desk, typed=0, checking=False, answer=event.answer, wait_until=until))


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
        return close_desk(move)
    warns = idle >= limit - rules.times.warning_s and not desk.warned
    return _turn_to(move, replace(desk, warned=True), touch=False) if warns else move


def keep_honest(move: Move, before: Kiosk) -> Move:
    """After every step: help is for one visit and one card, and is over with either."""
    desk = move.kiosk.staff
    if desk is None or desk.page not in (Page.BRIEFING, Page.ASSIST):
        return move
    same = _insertion(move.kiosk) == _insertion(before) and move.visit.staff_present is desk.assisting
    return move if same and may_help(move.kiosk) else close_desk(move)


def _insertion(kiosk: Kiosk) -> tuple[str, int] | None:
    card = kiosk.visit.card
    return None if card is None else (card.reader, card.changes)


def _turn_to(move: Move, desk: StaffDesk, *, touch: bool = True) -> Move:
    """Another page stands in front: presses meant for the last one no longer count."""
    number = move.kiosk.staff_pages - 1
    touched_at = move.now if touch else desk.touched_at
    return move.with_kiosk(staff=replace(desk, screen=number, touched_at=touched_at), staff_pages=number)


def _with(move: Move, **changes: Unpack[DeskChanges]) -> Move:
    """Change what the page that stands in front knows."""
    desk = move.kiosk.staff
    return move if desk is None else move.with_kiosk(staff=replace(desk, **changes))


def _unwarned(move: Move, desk: StaffDesk) -> Move:
    return _turn_to(move.with_kiosk(touched_at=move.now), replace(desk, warned=False))


def _to(page: Page) -> Callable[[Move], Move]:
    def go(move: Move) -> Move:
        move = _turn_to(move, StaffDesk(0, move.now, page))
        question = QUESTIONS.get(page)
        return move if question is None else move.emit(AskStaff(move.kiosk.staff_pages, question))

    return go


_home = _to(Page.HOME)


def _validate(move: Move) -> Move:
    desk = move.kiosk.staff
    if desk is None or staff_field(move.kiosk, move.now) is None or not MIN_DIGITS <= desk.typed <= MAX_DIGITS:
        return move
    return _with(move, typed=0, checking=True).emit(CheckStaffCode(desk.screen))


def _brief(move: Move) -> Move:
    return _to(Page.BRIEFING)(move) if may_help(move.kiosk) else move


def _assist(move: Move) -> Move:
    return begin_help(_to(Page.ASSIST)(move)) if may_help(move.kiosk) else move


def _closing(closing: Closing) -> Callable[[Move], Move]:
    return lambda move: set_closing(move, closing)


_ANYWHERE: Mapping[Action, Callable[[Move], Move]] = {Action.STOP: close_desk, Action.BACK: _home}

_PRESSES: Mapping[tuple[Page, Action], Callable[[Move], Move]] = {
    (Page.CODE, Action.VALIDATE): _validate,
    (Page.CODE, Action.BACK): close_desk,
    (Page.HOME, Action.BACK): close_desk,
    (Page.HOME, Action.ASSIST): _brief,
    (Page.HOME, Action.FIGURES): _to(Page.FIGURES),
    (Page.HOME, Action.READINESS): _to(Page.READINESS),
    (Page.HOME, Action.CARD_AUDIT): _to(Page.CARD),
    (Page.HOME, Action.CLOSING): _to(Page.CLOSING),
    (Page.READINESS, Action.RETRY): _to(Page.READINESS),
    (Page.READINESS, Action.EVENTS): _to(Page.EVENTS),
    (Page.EVENTS, Action.BACK): _to(Page.READINESS),
    (Page.BRIEFING, Action.CONTINUE): _assist,
    (Page.CLOSING, Action.CLOSE_KIOSK): _closing(Closing.CLOSE),
    (Page.CLOSING, Action.END_OF_DAY): _closing(Closing.END_OF_DAY),
    (Page.CLOSING, Action.OPEN_KIOSK): _closing(Closing.OPEN),
}
