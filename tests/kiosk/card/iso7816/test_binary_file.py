"""Reading files in as few commands as their own lengths allow, on every kind of card."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.card import ScriptedConnection
from kiosk.card.errors import CardUnreadable, MalformedTlv, UnexpectedStatus
from kiosk.card.iso7816.binary_file import FILE_MAX, SelectedFile, first_object, records
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.iso7816.exchange import Exchange

Make = Callable[..., ScriptedConnection]


class OneFile:
    """A card with one selected file: ``habit`` is how it answers a read past the end, ``cap`` how much it gives."""

    def __init__(self, content: bytes, habit: str = "9000", cap: int = 256) -> None:
        self.t0 = True
        self.reads = 0
        self._content, self._habit, self._cap = content, habit, cap

    def begin(self) -> None: ...

    def end(self, disposition: Disposition) -> None: ...

    def close(self, disposition: Disposition) -> None: ...

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        assert command[:2] == b"\x00\xb0"
        self.reads += 1
        at, le = int.from_bytes(command[2:4], "big"), command[4] or 256
        if at >= len(self._content):
            return b"", 0x6B00
        there = self._content[at : at + min(le, self._cap)]
        if len(there) == le:
            return there, 0x9000
        if self._habit == "6C":
            return b"", 0x6C00 | len(there)
        return there, int(self._habit, 16)


def der(size: int) -> bytes:
    """A data object of ``size`` bytes in all, 4 or more."""
    body = size - 4
    return b"\x30\x82" + body.to_bytes(2, "big") + b"\x55" * body


HABITS = pytest.mark.parametrize("habit", ["9000", "6282", "6C"])
CAPS = pytest.mark.parametrize("cap", [256, 0xE7])


@HABITS
@CAPS
@pytest.mark.parametrize("size", [4, 5, 230, 231, 232, 255, 256, 257, 462, 463, 512, 1721])
@pytest.mark.parametrize("after", [b"", b"\x00" * 300, b"\xff" * 3])
def test_the_first_object_comes_whole_whatever_follows_it(habit: str, cap: int, size: int, after: bytes) -> None:
    card = OneFile(der(size) + after, habit, cap)
    assert first_object(SelectedFile(Exchange(card), 0x00)) == der(size)


@HABITS
@CAPS
@pytest.mark.parametrize("sizes", [[], [4], [120, 111], [120, 112], [200, 56], [256], [231], [231, 231], [300, 40]])
@pytest.mark.parametrize("after", [b"", b"\x00" * 40, b"\xff"])
def test_records_come_one_by_one_up_to_filler_or_the_end(habit: str, cap: int, sizes: list[int], after: bytes) -> None:
    if not sizes and not after:
        after = b"\x00"
    card = OneFile(b"".join(der(size) for size in sizes) + after, habit, cap)
    found = list(records(SelectedFile(Exchange(card), 0x00)))
    assert [len(record.raw) for record in found] == sizes


def test_a_certificate_costs_as_many_reads_as_it_has_pages() -> None:
    card = OneFile(der(1721))
    first_object(SelectedFile(Exchange(card), 0x00))
    assert card.reads == 7


def test_records_are_read_only_as_far_as_they_are_asked_for() -> None:
    card = OneFile(b"".join(der(100) for _ in range(20)))
    found = records(SelectedFile(Exchange(card), 0x00))
    next(found)
    next(found)
    assert card.reads == 1


def test_a_cut_length_is_learned_for_the_whole_exchange() -> None:
    card = OneFile(der(700), "6C", 0xE7)
    exchange = Exchange(card)
    first_object(SelectedFile(exchange, 0x00))
    once = card.reads
    first_object(SelectedFile(exchange, 0x00))
    assert (once, card.reads) == (5, 9)


def test_an_offset_and_a_length_are_obeyed(scripted: Make) -> None:
    connection = scripted([("00B0010203", "040155 9000")])
    assert first_object(SelectedFile(Exchange(connection), 0x00, 0x0102, 3)) == bytes.fromhex("040155")


def test_an_object_longer_than_the_place_it_has_is_refused(scripted: Make) -> None:
    connection = scripted([("00B0000003", "040255 9000")])
    with pytest.raises(MalformedTlv):
        first_object(SelectedFile(Exchange(connection), 0x00, 0, 3))


def test_more_data_than_asked_for_are_not_taken(scripted: Make) -> None:
    connection = scripted([("00B0000003", "0401555555 9000")])
    assert first_object(SelectedFile(Exchange(connection), 0x00, 0, 3)) == bytes.fromhex("040155")


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_file_that_ends_inside_an_object_is_refused(cut: int) -> None:
    with pytest.raises(MalformedTlv):
        first_object(SelectedFile(Exchange(OneFile(der(40)[:cut], "6282")), 0x00))


@pytest.mark.parametrize("answer", ["6982", "6B00", "6A82", "6F00"])
def test_a_refused_read_is_told(scripted: Make, answer: str) -> None:
    with pytest.raises(UnexpectedStatus, match="READ BINARY"):
        first_object(SelectedFile(Exchange(scripted([("00B0000000", answer)])), 0x00))


def test_an_empty_file_has_no_object(scripted: Make) -> None:
    with pytest.raises(MalformedTlv):
        first_object(SelectedFile(Exchange(scripted([("00B0000000", "9000")])), 0x00))


def test_a_file_has_a_greatest_size() -> None:
    assert len(first_object(SelectedFile(Exchange(OneFile(der(FILE_MAX))), 0x00))) == FILE_MAX
    with pytest.raises(CardUnreadable):
        first_object(SelectedFile(Exchange(OneFile(der(FILE_MAX + 1))), 0x00))


def test_an_offset_beyond_fifteen_bits_is_never_sent() -> None:
    with pytest.raises(CardUnreadable):
        first_object(SelectedFile(Exchange(OneFile(b"")), 0x00, 0x8000))


@given(st.binary(max_size=600), st.sampled_from(["9000", "6282", "6C"]), st.sampled_from([1, 7, 231, 256]))
def test_a_file_of_noise_is_read_or_refused(content: bytes, habit: str, cap: int) -> None:
    for read in (first_object, lambda file: list(records(file))):
        try:
            read(SelectedFile(Exchange(OneFile(content, habit, cap)), 0x00))
        except CardUnreadable:
            continue
