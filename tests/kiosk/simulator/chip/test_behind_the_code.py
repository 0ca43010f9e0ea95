"""What stands behind the PIN: closed without it, in the IAS half and in the CPS2ter one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.card.data.ef_sn import luhn_sum
from kiosk.simulator.chip.habits import Habits, ResetFault
from kiosk.simulator.contents.identity import Identity, current_validity
from kiosk.simulator.contents.practice import PLACES, corrupt, none, ordinary, several
from kiosk.simulator.profiles import build

RIGHT = "00 20 00 01 08 31323334FFFFFFFF"
WRONG = "00 20 00 01 08 39393939FFFFFFFF"
DOWN = ("A0 A4 00 00 02 3F00", "A0 A4 00 00 02 7F01", "A0 A4 00 00 02 4000")
CHANGE = "00 24 00 01 10 31323334FFFFFFFF 32353830FFFFFFFF"
WRONG_CHANGE = "00 24 00 01 10 39393939FFFFFFFF 32353830FFFFFFFF"
COUNTERS = "00 CB 3F FF 0A 4D 08 70 06 BF 81 01 02 A0 80"


def words(send, *commands):
    return [send(command)[1] for command in commands]


def test_the_half_answers_as_the_issuers_module_wants(make, on):
    send = on(make("healthy"))
    assert words(send, *DOWN) == ["9F0A"] * 3
    assert send("A0 C0 00 00 0A") == ("8508001B400004000000", "9000")
    assert words(send, "A0 B0 00 00 1B", RIGHT, *DOWN) == ["9804", "9000", "9F0A", "9F0A", "9F0A"]
    data, sw = send("A0 B0 00 00 1B")
    assert (data[:8], len(data), sw) == ("E019A017", 54, "9000")
    assert words(send, "A0 B0 00 00 1C", "A0 B0 00 1B 01", WRONG, "A0 B0 00 00 1B") == ["9402", "9402", "63C2", "9804"]


@pytest.mark.parametrize(("fid", "type_"), [("3F00", "01"), ("7F01", "02")])
def test_a_directory_tells_its_type_and_no_size(make, on, fid, type_):
    send = on(make("healthy"))
    assert words(send, f"A0 A4 00 00 02 {fid}") == ["9F0A"]
    assert send("A0 C0 00 00 0A") == (f"85080000{fid}{type_}000000", "9000")


def test_the_half_refuses_what_nobody_was_seen_to_send(make, on):
    send = on(make("healthy"))
    assert words(send, "A0 B0 00 00 01", "A0 A4 00 00 02 4000", "A0 A4 00 00 02 D120") == ["9400", "9404", "9404"]
    assert words(send, "A0 A4 04 00 02 3F00", "A0 A4 00 0C 02 3F00", "A0 A4 00 00 01 3F") == ["6A86", "6A86", "6700"]
    assert words(send, "A0 20 00 01 08 31323334FFFFFFFF", COUNTERS) == ["6D00", "6118"]


def test_each_half_keeps_its_own_selection(make, on):
    send = on(make("healthy"))
    assert words(send, "00 A4 09 0C 04 3F00 D003", *DOWN) == ["9000", "9F0A", "9F0A", "9F0A"]
    assert send("00 B0 00 00 02") == ("5A0A", "9000")
    assert words(send, "A0 C0 00 00 0A", RIGHT, "A0 B0 00 00 02") == ["6985", "9000", "9000"]


def test_a_cps4_has_no_such_half(make, on):
    assert words(on(make("cps4")), "A0 A4 00 00 02 3F00") == ["6E00"]


@pytest.mark.parametrize("fid", ["D120", "D12F"])
def test_the_situations_want_the_code(make, on, fid):
    send = on(make("healthy"))
    assert words(send, f"00 A4 09 0C 06 3F000001{fid}", "00 B0 00 00 10", RIGHT, "00 B0 00 00 10") == [
        "9000",
        "6982",
        "9000",
        "9000",
    ]


def test_a_change_counts_restores_and_stores(make, on):
    card = make("healthy")
    send = on(card)
    assert words(send, WRONG_CHANGE, WRONG_CHANGE) == ["63C2", "63C1"]
    assert card.pin_is("1234")
    assert words(send, CHANGE) == ["9000"]
    assert (card.pin_is("2580"), card.state().pin_tries_left) == (True, 3)
    assert words(send, CHANGE, "00 20 00 01 08 32353830FFFFFFFF") == ["63C2", "9000"]


@pytest.mark.parametrize(
    ("fault", "sw", "code"),
    [
        (ResetFault.REFUSES_CODE, "6A80", "1234"),
        (ResetFault.IGNORES_CODE, "9000", "1234"),
        (ResetFault.STOPS, "9000", "2580"),
    ],
)
def test_a_change_may_go_wrong_after_the_current_pin_was_right(order, on, fault, sw, code):
    card = build("one-pin-try", replace(order, habits=Habits(reset_fault=fault)))
    assert words(on(card), CHANGE) == [sw]
    assert (card.pin_is(code), card.state().pin_tries_left) == (True, 3)


def test_invented_identifiers_have_their_check_digits(order):
    identity = Identity(current_validity(order.today))
    for practice in (ordinary(identity), several(identity), none(identity), corrupt(identity)):
        assert [len(practice.place(index)) > 0 for index in range(PLACES)] == [True] * PLACES
    told = b"".join(several(identity).activities)
    assert luhn_sum("99700999990002") % 10 == 0
    assert b"\x85\x0f499700999990002" in told
    for finess in (b"760999904", b"750999914", b"690999925"):
        assert b"\x85\x0a1" + finess in told
        assert luhn_sum(finess.decode()) % 10 == 0
