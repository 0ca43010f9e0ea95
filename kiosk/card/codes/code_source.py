"""The codes of one operation, as it asks for them, and their form on the wire."""

from __future__ import annotations

from typing import Protocol

from kiosk.card.errors import PermitVoid
from kiosk.card.model import CodeFormat, CodeRole

_DIGITS = frozenset(b"0123456789")


class CodeSource(Protocol):
    """The codes of one operation; only those that its commands carry are asked for."""

    def code(self, role: CodeRole) -> bytearray:
        """ASCII digits as they were typed, in a fresh buffer at each call, which the operation wipes after use.

        Raises:
            SendRevoked: the codes were wiped elsewhere; nothing more is sent then.
        """
        ...


def padded(code: bytearray, format_: CodeFormat) -> bytearray:
    """A new buffer: the digits, then the padding byte up to the stored length where the card wants it.

    Raises:
        PermitVoid: the code is not what the format allows; it is never cut or completed.
    """
    if not format_.min_digits <= len(code) <= format_.max_digits or not _DIGITS.issuperset(code):
        raise PermitVoid("a code that this card cannot have")
    buffer = bytearray(code)
    if format_.pad is not None:
        buffer += bytes((format_.pad,)) * (format_.stored_length - len(code))
    return buffer
