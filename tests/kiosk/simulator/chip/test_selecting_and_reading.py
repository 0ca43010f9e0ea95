"""SELECT, READ BINARY and GET DATA as a CPS3 takes and refuses them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.simulator.chip.habits import Habits, ShortRead
from kiosk.simulator.profiles import build

ROOT = "80 25 00 00 01 FF 01 00"
CONTACT = "E8 28 BD 08 0F 80 25 00 00 01 FF 00 10"
PIN_COUNTERS = "00 CB 3F FF 0A 4D 08 70 06 BF 81 01 02 A0 80"


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("00 A4 04 00 08 " + ROOT, "9000"),
        ("00 A4 04 04 08 " + ROOT, "9000"),
        ("00 A4 04 0C 08 " + ROOT, "9000"),
        ("00 A4 04 00 0D " + CONTACT, "6A86"),
        ("00 A4 04 04 0D " + CONTACT, "9000"),
        ("00 A4 04 0C 0D " + CONTACT, "9000"),
        ("00 A4 04 02 0D " + CONTACT, "6A86"),
        ("00 A4 04 04 0D E828BD080F 80250000 01FF0020", "9000"),
        ("00 A4 04 04 0C E828BD080F 80250000 01FF00", "6A82"),
        ("00 A4 04 04 0F E828BD080F A000000167455349474E", "6A82"),
        ("00 A4 00 0C 02 3F00", "9000"),
        ("00 A4 02 04 02 3F00", "9000"),
        ("00 A4 09 04 02 3F00", "9000"),
        ("00 A4 09 0C 04 3F00 0001", "9000"),
        ("00 A4 09 04 04 3F00 D010", "6A82"),
        ("00 A4 09 0C 06 3F00 2F01 0001", "6A82"),
        ("00 A4 09 0C 03 3F00 00", "6700"),
        ("00 A4 00 0C 00", "6700"),
        ("00 A4 08 0C 02 D003", "6A86"),
        ("00 A4 01 0C 02 D003", "6A86"),
        ("00 A4 09 00 04 3F00 D003", "6A86"),
        ("00 A4 09 0C 04 3F00 D003", "9000"),
        ("00 A4 00 04 02 D003", "6127"),
        ("00 A4 02 04 02 D003", "6127"),
        ("01 A4 00 0C 02 3F00", "6881"),
        ("0C A4 00 0C 02 3F00", "6882"),
        ("80 A4 00 0C 02 3F00", "6E00"),
        ("00 D6 00 00 01 00", "6D00"),
        ("00 88 00 00 01 00", "6D00"),
    ],
)
def test_selecting(make, on, command, sw):
    assert on(make("healthy"))(command) == ("", sw)


def test_a_failed_selection_changes_nothing(make, on):
    send = on(make("healthy"))
    send("00 A4 09 0C 04 3F00 D003")
    assert send("00 A4 09 04 06 3F00 0001 7777") == ("", "6A82")
    assert send("00 B0 00 00 02") == ("5A0A", "9000")


def test_reading_needs_a_file(make, on):
    send = on(make("healthy"))
    assert send("00 B0 00 00 01") == ("", "6986")
    send("00 A4 09 0C 04 3F00 D003")
    send("00 A4 00 0C 02 3F00")
    assert send("00 B0 00 00 01") == ("", "6986")


def test_a_short_identifier_reads_and_selects(make, on):
    send = on(make("healthy"))
    assert send("00 B0 9C 00 0C") == ("5A0A8025000001992138450F", "9000")
    assert send("00 B0 00 02 02") == ("8025", "9000")
    assert send("00 B0 9D 00 02") == ("8043", "9000")
    assert send("00 B0 9E 00 02") == ("6132", "9000")
    assert send("00 B0 9B 00 02") == ("", "6A82")
    assert send("00 B0 DC 00 02") == ("", "6A86")


@pytest.mark.parametrize(
    ("offset", "length", "answer"),
    [
        ("00 00", "0B", ("5A0A802500000199213845", "9000")),
        ("00 00", "0C", ("5A0A8025000001992138450F", "9000")),
        ("00 00", "0D", ("5A0A8025000001992138450F", "6282")),
        ("00 0B", "01", ("0F", "9000")),
        ("00 0B", "02", ("0F", "6282")),
        ("00 0C", "01", ("", "6B00")),
        ("7F FF", "01", ("", "6B00")),
    ],
)
def test_reading_near_the_end(make, on, offset, length, answer):
    send = on(make("healthy"))
    send("00 A4 09 0C 04 3F00 D003")
    assert send(f"00 B0 {offset} {length}") == answer


@pytest.mark.parametrize(
    ("habit", "answer"),
    [
        (ShortRead.END_OF_FILE, ("5A0A8025000001992138450F", "6282")),
        (ShortRead.EXACT, ("", "6C0C")),
        (ShortRead.SILENT, ("5A0A8025000001992138450F", "9000")),
    ],
)
@pytest.mark.parametrize("length", ["0D", "FF", "00"])
def test_three_ways_of_answering_a_read_that_is_too_long(order, on, habit, answer, length):
    send = on(build("healthy", replace(order, habits=Habits(short_read=habit))))
    assert send(f"00 B0 9C 00 {length}") == answer


def test_a_card_may_give_less_at_a_time_than_is_asked(order, on):
    send = on(build("healthy", replace(order, habits=Habits(largest_read=0xE7, short_read=ShortRead.SILENT))))
    send("00 A4 09 0C 06 3F00 0001 A001")
    data, sw = send("00 B0 00 00 00")
    assert (len(data) // 2, sw) == (0xE7, "9000")


@pytest.mark.parametrize("path", ["3F000001D120", "3F000001D12F"])
def test_situations_are_read_after_the_pin_alone(make, on, path):
    send = on(make("healthy"))
    select = f"00 A4 09 0C 06 {path}"
    send(select)
    assert send("00 B0 00 00 01") == ("", "6982")
    send("00 20 00 02 08 3132333435363738")
    assert send("00 B0 00 00 01") == ("", "6982")
    send("00 20 00 01 08 31323334FFFFFFFF")
    assert send("00 B0 00 00 01")[1] == "9000"


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        (PIN_COUNTERS, "6118"),
        ("00 CB 3F FF 0B 4D 09 70 07 BF 81 01 03 7F 41 80", "6A80"),
        ("00 CB 3F FF 0B 4D 09 70 07 BF 81 02 03 7F 41 80", "6A80"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF 81 03 02 A0 80", "6A88"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF FB 05 02 7B 80", "9000"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF 90 01 02 A0 80", "6A88"),
        ("00 CB 3F FE 0A 4D 08 70 06 BF 81 01 02 A0 80", "6A86"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF 81 01 02 A0 81", "6A88"),
        ("00 CB 3F FF 0A 4D 07 70 06 BF 81 01 02 A0 80", "6A80"),
        ("00 CB 3F FF 0B 4D 08 70 06 BF 81 01 02 A0 80 00", "6A80"),
        ("00 CB 3F FF 02 4D 00", "6A80"),
        ("00 CB 3F FF 00", "6A80"),
    ],
)
def test_data_objects_on_the_root(make, on, command, sw):
    assert on(make("healthy"))(command) == ("", sw)


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        (PIN_COUNTERS, "6A88"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF FB 05 02 7B 80", "6A88"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF 90 01 02 A0 80", "6112"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF 90 02 02 A0 80", "6112"),
        ("00 CB 3F FF 0A 4D 08 70 06 BF 90 03 02 A0 80", "6A88"),
    ],
)
def test_data_objects_in_the_application(make, on, command, sw):
    send = on(make("healthy"))
    send("00 A4 09 0C 04 3F00 0001")
    assert send(command) == ("", sw)
