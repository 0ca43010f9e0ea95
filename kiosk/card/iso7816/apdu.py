"""Command APDUs and their short encodings for T=0 and T=1 (ISO 7816-3, 12.1)."""

from __future__ import annotations

from dataclasses import dataclass

LE_MAX = 256
"""Largest answer to a short APDU; encoded 00."""


@dataclass(frozen=True, slots=True, repr=False)
class Command:
    """CLA INS P1 P2, ``data`` of 0 to 255 bytes, ``le`` of 1 to 256 or None where no answer is expected.

    ``data`` may be a bytearray that its owner wipes after use. The repr shows the header and lengths, never the data.

    Raises:
        ValueError: a field does not fit a short APDU.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes | bytearray = b""
    le: int | None = None

    def __post_init__(self) -> None:
        header = (self.cla, self.ins, self.p1, self.p2)
        if not all(0 <= field <= 0xFF for field in header):
            raise ValueError("a header byte is out of range")
        if len(self.data) > 0xFF:
            raise ValueError("more than 255 bytes of data")
        if self.le is not None and not 1 <= self.le <= LE_MAX:
            raise ValueError("Le is out of range")

    def encode(self, t0: bool) -> bytearray:
        """The bytes for the transport, in a buffer that the caller wipes if it holds a code.

        ====  ==========================  ==============================
        case  T=0                         T=1
        ====  ==========================  ==============================
        1     CLA INS P1 P2 00            CLA INS P1 P2
        2     CLA INS P1 P2 Le            CLA INS P1 P2 Le
        3     CLA INS P1 P2 Lc data       CLA INS P1 P2 Lc data
        4     CLA INS P1 P2 Lc data       CLA INS P1 P2 Lc data Le
        ====  ==========================  ==============================
        """
        buffer = bytearray((self.cla, self.ins, self.p1, self.p2))
        if self.data:
            buffer.append(len(self.data))
            buffer += self.data
        elif t0 and self.le is None:
            buffer.append(0)
        if self.le is not None and not (t0 and self.data):
            buffer.append(self.le % LE_MAX)
        return buffer

    def __repr__(self) -> str:
        """``Command(00 20 00 02 Lc=8 Le=-)``: all that may ever be written down of a command."""
        header = bytes((self.cla, self.ins, self.p1, self.p2)).hex(" ").upper()
        return f"Command({header} Lc={len(self.data)} Le={'-' if self.le is None else self.le})"


def wipe(buffer: bytearray) -> None:
    """Overwrite a buffer that held a code with zeros."""
    buffer[:] = bytes(len(buffer))
