"""A faithful count of what passed at SCardTransmit: headers, lengths and status words, never a byte of data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """CLA INS P1 P2 and the number of data bytes sent (0..255). Short commands give zeros for what they lack."""

    cla: int
    ins: int
    p1: int
    p2: int
    lc: int

    @classmethod
    def of(cls, tpdu: bytes) -> Header:
        """The header of a command as it was sent."""
        cla, ins, p1, p2, p3 = tpdu[:5].ljust(5, b"\x00")
        return cls(cla, ins, p1, p2, min(max(0, len(tpdu) - 5), p3))


@dataclass(frozen=True, slots=True)
class TransmittedCommand:
    """One SCardTransmit. ``sent`` and ``received`` count its bytes, status word included; ``sw`` is None if torn."""

    header: Header
    sw: int | None
    sent: int
    received: int

    def line(self) -> str:
        """``00 20 00 02 Lc=08 SW=63C9``, hexadecimal."""
        head = self.header
        answer = "torn" if self.sw is None else f"SW={self.sw:04X}"
        return f"{head.cla:02X} {head.ins:02X} {head.p1:02X} {head.p2:02X} Lc={head.lc:02X} {answer}"


@dataclass(frozen=True, slots=True)
class Traffic:
    """Sums over exchanges, for the budgets. GET RESPONSE counts as an exchange, as the card feels it."""

    apdus: int
    sent: int
    received: int


def traffic(exchanges: Iterable[TransmittedCommand]) -> Traffic:
    """Count ``exchanges``."""
    listed = tuple(exchanges)
    return Traffic(len(listed), sum(each.sent for each in listed), sum(each.received for each in listed))
