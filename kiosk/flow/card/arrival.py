"""Nobody is in a visit: which card lies in which reader decides what is shown."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.card.model import CardKind
from kiosk.flow.card.reading import start_reading
from kiosk.flow.model.effects import VisitOver
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import CardInPlay, Visit
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.transitions import TransitionTable

table = TransitionTable("L’arrivée")

_REFUSAL_OF_KIND = {
    CardKind.CPS2TER: (State.OLD_GENERATION, Code.READ_OLD_GENERATION),
    CardKind.CPS3_CONTACTLESS: (State.CONTACTLESS, Code.READ_CONTACTLESS),
    CardKind.VITALE: (State.VITALE, Code.READ_VITALE),
    CardKind.AGENT: (State.FOREIGN, Code.READ_FOREIGN),
    CardKind.BANK: (State.FOREIGN, Code.READ_FOREIGN),
    CardKind.FOREIGN: (State.FOREIGN, Code.READ_FOREIGN),
}
"""In the order in which they are named, if several such cards are in the readers."""

_AFTER_A_TOUCH = [state for state in State if state.traits.unattended and state is not State.WAITING]


def settle(move: Move) -> Move:
    """Show what the last report of the readers asks for."""
    report = move.kiosk.report
    if move.kiosk.closed:
        return _unattended(move, State.OUT_OF_SERVICE, Face.CLOSED)
    if report is None:
        return move
    if not report.service:
        return _unattended(move, State.OUT_OF_SERVICE, Face.NO_SERVICE)
    if not report.slots:
        return _unattended(move, State.OUT_OF_SERVICE, Face.NO_READER)
    if not any(slot.present for slot in report.slots):
        return _unattended(move.with_kiosk(needs_touch=False, needs_removal=False), State.WAITING)
    if move.kiosk.needs_removal:
        return _fresh(move).enter(State.TAKE_CARD, Face.AFTER_RESTART)
    if move.kiosk.needs_touch:
        return _unattended(move, State.WAITING, Face.CARD_ALREADY_THERE)
    return _with_cards(move, report)


def cps_slots(report: SlotReport | None) -> tuple[ReaderSlot, ...]:
    """The slots that hold a CPS in contact, in the order of the readers."""
    slots = () if report is None else report.slots
    return tuple(slot for slot in slots if slot.present and not slot.mute and kind_of(slot.atr).is_cps_in_contact)


def _with_cards(move: Move, report: SlotReport) -> Move:
    candidates = cps_slots(report)
    if len(candidates) > 1:
        return _unattended(move, State.CHOOSE_CARD)
    if candidates:
        return start_reading(_fresh(move), candidates[0])
    return _refuse(move, report)


def _refuse(move: Move, report: SlotReport) -> Move:
    for kind, (state, code) in _REFUSAL_OF_KIND.items():
        for slot in report.slots:
            if slot.present and not slot.mute and kind_of(slot.atr) is kind:
                return _refused(move, slot, kind, state, code)
    mute = next(slot for slot in report.slots if slot.present)
    return _refused(move, mute, CardKind.FOREIGN, State.MUTE, Code.READ_MUTE)


def _refused(move: Move, slot: ReaderSlot, kind: CardKind, state: State, code: Code) -> Move:
    card = CardInPlay(slot.reader, kind, slot.changes)
    if move.kiosk.state is state and move.card == card:
        return move
    move = services.count(_fresh(move).with_visit(card=card, code=code), Service.READING, code)
    return move.enter(state)


def _fresh(move: Move) -> Move:
    return move.with_kiosk(visit=Visit(), card_ticket=0)


def _unattended(move: Move, state: State, face: Face = Face.PLAIN) -> Move:
    if move.kiosk.state is state and move.visit.face is face:
        return move
    return _fresh(move.emit(VisitOver())).enter(state, face)


@table.on(State.WAITING, Action.START, to=(State.READING, *_AFTER_A_TOUCH))
def read_the_card_already_there(move: Move, _: object) -> Move:
    return settle(move.with_kiosk(needs_touch=False)) if move.kiosk.needs_touch else move


@table.on(State.CHOOSE_CARD, Action.CHOOSE_LEFT, to=(State.READING,))
def read_the_left_card(move: Move, _: object) -> Move:
    return _chosen(move, 0)


@table.on(State.CHOOSE_CARD, Action.CHOOSE_RIGHT, to=(State.READING,))
def read_the_right_card(move: Move, _: object) -> Move:
    return _chosen(move, 1)


def _chosen(move: Move, position: int) -> Move:
    candidates = cps_slots(move.kiosk.report)
    return start_reading(_fresh(move), candidates[position]) if position < len(candidates) else move
