"""A card pulled out keeps exactly what it had written."""

from __future__ import annotations

import pytest

from kiosk.simulator.chip.tear import ArmedTear, CardTorn, Moment, at_instruction

WRONG = "00 20 00 01 08 39393939FFFFFFFF"
RIGHT = "00 20 00 01 08 31323334FFFFFFFF"
PUK = "00 20 00 02 08 3132333435363738"
UNBLOCK = "00 2C 02 01 08 34333231FFFFFFFF"
CHANGE = "00 24 00 01 10 31323334FFFFFFFF 34333231FFFFFFFF"


def torn_by(card, command: str, moment: Moment):
    card.arm(ArmedTear(0, moment))
    with pytest.raises(CardTorn):
        card.transmit(bytes.fromhex(command))
    return card.state()


@pytest.mark.parametrize(
    ("command", "moment", "tries"),
    [
        (WRONG, Moment.BEFORE, 3),
        (WRONG, Moment.COUNTED, 2),
        (WRONG, Moment.AFTER, 2),
        (RIGHT, Moment.BEFORE, 3),
        (RIGHT, Moment.COUNTED, 2),
        (RIGHT, Moment.AFTER, 3),
        (CHANGE, Moment.COUNTED, 2),
        ("00 20 00 01 00", Moment.COUNTED, 3),
        ("00 20 00 01 04 31323334", Moment.COUNTED, 3),
        ("00 20 00 01 08 31323334FFFFFFFF 00", Moment.COUNTED, 3),
        ("00 B0 9C 00 0C", Moment.COUNTED, 3),
    ],
)
def test_the_try_counter_after_a_tear(make, command, moment, tries):
    state = torn_by(make("healthy"), command, moment)
    assert (state.pin_tries_left, state.pin_verified) == (tries, False)


@pytest.mark.parametrize(
    ("moment", "pin_tries", "uses", "pin"),
    [(Moment.BEFORE, 0, 100, "1234"), (Moment.COUNTED, 0, 99, "1234"), (Moment.AFTER, 3, 99, "4321")],
)
def test_the_unblocking_torn(make, moment, pin_tries, uses, pin):
    card = make("blocked")
    card.transmit(bytes.fromhex(PUK))
    state = torn_by(card, UNBLOCK, moment)
    assert (state.pin_tries_left, state.puk_uses_left, state.puk_verified) == (pin_tries, uses, False)
    assert card.pin_is(pin)


def test_an_unblocking_without_the_puk_counts_nothing(make):
    assert torn_by(make("blocked"), UNBLOCK, Moment.COUNTED).puk_uses_left == 100


@pytest.mark.parametrize(("moment", "old", "new"), [(Moment.BEFORE, True, False), (Moment.AFTER, False, True)])
def test_the_change_torn(make, moment, old, new):
    card = make("healthy")
    torn_by(card, CHANGE, moment)
    assert (card.pin_is("1234"), card.pin_is("4321")) == (old, new)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_tear_by_index_strikes_once_and_counts_from_arming(make, on, index):
    card = make("healthy")
    send = on(card)
    send("00 20 00 01 00")
    card.arm(ArmedTear(index, Moment.BEFORE))
    for _ in range(index):
        assert send("00 20 00 01 00") == ("", "63C3")
    with pytest.raises(CardTorn):
        send("00 20 00 01 00")
    assert send("00 20 00 01 00") == ("", "63C3")


def test_a_tear_by_instruction_waits_for_it_and_strikes_once(make, on):
    card = make("healthy")
    send = on(card)
    card.arm(at_instruction(0x2C, Moment.BEFORE))
    assert send("00 20 00 01 00") == ("", "63C3")
    with pytest.raises(CardTorn):
        send(UNBLOCK)
    assert send(UNBLOCK) == ("", "6982")


def test_a_disarmed_tear_does_not_strike(make, on):
    card = make("healthy")
    card.arm(ArmedTear(0, Moment.BEFORE))
    card.arm(None)
    assert on(card)("00 20 00 01 00") == ("", "63C3")


def test_the_journal_holds_headers_lengths_and_status_words_only(make, on):
    card = make("healthy")
    send = on(card)
    send(WRONG)
    send("00 A4 09 04 04 3F00 2F01")
    send("00 C0 00 00 27")
    card.arm(ArmedTear(0, Moment.AFTER))
    with pytest.raises(CardTorn):
        send(RIGHT)
    send("")
    assert [exchange.line() for exchange in card.journal()] == [
        "00 20 00 01 Lc=08 SW=63C2",
        "00 A4 09 04 Lc=04 SW=6127",
        "00 C0 00 00 Lc=00 SW=9000",
        "00 20 00 01 Lc=08 torn",
        "00 00 00 00 Lc=00 SW=6700",
    ]
    assert [(each.sent, each.received) for each in card.journal()] == [(13, 2), (9, 2), (5, 41), (13, 0), (0, 2)]
    card.forget()
    assert card.journal() == ()
    assert card.state().exchanges == 5
