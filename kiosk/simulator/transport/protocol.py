"""Which protocol a card is spoken to with, from its answer to reset."""

from __future__ import annotations

from typing import Protocol

from kiosk.simulator.chip.command import CardAnswer, Chip, ChipCommand
from kiosk.simulator.chip.habits import ShortRead
from kiosk.simulator.transport.t0 import T0Link
from kiosk.simulator.transport.t1 import T1Link


class Link(Protocol):
    """A chip behind one transmission protocol."""

    chip: Chip

    def reset(self) -> None:
        """Power-up or warm reset."""
        ...

    def parse(self, tpdu: bytes) -> ChipCommand | None:
        """The command in what was sent, or None if this protocol cannot carry it."""
        ...

    def exchange(self, tpdu: bytes) -> CardAnswer:
        """Execute what was sent."""
        ...


def offers_t1(atr: bytes) -> bool:
    """True if a TDi of the ATR names T=1 (ISO/IEC 7816-3 §8.2.3): pcscd then takes it, whatever is named first.

    Seen with Debian's pcscd 1.9.9 and a client that accepts both, with the second and third ATR of a CPS4.
    """
    at = 1
    while at < len(atr) and atr[at] & 0x80:
        at += (atr[at] >> 4).bit_count()
        if at < len(atr) and atr[at] & 0x0F == 1:
            return True
    return False


def link_for(atr: bytes, chip: Chip, short_read: ShortRead) -> Link:
    """The chip behind the protocol that its ATR leads to."""
    return T1Link(chip, short_read) if offers_t1(atr) else T0Link(chip, short_read)
