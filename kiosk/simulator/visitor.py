"""The demonstration's visitor: brings a card, takes it back when told to, and comes again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk
from kiosk.simulator.card import SimulatedCard

ARRIVES_AFTER_S = 4.0
TAKES_AFTER_S = 2.5

_REFUSAL_READ_IN_S = 8.0


class Reader(Protocol):
    """The one reader of the demonstration."""

    def insert(self, card: SimulatedCard) -> None: ...

    def remove(self) -> SimulatedCard | None: ...


class Visitor:
    """``bring`` gives the card of the next visit. ``see`` is called four times a second."""

    def __init__(self, reader: Reader, bring: Callable[[], SimulatedCard]) -> None:
        self._reader = reader
        self._bring = bring
        self._here = False

    def see(self, kiosk: Kiosk, now: float) -> None:
        """Look at the screen; ``now`` in the seconds of the kiosk's own clock."""
        waited = now - kiosk.entered_at
        if not self._here and kiosk.state is State.WAITING and waited >= ARRIVES_AFTER_S:
            self._here = True
            self._reader.insert(self._bring())
        elif self._here and kiosk.state.traits.wants_card_out and waited >= _patience(kiosk.state):
            self._here = False
            self._reader.remove()


def _patience(state: State) -> float:
    return TAKES_AFTER_S if state is State.TAKE_CARD else _REFUSAL_READ_IN_S
