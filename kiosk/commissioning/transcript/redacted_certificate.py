"""Replaces what an X.509 certificate says of somebody: the result has the same form and proves nothing (X.690)."""

from __future__ import annotations

from kiosk.commissioning.transcript import redaction_values as values
from kiosk.commissioning.transcript.tlv_walk import Tags, is_tlv, replaced

_SEQUENCE = 0x30
_BOOLEAN, _INTEGER, _BITS, _OCTETS, _NULL, _OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
_UTC_TIME, _LONG_TIME = 0x17, 0x18
_STRINGS = frozenset((0x0C, 0x13, 0x14, 0x16, 0x1E, 0x81, 0x82, 0x86))
"""UTF8, Printable, Teletex, IA5 and BMP strings, and the mail, host and address of a GeneralName."""

_KNOWN_ARCS = tuple(
    bytes.fromhex(arc) for arc in ("5504", "551D", "2A8648 86F70D01", "2B06010505 07", "2A817A0147", "608648016503 04")
)
"""2.5.4, 2.5.29, 1.2.840.113549.1, 1.3.6.1.5.5.7, 1.2.250.1.71 (the issuer's own) and 2.16.840.1.101.3.4."""

_LONGEST = {_BOOLEAN: 1, _NULL: 0, _OID: 12}
"""Bytes that may stay: an identifier of a known arc is 3 to 10 bytes long in the profiles of the issuer."""

_ISSUER_WORDS = frozenset(
    {b"FR", b"ASIP-SANTE", b"0002 187512751", b"IGC-SANTE", b"IGC-SANTE TEST"}
    | {
        f"{test}AC {kind}IGC-SANTE {strength}{whom}".encode()
        for test in ("", "TEST ")
        for kind in ("", "RACINE ")
        for strength in ("ELEMENTAIRE", "STANDARD", "FORT")
        for whom in ("", " PERSONNES", " ORGANISATIONS")
    }
)
"""Whole strings only: FORT alone could be somebody's name."""

_TIMES = {
    _UTC_TIME: (b"000101000000Z", b"491231235959Z"),
    _LONG_TIME: (b"20000101000000Z", b"20991231235959Z"),
}
_VERSIONS = 1
_EXPONENT = b"\x01\x00\x01"
_SHORT_BITS = 3


def certificate(data: bytes) -> bytes:
    """As many bytes, with the same objects inside."""
    return replaced(data, _rule)


def _rule(tags: Tags, place: int, value: bytes) -> bytes:
    tag = tags[-1]
    longest = _LONGEST.get(tag)
    if longest is not None:
        known = tag != _OID or value.startswith(_KNOWN_ARCS)
        return value if known and len(value) <= longest else values.blank(value)
    if tag == _INTEGER:
        return _integer(value)
    if tag in (_BITS, _OCTETS):
        return _nested(tag, value, tags)
    if tag in _TIMES:
        return _TIMES[tag][min(place, 1)]
    if tag in _STRINGS:
        return value if value in _ISSUER_WORDS else values.text(value)
    return values.blank(value)


def _integer(value: bytes) -> bytes:
    """A version or the usual exponent stays; any other number becomes an odd one of the same length."""
    if len(value) <= _VERSIONS or value == _EXPONENT:
        return value
    head = b"\x00\x80" if value[0] == 0 else b"\x01"
    return (head + bytes(len(value)))[: len(value) - 1] + b"\x01"


def _nested(tag: int, value: bytes, tags: Tags) -> bytes:
    """A key in its bit string and an extension in its octets go on inside; flags stay; all else is blank."""
    unused, inside = (value[:1], value[1:]) if tag == _BITS else (b"", value)
    if tag == _BITS and len(value) <= _SHORT_BITS:
        return value
    if inside[:1] in (b"\x30", b"\x03", b"\x04") and is_tlv(inside):
        return unused + replaced(inside, _rule, tags)
    return unused + values.blank(inside)
