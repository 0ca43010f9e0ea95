"""PKCS#15 v1.1 directories: where things are, by their labels.

ODF: ``A8|A7|A4|A0 L { 30 L { 04 L path, [02 index], [80 length] } }`` for each directory file.
DODF and CDF: one record an object, ``30 L { 30 L { 0C label, … }, 30 L {class attributes}, [A0 …], A1 L {… path} }``.
PrKDF: ``30 L { 30 L { 0C label, … }, 30 L { 04 identifier, … }, … }``, one record a private key.
TokenInfo: ``30 L { 02 version, 04 serial, [0C manufacturer], [80 label], 03 flags, … }``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.card import spec
from kiosk.card.errors import MalformedData
from kiosk.card.iso7816.ber_tlv import Lengths, Tlv, at_most_one, only, parse

TAG_AODF = 0xA8
TAG_DODF = 0xA7
TAG_CDF = 0xA4
TAG_PRKDF = 0xA0
_SEQUENCE = 0x30
_INTEGER = 0x02
_OCTET_STRING = 0x04
_UTF8 = 0x0C
_TYPE_ATTRIBUTES = 0xA1
_TOKEN_LABEL = 0x80
_PATH_LENGTH = 0x80
_CURRENT_DF = bytes.fromhex("3FFF")
_NESTING_MAX = 4


@dataclass(frozen=True, slots=True)
class Location:
    """``path`` from the MF (begins 3F00), first byte ``offset``, and ``length`` where the card tells it."""

    path: bytes
    offset: int = 0
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Directories:
    """The directory files of each kind, in the order of the ODF."""

    codes: tuple[Location, ...]
    data: tuple[Location, ...]
    certificates: tuple[Location, ...]
    keys: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One record of a DODF or CDF: its label ("" if it has none), its PKCS#15 identifier if any, and its place."""

    label: str
    identifier: bytes | None
    location: Location


def decode_odf(records: Iterable[Tlv]) -> Directories:
    """The directories that the ODF names. Raises MalformedTlv, MalformedData."""
    found: dict[int, list[Location]] = {tag: [] for tag in (TAG_AODF, TAG_DODF, TAG_CDF, TAG_PRKDF)}
    for record in records:
        if record.tag in found:
            found[record.tag].append(_location_within(record))
    return Directories(*map(tuple, found.values()))


def decode_entry(record: Tlv) -> DirectoryEntry:
    """One object of a DODF or CDF. Raises MalformedTlv, MalformedData."""
    if record.tag != _SEQUENCE:
        raise MalformedData("not an object of this directory")
    fields = record.children(Lengths.ANY_FORM)
    if len(fields) < 3:
        raise MalformedData("an object without place")
    label = at_most_one(fields[0].children(Lengths.ANY_FORM), _UTF8)
    identifier = at_most_one(fields[1].children(Lengths.ANY_FORM), _OCTET_STRING)
    return DirectoryEntry(
        label="" if label is None else text(label.value),
        identifier=None if identifier is None else identifier.value,
        location=_location_within(only(fields, _TYPE_ATTRIBUTES)),
    )


def decode_key_identifier(record: Tlv) -> bytes:
    """The identifier that a private key shares with its certificate. Raises MalformedTlv, MalformedData."""
    fields = record.children(Lengths.ANY_FORM) if record.tag == _SEQUENCE else ()
    if len(fields) < 2:
        raise MalformedData("not a private key")
    return only(fields[1].children(Lengths.ANY_FORM), _OCTET_STRING).value


def decode_token_label(data: bytes) -> str | None:
    """The label of the token, None if it has none. Raises MalformedTlv, MalformedData."""
    fields = only(parse(data, Lengths.ANY_FORM), _SEQUENCE).children(Lengths.ANY_FORM)
    label = at_most_one(fields, _TOKEN_LABEL)
    return None if label is None else text(label.value).strip()


def is_for_signature(entry: DirectoryEntry) -> bool | None:
    """True: certificate of signature; False: of authentication; None: the card does not tell (assumed labels)."""
    said = entry.label.casefold()
    signature, authentication = "signature" in said, "authentification" in said
    if signature is not authentication:
        return signature
    last = entry.identifier[-1] if entry.identifier else None
    return {spec.CERTIFICATE_ID_SIGNATURE: True, spec.CERTIFICATE_ID_AUTHENTICATION: False}.get(last or 0)


def text(value: bytes) -> str:
    """UTF-8 that can be shown. Raises MalformedData."""
    try:
        decoded = value.decode()
    except UnicodeDecodeError:
        raise MalformedData("a label that is not UTF-8") from None
    if not decoded.isprintable():
        raise MalformedData("a label that cannot be printed")
    return decoded


def _location_within(holder: Tlv) -> Location:
    fields = holder.children(Lengths.ANY_FORM)
    for _ in range(_NESTING_MAX):
        if fields and fields[0].tag == _OCTET_STRING:
            return _location(fields)
        if not fields or fields[0].tag != _SEQUENCE:
            break
        fields = fields[0].children(Lengths.ANY_FORM)
    raise MalformedData("an object without path")


def _location(fields: tuple[Tlv, ...]) -> Location:
    index = at_most_one(fields, _INTEGER)
    length = at_most_one(fields, _PATH_LENGTH)
    return Location(
        path=_from_mf(fields[0].value),
        offset=0 if index is None else _natural(index.value),
        length=None if length is None else _natural(length.value),
    )


def _from_mf(path: bytes) -> bytes:
    if not 2 <= len(path) <= 12 or len(path) % 2:
        raise MalformedData("a path that is not file ids")
    if path.startswith(spec.MF):
        return path
    return spec.APPLICATION + path.removeprefix(_CURRENT_DF)


def _natural(value: bytes) -> int:
    number = int.from_bytes(value, "big")
    if not 1 <= len(value) <= 3 or number > spec.READ_OFFSET_MAX:
        raise MalformedData("a place outside any file")
    return number
