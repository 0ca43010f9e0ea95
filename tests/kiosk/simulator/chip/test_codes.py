"""PIN and PUK, command by command."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.simulator.chip.habits import Habits, UseSpentBy
from kiosk.simulator.profiles import build

RIGHT = "00 20 00 01 08 31323334FFFFFFFF"
WRONG = "00 20 00 01 08 39393939FFFFFFFF"
PUK = "00 20 00 02 08 3132333435363738"
WRONG_PUK = "00 20 00 02 08 3132333435363739"
UNBLOCK = "00 2C 02 01 08 34333231FFFFFFFF"
NEW = "00 20 00 01 08 34333231FFFFFFFF"
ASK_PIN = "00 20 00 01 00"
ASK_PUK = "00 20 00 02 00"


def status_words(send, *commands):
    return [send(command)[1] for command in commands]


def test_three_wrong_pins_block_and_the_right_one_no_longer_helps(make, on):
    send = on(make("healthy"))
    assert status_words(send, WRONG, WRONG, WRONG, RIGHT) == ["63C2", "63C1", "63C0", "6983"]


@pytest.mark.parametrize("exhausting", [0x63C0, 0x6983])
def test_the_try_that_empties_a_counter_answers_either_way(order, on, exhausting):
    send = on(build("one-pin-try", replace(order, habits=Habits(exhausting=exhausting))))
    assert status_words(send, WRONG, ASK_PIN) == [f"{exhausting:04X}", "6983"]


def test_the_right_pin_restores_the_counter(make, on):
    send = on(make("healthy"))
    assert status_words(send, WRONG, WRONG, RIGHT, ASK_PIN) == ["63C2", "63C1", "9000", "9000"]


def test_a_wrong_pin_after_the_right_one_forgets_it(make, on):
    send = on(make("healthy"))
    assert status_words(send, RIGHT, WRONG, ASK_PIN) == ["9000", "63C2", "63C2"]


def test_asking_costs_nothing(make, on):
    card = make("healthy")
    send = on(card)
    assert status_words(send, *[ASK_PIN] * 5, *[ASK_PUK] * 12) == ["63C3"] * 5 + ["63CA"] * 12


@pytest.mark.parametrize("length", [n for n in range(1, 17) if n != 8])
def test_a_code_of_another_length_is_refused_and_not_counted(make, on, length):
    card = make("healthy")
    send = on(card)
    body = f"{length:02X}" + "31" * length
    assert status_words(send, f"00 20 00 01 {body}", f"00 20 00 02 {body}") == ["6700", "6700"]
    assert (card.state().pin_tries_left, card.state().puk_tries_left) == (3, 10)


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("00 20 00 81 08 31323334FFFFFFFF", "6A88"),
        ("00 20 00 03 08 31323334FFFFFFFF", "6A88"),
        ("00 20 01 01 08 31323334FFFFFFFF", "6A86"),
        ("00 24 00 01 08 31323334FFFFFFFF", "6700"),
        ("00 24 01 01 10 31323334FFFFFFFF34333231FFFFFFFF", "6A86"),
        ("00 24 00 02 10 31323334353637383837363534333231", "6982"),
        ("00 24 00 03 10 31323334353637383837363534333231", "6A88"),
        ("00 2C 00 01 10 313233343536373834333231FFFFFFFF", "6A86"),
        ("00 2C 01 01 08 3132333435363738", "6A86"),
        ("00 2C 03 01 00", "6A86"),
        ("00 2C 02 02 08 34333231FFFFFFFF", "6A86"),
        ("00 2C 02 81 08 34333231FFFFFFFF", "6A86"),
        ("00 2C 02 01 08 34333231FFFFFFFF", "6982"),
        ("00 2C 02 01 04 34333231", "6982"),
    ],
)
def test_what_is_refused_costs_nothing(make, on, command, sw):
    card = make("healthy")
    before = card.state()
    assert on(card)(command) == ("", sw)
    assert card.state() == replace(before, exchanges=1)
    assert card.pin_is("1234")


def test_unblocking(make, on):
    card = make("blocked")
    send = on(card)
    assert status_words(send, ASK_PIN, PUK, UNBLOCK, ASK_PIN, NEW) == ["6983", "9000", "9000", "63C3", "9000"]
    state = card.state()
    assert (state.pin_tries_left, state.puk_tries_left, state.puk_uses_left) == (3, 10, 99)
    assert card.pin_is("4321")
    assert not card.pin_is("1234")


def test_unblocking_forgets_that_the_old_pin_was_verified(make, on):
    card = make("healthy")
    assert status_words(on(card), RIGHT, PUK, UNBLOCK, ASK_PIN) == ["9000", "9000", "9000", "63C3"]


def test_a_new_code_of_another_length_is_refused_without_a_use(make, on):
    card = make("blocked")
    send = on(card)
    assert status_words(send, PUK, "00 2C 02 01 04 34333231", "00 2C 02 01 00") == ["9000", "6700", "6700"]
    assert card.state().puk_uses_left == 100


def test_a_reset_forgets_the_puk_and_keeps_the_counters(make, on):
    card = make("blocked")
    send = on(card)
    assert status_words(send, WRONG_PUK, PUK) == ["63C9", "9000"]
    card.power()
    assert status_words(send, UNBLOCK, ASK_PUK) == ["6982", "63CA"]


def test_selecting_does_not_forget_the_puk(make, on):
    send = on(make("blocked"))
    commands = (PUK, "00 A4 09 0C 04 3F00 0001", "00 A4 00 0C 02 3F00", UNBLOCK)
    assert status_words(send, *commands) == ["9000"] * 4


def test_ten_wrong_puks_kill_the_card(make, on):
    send = on(make("blocked"))
    assert status_words(send, *[WRONG_PUK] * 10) == [f"63C{left:X}" for left in range(9, -1, -1)]
    assert status_words(send, PUK, ASK_PUK, UNBLOCK) == ["6983", "6983", "6982"]


def test_the_last_use_unblocks_and_is_the_last(make, on):
    card = make("puk-last-use")
    send = on(card)
    assert status_words(send, PUK, UNBLOCK, NEW) == ["9000", "9000", "9000"]
    assert card.state().puk_uses_left == 0
    assert status_words(send, ASK_PUK, PUK, UNBLOCK) == ["6983", "6983", "6982"]


def test_a_card_may_spend_the_use_on_verify(order, on):
    card = build("puk-last-use", replace(order, habits=Habits(use_spent_by=UseSpentBy.VERIFY)))
    assert on(card)(PUK) == ("", "9000")
    assert card.state().puk_uses_left == 0


def test_changing_the_pin(make, on):
    card = make("healthy")
    send = on(card)
    change = "00 24 00 01 10 31323334FFFFFFFF 34333231FFFFFFFF"
    assert status_words(send, WRONG, change, change, NEW) == ["63C2", "9000", "63C2", "9000"]
    assert card.pin_is("4321")


def test_a_blocked_pin_cannot_be_changed(make, on):
    card = make("blocked")
    assert on(card)("00 24 00 01 10 31323334FFFFFFFF 34333231FFFFFFFF") == ("", "6983")
    assert card.pin_is("1234")


@pytest.mark.parametrize("digits", ["", "123456789", "12a4", "１２３４"])
def test_what_is_no_code_is_not_compared(make, digits):
    with pytest.raises(ValueError, match="one to eight digits"):
        make("healthy").pin_is(digits)


def test_a_printed_card_shows_no_code(make):
    card = make("healthy")
    card.transmit(bytes.fromhex(RIGHT))
    shown = repr(card) + repr(card.codes) + repr(card.journal())
    assert "1234" not in shown
    assert "31323334" not in shown
    assert "\\xff" not in shown
