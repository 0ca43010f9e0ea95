"""The AODF of a real card (OpenSC issue 2224), and every single thing in it that must stop an unblocking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.errors import CardUnreadable
from kiosk.card.iso7816.ber_tlv import parse
from kiosk.card.model import CodeFormat, CodeFormats
from kiosk.card.pkcs15.aodf import decode_formats

PIN = (
    "3061 303F 0C1C" + b"Code porteur de la carte CPS".hex() + "030108 040102"
    "3019 3006 03020520 0500 3006 03020640 0500 3007 03020308 040104 3003 040101"
    "A119 3017 0303040C10 0A0101 020104 020108 020104 800101 0401FF"
)
PUK = (
    "3058 3039 0C22" + "Code de déblocage de la carte CPS".encode().hex() + "030108"
    "3010 3006 03020520 0500 3006 03020640 0500 3003 040104"
    "A116 3014 0303041D10 0A0101 020108 020108 020108 800102"
)
REAL = bytes.fromhex(PIN + PUK)


def formats(data: bytes) -> CodeFormats:
    return decode_formats(parse(data))


def code_object(attributes: str) -> bytes:
    inner = bytes.fromhex(attributes)
    sequence = bytes([0x30, len(inner)]) + inner
    body = bytes.fromhex("3000 3000") + bytes([0xA1, len(sequence)]) + sequence
    return bytes([0x30, len(body)]) + body


GOOD_PIN = "0303040C10 0A0101 020104 020108 020104 800101 0401FF"
GOOD_PUK = "0303041D10 0A0101 020108 020108 020108 800102"


def test_the_real_one_is_189_bytes_and_says_four_digits_padded_to_eight() -> None:
    assert len(REAL) == 0xBD
    assert formats(REAL) == CodeFormats(pin=CodeFormat(4, 4, 8, 0xFF), puk=CodeFormat(8, 8, 8, None))


def test_the_order_of_the_objects_does_not_matter_nor_do_others() -> None:
    other = code_object("0303040C10 0A0101 020104 020108 020104 800103 0401FF").hex()
    assert formats(bytes.fromhex(PUK + other + PIN)) == formats(REAL)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (GOOD_PIN, CodeFormat(4, 4, 8, 0xFF)),
        ("0303040C10 0A0101 020104 020108 020108 800101 0401FF", CodeFormat(4, 8, 8, 0xFF)),
        ("0303040C10 0A0101 020104 020108 800101 0401FF", CodeFormat(4, 8, 8, 0xFF)),
        ("0303040C10 0A0101 020106 020108 020106 800101 040100", CodeFormat(6, 6, 8, 0x00)),
        ("0303040810 0A0101 020104 020108 020108 800101 0401FF", CodeFormat(4, 8, 8, None)),
        ("03020308 0A0101 020104 020108 020108 800101", CodeFormat(4, 8, 8, None)),
        ("0303040C10 0A0101 020108 020108 020108 800101", CodeFormat(8, 8, 8, None)),
    ],
)
def test_lengths_and_padding_are_as_the_card_says(attributes: str, expected: CodeFormat) -> None:
    assert formats(code_object(attributes) + code_object(GOOD_PUK)).pin == expected


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ("0303040C10 0A0101 020103 020108 020104 800101 0401FF", "three digits"),
        ("0303040C10 0A0101 020104 020109 020109 800101 0401FF", "nine digits"),
        ("0303040C10 0A0101 020105 020108 020104 800101 0401FF", "minimum above maximum"),
        ("0303040C10 0A0101 020104 020103 020104 800101 0401FF", "stored below maximum"),
        ("0303040C10 0A0101 020104 020110 020104 800101 0401FF", "stored in sixteen bytes"),
        ("0303040C10 0A0100 020104 020108 020104 800101 0401FF", "BCD"),
        ("0303040C10 0A0102 020104 020108 020104 800101 0401FF", "UTF-8"),
        ("0303044C10 0A0101 020104 020108 020104 800101 0401FF", "local"),
        ("0303041C10 0A0101 020104 020108 020104 800101 0401FF", "cannot be unblocked"),
        ("0303040410 0A0101 020104 020108 020104 800101 0401FF", "not initialized"),
        ("0303040D10 0A0101 020104 020108 020104 800101 0401FF", "is an SO PIN"),
        ("0303040E10 0A0101 020104 020108 020104 800101 0401FF", "is an unblocking PIN"),
        ("0303040C10 0A0101 020104 020108 020104 800101", "to pad, with nothing to pad with"),
        ("0303040C10 0A0101 020104 020108 020104 800101 0402FFFF", "two padding bytes"),
        ("0303040C10 0A0101 020104 020108 020104 800101 0401FF 040100", "two paddings"),
        ("0303040C10 0A0101 020104 020108 020104 020104 800101 0401FF", "four lengths"),
        ("0303040C10 0A0101 020104 800101 0401FF", "one length"),
        ("0303040C10 0A0101 02020004 020108 020104 800101 0401FF", "a length of two bytes"),
        ("0303040C10 020104 020108 020104 800101 0401FF", "no type"),
        ("0A0101 020104 020108 020104 800101 0401FF", "no flags"),
        ("0301 08 0A0101 020104 020108 020104 800101 0401FF", "empty flags"),
        ("0303080C10 0A0101 020104 020108 020104 800101 0401FF", "flags with eight unused bits"),
        ("0303040C10 0A0101 020104 020108 020104 0401FF", "no reference"),
        ("0303040C10 0A0101 020104 020108 020104 800101 800101 0401FF", "two references"),
        ("0303040C10 0A0101 020104 020108 020104 800181 0401FF", "a local reference"),
        ("0303040C10 0A0101 020104 020108 020104 80020001 0401FF", "a long reference"),
    ],
)
def test_a_code_porteur_that_cannot_be_obeyed_gives_no_formats(attributes: str, why: str) -> None:
    with pytest.raises(CardUnreadable):
        formats(code_object(attributes) + code_object(GOOD_PUK))


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ("0303041D10 0A0101 020107 020108 020108 800102", "seven digits"),
        ("0303041D10 0A0101 020104 020108 020104 800102 0401FF", "four digits"),
        ("0303040C10 0A0101 020108 020108 020108 800102", "neither SO nor unblocking"),
    ],
)
def test_a_code_de_deblocage_that_cannot_be_obeyed_gives_no_formats(attributes: str, why: str) -> None:
    with pytest.raises(CardUnreadable):
        formats(code_object(GOOD_PIN) + code_object(attributes))


@pytest.mark.parametrize("objects", [[], [GOOD_PIN], [GOOD_PUK], [GOOD_PIN] * 2, [GOOD_PIN, GOOD_PUK, GOOD_PUK]])
def test_each_object_is_there_exactly_once(objects: list[str]) -> None:
    with pytest.raises(CardUnreadable):
        formats(b"".join(code_object(attributes) for attributes in objects))


@pytest.mark.parametrize("end", range(0xBD))
def test_no_cut_of_the_real_one_gives_formats(end: int) -> None:
    with pytest.raises(CardUnreadable):
        formats(REAL[:end])


@given(st.integers(0, 0xBC), st.integers(0, 255))
def test_one_wrong_byte_is_refused_or_still_gives_codes_that_fit(place: int, byte: int) -> None:
    try:
        found = formats(REAL[:place] + bytes([byte]) + REAL[place + 1 :])
    except CardUnreadable:
        return
    assert 4 <= found.pin.min_digits <= found.pin.max_digits <= found.pin.stored_length <= 8
    assert (found.puk.min_digits, found.puk.max_digits) == (8, 8)
