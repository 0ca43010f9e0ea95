"""A card pulled out at a chosen moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from kiosk.simulator.chip.journal import Header


class Moment(Enum):
    """Where in a command the power fails.

    COUNTED is a card that counts before it compares: the try (or the use) is written, nothing else is. On a command
    that counts nothing it is the same as BEFORE.
    """

    BEFORE = "before"
    COUNTED = "counted"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ArmedTear:
    """Tears once. ``where`` is the 0-based index of a command counted from arming, or a test on its header."""

    where: int | Callable[[Header], bool]
    moment: Moment

    def strikes(self, index: int, header: Header) -> bool:
        """True if the command at ``index`` since arming, with ``header``, is the one."""
        return index == self.where if isinstance(self.where, int) else self.where(header)


class CardTorn(Exception):
    """The card left while a command was under way; how much of it happened is for the card to know."""


def at_instruction(ins: int, moment: Moment) -> ArmedTear:
    """Tear at the first command with this INS byte."""
    return ArmedTear(lambda header: header.ins == ins, moment)
