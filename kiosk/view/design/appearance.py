"""How large and in which colours the screens are drawn: chosen with one key, back to normal for the next person."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL, Palette
from kiosk.view.model.for_one_visit import ForOneVisit


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


class AppearanceChoice(ForOneVisit[Appearance]):
    """The key goes round ``APPEARANCES``. What one person chose ends with their visit."""

    def __init__(self) -> None:
        super().__init__(APPEARANCES)
