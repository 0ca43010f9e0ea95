"""A sheet over the screen, on which a person sets how the screens are for them: opened and closed without an event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Effect(Enum):
    """What a choice does, so that its key can show it."""

    NONE = "none"
    AS_LARGE = "as_large"
    LARGER = "larger"
    LARGEST = "largest"
    NORMAL_COLOURS = "normal_colours"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class Choosable:
    """``name`` is what the choice is called when it is made (``text_1.5``, ``speak_en`` …)."""

    name: str
    label: str
    chosen: bool = False
    effect: Effect = Effect.NONE


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Choices of which one holds, side by side under ``title``; without a title one under the other."""

    title: str
    choices: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True)
class SheetContent:
    """``title`` says what is set here."""

    title: str
    rows: tuple[SheetRow, ...]

    @property
    def choices(self) -> tuple[Choosable, ...]:
        return tuple(choice for row in self.rows for choice in row.choices)
