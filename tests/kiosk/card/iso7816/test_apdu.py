"""Encodings of ISO 7816-3, 12.1, case by case, and what may be written down of a command."""

from __future__ import annotations

import pytest

from kiosk.card.iso7816.apdu import Command, wipe

HEADER = bytes.fromhex("00200001")


@pytest.mark.parametrize(
    ("data", "le", "t0", "t1"),
    [
        (b"", None, "0020000100", "00200001"),
        (b"", 1, "0020000101", "0020000101"),
        (b"", 255, "00200001FF", "00200001FF"),
        (b"", 256, "0020000100", "0020000100"),
        (b"\xaa", None, "0020000101AA", "0020000101AA"),
        (b"\xaa" * 255, None, "00200001FF" + "AA" * 255, "00200001FF" + "AA" * 255),
        (b"\xaa\xbb", 256, "0020000102AABB", "0020000102AABB00"),
        (b"\xaa\xbb", 24, "0020000102AABB", "0020000102AABB18"),
    ],
)
def test_each_case_has_its_bytes(data: bytes, le: int | None, t0: str, t1: str) -> None:
    command = Command(0x00, 0x20, 0x00, 0x01, data, le)
    assert command.encode(t0=True).hex().upper() == t0
    assert command.encode(t0=False).hex().upper() == t1


@pytest.mark.parametrize(("data", "le"), [(bytes(256), None), (b"", 0), (b"", 257), (b"", -1)])
def test_what_does_not_fit_a_short_apdu_is_refused(data: bytes, le: int | None) -> None:
    with pytest.raises(ValueError, match=r"255|Le"):
        Command(0x00, 0x20, 0x00, 0x01, data, le)


@pytest.mark.parametrize("header", [(-1, 0, 0, 0), (0, 256, 0, 0), (0, 0, 256, 0), (0, 0, 0, 256)])
def test_header_bytes_are_bytes(header: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="header"):
        Command(*header)


def test_the_repr_tells_header_and_lengths_never_data() -> None:
    command = Command(0x00, 0x20, 0x00, 0x02, bytearray(b"12345678"))
    assert repr(command) == "Command(00 20 00 02 Lc=8 Le=-)"


def test_a_wiped_buffer_keeps_its_length_and_nothing_else() -> None:
    buffer = bytearray(b"12345678")
    wipe(buffer)
    assert buffer == bytearray(8)
