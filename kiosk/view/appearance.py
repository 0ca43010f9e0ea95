"""How large and in which colours the screens are drawn: chosen with one key, back to normal for the next person."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flow.states import State
from kiosk.view.tokens import HIGH_CONTRAST, NORMAL, Palette

BACK_TO_NORMAL_S = 60.0
"""Seconds without a touch on the waiting screen after which a chosen appearance is given up."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """``text_scale`` is one of ``sizes.TEXT_SCALES``."""

    text_scale: float
    palette: Palette


APPEARANCES = (
    Appearance(1.0, NORMAL),
    Appearance(1.5, NORMAL),
    Appearance(2.0, NORMAL),
    Appearance(1.0, HIGH_CONTRAST),
    Appearance(1.5, HIGH_CONTRAST),
    Appearance(2.0, HIGH_CONTRAST),
)


class AppearanceChoice:
    """The key goes round ``APPEARANCES``. What one person chose ends with their visit."""

    def __init__(self) -> None:
        self._at = 0
        self._state = State.WAITING

    @property
    def present(self) -> Appearance:
        return APPEARANCES[self._at]

    def next(self) -> Appearance:
        self._at = (self._at + 1) % len(APPEARANCES)
        return self.present

    def see(self, state: State, idle_s: float) -> bool:
        """Look at the kiosk; True if the appearance went back to normal.

        It may be chosen on the waiting screen before the card is inserted, so it is given up when a visit ends, or
        when nobody touches the waiting screen any more.
        """
        visit_over = state is State.WAITING and self._state is not State.WAITING
        self._state = state
        if self._at == 0 or not (visit_over or (state is State.WAITING and idle_s >= BACK_TO_NORMAL_S)):
            return False
        self._at = 0
        return True
