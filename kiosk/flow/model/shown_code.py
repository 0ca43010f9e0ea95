"""The outcome code that stands on the screen of each state, small, for whoever is asked on the telephone."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Kiosk

CODE_OF_FACE: Mapping[State, Mapping[Face, Code]] = {
    State.OUT_OF_SERVICE: {
        Face.NO_READER: Code.NO_READER,
        Face.NO_SERVICE: Code.NO_CARD_SERVICE,
        Face.CLOSED: Code.CLOSED_BY_STAFF,
        Face.SERVICE_STUCK: Code.CARD_SERVICE_STUCK,
        Face.CONFIGURATION: Code.CONFIGURATION_REFUSED,
    },
    State.VERDICT: {
        Face.NOT_HERE_TRIES: Code.UNBLOCK_NOT_HERE,
        Face.NOT_HERE_MODEL: Code.UNBLOCK_NOT_HERE,
        Face.NOT_READ: Code.READ_NOT_FINISHED,
        Face.NUMBER_UNREADABLE: Code.NUMBER_UNREADABLE,
        Face.EXPIRED: Code.REPLACE_EXPIRED,
        Face.EXPIRED_BLOCKED: Code.REPLACE_EXPIRED,
        Face.REVOKED: Code.REPLACE_REVOKED,
    },
}
"""States that say something before anything ended, or without a visit: their wording decides."""

SHOWS_OUTCOME = frozenset(
    {
        State.IN_USE,
        State.UNREADABLE_COUNTERS,
        State.WRONG_PIN,
        State.WRONG_PUK,
        State.TWO_WRONG,
        State.STOPPED,
        State.CARD_CHANGED,
        State.STUCK,
        State.TORN_DONE,
        State.TORN_NOT_DONE,
        State.TORN_UNKNOWN,
        State.CHANGE_UNKNOWN,
        State.UNBLOCKED,
        State.PIN_CHANGED,
        State.PIN_WORKS,
        State.NOT_PROVED,
        State.HALF_DONE,
        State.REFERRAL,
        State.REPLACEMENT,
    }
)
"""States that show the outcome which the visit carries: whoever leads to one of them has set it."""


def code_of(kiosk: Kiosk) -> Code | None:
    """The code to show with the state that ``kiosk`` is in; None where the screen shows none."""
    visit = kiosk.visit
    if kiosk.state is State.PRINTING:
        wrong = visit.face is Face.FAILED or (visit.face is Face.SHOWN and visit.paper_trouble is not None)
        return Code.PRINTER_UNAVAILABLE if wrong else None
    if kiosk.state in CODE_OF_FACE:
        return CODE_OF_FACE[kiosk.state].get(visit.face)
    if kiosk.state not in SHOWS_OUTCOME or _is_asked_again(kiosk):
        return None
    return visit.code


def _is_asked_again(kiosk: Kiosk) -> bool:
    """A refused code that can be typed again is no end yet: the card is still in its reader."""
    refused = kiosk.state is State.WRONG_PUK or (
        kiosk.state is State.WRONG_PIN and kiosk.visit.face is not Face.NOW_BLOCKED
    )
    return refused and kiosk.visit.removed_at is None
