"""The simulator's encoder against lengths written by hand (ISO/IEC 7816-4 table 8)."""

from __future__ import annotations

import pytest

from kiosk.simulator.chip.tlv import length_octets, tlv


@pytest.mark.parametrize(
    ("length", "octets"),
    [
        (0, "00"),
        (1, "01"),
        (0x7F, "7F"),
        (0x80, "8180"),
        (0x81, "8181"),
        (0xFF, "81FF"),
        (0x100, "820100"),
        (0x101, "820101"),
        (0xFFFF, "82FFFF"),
    ],
)
def test_lengths(length, octets):
    assert length_octets(length) == bytes.fromhex(octets)


@pytest.mark.parametrize("length", [-1, 0x10000])
def test_lengths_it_does_not_write(length):
    with pytest.raises(ValueError, match="not encoded"):
        length_octets(length)


@pytest.mark.parametrize(
    ("tag", "octets"), [(0x30, "30 01 AA"), (0x7F41, "7F41 01 AA"), (0xBF8101, "BF8101 01 AA"), (0x80, "80 01 AA")]
)
def test_tags(tag, octets):
    assert tlv(tag, b"\xaa") == bytes.fromhex(octets)


def test_values_are_put_one_after_another():
    assert tlv(0xA1, tlv(0x80, b"\x01"), b"", tlv(0x81)) == bytes.fromhex("A105 800101 8100")
