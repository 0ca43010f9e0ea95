"""A strict BER-TLV reader (ISO/IEC 8825-1 within the limits of ISO 7816-4, 5.2.2).

Tags: one to three bytes, read as the integer of their bytes (``0xBF8101``); a tag number is written in its shortest
form; ``00`` is no tag. Lengths: definite, 0 to 65535, one to three bytes. By default a length must be written in its
shortest form (``Lengths.SHORTEST``); business data of a CPS may write ``81 05`` for 5 (deploy/reference/card.md §10.1),
which ``Lengths.ANY_FORM`` accepts.

One level is read at a time: nesting costs no recursion, and duplicates stay visible in the order of the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.card.errors import MalformedTlv

TAG_BYTES_MAX = 3
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_MORE = 0x80
_LENGTH_BYTES = {0x81: (1, 0x80), 0x82: (2, 0x100)}
"""First length byte → how many bytes follow, and the least length that needs them."""


class Lengths(Enum):
    """How a length may be written."""

    SHORTEST = "shortest"
    ANY_FORM = "any_form"


class CutShort(MalformedTlv):
    """The bytes end inside a tag, a length or a value."""


@dataclass(frozen=True, slots=True, repr=False)
class Tlv:
    """One data object: ``tag`` as the integer of its bytes, its ``value`` and its whole ``raw`` encoding."""

    tag: int
    value: bytes
    raw: bytes

    def __repr__(self) -> str:
        return f"Tlv({self.tag:X}, {len(self.value)} bytes)"

    @property
    def constructed(self) -> bool:
        return bool(self.raw[0] & _CONSTRUCTED)

    def children(self, lengths: Lengths = Lengths.SHORTEST) -> tuple[Tlv, ...]:
        """The objects inside a constructed one. Raises MalformedTlv if it is primitive or its value is not TLV."""
        if not self.constructed:
            raise MalformedTlv("a primitive object has no children")
        return parse(self.value, lengths)


def parse(data: bytes, lengths: Lengths = Lengths.SHORTEST) -> tuple[Tlv, ...]:
    """All objects of ``data``, in order, with nothing between or after them. Raises MalformedTlv."""
    found = []
    at = 0
    while at < len(data):
        object_ = read_one(data, at, lengths)
        found.append(object_)
        at += len(object_.raw)
    return tuple(found)


def read_one(data: bytes, at: int = 0, lengths: Lengths = Lengths.SHORTEST) -> Tlv:
    """The object that begins at ``at``; what follows it is not looked at. Raises MalformedTlv."""
    tag, after_tag = _read_tag(data, at)
    length, start = _read_length(data, after_tag, lengths)
    end = start + length
    if end > len(data):
        raise CutShort("the value goes past the end")
    return Tlv(tag, bytes(data[start:end]), bytes(data[at:end]))


def measure(data: bytes, at: int = 0, lengths: Lengths = Lengths.SHORTEST) -> int | None:
    """Bytes of the whole object that begins at ``at``, or None if its header is not complete yet.

    Raises MalformedTlv. The value itself need not be there.
    """
    try:
        _, after_tag = _read_tag(data, at)
        length, start = _read_length(data, after_tag, lengths)
    except CutShort:
        return None
    return start + length - at


def only(objects: tuple[Tlv, ...], tag: int) -> Tlv:
    """The one object with this tag. Raises MalformedTlv if there is none or more than one."""
    found = at_most_one(objects, tag)
    if found is None:
        raise MalformedTlv(f"no {tag:X}")
    return found


def at_most_one(objects: tuple[Tlv, ...], tag: int) -> Tlv | None:
    """The object with this tag, or None. Raises MalformedTlv if there is more than one."""
    found = [object_ for object_ in objects if object_.tag == tag]
    if len(found) > 1:
        raise MalformedTlv(f"{tag:X} twice")
    return found[0] if found else None


def _read_tag(data: bytes, at: int) -> tuple[int, int]:
    first = _byte(data, at)
    if first == 0:
        raise MalformedTlv("00 is no tag")
    if first & _LONG_TAG != _LONG_TAG:
        return first, at + 1
    return _read_long_tag(data, at)


def _read_long_tag(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for position in range(at + 1, at + TAG_BYTES_MAX):
        byte = _byte(data, position)
        number = number << 7 | byte & 0x7F
        if number == 0:
            raise MalformedTlv("a tag number begins with zero")
        if not byte & _MORE:
            if number < _LONG_TAG:
                raise MalformedTlv("a small tag number in long form")
            return int.from_bytes(data[at : position + 1], "big"), position + 1
    raise MalformedTlv("a tag of more than three bytes")


def _read_length(data: bytes, at: int, lengths: Lengths) -> tuple[int, int]:
    first = _byte(data, at)
    if first < 0x80:
        return first, at + 1
    if first not in _LENGTH_BYTES:
        raise MalformedTlv("an indefinite, reserved or oversized length")
    count, least = _LENGTH_BYTES[first]
    start = at + 1 + count
    if start > len(data):
        raise CutShort("the length goes past the end")
    length = int.from_bytes(data[at + 1 : start], "big")
    if lengths is Lengths.SHORTEST and length < least:
        raise MalformedTlv("a length that is not in its shortest form")
    return length, start


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise CutShort("the header goes past the end")
    return data[at]
