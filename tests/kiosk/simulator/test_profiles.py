"""Each profile is what its name says. The names are a contract: they are typed on command lines."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from kiosk.simulator.contents.identity import luhn_digit
from kiosk.simulator.profiles import PROFILES, Order, build

PUK = "00 20 00 02 08 3132333435363738"
UNBLOCK = "00 2C 02 01 08 34333231FFFFFFFF"
NEW = "00 20 00 01 08 34333231FFFFFFFF"

COUNTERS = {
    "healthy": (3, 10, 100),
    "one-pin-try": (1, 10, 100),
    "blocked": (0, 10, 100),
    "puk-one-try": (0, 1, 100),
    "puk-two-tries": (0, 2, 100),
    "puk-below-max": (0, 9, 100),
    "puk-dead": (0, 0, 100),
    "puk-uses-spent": (0, 10, 0),
    "puk-last-use": (0, 10, 1),
    "expired": (3, 10, 100),
    "blocked-expired": (0, 10, 100),
    "revoked": (3, 10, 100),
    "no-number": (0, 10, 100),
    "bad-aodf": (0, 10, 100),
    "unreadable-counters": (0, 10, 100),
    "refuses-new-code": (0, 10, 100),
    "stops": (0, 10, 100),
    "actua-valid": (0, 10, 100),
    "actua-corrupt": (0, 10, 100),
    "situations-many": (3, 10, 100),
    "situations-none": (3, 10, 100),
    "situations-corrupt": (3, 10, 100),
    "cps4": (3, 10, None),
    "cps4-situations": (3, 10, None),
    "cps4-one-pin-try": (1, 10, None),
    "cps4-atr-2": (0, 10, None),
    "cps4-atr-3": (0, 10, None),
    "cps4-blocked": (0, 10, None),
    "cps4-half-done": (0, 10, None),
    "cps4-stops": (0, 10, None),
    "cps4-unreadable": (0, 10, None),
}
OTHER_CARDS = {"vitale1", "vitale2", "agent", "bank", "foreign", "contactless", "cps2ter", "mute"}


def read(send, path: str) -> tuple[str, str]:
    assert send(f"00 A4 09 0C {len(path) // 2:02X} {path}") == ("", "9000")
    return send("00 B0 00 00 00")


def test_the_names():
    assert set(PROFILES) == set(COUNTERS) | OTHER_CARDS
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in PROFILES)


def test_each_has_one_line_of_help():
    descriptions = [profile.description for profile in PROFILES.values()]
    assert len(set(descriptions)) == len(descriptions)
    assert all(0 < len(text) <= 70 and "\n" not in text for text in descriptions)


@pytest.mark.parametrize(("name", "counters"), COUNTERS.items())
def test_counters(make, name, counters):
    state = make(name).state()
    assert (state.pin_tries_left, state.puk_tries_left, state.puk_uses_left) == counters


@pytest.mark.parametrize("name", sorted(OTHER_CARDS))
def test_a_card_that_is_not_read_refuses_everything(make, on, name):
    card = make(name)
    assert card.state() is None
    assert not card.pin_is("1234")
    assert on(card)("00 A4 00 0C 02 3F00") == ("", "6E00")


@pytest.mark.parametrize(
    ("name", "atr", "t0"),
    [
        ("cps4", "3BDC18FF00001225006480000401009000", True),
        ("cps4-atr-2", "3B9B188001001225006480040100009044", False),
        ("cps4-atr-3", "3B9B188001001225006480000401009044", False),
    ],
)
def test_the_three_atrs_of_a_cps4(make, name, atr, t0):
    card = make(name)
    assert card.atr.hex().upper() == atr
    assert card.t0 is t0


def test_only_the_mute_card_has_no_atr(make):
    assert {name for name in PROFILES if not make(name).atr} == {"mute"}


def test_a_fresh_card_each_time(order):
    first, second = build("blocked", order), build("blocked", order)
    first.transmit(bytes.fromhex("00200002083132333435363739"))
    assert (first.state().puk_tries_left, second.state().puk_tries_left) == (9, 10)


def test_unknown_names_are_errors(order):
    with pytest.raises(KeyError):
        build("no-such-card", order)


def test_codes_can_be_chosen(order):
    card = build("blocked", replace(order, pin="0007", puk="00000001"))
    assert card.pin_is("0007")
    assert card.transmit(bytes.fromhex("00200002083030303030303031")) == (b"", 0x9000)
    assert "0007" not in repr(replace(order, pin="0007"))


@pytest.mark.parametrize(("serial", "raw"), [("99213845", "5A0A8025000001992138450F"), ("00000000", None)])
def test_the_serial_carries_its_luhn_digit(order, on, serial, raw):
    data, _ = on(build("healthy", replace(order, serial=serial)))("00 B0 9C 00 0C")
    number = data[4:-1]
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number))]
    assert sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
    assert raw is None or data == raw


def test_the_holder_has_a_valid_rpps():
    assert luhn_digit("9970099999") == 0  # worked by hand


def test_no_number_is_told_nowhere(make, on):
    send = on(make("no-number"))
    assert read(send, "3F000001D101") == ("", "6982")
    token, _ = read(send, "3F0000015032")
    assert bytes.fromhex(token).count(b"CPS3v3") == 1
    assert b"2999471603" not in bytes.fromhex(token)


def test_the_bad_aodf_ends_before_its_length_says(make, on):
    data, _ = read(on(make("bad-aodf")), "3F0000017001")
    assert len(data) // 2 == 0xBD - 5
    assert data.startswith("3061")


def test_unreadable_counters(make, on):
    send = on(make("unreadable-counters"))
    assert send("00 CB 3F FF 0A 4D 08 70 06 BF 81 01 02 A0 80") == ("", "6A88")
    assert send("00 CB 3F FF 0A 4D 08 70 06 BF 81 02 02 A0 80") == ("", "6A88")


def test_refuses_the_new_code_after_taking_it(make, on):
    card = make("refuses-new-code")
    send = on(card)
    assert [send(command)[1] for command in (PUK, UNBLOCK, NEW)] == ["9000", "9000", "63C2"]
    assert not card.pin_is("4321")
    assert not card.pin_is("1234")


def test_stops_without_effect(make, on):
    card = make("stops")
    send = on(card)
    assert [send(command)[1] for command in (PUK, UNBLOCK)] == ["9000", "6F00"]
    assert (card.state().pin_tries_left, card.state().puk_uses_left) == (0, 100)
    assert card.pin_is("1234")


def test_the_update_window(make, on):
    assert on(make("blocked"))("00 A4 09 04 04 3F00 D010") == ("", "6A82")
    assert read(on(make("actua-valid")), "3F00D010") == (
        "EC128107202609080000008207202611070000 00".replace(" ", ""),
        "6282",
    )
    corrupt, _ = read(on(make("actua-corrupt")), "3F00D010")
    assert "810720" not in corrupt


@pytest.mark.parametrize(
    ("today", "issued", "ends"),
    [
        (date(2026, 1, 1), "20250314", "20280331"),
        (date(2026, 12, 31), "20250314", "20280331"),
        (date(2027, 1, 1), "20260314", "20290331"),
    ],
)
def test_dates_follow_the_year_and_nothing_else(on, today, issued, ends):
    data, _ = read(on(build("healthy", Order(today))), "3F000001D101")
    assert data.endswith(f"8304{issued}8404{ends}")


@pytest.mark.parametrize("name", ["expired", "blocked-expired"])
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 12, 31)])
def test_an_expired_card_is_expired_all_year(on, name, today):
    data, _ = read(on(build(name, Order(today))), "3F000001D101")
    assert data.endswith("84" + "04" + "20250331")


@pytest.mark.parametrize(
    ("atr", "t0"),
    [
        ("3BAC00402A001225006480000310009000", True),
        ("3BDC18FF00001225006480000401009000", True),
        ("3B9B188001001225006480040100009044", False),
        ("3B8F80010031B86404B0ECC1739401808290000E", False),
        ("3F6525002C09699000", True),
        ("3B8101", False),
        ("3B8100", True),
        ("3B80", True),
        ("3B", True),
        ("", True),
        ("3B808001", False),
        ("3B808011", False),
        ("3B80801F", True),
        ("3BF000000081", False),
        ("3BF000000000", True),
        ("3BF000000001", False),
    ],
)
def test_t1_is_spoken_where_an_atr_offers_it(make, atr, t0):
    card = make("healthy")
    card.atr = bytes.fromhex(atr)
    assert card.t0 is t0
