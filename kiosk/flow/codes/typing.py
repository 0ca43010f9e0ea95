"""The three codes: typed, judged before anything is sent, wiped on every way out."""

from __future__ import annotations

from kiosk.card.model import Purpose
from kiosk.flow.model.effects import ALL_CODES
from kiosk.flow.model.entry import CodeSlot, Confirmation, EntryField, Weakness
from kiosk.flow.model.events import EntryChanged
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk, Visit
from kiosk.flow.step.move import Move
from kiosk.flow.step.transitions import TransitionTable
from kiosk.flow.step.verdict import show_verdict

table = TransitionTable("Les codes")

_FACE_OF_WEAKNESS = {
    Weakness.ALL_ALIKE: Face.WEAK_ALIKE,
    Weakness.STRAIGHT_RUN: Face.WEAK_RUN,
    Weakness.LOOKS_LIKE_YEAR: Face.WEAK_YEAR,
}


def entry_field(kiosk: Kiosk) -> EntryField | None:
    """The slot now typed in and how many digits it takes, from the card; None where nothing can be typed."""
    slot = kiosk.state.traits.slot
    card = kiosk.visit.card
    formats = None if card is None or card.content is None else card.content.formats
    if slot is None or formats is None or kiosk.visit.face is Face.LAST_TRY:
        return None
    code = formats.puk if slot is CodeSlot.PUK else formats.pin
    return EntryField(slot, code.min_digits, code.max_digits)


def complete(kiosk: Kiosk) -> bool:
    """True if the slot now typed in holds enough digits."""
    field = entry_field(kiosk)
    return field is not None and field.min_digits <= typed(kiosk) <= field.max_digits


def typed(kiosk: Kiosk) -> int:
    """Digits in the slot now typed in."""
    slot = kiosk.state.traits.slot
    return 0 if slot is None else kiosk.visit.entry.digits(slot)


@table.on((State.PUK, State.CURRENT_PIN, State.NEW_PIN), EntryChanged)
def note_entry(move: Move, event: EntryChanged) -> Move:
    """Typing takes an error away without counting as another screen."""
    if entry_field(move.kiosk) is None:
        return move
    same = event.entry == move.visit.entry
    return move if same else move.with_visit(entry=event.entry).with_face_in_place(Face.PLAIN)


@table.on(State.PUK, Action.VALIDATE, to=(State.NEW_PIN,))
def puk_typed(move: Move, _: object) -> Move:
    if not complete(move.kiosk):
        return move
    if move.visit.entry.puk_already_refused:
        return move.wipe(CodeSlot.PUK).enter(State.PUK, Face.SAME_PUK)
    return move.enter(State.NEW_PIN)


@table.on(State.PUK, Action.BACK, to=(State.LETTER_CHECK,))
def back_to_letter(move: Move, _: object) -> Move:
    return move.wipe(*ALL_CODES).enter(State.LETTER_CHECK)


@table.on(State.NEW_PIN, Action.VALIDATE, to=(State.CONFIRM,))
def new_pin_typed(move: Move, _: object) -> Move:
    weakness = move.visit.entry.weakness
    if not complete(move.kiosk) or move.visit.face is Face.WEAK_YEAR:
        return move
    if _changing(move.visit) and move.visit.entry.same_as_current_pin:
        return move.wipe(CodeSlot.NEW_PIN).enter(State.NEW_PIN, Face.SAME_AS_CURRENT_PIN)
    if weakness is None:
        return move.enter(State.CONFIRM)
    if weakness.refused:
        move = move.wipe(CodeSlot.NEW_PIN)
    return move.enter(State.NEW_PIN, _FACE_OF_WEAKNESS[weakness])


@table.on(State.NEW_PIN, Action.KEEP_ANYWAY, to=(State.CONFIRM,))
def keep_it_anyway(move: Move, _: object) -> Move:
    return move.enter(State.CONFIRM) if move.visit.face is Face.WEAK_YEAR and complete(move.kiosk) else move


@table.on(State.NEW_PIN, Action.CHOOSE_ANOTHER)
def choose_another(move: Move, _: object) -> Move:
    return move.wipe(CodeSlot.NEW_PIN).enter(State.NEW_PIN)


@table.on(State.NEW_PIN, Action.BACK, to=(State.PUK, State.CURRENT_PIN))
def back_to_first_code(move: Move, _: object) -> Move:
    return move.wipe(*ALL_CODES).enter(State.CURRENT_PIN if _changing(move.visit) else State.PUK)


@table.on(State.CONFIRM, Action.BACK, to=(State.NEW_PIN,))
def back_to_new_pin(move: Move, _: object) -> Move:
    return move.wipe(CodeSlot.NEW_PIN, CodeSlot.CONFIRM).enter(State.NEW_PIN)


@table.on(State.CONFIRM, EntryChanged, to=(State.NEW_PIN, State.CURRENT_PIN, State.VERDICT))
def confirmation_typed(move: Move, event: EntryChanged) -> Move:
    """At the last digit the codes are compared: once retype, twice choose again, three times start again."""
    if event.entry.confirmation is not Confirmation.DIFFER:
        return note_entry(move, event)
    mismatches = move.visit.mismatches + 1
    move = move.with_visit(entry=event.entry, mismatches=mismatches)
    if mismatches == 1:
        return move.wipe(CodeSlot.CONFIRM).enter(State.CONFIRM, Face.MISMATCH_ONCE)
    if mismatches == 2:
        return move.wipe(CodeSlot.NEW_PIN, CodeSlot.CONFIRM).enter(State.NEW_PIN, Face.MISMATCH_TWICE)
    return _start_again(move.wipe(*ALL_CODES).with_visit(mismatches=0))


def _start_again(move: Move) -> Move:
    """The verdict says so only of a blocked card; a change begins again where it began."""
    if _changing(move.visit):
        return move.enter(State.CURRENT_PIN, Face.MISMATCH_THRICE)
    return show_verdict(move) if move.visit.forgotten else move.enter(State.VERDICT, Face.MISMATCH_THRICE)


def _changing(visit: Visit) -> bool:
    return visit.purpose is Purpose.CHANGE
