"""On T=1 a short APDU goes whole and its answer comes at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.simulator.chip import status
from kiosk.simulator.chip.command import ChipCommand, ClosedChip
from kiosk.simulator.chip.habits import ShortRead
from kiosk.simulator.chip.tear import ArmedTear, CardTorn, Moment
from kiosk.simulator.transport.t1 import T1Link

OPEN = "01 A4 04 0C 08 80250000 01FF0100"
SN = "01 A4 08 00 02 D003 00"
FCI = "6F0B8002000C8201018302D003"
PUK = "01 20 00 02 08 3132333435363738"


@pytest.fixture
def opened(make, on):
    card = make("cps4-atr-2")
    send = on(card)
    assert send(OPEN) == ("", "9000")
    return card, send


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (SN, (FCI, "9000")),
        ("01 A4 08 00 02 D003 0D", (FCI, "9000")),
        ("01 A4 08 00 02 D003 05", (FCI[:10], "9000")),
        ("01 A4 08 00 02 D003", ("", "9000")),
        ("01 20 00 01", ("", "6983")),
        ("01 20 00 01 00", ("", "6983")),
        ("01 2C 03 81", ("", "6982")),
        (PUK, ("", "9000")),
        (PUK + " 00", ("", "9000")),
        (PUK + " 00 00", ("", "6700")),
        ("01 20 00 02 08 31323334353637", ("", "6700")),
        ("01 A4 08 00 00 D003", ("", "6700")),
        ("01 C0 00 00 0D", ("", "6D00")),
        ("01 20 00", ("", "6700")),
        ("", ("", "6700")),
    ],
)
def test_every_case_of_a_short_apdu(opened, command, answer):
    _, send = opened
    assert send(command) == answer


def test_the_file_is_read_with_its_length_or_by_habit(opened):
    _, send = opened
    send(SN)
    assert send("01 B0 00 00 0C") == ("5A0A8025000001992138450F", "9000")
    assert send("01 B0 00 00 00") == ("5A0A8025000001992138450F", "6282")


def test_nothing_malformed_is_counted(opened):
    card, send = opened
    for _ in range(3):
        send("01 20 00 02 08 3132333435363739 00 00")
        send("01 20 00 02 07 31323334353637")
    assert card.state().puk_tries_left == 10


def test_a_tear_counts_as_on_t0(opened):
    card, send = opened
    card.arm(ArmedTear(0, Moment.COUNTED))
    with pytest.raises(CardTorn):
        send("01 20 00 02 08 3132333435363739")
    assert card.state().puk_tries_left == 9


@pytest.mark.parametrize(
    ("command", "lc"), [(SN, 2), ("01 20 00 01", 0), (PUK, 8), (PUK + "00", 8), ("01 B0 00 00 0C", 0)]
)
def test_the_journal_counts_the_data_and_not_the_length_asked(opened, command, lc):
    card, send = opened
    send(command)
    assert card.journal()[-1].header.lc == lc


@given(st.binary(max_size=4), st.binary(max_size=255), st.none() | st.integers(1, 256))
def test_whatever_is_written_down_is_read_back(header, data, le):
    apdu = header.ljust(4, b"\x00") + (bytes([len(data)]) + data if data else b"")
    apdu += b"" if le is None else bytes([le % 256])
    cla, ins, p1, p2 = header.ljust(4, b"\x00")
    assert T1Link(ClosedChip(), ShortRead.EXACT).parse(apdu) == ChipCommand(cla, ins, p1, p2, data, le)


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(apdu):
    assert T1Link(ClosedChip(), ShortRead.EXACT).exchange(apdu).sw in (status.BAD_CLA, status.WRONG_LENGTH)
