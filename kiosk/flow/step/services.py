"""What a visit counts: one outcome for each service used, begun and ended in matching pairs."""

from __future__ import annotations

from enum import Enum

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from kiosk.card.cps.generations import GENERATIONS
from kiosk.flow.model.effects import BeginService, EndService, EndVisit
from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk, Visit
from kiosk.flow.step.move import Move


class Leaving(Enum):
    """Why a visit ends before its time."""

    STOPPED = "stopped"
    TIMED_OUT = "timed_out"
    REMOVED = "removed"


_GENERATIONS = {each.kind: CardGeneration(each.statistics) for each in GENERATIONS}

_UNBLOCK_LEFT = {
    Leaving.STOPPED: Code.UNBLOCK_ABANDONED,
    Leaving.TIMED_OUT: Code.UNBLOCK_TIMED_OUT,
    Leaving.REMOVED: Code.UNBLOCK_CARD_REMOVED,
}


def generation(kiosk: Kiosk) -> CardGeneration:
    return CardGeneration.NONE if kiosk.visit.card is None else _GENERATIONS[kiosk.visit.card.kind]


def service_of(visit: Visit) -> Service:
    """What the codes of this visit are typed for now."""
    return Service.UNBLOCK if visit.purpose is None else Service.CURRENT_PIN


def begin(move: Move, service: Service) -> Move:
    """Begin a service once; a second beginning in the same visit changes nothing."""
    if service in move.visit.open_services:
        return move
    move = move.emit(BeginService(service, generation(move.kiosk)))
    return move.with_visit(open_services=(*move.visit.open_services, service))


def end(move: Move, service: Service, code: Code) -> Move:
    """End an open service with its outcome; nothing happens if it is not open.

    Raises ValueError if the catalogue does not know ``code`` as an end of ``service``: a defect of ours.
    """
    if service not in code.services:
        raise ValueError(f"{service} does not end with {code}")
    if service not in move.visit.open_services:
        return move
    rest = tuple(open_ for open_ in move.visit.open_services if open_ is not service)
    return set_outcome_if_left(
        move.emit(EndService(service, generation(move.kiosk), code)).with_visit(open_services=rest), service, None
    )


def set_outcome_if_left(move: Move, service: Service, code: Code | None) -> Move:
    """What an open ``service`` is counted as if the person left now; the other services have but one way to end."""
    match service:
        case Service.UNBLOCK:
            return move.with_visit(unblock_outcome_if_left=code)
        case Service.CURRENT_PIN:
            return move.with_visit(current_pin_outcome_if_left=code)
        case _:
            return move


def count(move: Move, service: Service, code: Code) -> Move:
    """A service that begins and ends at once."""
    return end(begin(move, service), service, code)


def end_all(move: Move, leaving: Leaving) -> Move:
    """End what is still open when the person leaves."""
    for service in move.visit.open_services:
        move = end(move, service, _code_on_leaving(move.kiosk, service, leaving))
    if move.visit.started_at is None:
        return move
    seconds = move.now - move.visit.started_at
    return move.emit(EndVisit(seconds, move.visit.printed, move.visit.assisted))


def _code_on_leaving(kiosk: Kiosk, service: Service, leaving: Leaving) -> Code:
    """What an open service ends with, if the person leaves now.

    A first reading that waits for another program is counted as kept from the card by it (L09). The screen shows the
    state of the machine meanwhile (T05), which is never counted.
    """
    visit = kiosk.visit
    match service:
        case Service.UNBLOCK:
            left = Code.HELP_ASKED if visit.assisted else _UNBLOCK_LEFT[leaving]
            return visit.unblock_outcome_if_left or left
        case Service.READING:
            waits = kiosk.state is State.IN_USE and (visit.card is None or visit.card.snapshot is None)
            return Code.READ_IN_USE if waits else code_of_reading(visit)
        case Service.AUDIT:
            return Code.AUDIT_NOT_FINISHED
        case Service.REFERRAL:
            return Code.REFERRAL_WITHOUT_CARD
        case Service.CURRENT_PIN:
            left = Code.HELP_ASKED if visit.assisted else Code.CHANGE_ABANDONED
            return visit.current_pin_outcome_if_left or left


def end_reading(move: Move) -> Move:
    """End the reading of the card with what it found so far."""
    return end(move, Service.READING, code_of_reading(move.visit))


def code_of_reading(visit: Visit) -> Code:
    """What the reading of a card found, as far as it went."""
    if visit.snapshot is None:
        return Code.READ_NOT_FINISHED
    if visit.counters is None:
        return Code.COUNTERS_UNREADABLE
    return Code.READ_BLOCKED if visit.counters.pin_blocked else Code.READ_NOT_BLOCKED
