"""A connection for the first meeting with a card: it lets nothing but readings through, and keeps all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.card import spec
from kiosk.card.iso7816.connection import Connection, Disposition

_READINGS = frozenset((spec.INS_SELECT, spec.INS_READ_BINARY, spec.INS_GET_DATA, spec.INS_GET_RESPONSE))
_HEADER = 4


class NotAReading(RuntimeError):
    """Our own mistake: a command that could change a card was about to be sent. It was not."""


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """One command as it went to the transport and its answer; the repr shows neither."""

    command: bytes
    data: bytes
    sw: int


@dataclass(slots=True)
class ReadsOnly:
    """Implements ``Connection`` around another one.

    ``empty_verify``: VERIFY without a code may pass, which asks for the tries left.
    """

    inner: Connection
    empty_verify: bool
    steps: list[Step] = field(default_factory=list)

    @property
    def t0(self) -> bool:
        return self.inner.t0

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        """Raises NotAReading before anything is sent, else as the connection does. No command here holds a code."""
        if not (is_reading(command) or (self.empty_verify and is_empty_verify(command))):
            raise NotAReading(command[:_HEADER].hex(" "))
        step = bytes(command)
        data, sw = self.inner.transmit(command)
        self.steps.append(Step(step, data, sw))
        return data, sw

    def begin(self) -> None:
        self.inner.begin()

    def end(self, disposition: Disposition) -> None:
        self.inner.end(disposition)

    def close(self, disposition: Disposition) -> None:
        self.inner.close(disposition)


def is_reading(command: bytes | bytearray) -> bool:
    """SELECT, READ BINARY, GET DATA or GET RESPONSE."""
    return len(command) >= _HEADER and command[1] in _READINGS


def is_empty_verify(command: bytes | bytearray) -> bool:
    """VERIFY as four bytes, or on T=0 as five with P3 = 00."""
    return command[1:2] == bytes((spec.INS_VERIFY,)) and command[_HEADER:] in (b"", b"\x00")
