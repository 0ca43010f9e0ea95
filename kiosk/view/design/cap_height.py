"""How high a capital of a TrueType font is: the one figure that turns millimetres of capital into a font size."""

from __future__ import annotations

import struct

_TABLE_COUNT = 4
_FIRST_TABLE = 12
_TABLE_RECORD = struct.Struct(">4sIII")
_UNITS_PER_EM_AT = 18
_CAP_HEIGHT_AT = 88
_CAP_HEIGHT_SINCE_VERSION = 2


class NotAFont(ValueError):
    """The file is no TrueType font that states the height of its capitals."""


def cap_height_ratio(ttf: bytes) -> float:
    """Height of a capital divided by the font size: ``OS/2.sCapHeight`` over ``head.unitsPerEm``.

    Offsets after the OpenType specification 1.9: table directory (tag, checksum, offset, length), ``head`` (unitsPerEm
    at 18), ``OS/2`` version 2 and later (sCapHeight at 88). Raises ``NotAFont``.
    """
    tables = _tables(ttf)
    try:
        units = _uint16(ttf, tables[b"head"] + _UNITS_PER_EM_AT)
        os2 = tables[b"OS/2"]
        if _uint16(ttf, os2) < _CAP_HEIGHT_SINCE_VERSION:
            raise NotAFont("OS/2 table without sCapHeight")
        capital = _uint16(ttf, os2 + _CAP_HEIGHT_AT)
    except (KeyError, struct.error) as error:
        raise NotAFont("no head or OS/2 table") from error
    if not 0 < capital < units:
        raise NotAFont(f"capital of {capital} in {units} units")
    return capital / units


def _tables(ttf: bytes) -> dict[bytes, int]:
    try:
        count = _uint16(ttf, _TABLE_COUNT)
        records = [_TABLE_RECORD.unpack_from(ttf, _FIRST_TABLE + i * _TABLE_RECORD.size) for i in range(count)]
    except struct.error as error:
        raise NotAFont("no table directory") from error
    return {tag: offset for tag, _checksum, offset, _length in records}


def _uint16(data: bytes, at: int) -> int:
    value: int = struct.unpack_from(">H", data, at)[0]
    return value
