"""What the flow knows of the codes being typed: how many digits, and how they compare. Never a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from kiosk.card.model import CodeRole


class CodeSlot(Enum):
    """The places of the vault. The value of those that a command carries is its role; no other is lent to the card."""

    PUK = CodeRole.PUK
    NEW_PIN = CodeRole.NEW_PIN
    CURRENT_PIN = CodeRole.CURRENT_PIN
    CONFIRM = "confirm"
    REFUSED_PUK = "refused_puk"
    REFUSED_CURRENT_PIN = "refused_current_pin"
    STAFF = "staff"


class Weakness(Enum):
    """Why a new code is easy to guess. The first two are refused, the last only gets a warning."""

    ALL_ALIKE = "all_alike"
    STRAIGHT_RUN = "straight_run"
    LOOKS_LIKE_YEAR = "looks_like_year"

    @property
    def refused(self) -> bool:
        return self is not Weakness.LOOKS_LIKE_YEAR


class Confirmation(Enum):
    INCOMPLETE = "incomplete"
    MATCH = "match"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """Digits typed in each slot, and what the vault says of them.

    ``same_as_current_pin``: the new code is the current PIN that was typed before it.
    """

    puk: int = 0
    new_pin: int = 0
    confirm: int = 0
    current_pin: int = 0
    puk_already_refused: bool = False
    current_pin_already_refused: bool = False
    same_as_current_pin: bool = False
    weakness: Weakness | None = None
    confirmation: Confirmation = Confirmation.INCOMPLETE

    def without(self, *slots: CodeSlot) -> CodeEntry:
        """What is still known once ``slots`` were wiped."""
        entry = self
        if CodeSlot.PUK in slots:
            entry = replace(entry, puk=0, puk_already_refused=False)
        if CodeSlot.CURRENT_PIN in slots:
            entry = replace(entry, current_pin=0, current_pin_already_refused=False, same_as_current_pin=False)
        if CodeSlot.NEW_PIN in slots:
            entry = replace(entry, new_pin=0, weakness=None, same_as_current_pin=False)
        if CodeSlot.CONFIRM in slots or CodeSlot.NEW_PIN in slots:
            entry = replace(entry, confirmation=Confirmation.INCOMPLETE)
        return replace(entry, confirm=0) if CodeSlot.CONFIRM in slots else entry

    def digits(self, slot: CodeSlot) -> int:
        """Digits typed in a slot of the visit; 0 for any other."""
        typed = {
            CodeSlot.PUK: self.puk,
            CodeSlot.CURRENT_PIN: self.current_pin,
            CodeSlot.NEW_PIN: self.new_pin,
            CodeSlot.CONFIRM: self.confirm,
        }
        return typed.get(slot, 0)


@dataclass(frozen=True, slots=True)
class EntryField:
    """The slot that is being typed in, and how many digits it takes."""

    slot: CodeSlot
    min_digits: int
    max_digits: int


def weakness_of(digits: Sequence[int]) -> Weakness | None:
    """Judge a new code by its digits (0 to 9 each).

    ``ALL_ALIKE``: one digit repeated; ``STRAIGHT_RUN``: steps of +1 or of -1 throughout, without wrapping from 9 to
    0; ``LOOKS_LIKE_YEAR``: four digits from 1900 to 2099.
    """
    steps = {b - a for a, b in pairwise(digits)}
    if steps == {0}:
        return Weakness.ALL_ALIKE
    if steps in ({1}, {-1}):
        return Weakness.STRAIGHT_RUN
    if len(digits) == 4 and (digits[0], digits[1]) in ((1, 9), (2, 0)):
        return Weakness.LOOKS_LIKE_YEAR
    return None
