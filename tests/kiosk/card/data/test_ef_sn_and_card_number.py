"""The serial of EF.SN and the ten-digit card number."""

from __future__ import annotations

import pytest

from kiosk.card.data.card_number import SOURCE_ID_CARD, SOURCE_LABEL, card_number, number_in_label
from kiosk.card.data.ef_sn import checked_ef_sn, decode_serial, luhn_sum
from kiosk.card.errors import MalformedData

PUBLISHED = bytes.fromhex("5A0A8025000001992138450F")  # OpenSC issue 2275


def test_the_published_serial() -> None:
    serial = decode_serial(PUBLISHED)
    assert (serial.digits, serial.check_digit, serial.check_digit_right) == ("99213845", "0", True)
    assert "9921" not in repr(serial)


@pytest.mark.parametrize("digit", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_any_other_check_digit_is_wrong(digit: int) -> None:
    serial = decode_serial(PUBLISHED[:-1] + bytes([digit << 4 | 0xF]))
    assert not serial.check_digit_right


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "5A0A8025000001992138450F00",
        "5A0A80250000019921384500"[:-2],
        "5A0B8025000001992138450F",
        "5B0A8025000001992138450F",
        "5A0A8025000002992138450F",
        "5A0A9025000001992138450F",
    ],
)
def test_another_file_is_no_ef_sn_of_this_issuer(raw: str) -> None:
    with pytest.raises(MalformedData):
        checked_ef_sn(bytes.fromhex(raw))


@pytest.mark.parametrize("tail", ["99213845FF", "9921384500", "99A138450F"])
def test_an_ef_sn_may_identify_a_card_without_being_decimal(tail: str) -> None:
    raw = bytes.fromhex("5A0A8025000001" + tail)
    assert checked_ef_sn(raw) == raw
    with pytest.raises(MalformedData):
        decode_serial(raw)


@pytest.mark.parametrize(
    ("digits", "remainder"), [("79927398713", 0), ("79927398710", 7), ("0", 0), ("18", 0), ("8025000001992138450", 0)]
)
def test_luhn_on_known_numbers(digits: str, remainder: int) -> None:
    assert luhn_sum(digits) % 10 == remainder


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("CPS3v3-2900995261", "2900995261"),
        ("CPS4v1-8042410007", "8042410007"),
        ("CPS3v12-2900995261", "2900995261"),
        ("CPS3v3-290099526", None),
        ("CPS3v3-29009952611", None),
        ("CPS3v3-2900995261 ", None),
        ("CPS3v3-290099526A", None),
        ("CPS3v3-٢٩٠٠٩٩٥٢٦١", None),
        ("xCPS3v3-2900995261", None),
        ("CPS3-2900995261", None),
        ("", None),
    ],
)
def test_a_label_ends_in_a_number_or_tells_none(label: str, number: str | None) -> None:
    assert number_in_label(label) == number


def test_the_identity_object_comes_before_the_label() -> None:
    assert card_number("2900123457", "CPS3v3-2900995261") == ("2900123457", SOURCE_ID_CARD)
    assert card_number(None, "CPS3v3-2900995261") == ("2900995261", SOURCE_LABEL)
    assert card_number(None, "Carte") == (None, None)
    assert card_number(None, None) == (None, None)
