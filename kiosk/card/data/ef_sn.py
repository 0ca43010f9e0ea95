"""EF.SN: 12 bytes, ``5A 0A`` ‖ issuer ``80 25 00 00 01`` ‖ serial, Luhn digit and filler F in 5 BCD bytes.

``5A 0A 80 25 00 00 01 99 21 38 45 0F`` (real card, #2275) is the serial 99213845 with the check digit 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.card.errors import MalformedData
from kiosk.card.spec import EF_SN_HEADER, EF_SN_LENGTH, ISSUER


@dataclass(frozen=True, slots=True, repr=False)
class Serial:
    """``digits``: the 8-digit serial; ``check_digit``: the Luhn digit that follows it on the card."""

    digits: str
    check_digit: str

    @property
    def check_digit_right(self) -> bool:
        """True if issuer ‖ serial ‖ check digit passes Luhn (computed on the one published number: inferred)."""
        return luhn_sum(ISSUER.hex() + self.digits + self.check_digit) % 10 == 0

    def __repr__(self) -> str:
        return "Serial(•••)"


def checked_ef_sn(raw: bytes) -> bytes:
    """``raw`` itself if it is the EF.SN of a card of this issuer. Raises MalformedData."""
    if len(raw) != EF_SN_LENGTH or not raw.startswith(EF_SN_HEADER + ISSUER):
        raise MalformedData("not the EF.SN of this issuer")
    return raw


def decode_serial(raw: bytes) -> Serial:
    """The serial in a whole EF.SN. Raises MalformedData."""
    digits = checked_ef_sn(raw)[-5:].hex()
    if not digits[:9].isdecimal() or digits[9] != "f":
        raise MalformedData("a serial that is not decimal")
    return Serial(digits[:8], digits[8])


def luhn_sum(digits: str) -> int:
    """The Luhn sum of decimal digits, the last one being the check digit: a multiple of 10 if it is right."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled)
