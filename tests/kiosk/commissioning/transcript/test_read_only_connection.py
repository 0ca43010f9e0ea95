"""The first meeting sends nothing but readings, whoever asks for more."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.card import ScriptedConnection
from kiosk.commissioning.transcript.read_only_connection import NotAReading, ReadsOnly

READINGS = ["00A4090C043F00D003", "00B000000C", "00CB3FFF0A4D087006BF810102A08000", "00C0000018", "01A4080002D003"]
EMPTY = ["00200001", "0020000100", "0120000200"]
CODES = ["00200001083132333435FFFFFF", "0020000108", "002C0381", "002C038100", "01240101083132333435FFFFFF"]


@pytest.mark.parametrize("command", READINGS)
@pytest.mark.parametrize("empty_verify", [True, False])
def test_readings_pass_and_are_kept(command: str, empty_verify: bool) -> None:
    raw = bytes.fromhex(command)
    channel = ReadsOnly(ScriptedConnection([(command, "AABB9000")]), empty_verify)
    assert channel.transmit(raw) == (b"\xaa\xbb", 0x9000)
    assert [(step.command, step.data, step.sw) for step in channel.steps] == [(raw, b"\xaa\xbb", 0x9000)]


@pytest.mark.parametrize("command", EMPTY)
def test_an_empty_verify_passes_where_it_was_allowed(command: str) -> None:
    raw = bytes.fromhex(command)
    assert ReadsOnly(ScriptedConnection([(command, "63C3")]), True).transmit(raw) == (b"", 0x63C3)
    with pytest.raises(NotAReading):
        ReadsOnly(ScriptedConnection([]), False).transmit(raw)


@pytest.mark.parametrize("command", CODES)
def test_a_code_never_passes_and_is_not_in_the_message(command: str) -> None:
    with pytest.raises(NotAReading) as refused:
        ReadsOnly(ScriptedConnection([]), True).transmit(bytes.fromhex(command))
    assert "31" not in str(refused.value)


class Reached(ScriptedConnection):
    def __init__(self) -> None:
        super().__init__([])
        self.commands: list[bytes] = []

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.commands.append(bytes(command))
        return b"", 0x9000


@given(st.binary(max_size=20), st.booleans())
def test_nothing_but_five_instructions_ever_reaches_the_card(command: bytes, empty_verify: bool) -> None:
    card = Reached()
    with suppress(NotAReading):
        ReadsOnly(card, empty_verify).transmit(command)
    for each in card.commands:
        assert each[1] in (0xA4, 0xB0, 0xCB, 0xC0) or (each[1] == 0x20 and each[4:] in (b"", b"\x00"))
