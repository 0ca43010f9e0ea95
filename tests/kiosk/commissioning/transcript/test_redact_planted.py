"""A name or a number where no card should have one: a transcript keeps by what may be there, not by what should."""

from __future__ import annotations

import pytest

from kiosk.commissioning.transcript.read_only_connection import Step
from kiosk.commissioning.transcript.redact import redact

NAME = b"LEGRAND-ABCD"
PIECE = 3
"""Bytes in a row that would tell; headers of TLV are two."""


def tlv(tag: str, value: bytes) -> bytes:
    return bytes.fromhex(tag) + bytes((len(value),)) + value


def file_of(path: str, data: bytes) -> list[Step]:
    select = bytes.fromhex(f"00A4090C{len(path) // 2:02X}{path}")
    return [Step(select, b"", 0x9000), Step(bytes.fromhex("00B0000000"), data, 0x6282)]


def certificate(inside: bytes) -> list[Step]:
    """An ODF that names a CDF, a CDF that names a file, and the file."""
    entry = bytes.fromhex("3013 3004 0C02 4350 3003 040101 A106 3004 0402 A001")
    return [
        *file_of("3F0000015031", bytes.fromhex("A406 3004 0402 7005")),
        *file_of("3F0000017005", entry),
        *file_of("3F000001A001", tlv("30", inside)),
    ]


def listed(inside: bytes) -> list[Step]:
    return file_of("3F0000015031", tlv("A4", tlv("30", inside)))


def answered(command: str, data: bytes) -> list[Step]:
    return [Step(bytes.fromhex(command), data, 0x9000)]


def selected(tag: str, value: bytes) -> list[Step]:
    return answered("00A40904043F00D003", tlv("62", tlv(tag, value)))


def asked(tag: str, value: bytes) -> list[Step]:
    whole = tlv("70", tlv("BF8101", tlv("A0", tlv(tag, value))))
    return answered("00CB3FFF0A4D087006BF810102A08000", whole)


PLANTED = {
    "a truth value": certificate(tlv("01", NAME)),
    "an empty value": certificate(tlv("05", NAME)),
    "a known arc": certificate(tlv("06", bytes.fromhex("550403") + NAME)),
    "a path": listed(tlv("04", NAME)),
    "a path below the MF": listed(tlv("04", b"\x3f\x00" + NAME[:6])),
    "a path in the current directory": listed(tlv("04", b"\x3f\xff" + NAME[:6])),
    "a file identifier": selected("83", NAME[:7]),
    "a file type": selected("82", NAME[:6]),
    "a size": selected("80", NAME[:4]),
    "a counter": asked("9A", NAME[:7]),
    "the uses": asked("9D", NAME[:4]),
    "a rule of access": selected("8C", NAME[:4]),
    "a rule of access to a code": answered(
        "00CB3FFF0A4D087006BF810102A08000", tlv("70", tlv("BF8101", tlv("A0", tlv("A1", tlv("8C", NAME[:7])))))
    ),
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_name_is_not_kept(where: str) -> None:
    assert NAME[:PIECE] in b"".join(step.data for step in PLANTED[where])
    assert NAME[:PIECE] not in b"".join(step.data for step in redact(PLANTED[where]))


def test_a_serial_number_is_no_path() -> None:
    serial = bytes.fromhex("99213845")
    assert serial not in redact(listed(tlv("04", serial)))[-1].data


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Carte 29 00 12 34 57", "Carte xx xx xx xx xx"),
        ("Carte 29-00", "Carte xx-xx"),
        ("Certificat LANG", "Certificat xxxx"),
        ("CPS_LANG_PS", "CPS_LANG_PS"),
        ("CPS_ACTIVITY_01_PS", "CPS_ACTIVITY_01_PS"),
        ("CPS2TER_ACTIVITY_12", "CPS2TER_ACTIVITY_12"),
    ],
)
def test_a_label_keeps_its_words_and_one_small_number(label: str, kept: str) -> None:
    directory = file_of("3F0000015031", tlv("30", tlv("0C", label.encode())))
    assert redact(directory)[-1].data[4:].decode() == kept


@pytest.mark.parametrize("path", ["3F0000017005", "7005", "3FFF7005", "0001D121", "3F00D10A", "5032"])
def test_a_documented_path_stays(path: str) -> None:
    raw = bytes.fromhex(path)
    assert redact(listed(tlv("04", raw)))[-1].data.endswith(raw)


@pytest.mark.parametrize("path", ["E042", "3FFFE042", "3F000001E042"])
def test_an_undocumented_path_stays_where_it_was_followed(path: str) -> None:
    raw = bytes.fromhex(path)
    odf = listed(tlv("04", raw))
    assert not redact(odf)[-1].data.endswith(raw)
    assert redact([*odf, *file_of("3F000001E042", b"")])[1].data == odf[1].data


@pytest.mark.parametrize("rule", ["F3000013FF00", "F3FF00FFFF00", "00"])
def test_a_rule_of_access_stays(rule: str) -> None:
    """The first two are those of the codes of a real card (#2275)."""
    raw = bytes.fromhex(rule)
    assert redact(selected("8C", raw))[0].data.endswith(raw)
