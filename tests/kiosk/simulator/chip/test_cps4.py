"""The simulated CPS4, command by command: what the issuer's module sends is taken, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.simulator.chip.habits import CounterAnswers, Habits, ResetFault, ShortRead
from kiosk.simulator.chip.tear import ArmedTear, CardTorn, Moment
from kiosk.simulator.profiles import build

OPEN = "01 A4 04 0C 08 80250000 01FF0100"
ASK_PIN = "01 20 00 01 00"
ASK_PUK = "01 20 00 02 00"
RIGHT = "01 20 00 01 08 31323334FFFFFFFF"
WRONG = "01 20 00 01 08 39393939FFFFFFFF"
PUK = "01 20 00 02 08 3132333435363738"
WRONG_PUK = "01 20 00 02 08 3132333435363739"
RESET = "01 2C 03 81 00"
SET = "01 24 01 01 08 34333231FFFFFFFF"
NEW = "01 20 00 01 08 34333231FFFFFFFF"
SELECT_SN = "01 A4 08 00 02 D003"


def words(send, *commands):
    return [send(command)[1] for command in commands]


@pytest.fixture
def opened(make, on):
    """A profile's card with its channel open, and the way to talk to it."""

    def open_one(profile: str):
        card = make(profile)
        send = on(card)
        assert send(OPEN) == ("", "9000")
        return card, send

    return open_one


def test_the_official_unblocking(opened):
    card, send = opened("cps4-blocked")
    assert words(send, ASK_PIN, PUK, RESET, SET, NEW) == ["6983", "9000", "9000", "9000", "9000"]
    assert card.pin_is("4321")
    state = card.state()
    assert (state.pin_tries_left, state.puk_tries_left, state.puk_uses_left) == (3, 10, None)


def test_the_official_change(opened):
    card, send = opened("cps4")
    assert words(send, RIGHT, SET, NEW) == ["9000"] * 3
    assert card.pin_is("4321")


@pytest.mark.parametrize("command", [ASK_PIN, RIGHT, PUK, RESET, SET, SELECT_SN, "01 B0 00 00 0C", "01 CB 3F FF 00"])
def test_nothing_but_the_applet_answers_before_the_channel_is_open(make, on, command):
    card = make("cps4-blocked")
    before = card.state()
    assert on(card)(command) == ("", "6881")
    assert card.state() == replace(before, exchanges=1)


def test_a_reset_closes_the_channel_and_forgets_what_was_verified(opened):
    card, send = opened("cps4-blocked")
    assert send(PUK) == ("", "9000")
    card.power()
    assert words(send, RESET, OPEN, RESET) == ["6881", "9000", "6982"]


@pytest.mark.parametrize("cla", ["00", "02", "03", "0C", "80", "A0"])
@pytest.mark.parametrize("command", ["20 00 01 00", "A4 04 0C 08 80250000 01FF0100", "A4 00 00 02 3F00"])
def test_other_classes_are_refused(opened, cla, command):
    _, send = opened("cps4")
    assert send(f"{cla} {command}") == ("", "6E00")


def test_asking_tells_a_count_even_when_verified(opened):
    _, send = opened("cps4")
    assert words(send, ASK_PIN, RIGHT, ASK_PIN, WRONG, ASK_PIN) == ["63C3", "9000", "63C3", "63C2", "63C2"]
    assert words(send, *[ASK_PUK] * 12) == ["63CA"] * 12


def test_three_wrong_pins_block_and_ten_wrong_puks_kill(opened):
    _, send = opened("cps4")
    assert words(send, WRONG, WRONG, WRONG, RIGHT, ASK_PIN) == ["63C2", "63C1", "63C0", "6983", "6983"]
    assert words(send, *[WRONG_PUK] * 10) == [f"63C{left:X}" for left in range(9, -1, -1)]
    assert words(send, PUK, ASK_PUK, RESET) == ["6983", "6983", "6982"]


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("01 A4 04 00 08 80250000 01FF0100", "6A86"),
        ("01 A4 04 0C 08 80250000 01FF0002", "6A82"),
        ("01 A4 04 0C 07 A0000001510000", "6A82"),
        ("01 A4 08 0C 02 D003", "6A86"),
        ("01 A4 08 04 02 D003", "6A86"),
        ("01 A4 09 00 04 3F00 D003", "6A86"),
        ("01 A4 00 00 02 3F00", "6A86"),
        ("01 A4 08 00 02 D010", "6A82"),
        ("01 A4 08 00 02 2F01", "6A82"),
        ("01 A4 08 00 04 D003 0001", "6A82"),
        ("01 A4 08 00 01 D0", "6700"),
        ("01 A4 08 00 00", "6700"),
        ("01 B0 00 00 0C", "6986"),
        ("01 B0 9C 00 0C", "6A86"),
        ("01 CB 3F FF 0A 4D 08 70 06 BF 81 01 02 A0 80", "6D00"),
        ("01 20 00 81 00", "6A88"),
        ("01 20 01 01 00", "6A86"),
        ("01 20 00 01 04 31323334", "6700"),
        ("01 24 00 01 10 31323334FFFFFFFF34333231FFFFFFFF", "6A86"),
        ("01 24 01 02 08 3132333435363738", "6A86"),
        (SET, "6982"),
        ("01 2C 02 01 08 34333231FFFFFFFF", "6A86"),
        ("01 2C 03 01 00", "6A86"),
        ("01 2C 03 82 00", "6A86"),
        (RESET, "6982"),
    ],
)
def test_what_is_refused_costs_nothing(opened, command, sw):
    card, send = opened("cps4")
    before = card.state()
    assert send(command) == ("", sw)
    assert card.state() == replace(before, exchanges=2)
    assert card.pin_is("1234")


def test_the_counter_command_takes_no_data_and_the_new_code_eight_bytes(opened):
    card, send = opened("cps4-blocked")
    assert words(send, PUK, "01 2C 03 81 08 34333231FFFFFFFF") == ["9000", "6700"]
    assert words(send, SET, RESET, "01 24 01 01 04 34333231") == ["6983", "9000", "6700"]
    assert card.pin_is("1234")


def test_a_file_tells_its_size_in_the_template_that_the_module_wants(opened):
    _, send = opened("cps4")
    assert send(SELECT_SN) == ("", "610D")
    assert send("01 C0 00 00 0D") == ("6F0B8002000C8201018302D003", "9000")
    assert send("01 B0 00 00 0C") == ("5A0A8025000001992138450F", "9000")


def test_a_directory_tells_no_size(opened):
    _, send = opened("cps4")
    assert send("01 A4 08 00 02 0001") == ("", "6109")
    assert send("01 C0 00 00 09") == ("6F0782013883020001", "9000")
    assert send("01 B0 00 00 0C") == ("", "6986")


def test_what_waits_on_channel_1_is_not_given_on_channel_0(opened):
    _, send = opened("cps4")
    send(SELECT_SN)
    assert send("00 C0 00 00 0D") == ("", "6985")
    assert send("01 C0 00 01 0D") == ("", "6A86")
    assert send("01 C0 00 00 0D")[1] == "9000"


@pytest.mark.parametrize(
    ("short_read", "answer"),
    [(ShortRead.END_OF_FILE, "6282"), (ShortRead.EXACT, "6C0C"), (ShortRead.SILENT, "9000")],
)
def test_short_reads_follow_the_habit(order, on, short_read, answer):
    send = on(build("cps4", replace(order, habits=Habits(short_read=short_read))))
    assert words(send, OPEN, SELECT_SN, "01 B0 00 00 20") == ["9000", "610D", answer]


def test_the_situations_and_the_billing_data_want_the_pin(opened):
    _, send = opened("cps4")
    for fid in ("D120", "D110"):
        select, read = f"01 A4 08 00 04 0001 {fid}", "01 B0 00 00 10"
        assert words(send, select, read) == ["610D", "6982"]
    assert send(RIGHT) == ("", "9000")
    assert words(send, select, read)[1] == "9000"


@pytest.mark.parametrize("command", ["01 20 00 01 00 00", "01 20 00 01", "01 2C 03 81", SET + " 00", OPEN + " 00"])
def test_only_what_t0_can_carry_is_taken(opened, command):
    _, send = opened("cps4-blocked")
    assert send(PUK) == ("", "9000")
    assert send(command) == ("", "6700")


def test_half_done_and_its_like(opened, order, on):
    card, send = opened("cps4-half-done")
    assert words(send, PUK, RESET, SET, RIGHT) == ["9000", "9000", "6A80", "9000"]
    assert card.pin_is("1234")
    for fault, knows_old in ((ResetFault.IGNORES_CODE, True), (ResetFault.STORES_ANOTHER, False)):
        card = build("cps4-blocked", replace(order, habits=Habits(reset_fault=fault)))
        assert words(on(card), OPEN, PUK, RESET, SET, NEW) == ["9000", "9000", "9000", "9000", "63C2"]
        assert card.pin_is("1234") is knows_old


def test_stops_without_effect(opened):
    card, send = opened("cps4-stops")
    assert words(send, PUK, RESET, ASK_PIN) == ["9000", "6F00", "6983"]
    assert card.pin_is("1234")


@pytest.mark.parametrize(("counters", "sw"), [(CounterAnswers.VERIFIED, "9000"), (CounterAnswers.REFUSED, "6A88")])
def test_counters_that_are_not_told(order, on, counters, sw):
    send = on(build("cps4-blocked", replace(order, habits=Habits(counters=counters))))
    assert words(send, OPEN, ASK_PIN, ASK_PUK, RIGHT) == ["9000", sw, sw, "6983"]


@pytest.mark.parametrize(
    ("done", "command", "moment", "pin_tries", "puk_tries", "pin"),
    [
        ([], PUK, Moment.BEFORE, 0, 10, "1234"),
        ([], PUK, Moment.COUNTED, 0, 9, "1234"),
        ([], WRONG_PUK, Moment.AFTER, 0, 9, "1234"),
        ([PUK], RESET, Moment.BEFORE, 0, 10, "1234"),
        ([PUK], RESET, Moment.COUNTED, 0, 10, "1234"),
        ([PUK], RESET, Moment.AFTER, 3, 10, "1234"),
        ([PUK, RESET], SET, Moment.BEFORE, 3, 10, "1234"),
        ([PUK, RESET], SET, Moment.COUNTED, 3, 10, "1234"),
        ([PUK, RESET], SET, Moment.AFTER, 3, 10, "4321"),
        ([PUK, RESET, SET], NEW, Moment.COUNTED, 2, 10, "4321"),
        ([PUK, RESET, SET], NEW, Moment.AFTER, 3, 10, "4321"),
    ],
)
def test_a_tear_keeps_exactly_what_was_written(opened, done, command, moment, pin_tries, puk_tries, pin):
    card, send = opened("cps4-blocked")
    assert words(send, *done) == ["9000"] * len(done)
    card.arm(ArmedTear(0, moment))
    with pytest.raises(CardTorn):
        send(command)
    state = card.state()
    assert (state.pin_tries_left, state.puk_tries_left) == (pin_tries, puk_tries)
    assert (state.pin_verified, state.puk_verified) == (False, False)
    assert card.pin_is(pin)
    assert send(ASK_PIN) == ("", "6881")


def test_a_code_torn_before_the_channel_was_open_counts_nothing(make, on):
    card = make("cps4-blocked")
    card.arm(ArmedTear(0, Moment.COUNTED))
    with pytest.raises(CardTorn):
        on(card)(PUK)
    assert card.state().puk_tries_left == 10
