"""The two code objects of the AODF: how the codes are typed and sent (rule 3).

One object, with the bytes of a real card (#2224, PIN)::

    30 61 { 30 3F {label …}  30 03 { 04 01 01 }  A1 19 { 30 17 {
        03 03 04 0C 10   pinFlags: bit 4 initialized, 5 needs-padding, 11 exchangeRefData
        0A 01 01         pinType: 1 = ascii-numeric
        02 01 04         minLength     02 01 08   storedLength     02 01 04   maxLength (optional)
        80 01 01         pinReference  04 01 FF   padChar (optional) } } }

The PIN says "protected by 02" and the PUK object calls itself 04: those identifiers are not followed, the references
01 and 02 decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from kiosk.card import spec
from kiosk.card.errors import MalformedData
from kiosk.card.iso7816.ber_tlv import Tlv, at_most_one, only
from kiosk.card.model import CodeFormat, CodeFormats

PIN_DIGITS = range(4, 9)
"""Lengths of a PIN that any CPS software accepts (deploy/reference/card.md §6.3)."""
PUK_DIGITS = 8
STORED_MAX = 8
"""Longest reference data seen on a card (#2224)."""

_ASCII_NUMERIC = 1
_SEQUENCE = 0x30
_TYPE_ATTRIBUTES = 0xA1
_BIT_STRING = 0x03
_ENUMERATED = 0x0A
_INTEGER = 0x02
_REFERENCE = 0x80
_PAD_CHAR = 0x04


class PinFlag(IntEnum):
    """Bit numbers of pinFlags (PKCS#15 v1.1, 6.8.2), counted from the first bit."""

    LOCAL = 1
    UNBLOCK_DISABLED = 3
    INITIALIZED = 4
    NEEDS_PADDING = 5
    UNBLOCKING_PIN = 6
    SO_PIN = 7


@dataclass(frozen=True, slots=True)
class _CodeObject:
    flags: frozenset[int]
    reference: int
    format: CodeFormat


def decode_formats(records: Iterable[Tlv]) -> CodeFormats:
    """Formats of both codes, from all records of the AODF.

    Raises:
        MalformedTlv: an object is no TLV.
        MalformedData: one of the two is missing, there twice, or says what this kiosk cannot obey.
    """
    objects = [_code_object(record) for record in records if record.tag == _SEQUENCE]
    return CodeFormats(pin=_pin_format(_single(objects, spec.PIN_REFERENCE)), puk=_puk_format(objects))


def _pin_format(pin: _CodeObject) -> CodeFormat:
    if pin.flags & {PinFlag.SO_PIN, PinFlag.UNBLOCKING_PIN, PinFlag.UNBLOCK_DISABLED}:
        raise MalformedData("a code porteur that cannot be unblocked")
    if pin.format.min_digits not in PIN_DIGITS or pin.format.max_digits not in PIN_DIGITS:
        raise MalformedData("a code porteur of an unknown length")
    return pin.format


def _puk_format(objects: list[_CodeObject]) -> CodeFormat:
    puk = _single(objects, spec.PUK_REFERENCE)
    if not puk.flags & {PinFlag.SO_PIN, PinFlag.UNBLOCKING_PIN}:
        raise MalformedData("a code de déblocage that does not unblock")
    if (puk.format.min_digits, puk.format.max_digits) != (PUK_DIGITS, PUK_DIGITS):
        raise MalformedData("a code de déblocage of an unknown length")
    return puk.format


def _single(objects: list[_CodeObject], reference: int) -> _CodeObject:
    found = [code for code in objects if code.reference == reference]
    if len(found) != 1:
        raise MalformedData("a code object is missing or there twice")
    return found[0]


def _code_object(record: Tlv) -> _CodeObject:
    fields = only(only(record.children(), _TYPE_ATTRIBUTES).children(), _SEQUENCE).children()
    flags = _bits(only(fields, _BIT_STRING).value)
    reference = at_most_one(fields, _REFERENCE)
    if _byte(only(fields, _ENUMERATED).value) != _ASCII_NUMERIC:
        raise MalformedData("a code that is not ASCII digits")
    if PinFlag.LOCAL in flags or PinFlag.INITIALIZED not in flags:
        raise MalformedData("a code that is local or not initialized")
    return _CodeObject(flags, 0 if reference is None else _byte(reference.value), _format(fields, flags))


def _format(fields: tuple[Tlv, ...], flags: frozenset[int]) -> CodeFormat:
    lengths = [_byte(field.value) for field in fields if field.tag == _INTEGER]
    if len(lengths) not in (2, 3):
        raise MalformedData("a code without its lengths")
    minimum, stored, maximum = lengths[0], lengths[1], lengths[-1]
    if not 1 <= minimum <= maximum <= stored <= STORED_MAX:
        raise MalformedData("lengths of a code that contradict each other")
    pad = at_most_one(fields, _PAD_CHAR)
    if PinFlag.NEEDS_PADDING not in flags or minimum == stored:
        return CodeFormat(minimum, maximum, stored, None)
    if pad is None:
        raise MalformedData("a code to pad, without the byte to pad with")
    return CodeFormat(minimum, maximum, stored, _byte(pad.value))


def _bits(value: bytes) -> frozenset[int]:
    if not 2 <= len(value) <= 3 or value[0] > 7:
        raise MalformedData("flags that are no bit string")
    return frozenset(place * 8 + bit for place, byte in enumerate(value[1:]) for bit in range(8) if byte & 0x80 >> bit)


def _byte(value: bytes) -> int:
    if len(value) != 1:
        raise MalformedData("a number of more than one byte")
    return value[0]
