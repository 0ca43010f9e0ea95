"""The outcome code that stands on the screen of each state, small, for whoever is asked on the telephone."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Kiosk


def code_of(kiosk: Kiosk) -> Code | None:
    """The code to show with the state that ``kiosk`` is in; None where the screen shows none."""
    visit, traits = kiosk.visit, kiosk.state.traits
    if kiosk.state is State.PRINTING:
        wrong = visit.face is Face.FAILED or (visit.face is Face.SHOWN and visit.paper_trouble is not None)
        return Code.PRINTER_UNAVAILABLE if wrong else None
    if not traits.shows_outcome:
        return traits.faces.get(visit.face)
    return None if _is_asked_again(kiosk) else visit.code


def _is_asked_again(kiosk: Kiosk) -> bool:
    """A refused code that can be typed again is no end yet: the card is still in its reader."""
    refused = kiosk.state is State.WRONG_PUK or (
        kiosk.state is State.WRONG_PIN and kiosk.visit.face is not Face.NOW_BLOCKED
    )
    return refused and kiosk.visit.removed_at is None
