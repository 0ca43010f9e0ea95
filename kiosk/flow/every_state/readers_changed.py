"""Cards and readers come and go while a visit is on."""

from __future__ import annotations

from dataclasses import replace

from kiosk.card.iso7816.connection import SlotReport
from kiosk.flow.card.arrival import settle
from kiosk.flow.model.effects import RestartCardService
from kiosk.flow.model.events import SlotsChanged
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.sending.lost_contact import look_for_the_card, read_if_back, wait_for_the_card
from kiosk.flow.step import services
from kiosk.flow.step.leaving import card_in, card_still_there, close, forget, reader_is_listed
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving


def slots_changed(move: Move, event: SlotsChanged) -> Move:
    """Take the watcher's report in."""
    before = move.kiosk.report
    move = move.with_kiosk(report=event.report)
    if event.report.stuck and not move.kiosk.state.traits.sending:
        move = move.emit(RestartCardService())
    state = move.kiosk.state
    if state.traits.unattended:
        return settle(move)
    if state is State.TORN:
        return read_if_back(move)
    if state is State.TAKE_CARD:
        return move if _something_to_take(move.kiosk) else forget(_touch_first_if_reader_left(move))
    if move.card is None:
        return _card_during_anonymous_referral(move)
    if state is State.OTHER_CARD:
        return look_for_the_card(move)
    if state.traits.result and not card_still_there(move.kiosk) and _somebody_inserted(before, event.report):
        return forget(close(move, Leaving.REMOVED))
    if card_still_there(move.kiosk) or move.visit.removed_at is not None or state.traits.sending:
        return move
    return _card_left(move)


def _something_to_take(kiosk: Kiosk) -> bool:
    if kiosk.visit.face is Face.AFTER_RESTART:
        return kiosk.report is not None and any(slot.present for slot in kiosk.report.slots)
    return card_still_there(kiosk)


def _card_left(move: Move) -> Move:
    state = move.kiosk.state
    if state.traits.result:
        return move
    if state is State.STUCK and move.visit.lost_contact is not None:
        return read_if_back(wait_for_the_card(move))
    return forget(close(move, Leaving.REMOVED))


def _somebody_inserted(before: SlotReport | None, after: SlotReport) -> bool:
    """A card came into a reader that was there before: whoever brought it is not to read another's result."""
    seen = {slot.reader: slot for slot in (before.slots if before is not None else ())}
    arrived = (slot for slot in after.slots if slot.present and slot.reader in seen)
    return any(not seen[slot.reader].present or seen[slot.reader].changes != slot.changes for slot in arrived)


def _touch_first_if_reader_left(move: Move) -> Move:
    """If the reader or its service went away, a card that is there when it comes back is not read before a touch."""
    return move if reader_is_listed(move.kiosk) else move.with_kiosk(needs_touch=True)


def left_meanwhile(move: Move) -> Move:
    """The operation ended in a state that speaks of a card in the reader: is it still there?"""
    card = move.card
    if card is None or card_still_there(move.kiosk):
        return move
    if move.kiosk.state is State.CARD_CHANGED and card_in(move.kiosk.report, card.reader) is not None:
        return _of_nobody(move)
    return _card_left(move) if move.kiosk.state.traits.needs_card else move


def card_is_out(kiosk: Kiosk) -> bool:
    """A card was in play, it is gone, and that was not noted yet."""
    visit = kiosk.visit
    return visit.card is not None and visit.removed_at is None and not card_still_there(kiosk)


def without_identity(move: Move) -> Move:
    """A result stays on the screen a little longer after its card, the person's data does not."""
    move = _touch_first_if_reader_left(_of_nobody(services.end_reading(move)))
    move = move.with_visit(removed_at=move.now, situations=None)
    return move.with_kiosk(screen=move.kiosk.screen + 1, card_ticket=0)


def _of_nobody(move: Move) -> Move:
    """Of a card that is out only its counters are kept, for what the screen says of them."""
    read = move.visit.snapshot
    return move.with_card(snapshot=None if read is None else replace(read, ef_sn=None), content=None, verdict=None)


def _card_during_anonymous_referral(move: Move) -> Move:
    report = move.kiosk.report
    if report is None or (report.service and not any(slot.present for slot in report.slots)):
        return move
    return forget(close(move, Leaving.STOPPED))
