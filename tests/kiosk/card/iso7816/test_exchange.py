"""What is followed, what is re-issued, and that nothing else ever is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.card import ScriptedConnection
from kiosk.card.errors import CardRemoved, CardUnreadable
from kiosk.card.iso7816.apdu import Command
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.iso7816.exchange import COMMANDS_MAX, GET_RESPONSE_MAX, Exchange

Make = Callable[..., ScriptedConnection]

GET_DATA = Command(0x00, 0xCB, 0x3F, 0xFF, b"\x4d\x00", 256)
READ = Command(0x00, 0xB0, 0x00, 0x00, le=256)
SELECT = Command(0x00, 0xA4, 0x00, 0x0C, b"\x3f\x00")


class Stubborn:
    """Gives the same answer to every command, and counts."""

    def __init__(self, sw: int, data: bytes = b"", t0: bool = True) -> None:
        self.t0 = t0
        self.commands: list[bytes] = []
        self._answer = (data, sw)

    def begin(self) -> None: ...

    def end(self, disposition: Disposition) -> None: ...

    def close(self, disposition: Disposition) -> None: ...

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.commands.append(bytes(command))
        return self._answer


def test_data_waiting_are_fetched_in_the_class_of_the_command(scripted: Make) -> None:
    command = Command(0x01, 0xCB, 0x3F, 0xFF, b"\x4d\x00", 256)
    connection = scripted([("01CB3FFF024D00", "AA 6102"), ("01C0000002", "BBCC 9000")])
    response = Exchange(connection).send(command)
    assert (response.data, response.sw) == (b"\xaa\xbb\xcc", 0x9000)


def test_6100_means_256(scripted: Make) -> None:
    connection = scripted([("00CB3FFF024D00", "6100"), ("00C0000000", "AA" * 256 + "9000")])
    assert len(Exchange(connection).send(GET_DATA).data) == 256


def test_a_wrong_le_is_put_right_once(scripted: Make) -> None:
    connection = scripted([("00B0000000", "6C0C"), ("00B000000C", "AA" * 12 + "9000")])
    assert len(Exchange(connection).send(READ).data) == 12
    connection = scripted([("00B0000000", "6C0C"), ("00B000000C", "6C0B")])
    assert Exchange(connection).send(READ).sw == 0x6C0B


def test_get_response_is_resized_once_too(scripted: Make) -> None:
    connection = scripted([("00CB3FFF024D00", "6110"), ("00C0000010", "6C08"), ("00C0000008", "AA" * 8 + "9000")])
    assert len(Exchange(connection).send(GET_DATA).data) == 8
    connection = scripted([("00CB3FFF024D00", "6110"), ("00C0000010", "6C08"), ("00C0000008", "6C07")])
    assert Exchange(connection).send(GET_DATA).sw == 0x6C07


@pytest.mark.parametrize("ins", sorted({*range(0x100)} - {0xA4, 0xB0, 0xCB}))
@pytest.mark.parametrize("sw", [0x6108, 0x6C08])
def test_any_other_instruction_is_sent_once_and_its_answer_is_not_touched(ins: int, sw: int) -> None:
    stubborn = Stubborn(sw)
    assert Exchange(stubborn).send(Command(0x00, ins, 0x00, 0x01, b"12345678")).sw == sw
    assert len(stubborn.commands) == 1


def test_a_select_is_never_re_issued() -> None:
    stubborn = Stubborn(0x6C08)
    assert Exchange(stubborn).send(SELECT).sw == 0x6C08
    assert len(stubborn.commands) == 1


def test_sixteen_get_responses_are_followed_the_seventeenth_is_not(scripted: Make) -> None:
    parts = [("00C0000001", "AA 6101")] * (GET_RESPONSE_MAX - 1)
    connection = scripted([("00CB3FFF024D00", "6101"), *parts, ("00C0000001", "AA 9000")])
    assert len(Exchange(connection).send(GET_DATA).data) == 16
    stubborn = Stubborn(0x6101)
    with pytest.raises(CardUnreadable):
        Exchange(stubborn).send(GET_DATA)
    assert len(stubborn.commands) == 1 + GET_RESPONSE_MAX


@pytest.mark.parametrize("size", [257, 258, 65536])
def test_an_answer_longer_than_an_apdu_is_refused(size: int) -> None:
    with pytest.raises(CardUnreadable):
        Exchange(Stubborn(0x9000, bytes(size))).send(READ)
    assert len(Exchange(Stubborn(0x9000, bytes(256))).send(READ).data) == 256


def test_one_exchange_has_an_end() -> None:
    stubborn = Stubborn(0x9000)
    exchange = Exchange(stubborn)
    for _ in range(COMMANDS_MAX):
        exchange.send(READ)
    with pytest.raises(CardUnreadable):
        exchange.send(READ)
    assert len(stubborn.commands) == COMMANDS_MAX


@given(st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 0xFFFF)), min_size=40, max_size=40), st.booleans())
def test_any_answers_end_in_a_response_or_in_the_tree(answers: list[tuple[bytes, int]], t0: bool) -> None:
    class Scattered(Stubborn):
        def transmit(self, command: bytearray) -> tuple[bytes, int]:
            self.commands.append(bytes(command))
            return answers[len(self.commands)]

    scattered = Scattered(0, t0=t0)
    with contextlib.suppress(CardUnreadable):
        Exchange(scattered).send(GET_DATA)
    assert len(scattered.commands) <= 2 + GET_RESPONSE_MAX


def test_the_encoded_command_is_wiped_even_if_contact_is_lost(scripted: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[bytearray] = []
    encode = Command.encode

    def kept(command: Command, t0: bool) -> bytearray:
        encoded.append(encode(command, t0))
        return encoded[-1]

    monkeypatch.setattr(Command, "encode", kept)
    command = Command(0x00, 0x20, 0x00, 0x02, b"12345678")
    with pytest.raises(CardRemoved):
        Exchange(scripted([("0020000208 3132333435363738", CardRemoved())])).send(command)
    assert encoded == [bytearray(13)]


def test_reprs_show_no_data() -> None:
    response = Exchange(Stubborn(0x9000, b"LEGRAND")).send(READ)
    assert repr(response) == "Response(7 bytes, 9000)"
