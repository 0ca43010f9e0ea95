"""Fields of the business data of a CPS: one-byte tags in a container (cps-card.md §12.2).

A value that is absent, there twice or senseless is None: the other fields of its container stand.
"""

from __future__ import annotations

from kiosk.card.tlv import Lengths, Tlv, only, parse

_FILLER = b"\x00\xff "


def container(data: bytes, tag: int) -> tuple[Tlv, ...]:
    """The fields inside the only object of ``data``. Raises MalformedTlv."""
    return only(parse(data, Lengths.ANY_FORM), tag).children(Lengths.ANY_FORM)


def field(fields: tuple[Tlv, ...], tag: int) -> bytes | None:
    """The value of the one field with this tag."""
    found = [each.value for each in fields if each.tag == tag]
    return found[0] if len(found) == 1 else None


def single_byte(value: bytes | None) -> int | None:
    """0 to 255."""
    return value[0] if value is not None and len(value) == 1 else None


def two_digits(value: bytes | None) -> int | None:
    """One byte that stands for two decimal digits: 0x16 is 22."""
    number = single_byte(value)
    return number if number is not None and number <= 99 else None


def bcd_digits(value: bytes) -> str:
    """The decimal digits of packed BCD; a nibble above 9 is a blank and left out."""
    return "".join(nibble for nibble in value.hex() if nibble.isdecimal())


def text(value: bytes | None, length_max: int) -> str | None:
    """Printable ISO-8859-1 of 1 to ``length_max`` characters, without the filler at its end."""
    if value is None:
        return None
    words = value.rstrip(_FILLER).decode("iso-8859-1").strip()
    return words if words and len(words) <= length_max and words.isprintable() else None
