"""The lines a simulated card is steered by."""

from __future__ import annotations

import json

import pytest

from kiosk.simulator.bridge.control import BadCommand, Control, parse_tear
from kiosk.simulator.bridge.vpcd import VpcdSlot
from kiosk.simulator.chip.journal import Header
from kiosk.simulator.chip.tear import CardTorn, Moment


@pytest.fixture
def slot():
    made = VpcdSlot()
    yield made
    made.close()


@pytest.fixture
def ask(slot, make):
    control = Control(slot, make)
    return lambda line: json.loads(control.answer(line))


def test_a_card_comes_and_goes(ask, slot):
    assert ask("state") == {"error": "aucune carte n’a encore été insérée\u00a0: insert PROFIL"}
    assert ask("insert blocked") == {"inserted": "blocked"}
    assert "error" in ask("insert healthy")
    assert ask("state") == {
        "profile": "blocked",
        "present": True,
        "pin_tries_left": 0,
        "puk_tries_left": 10,
        "puk_uses_left": 100,
        "pin_verified": False,
        "puk_verified": False,
        "exchanges": 0,
    }
    assert ask("remove") == {"removed": True}
    assert ask("remove") == {"removed": False}
    assert ask("state")["present"] is False
    assert slot.card is None


def test_a_spare_card_waits_outside_an_empty_reader(slot, make):
    control = Control(slot, make, make("puk-one-try"))
    assert slot.card is None
    assert json.loads(control.answer("insert")) == {"inserted": "puk-one-try"}
    assert json.loads(control.answer("insert")) == {"error": "une carte est déjà dans le lecteur\u00a0: remove d’abord"}
    assert "déjà" in control.answer("insert")


def test_the_same_card_comes_back(ask, slot):
    ask("insert blocked")
    slot.card.transmit(bytes.fromhex("00200002083132333435363739"))
    ask("remove")
    ask("insert")
    assert ask("state")["puk_tries_left"] == 9
    ask("remove")
    ask("insert blocked")
    assert ask("state")["puk_tries_left"] == 10


def test_another_card_of_its_like_has_its_own_serial_number(ask, slot):
    """EF.SN holds the serial number as packed digits (OpenSC issue 2275)."""
    for serial in ("99213845", "99213900"):
        ask(f"insert blocked {serial}")
        slot.card.transmit(bytes.fromhex("00A4020C02D003"))
        assert bytes.fromhex(serial) in slot.card.transmit(bytes.fromhex("00B0000000"))[0]
        ask("remove")
    assert "error" in ask("insert blocked 9921390")
    assert "error" in ask("insert blocked 9921390x")


def test_the_pin_is_compared_and_never_told(ask):
    ask("insert healthy")
    assert ask("check-pin 1234") is True
    assert ask("check-pin 4321") is False
    assert ask("check-pin x") == {"error": "check-pin attend de un à huit chiffres"}
    assert "1234" not in json.dumps([ask("state"), ask("journal"), ask("insert"), ask("check-pin 12345678901")])


def test_the_journal(ask, slot):
    ask("insert healthy")
    slot.card.transmit(bytes.fromhex("00200001083132333435363738"))
    assert ask("journal") == {"apdus": 1, "sent": 13, "received": 2, "lines": ["00 20 00 01 Lc=08 SW=63C2"]}
    assert ask("forget") == {"forgotten": True}
    assert ask("journal")["apdus"] == 0


def test_a_tear_is_armed_and_disarmed(ask, slot):
    ask("insert healthy")
    assert ask("tear before 20") == {"armed": True}
    assert ask("untear") == {"armed": False}
    slot.card.transmit(bytes.fromhex("0020000100"))
    ask("tear after #1")
    slot.card.transmit(bytes.fromhex("0020000100"))
    with pytest.raises(CardTorn):
        slot.card.transmit(bytes.fromhex("0020000100"))


@pytest.mark.parametrize("line", ["", "?", "tear", "tear before", "tear never 20", "tear before xyz", "tear before #x"])
@pytest.mark.parametrize("more", ["", " 1 2 3"])
def test_what_is_no_command_is_said_to_be_none(ask, line, more):
    ask("insert healthy")
    assert set(ask(line + more)) == {"error"}


@pytest.mark.parametrize(
    "line", ["insert no-such-card", "insert healthy twice", "hang", "hang counted", "hang after 2", "state now"]
)
def test_what_cannot_be_done_is_an_error(ask, line):
    ask("insert healthy")
    ask("remove")
    assert set(ask(line)) == {"error"}


@pytest.mark.parametrize(("text", "ins"), [("2C", 0x2C), ("2c", 0x2C), ("a4", 0xA4)])
@pytest.mark.parametrize("moment", list(Moment))
def test_a_tear_is_parsed(text, ins, moment):
    tear = parse_tear([moment.value, text])
    assert tear.moment is moment
    assert [code for code in range(256) if tear.strikes(0, Header(0, code, 0, 0, 0))] == [ins]


def test_a_tear_needs_two_words():
    with pytest.raises(BadCommand):
        parse_tear(["before", "20", "20"])
