"""What people do at the kiosk: every button of every state, every kind of code, staff at their desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kiosk.flow.codes.typing import entry_field
from kiosk.flow.machine import TABLE
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import EntryChanged, Event, Pressed, Touched
from kiosk.flow.model.staff_desk import CodeAnswer, Page, Unavailable
from kiosk.flow.model.staff_messages import StaffCodeAnswered, StaffTold, StaffTyped
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.staff.desk import QUESTIONS, staff_field
from search.canonical import PAGE, SCREEN
from search.clocks import NOW, WAIT_S
from search.node import ALIKE, CODES, EQUAL, GOOD, PARTIAL, RUN, SAME, UNEQUAL, YEAR, Held, Node
from search.scope import Scope, Staff

FINAL = frozenset({Action.SEND, Action.VALIDATE})
_ANYWHERE = (Action.HELP, Action.STOP)
_CALLS = frozenset({Action.HELP, Action.NOT_SURE})
_HELP_ONLY = frozenset({Action.ASSIST, Action.CONTINUE, Action.BACK, Action.STOP, Action.VALIDATE})


@cache
def _actions(place: State | Page) -> tuple[Action, ...]:
    """All that the table of the flow knows there, whether a screen offers it or not."""
    known = tuple(trigger for where, trigger in TABLE if where is place and isinstance(trigger, Action))
    return known if isinstance(place, Page) else tuple(dict.fromkeys((*known, *_ANYWHERE)))


@cache
def press(action: Action, screen: int = SCREEN) -> Pressed:
    return Pressed(action, screen)


HELPING: tuple[Event, ...] = (
    StaffTyped(6, PAGE),
    press(Action.VALIDATE, PAGE),
    StaffCodeAnswered(PAGE, CodeAnswer.ACCEPTED),
    press(Action.ASSIST, PAGE),
    press(Action.CONTINUE, PAGE),
)
"""Behind the corner of the screen, one page after the other."""


def presses(node: Node, scope: Scope) -> Iterator[Event]:
    kiosk = node.kiosk
    desk = kiosk.staff
    if scope.idle:
        yield Touched()
    if kiosk.front == PAGE and desk is not None:
        yield from _at_the_desk(node, scope)
        return
    if kiosk.overlay is Overlay.HELP_CALLED:
        yield press(Action.RESUME)
    elif kiosk.overlay is Overlay.STILL_THERE:
        yield press(Action.STILL_HERE)
    else:
        skipped = scope.without if scope.calls else scope.without | _CALLS
        yield from (press(action) for action in _actions(kiosk.state) if action not in skipped)
    if desk is not None:
        yield press(Action.END_ASSIST)
    elif scope.staff is Staff.WHOLE:
        yield press(Action.STAFF)


def _at_the_desk(node: Node, scope: Scope) -> Iterator[Event]:
    desk = node.kiosk.staff
    if desk is None:
        return
    if desk.warned:
        yield press(Action.STILL_HERE, PAGE)
        return
    for action in _actions(desk.page):
        if scope.staff is Staff.WHOLE or action in _HELP_ONLY:
            yield press(action, PAGE)
    if desk.page is Page.CODE:
        yield from _staff_code(node)
    elif desk.known is None and (desk.page in QUESTIONS or desk.page is Page.CLOSING):
        yield StaffTold(PAGE, Unavailable())


def _staff_code(node: Node) -> Iterator[Event]:
    desk = node.kiosk.staff
    if desk is None:
        return
    if desk.checking:
        yield StaffCodeAnswered(PAGE, CodeAnswer.ACCEPTED)
        yield StaffCodeAnswered(PAGE, CodeAnswer.REFUSED, WAIT_S)
        return
    if desk.answer is CodeAnswer.READY and desk.typed == 0 and not desk.waits(NOW):
        yield StaffCodeAnswered(PAGE, CodeAnswer.TOO_SOON, WAIT_S)
    if staff_field(node.kiosk, NOW) is not None:
        yield from (StaffTyped(digits, PAGE) for digits in (0, 5, 6) if digits != desk.typed)


def typing(node: Node, scope: Scope) -> Iterator[tuple[Event, Held]]:
    """Another code in the slot that is being typed in, with what the vault then tells of it."""
    kiosk = node.kiosk
    if kiosk.overlay is not Overlay.NONE or kiosk.front != SCREEN:
        return
    field = entry_field(kiosk)
    if field is None:
        return
    held, name = node.held, field.slot.name.lower()
    for code in _codes(held, field.slot, scope):
        if code != getattr(held, name):
            typed = replace(held, **{name: code})
            yield EntryChanged(typed.entry, SCREEN), typed


def _codes(held: Held, slot: CodeSlot, scope: Scope) -> str:
    """What may stand in that slot; "" among them is what "Effacer" leaves."""
    partial = PARTIAL if scope.mistyping else ""
    match slot:
        case CodeSlot.PUK:
            return _known_and_next(held.refused_puk) + partial
        case CodeSlot.CURRENT_PIN:
            return _known_and_next(held.refused_current_pin) + partial
        case CodeSlot.NEW_PIN:
            same = SAME if held.current_pin else ""
            return GOOD + same + (ALIKE + RUN + YEAR if scope.mistyping else "") + partial
        case _:
            return EQUAL + (UNEQUAL if scope.mistyping else "") + partial


def _known_and_next(refused: str) -> str:
    """Codes are alike but for their history: of those never used, one stands for all."""
    fresh = next((code for code in CODES if code not in refused), "")
    return refused + fresh
