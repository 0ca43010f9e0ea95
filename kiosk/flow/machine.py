"""The visit as a pure state machine: ``step(kiosk, event, now) -> (kiosk, effects)``.

No clock, no thread, no card and no digit in here. The table of each group of states stands in its own file. What
holds in every state stands here for presses (touches, help, stop, the overlays), and in ``every_state`` for the
readers, the time and the long reading.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.flow.card import arrival, audit, papers, reading
from kiosk.flow.card.arrival import settle
from kiosk.flow.codes import current_pin as ask_current_pin
from kiosk.flow.codes import forgotten, letter, typing
from kiosk.flow.every_state import content_read
from kiosk.flow.every_state.readers_changed import (
    card_is_out,
    left_meanwhile,
    slots_changed,
    without_identity,
)
from kiosk.flow.every_state.time_passed import tick
from kiosk.flow.model.effects import Effect
from kiosk.flow.model.events import (
    CardCallReturned,
    CardCallStuck,
    ContentRead,
    CurrentPinEnded,
    EntryChanged,
    Event,
    PaperEnded,
    PaperSent,
    Pressed,
    PrinterAnswered,
    ReadFailed,
    SlotsChanged,
    SnapshotRead,
    Started,
    Tick,
    Touched,
    UnblockEnded,
)
from kiosk.flow.model.staff_messages import FoundClosed, StaffCodeAnswered, StaffTold, StaffTyped
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.sending import current_pin, lost_contact, operation_ended, unblock
from kiosk.flow.staff import assist, desk
from kiosk.flow.staff.closing import close_kiosk
from kiosk.flow.step.leaving import call_staff, leave, resume
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving
from kiosk.flow.step.transitions import Trigger, merged

__all__ = ["TABLE", "TABLES", "step"]

TABLES = (
    arrival.table,
    reading.table,
    content_read.table,
    audit.table,
    letter.table,
    typing.table,
    unblock.table,
    ask_current_pin.table,
    current_pin.table,
    forgotten.table,
    operation_ended.table,
    lost_contact.table,
    papers.table,
    assist.table,
    desk.table,
)
TABLE = merged(*TABLES)

_CardAnswer = ContentRead | SnapshotRead | ReadFailed | UnblockEnded | CurrentPinEnded | CardCallStuck

_WITHOUT_CARD = frozenset({Action.FINISH, Action.CONTINUE, Action.PRINT, Action.HELP, Action.STOP})
"""What a result screen still offers once its card is out."""


def step(kiosk: Kiosk, event: Event, now: float) -> tuple[Kiosk, tuple[Effect, ...]]:
    """The kiosk after ``event`` at ``now`` (monotonic seconds), and what is to be done, in order."""
    move = _step(Move(kiosk, now), event)
    if kiosk.state.traits.sending and move.kiosk.state is not kiosk.state:
        move = left_meanwhile(move)
    if move.kiosk.state is State.WAITING and kiosk.state is not State.WAITING:
        move = settle(move)
    elif move.kiosk.state.traits.result and card_is_out(move.kiosk):
        move = without_identity(move)
    move = desk.end_help_without_its_visit(move, kiosk)
    return move.kiosk, move.effects


def _step(move: Move, event: Event) -> Move:
    match event:
        case Tick():
            return tick(desk.tick(move))
        case Touched():
            return _touched(move)
        case SlotsChanged():
            return slots_changed(move, event)
        case Pressed():
            return _pressed_in_front(move, event)
        case EntryChanged():
            return _typed(move, event) if event.screen == move.kiosk.front else move
        case ContentRead() | SnapshotRead() | ReadFailed() | UnblockEnded() | CurrentPinEnded() | CardCallStuck():
            return _card_answered(move, event) if _awaited(event.ticket, move.kiosk.card_ticket) else move
        case CardCallReturned():
            return _by_table(move, CardCallReturned, event)
        case PaperSent() | PaperEnded():
            return _by_table(move, type(event), event) if _awaited(event.ticket, move.kiosk.paper_ticket) else move
        case PrinterAnswered():
            return move.with_kiosk(printer_trouble=event.trouble)
        case Started():
            return move.with_kiosk(needs_touch=event.clean, needs_removal=not event.clean)
        case StaffTyped() | StaffCodeAnswered() | StaffTold():
            return desk.told(move, event)
        case FoundClosed():
            return close_kiosk(move)
        case _:
            assert_never(event)


def _awaited(ticket: int, expected: int) -> bool:
    """No answer is waited for while the expected ticket is 0."""
    return ticket == expected != 0


def _touched(move: Move) -> Move:
    """Under a warning only its own button counts."""
    move = desk.touched(move)
    return move if move.kiosk.overlay is Overlay.STILL_THERE else move.with_kiosk(touched_at=move.now)


def _typed(move: Move, event: EntryChanged) -> Move:
    if move.kiosk.overlay is not Overlay.NONE:
        return move
    return _by_table(desk.touched(move.with_kiosk(touched_at=move.now)), EntryChanged, event)


def _pressed_in_front(move: Move, event: Pressed) -> Move:
    """Staff mode takes what is meant for it; its own buttons on the visit's screens are seen to first."""
    if move.kiosk.front < 0:
        return desk.pressed(move, event)
    if event.screen != move.kiosk.screen:
        return move
    if event.action is Action.STAFF:
        return desk.open_desk(move)
    if event.action is Action.END_ASSIST:
        return desk.close_desk(move)
    return _pressed(desk.touched(move), event)


def _pressed(move: Move, event: Pressed) -> Move:
    if move.kiosk.overlay is not Overlay.NONE:
        return _pressed_on_overlay(move, event.action)
    move = move.with_kiosk(touched_at=move.now)
    if move.visit.removed_at is not None and event.action not in _WITHOUT_CARD:
        return move
    if (move.kiosk.state, event.action) in TABLE:
        return _by_table(move, event.action, event)
    return _pressed_anywhere(move, event.action)


def _pressed_anywhere(move: Move, action: Action) -> Move:
    traits = move.kiosk.state.traits
    if action is Action.HELP and traits.offers_help:
        return call_staff(move)
    if action is Action.STOP and traits.offers_stop:
        return leave(move, Leaving.STOPPED)
    return move


def _pressed_on_overlay(move: Move, action: Action) -> Move:
    match move.kiosk.overlay, action:
        case Overlay.HELP_CALLED, Action.RESUME:
            return resume(move)
        case Overlay.STILL_THERE, Action.STILL_HERE:
            return move.cover(Overlay.NONE)
        case _:
            return move


def _card_answered(move: Move, event: _CardAnswer) -> Move:
    trigger = type(event)
    if isinstance(event, ContentRead):
        move = content_read.keep_content(move, event)
    elif (move.kiosk.state, trigger) not in TABLE and isinstance(event, ReadFailed | CardCallStuck):
        return content_read.long_reading_failed(move)
    return _by_table(move, trigger, event)


def _by_table(move: Move, trigger: Trigger, event: object) -> Move:
    rule = TABLE.get((move.kiosk.state, trigger))
    return move if rule is None else rule.handler(move, event)
