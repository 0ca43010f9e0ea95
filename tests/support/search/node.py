"""One state of the whole: the kiosk, the codes in its vault, what the world owes it, and what the search remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.flow.model.effects import Effect, KeepRefusedCurrentPin, KeepRefusedPuk, Wipe
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, Weakness
from kiosk.flow.model.visit import Kiosk
from search.quick import quick_replace

PARTIAL = "."
"""A code of which one digit is typed."""

CODES = "ABC"
"""Different codes, in the order in which a person comes to them: four that are refused are not told from three."""

GOOD, ALIKE, RUN, YEAR, SAME = "gruys"
"""New codes: nothing to say, the three weaknesses, and the current PIN itself."""

EQUAL, UNEQUAL = "=", "#"
"""The confirmation beside the new code."""

_WEAKNESS = {ALIKE: Weakness.ALL_ALIKE, RUN: Weakness.STRAIGHT_RUN, YEAR: Weakness.LOOKS_LIKE_YEAR}
_AGREES = {EQUAL: Confirmation.MATCH, UNEQUAL: Confirmation.DIFFER}


@dataclass(frozen=True, slots=True)
class Held:
    """What lies in the vault, each code as a letter; ``refused_…`` are those that the vault was told to keep apart.

    A test holds it to ``kiosk.runtime.vault``: the same account of the same keys and wipes.
    """

    puk: str = ""
    new_pin: str = ""
    confirm: str = ""
    current_pin: str = ""
    refused_puk: str = ""
    refused_current_pin: str = ""

    @property
    def entry(self) -> CodeEntry:
        """What the vault tells the flow of it; a PUK has 8 digits and a PIN 4."""
        whole = self.new_pin not in ("", PARTIAL)
        return CodeEntry(
            puk=_digits(self.puk, 8),
            new_pin=_digits(self.new_pin, 4),
            confirm=_digits(self.confirm, 4),
            current_pin=_digits(self.current_pin, 4),
            puk_already_refused=self.puk != "" and self.puk in self.refused_puk,
            current_pin_already_refused=self.current_pin != "" and self.current_pin in self.refused_current_pin,
            same_as_current_pin=whole and self.new_pin == SAME,
            weakness=_WEAKNESS.get(self.new_pin),
            confirmation=self._confirmation,
        )

    @property
    def _confirmation(self) -> Confirmation:
        """A confirmation of no code differs."""
        if self.confirm and not self.new_pin:
            return Confirmation.DIFFER
        return _AGREES.get(self.confirm, Confirmation.INCOMPLETE)

    @property
    def any_code(self) -> bool:
        return bool(self.puk or self.new_pin or self.confirm or self.current_pin)

    def after(self, effects: tuple[Effect, ...]) -> Held:
        """The vault once the step's wipes were done, which come before anything else."""
        held = self
        for effect in effects:
            match effect:
                case Wipe(slots):
                    held = held._without(slots)
                case KeepRefusedPuk():
                    held = quick_replace(held, puk="", refused_puk=_with(held.refused_puk, held.puk))
                case KeepRefusedCurrentPin():
                    kept = _with(held.refused_current_pin, held.current_pin)
                    held = quick_replace(held, current_pin="", refused_current_pin=kept)
        return held

    def _without(self, slots: tuple[CodeSlot, ...]) -> Held:
        wiped = {slot.name.lower(): "" for slot in slots if slot is not CodeSlot.STAFF}
        held = quick_replace(self, **wiped)
        return quick_replace(held, new_pin=GOOD) if held.new_pin == SAME and not held.current_pin else held


def _digits(code: str, whole: int) -> int:
    return 0 if not code else 1 if code == PARTIAL else whole


def _with(kept: str, code: str) -> str:
    return kept if not code or code in kept else "".join(sorted(kept + code))


class Call(Enum):
    """What the card's lane is at for the ticket that the kiosk waits for."""

    NONE = "none"
    SNAPSHOT = "snapshot"
    CONTENT = "content"
    UNBLOCK = "unblock"
    CURRENT_PIN = "current_pin"


class OnPaper(Enum):
    """What the paper's lane is at, likewise."""

    NOTHING = "nothing"
    ASKED = "asked"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Memory:
    """What happened in this visit as the search saw it, whatever the kiosk noted of it.

    ``read``: the EF.SN of the card that was read last, None where contact was lost since. ``sent``: the letter of the
    code of the operation under way. ``refused_…``: the codes that the card refused and cannot hold. ``proved``: it
    accepted the new code. ``agent``: a staff code was accepted, and staff mode has not closed since.
    """

    read: bytes | None = None
    sent: str = ""
    refused_puk: str = ""
    refused_pin: str = ""
    proved: bool = False
    agent: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    kiosk: Kiosk
    held: Held = field(default_factory=Held)
    call: Call = Call.NONE
    paper: OnPaper = OnPaper.NOTHING
    memory: Memory = field(default_factory=Memory)
