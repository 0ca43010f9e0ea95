"""Business data, field by field (layouts read out of the issuer's CPS-GESTION), with their edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.data.business_data import (
    bcd_digits,
    decode_id_card,
    decode_info,
    decode_name,
    decode_update_window,
)
from kiosk.card.errors import CardUnreadable, MalformedData, MalformedTlv
from kiosk.card.model import UpdateWindow


def container(tag: str, fields: str) -> bytes:
    inner = bytes.fromhex(fields)
    return bytes.fromhex(tag) + bytes([len(inner)]) + inner


def test_an_identity_card_object() -> None:
    card = decode_id_card(container("E3", "8006 802500000100 8105 2900123457 820180 8304 20250314 8404 20280331"))
    assert card.number == "2900123457"
    assert card.category == 0x80
    assert (card.issued, card.valid_until) == (date(2025, 3, 14), date(2028, 3, 31))


@pytest.mark.parametrize(
    ("field", "number"),
    [
        ("8105 2900123457", "2900123457"),
        ("8106 2900123457FF", "2900123457"),
        ("8106 F2900123457F", "2900123457"),
        ("8104 29001234", None),
        ("8105 290012345F", None),
        ("8106 290012345712", None),
        ("8100", None),
        ("", None),
        ("8105 2900123457 8105 2900123457", None),
    ],
)
def test_a_card_number_has_ten_digits_or_is_none(field: str, number: str | None) -> None:
    assert decode_id_card(container("E3", field)).number == number


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20280229", date(2028, 2, 29)),
        ("20270229", None),
        ("20281231", date(2028, 12, 31)),
        ("20281301", None),
        ("20280001", None),
        ("20280100", None),
        ("00000000", None),
        ("2028033F", None),
        ("99991231", date(9999, 12, 31)),
    ],
)
def test_a_date_exists_or_is_none(value: str, expected: date | None) -> None:
    assert decode_id_card(container("E3", f"8404{value}")).valid_until == expected
    assert decode_id_card(container("E3", f"8304{value}")).issued == expected


@pytest.mark.parametrize("byte", range(256))
def test_one_byte_fields_over_all_their_values(byte: int) -> None:
    two_digits = byte if byte <= 99 else None
    assert decode_id_card(container("E3", f"8201{byte:02X}")).category == byte
    assert decode_name(container("E4", f"8001{byte:02X}")).civility == two_digits
    assert decode_info(container("ED", f"8201{byte:02X}")).profession == two_digits
    assert decode_info(container("ED", f"8002{byte:02X}FF")).card_type == byte


def test_the_published_example_of_a_decimal_byte() -> None:
    assert decode_name(container("E4", "800116")).civility == 22


def test_holder_fields() -> None:
    info = decode_info(container("ED", "8002 0080 810C 383939373030303735313232 820115 8407 4C455247C94E44"))
    assert info.card_type == 0
    assert info.national_id == "899700075122"
    assert info.profession == 21
    assert info.exercise_name == "LERGÉND"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"H\xc9L\xc8NE", "HÉLÈNE"),
        (b"ANNE  ", "ANNE"),
        (b" ANNE", "ANNE"),
        (b"ANNE\x00\x00\xff", "ANNE"),
        (b"A" * 27, "A" * 27),
        (b"A" * 28, None),
        (b"", None),
        (b"   ", None),
        (b"AN\nNE", None),
        (b"AN\x1b[31m", None),
        (b"AN\x00NE", None),
        (b"AN\x85NE", None),
    ],
)
def test_a_name_can_be_shown_or_is_none(value: bytes, expected: str | None) -> None:
    field = (b"\x84" + bytes([len(value)]) + value).hex()
    assert decode_name(container("E4", field)).usual_first_name == expected


def test_lengths_may_be_written_longer_than_needed() -> None:
    assert decode_name(bytes.fromhex("E48108 84 8105 4D41524945")).usual_first_name == "MARIE"


@pytest.mark.parametrize("data", [b"", bytes.fromhex("E300 E300"), bytes.fromhex("E400"), bytes.fromhex("E30281")])
def test_another_container_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedTlv):
        decode_id_card(data)


@pytest.mark.parametrize(
    ("fields", "window"),
    [
        ("8107 20250101120000 8207 20250101120000", UpdateWindow.SOUND),
        ("8207 20250101120001 8107 20250101120000", UpdateWindow.SOUND),
        ("8107 20250101120001 8207 20250101120000", UpdateWindow.CORRUPT),
        ("8107 20240229235959 8207 99991231235959", UpdateWindow.SOUND),
    ],
)
def test_an_update_window_ends_after_it_begins(fields: str, window: UpdateWindow) -> None:
    assert decode_update_window(container("EC", fields)) is window


@pytest.mark.parametrize(
    "fields",
    [
        "8107 20250101120000",
        "8207 20250101120000",
        "8107 20250101240000 8207 20250101120000",
        "8107 20250229120000 8207 20250301120000",
        "8107 FFFFFFFFFFFFFF 8207 20250101120000",
        "8107 2025010112000F 8207 20250101120000",
        "8106 202501011200 8207 20250101120000",
        "8107 20250101120000 8107 20250101120000 8207 20250101120000",
    ],
)
def test_an_update_window_that_makes_no_sense_is_refused(fields: str) -> None:
    with pytest.raises(CardUnreadable):
        decode_update_window(container("EC", fields))


@given(st.binary(max_size=40))
def test_bcd_digits_are_digits(value: bytes) -> None:
    digits = bcd_digits(value)
    assert digits == "" or digits.isdecimal()
    assert len(digits) == sum(nibble < 10 for byte in value for nibble in divmod(byte, 16))


@given(st.binary(max_size=120), st.sampled_from(["E3", "E4", "ED", "EC"]))
def test_noise_in_a_container_raises_nothing_outside_the_tree(noise: bytes, tag: str) -> None:
    data = container(tag, noise.hex())
    for decode in (decode_id_card, decode_name, decode_info, decode_update_window):
        try:
            decode(data)
        except (MalformedTlv, MalformedData):
            continue
