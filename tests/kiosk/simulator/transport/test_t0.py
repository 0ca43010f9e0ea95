"""A real T=0 reader cannot send everything that the virtual one lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.simulator.chip import status
from kiosk.simulator.chip.command import CardAnswer, ClosedChip
from kiosk.simulator.chip.habits import ShortRead
from kiosk.simulator.transport.t0 import T0Link, parse


class Oracle(ClosedChip):
    """Answers every command with as many bytes as it was told to."""

    def __init__(self, size: int) -> None:
        self.size = size

    def answer(self, command):
        return CardAnswer(bytes(range(256))[: self.size] if self.size <= 256 else bytes(self.size))


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("", "6700"),
        ("00", "6700"),
        ("00 20 00", "6700"),
        ("00 20 00 01", "6700"),
        ("00 20 00 01 00", "63C3"),
        ("00 20 00 01 00 00", "6700"),
        ("00 20 00 01 08", "6700"),
        ("00 20 00 01 08 31323334FFFFFF", "6700"),
        ("00 20 00 01 08 31323334FFFFFFFF", "9000"),
        ("00 20 00 01 08 31323334FFFFFFFF 00", "6700"),
        ("00 A4 09 04 04 3F00 2F01 00", "6700"),
        ("00 A4 09 04 04 3F00 2F01 27", "6700"),
        ("00 A4 09 04 04 3F00 2F01", "6127"),
        ("00 B0 9C 00", "6700"),
        ("00 B0 9C 00 01 00", "6700"),
        ("00 CB 3F FF 00 00 0A 4D 08 70 06 BF 81 01 02 A0 80", "6700"),
        ("00 C0 00 00 00", "6985"),
        ("00 C0 00 01 00", "6A86"),
    ],
)
def test_only_what_t0_can_carry_is_taken(make, on, command, sw):
    assert on(make("healthy"))(command) == ("", sw)


def test_nothing_malformed_is_counted(make, on):
    card = make("healthy")
    send = on(card)
    for _ in range(4):
        send("00 20 00 01 08 39393939FFFFFFFF 00")
        send("00 20 00 01 04 39393939FFFFFFFF")
    assert card.state().pin_tries_left == 3


@pytest.mark.parametrize("size", [1, 0x26, 0x27, 0x28, 0xFF, 0x100, 0x101])
@pytest.mark.parametrize("wanted", [1, 0x26, 0x27, 0x28, 0xFF, 0x100])
def test_get_response_gives_what_is_asked_and_says_what_is_left(size, wanted):
    link = T0Link(Oracle(size), ShortRead.EXACT)
    announced = link.exchange(bytes.fromhex("00CB3FFF00")).sw
    assert announced == 0x6100 | (size if size < 256 else 0)
    answer = link.exchange(bytes([0, 0xC0, 0, 0, wanted & 0xFF]))
    if wanted > size:
        assert (answer.data, answer.sw) == (b"", 0x6C00 | size)
        return
    left = size - wanted
    assert len(answer.data) == wanted
    assert answer.sw == (0x9000 if left == 0 else 0x6100 | (left if left < 256 else 0))


def test_another_command_drops_what_waits(make, on):
    send = on(make("healthy"))
    assert send("00 A4 09 04 04 3F00 2F01") == ("", "6127")
    send("00 20 00 01 00")
    assert send("00 C0 00 00 27") == ("", "6985")


def test_a_refused_length_keeps_what_waits(make, on):
    send = on(make("healthy"))
    send("00 A4 09 04 04 3F00 2F01")
    assert send("00 C0 00 00 28") == ("", "6C27")
    assert send("00 C0 00 00 27")[1] == "9000"


def test_a_reset_drops_what_waits(make, on):
    card = make("healthy")
    send = on(card)
    send("00 A4 09 04 04 3F00 2F01")
    card.power()
    assert send("00 C0 00 00 27") == ("", "6985")


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(tpdu):
    answer = T0Link(ClosedChip(), ShortRead.EXACT).exchange(tpdu)
    assert answer.data == b""
    command = parse(tpdu)
    if command is None:
        assert answer.sw == status.WRONG_LENGTH
    else:
        assert command.data == tpdu[5:]
