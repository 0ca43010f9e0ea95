"""What the transport hands to a chip and gets back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.simulator.chip import status


@dataclass(frozen=True, slots=True)
class ChipCommand:
    """A command APDU freed from its transport. ``le`` is 1..256, or None if no answer data is asked for.

    ``data`` may hold a code: it is not in the repr.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """Response data and 16-bit status word."""

    data: bytes = field(default=b"", repr=False)
    sw: int = status.OK


class Chip(Protocol):
    """The card behind its contacts."""

    def reset(self) -> None:
        """Power-up or warm reset: selection and verified flags are lost, counters stay."""
        ...

    def answer(self, command: ChipCommand) -> CardAnswer:
        """Execute one command."""
        ...

    def count_only(self, command: ChipCommand) -> None:
        """The part of ``command`` that a card which counts before it compares has written when power fails there."""
        ...


@dataclass(slots=True)
class ClosedChip:
    """A card that is not ours to speak to: it refuses the class of every command."""

    def reset(self) -> None:
        """Nothing to lose."""

    def answer(self, command: ChipCommand) -> CardAnswer:
        """Refuse."""
        return CardAnswer(sw=status.BAD_CLA)

    def count_only(self, command: ChipCommand) -> None:
        """Nothing to count."""
