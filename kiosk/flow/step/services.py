"""What a visit counts: one outcome for each service used, begun and ended in matching pairs."""

from __future__ import annotations

from enum import Enum

from diagnostics.outcomes.catalogue import CATALOGUE
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from kiosk.card.cps.generations import GENERATIONS
from kiosk.flow.model.effects import BeginService, EndService, EndVisit
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


def generation(move: Move) -> CardGeneration:
    return CardGeneration.NONE if move.card is None else _GENERATIONS[move.card.kind]


def service_of(move: Move) -> Service:
    """What the codes of this visit are typed for now."""
    return Service.UNBLOCK if move.visit.purpose is None else Service.CURRENT_PIN


def begin(move: Move, service: Service) -> Move:
    """Begin a service once; a second beginning in the same visit changes nothing."""
    if service in move.visit.open_services:
        return move
    move = move.emit(BeginService(service, generation(move)))
    return move.with_visit(open_services=(*move.visit.open_services, service))


def end(move: Move, service: Service, code: Code) -> Move:
    """End an open service with its outcome; nothing happens if it is not open.

    Raises ValueError if the catalogue does not know ``code`` as an end of ``service``: a defect of ours.
    """
    if service not in CATALOGUE[code].services:
        raise ValueError(f"{service} does not end with {code}")
    if service not in move.visit.open_services:
        return move
    rest = tuple(open_ for open_ in move.visit.open_services if open_ is not service)
    return set_outcome_if_left(
        move.emit(EndService(service, generation(move), code)).with_visit(open_services=rest), service, None
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
        move = end(move, service, _code_on_leaving(move, service, leaving))
    if move.visit.started_at is None:
        return move
    seconds = move.now - move.visit.started_at
    return move.emit(EndVisit(seconds, move.visit.printed, move.visit.assisted))


def _code_on_leaving(move: Move, service: Service, leaving: Leaving) -> Code:
    match service:
        case Service.UNBLOCK:
            return move.visit.unblock_outcome_if_left or _left_unblock(move, leaving)
        case Service.READING:
            return code_of_reading(move)
        case Service.AUDIT:
            return Code.AUDIT_NOT_FINISHED
        case Service.REFERRAL:
            return Code.REFERRAL_WITHOUT_CARD
        case Service.CURRENT_PIN:
            asked = Code.HELP_ASKED if move.visit.assisted else Code.CHANGE_ABANDONED
            return move.visit.current_pin_outcome_if_left or asked


def _left_unblock(move: Move, leaving: Leaving) -> Code:
    return Code.HELP_ASKED if move.visit.assisted else _UNBLOCK_LEFT[leaving]


def end_reading(move: Move) -> Move:
    """End the reading of the card with what it found so far."""
    return end(move, Service.READING, code_of_reading(move))


def code_of_reading(move: Move) -> Code:
    """What the reading of a card found, as far as it went."""
    snapshot = None if move.card is None else move.card.snapshot
    if snapshot is None:
        return Code.READ_NOT_FINISHED
    if snapshot.counters is None:
        return Code.COUNTERS_UNREADABLE
    return Code.READ_BLOCKED if snapshot.counters.pin_blocked else Code.READ_NOT_BLOCKED
