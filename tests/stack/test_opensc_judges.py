"""Debian's OpenSC, a program not of ours, drives the simulated card through a real pcscd.

Expected texts and statuses are those of opensc 0.23.0-0.3+deb12u2; counters are then asked of the card itself.

From 0.24.0 on (its commit 6d460d500; Debian 13 and Ubuntu 24.04 have such a one) OpenSC sends no code to an IAS ECC
card: iasecc_sdo_parse takes the length it has read for an error and forgets the PIN's access rules. Its pkcs15-tool
then stops with "Invalid data" and costs no try; its opensc-tool still carries the same command.
"""

from __future__ import annotations

import re

import pytest

from lab.pcscd import FIRST_READER, SECOND_READER, PcscdLab

SELECT_ROOT = "00A4000C023F00"
VERIFY_PUK = "00200002083132333435363738"
UNBLOCK_5678 = "002C02010835363738FFFFFFFF"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with PcscdLab(tmp_path_factory.mktemp("opensc")) as running:
        yield running


@pytest.fixture(scope="module")
def slot(lab):
    """The first slot, empty."""
    return lab.card("-")


@pytest.fixture
def card(lab, slot):
    """Insert a card of a profile and wait until pcscd has powered it."""

    def insert(profile: str):
        slot.ask(f"insert {profile}")
        lab.wait_for("card")
        return slot

    yield insert
    slot.ask("remove")
    lab.wait_for("empty")


def opensc(lab, command: str):
    """Run one tool; returns (status, everything it said)."""
    done = lab.run(command.split())
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def sends_codes(lab) -> bool:
    """Whether this OpenSC is older than 0.24."""
    version = re.search(r"OpenSC (\d+)\.(\d+)", opensc(lab, "opensc-tool --info")[1])
    return (int(version[1]), int(version[2])) < (0, 24)


def block(code: str) -> str:
    """A code as the AODF pads it to eight bytes, in hexadecimal."""
    return code.encode().ljust(8, b"\xff").hex()


@pytest.fixture
def verify(lab, slot, sends_codes):
    """Let OpenSC verify the PIN; returns what it understood."""

    def by_tool(pin: str) -> str:
        status, said = opensc(lab, f"pkcs15-tool --verify-pin --pin {pin}")
        words = {"PIN code or key incorrect": "wrong", "Authentication method blocked": "blocked"}
        return "accepted" if status == 0 else next(word for text, word in words.items() if text in said)

    def by_command(pin: str) -> str:
        before = slot.ask("state")["pin_tries_left"]
        status, said = opensc(lab, f"pkcs15-tool --verify-pin --pin {pin}")
        assert (status, "Invalid data" in said, slot.ask("state")["pin_tries_left"]) == (255, True, before)
        _, said = opensc(lab, f"opensc-tool -s 0020000108{block(pin)}")
        words = {"SW1=0x90, SW2=0x00": "accepted", "SW1=0x63, SW2=0xC": "wrong", "SW1=0x69, SW2=0x83": "blocked"}
        return next(word for text, word in words.items() if text in said)

    return by_tool if sends_codes else by_command


def test_it_is_recognised_in_five_commands(lab, card):
    inside = card("healthy")
    status, said = opensc(lab, "opensc-tool -n")
    assert (status, said.splitlines()[0]) == (0, "IAS-ECC")
    traffic = inside.ask("journal")
    assert (traffic["apdus"], traffic["sent"], traffic["received"]) == (5, 37, 118)


def test_its_objects_are_listed(lab, card):
    card("healthy")
    status, said = opensc(lab, "pkcs15-tool -D")
    assert status == 0
    assert said.startswith("PKCS#15 Card [CPS3v3-2999471603]:")
    assert re.findall(r"^(?:PIN|Private RSA Key|X.509 Certificate) \[(.*)\]", said, re.M) == [
        "Code porteur de la carte CPS",
        "Code de déblocage de la carte CPS",
        "CPS_PRIV_SIG",
        "CPS_PRIV_AUT",
        "Certificat de Signature CPS",
        "Certificat d'Authentification CPS",
    ]
    assert "min_len:4, max_len:4, stored_len:8" in said
    assert "min_len:8, max_len:8, stored_len:8" in said
    assert said.count("needs-padding") == 2


def test_its_data_objects_are_listed_and_read(lab, card):
    card("healthy")
    status, said = opensc(lab, "pkcs15-tool --list-data-objects")
    assert status == 0
    labels = re.findall(r"^Data object '(.*)'", said, re.M)
    activities = [f"CPS_ACTIVITY_{n:02d}_PS" for n in range(1, 17)]
    public = ["CPS_ID_CARD", "CPS_NAME_PS", "CPS_LANG_PS", "CPS_INFO_PS", "CPS_DATA"]
    assert labels == [*public, *activities]
    status, said = opensc(lab, "pkcs15-tool --read-data-object CPS_ID_CARD")
    assert status == 0
    assert "81 05 29 99 47 16 03 82 01 80" in said


def test_its_certificates_are_read_and_openssl_takes_them_apart(lab, card, tmp_path):
    card("healthy")
    pem = tmp_path / "aut.pem"
    status, _ = opensc(lab, f"pkcs15-tool --read-certificate e828bd080f8025000001ff001002 -o {pem}")
    assert status == 0
    subject = lab.run(["openssl", "x509", "-in", str(pem), "-noout", "-subject", "-nameopt", "utf8,sep_comma_plus"])
    assert "CN=899700999990" in subject.stdout
    assert "GN=Hélène" in subject.stdout


def test_the_right_pin(card, verify):
    inside = card("one-pin-try")
    assert verify("1234") == "accepted"
    assert inside.ask("state")["pin_tries_left"] == 3


def test_wrong_pins_then_blocked(card, verify):
    inside = card("healthy")
    for left in (2, 1):
        assert verify("9999") == "wrong"
        assert inside.ask("state")["pin_tries_left"] == left
    verify("9999")
    assert inside.ask("state")["pin_tries_left"] == 0
    assert verify("1234") == "blocked"


def test_changing_the_pin(lab, card, sends_codes):
    inside = card("healthy")
    by_command = f"opensc-tool -s 0024000110{block('1234')}{block('4321')}"
    command = "pkcs15-tool --change-pin --pin 1234 --new-pin 4321" if sends_codes else by_command
    assert opensc(lab, command)[0] == 0
    assert inside.ask("check-pin 4321") is True
    assert inside.ask("check-pin 1234") is False


def test_it_refuses_to_unblock_with_the_real_aodf(lab, card):
    inside = card("blocked")
    status, said = opensc(lab, "pkcs15-tool --unblock-pin --auth-id 01 --puk 12345678 --new-pin 5678")
    assert (status, "Invalid PIN length" in said) == (2, True)
    state = inside.ask("state")
    assert (state["pin_tries_left"], state["puk_tries_left"], state["puk_uses_left"]) == (0, 10, 100)


def test_raw_commands_unblock_and_the_new_pin_proves_it(lab, card, verify):
    inside = card("blocked")
    status, said = opensc(lab, f"opensc-tool -s {SELECT_ROOT} -s {VERIFY_PUK} -s {UNBLOCK_5678}")
    assert (status, said.count("SW1=0x90, SW2=0x00")) == (0, 3)
    state = inside.ask("state")
    assert (state["pin_tries_left"], state["puk_tries_left"], state["puk_uses_left"]) == (3, 10, 99)
    assert verify("5678") == "accepted"


def test_without_the_puk_nothing_is_unblocked(lab, card):
    inside = card("blocked")
    _, said = opensc(lab, f"opensc-tool -s {SELECT_ROOT} -s {UNBLOCK_5678}")
    assert "SW1=0x69, SW2=0x82" in said
    assert inside.ask("state")["puk_uses_left"] == 100


@pytest.mark.parametrize(("profile", "locked"), [("healthy", False), ("blocked", True)])
def test_pkcs11_sees_whether_the_pin_is_locked(lab, card, sends_codes, profile, locked):
    card(profile)
    status, said = opensc(lab, "pkcs11-tool -L")
    assert status == 0
    assert "token label        : CPS3v3-2999471603" in said
    assert ("user PIN locked" in said) is (locked and sends_codes)


@pytest.mark.parametrize(
    ("moment", "pin_tries", "uses", "new_pin"),
    [("before", 0, 100, False), ("counted", 0, 99, False), ("after", 3, 99, True)],
)
def test_pulled_out_during_the_unblocking(lab, card, moment, pin_tries, uses, new_pin):
    inside = card("blocked")
    inside.ask(f"tear {moment} 2C")
    status, _ = opensc(lab, f"opensc-tool -s {SELECT_ROOT} -s {VERIFY_PUK} -s {UNBLOCK_5678}")
    assert status == 1
    lab.wait_for("empty")
    state = inside.ask("state")
    assert (state["present"], state["pin_tries_left"], state["puk_uses_left"]) == (False, pin_tries, uses)
    assert inside.ask("check-pin 5678") is new_pin
    inside.ask("insert")
    lab.wait_for("card")


def test_a_mute_card_is_seen_as_mute(lab, slot):
    slot.ask("insert mute")
    assert lab.wait_for("mute") == ""
    slot.ask("remove")
    lab.wait_for("empty")


@pytest.mark.parametrize(
    ("profile", "atr"),
    [
        ("vitale1", "3f6525002c09699000"),
        ("vitale2", "3b751300004409ea9000"),
        ("agent", "3b6700002d2016017890 00"),
        ("bank", "3b6500002063cb6800"),
        ("foreign", "3f6525082304689000"),
        ("cps2ter", "3bac00402a001225006480820212009000"),
        ("cps4", "3bdc18ff00001225006480000401009000"),
        ("contactless", "3b8f80010031b86404b0ecc1739401808290000e"),
    ],
)
def test_other_cards_show_their_atr(lab, slot, profile, atr):
    slot.ask(f"insert {profile}")
    assert lab.wait_for("card") == atr.replace(" ", "")
    slot.ask("remove")
    lab.wait_for("empty")


def test_pcscd_restarts_and_the_card_comes_back_with_what_it_counted(lab, card, verify):
    inside = card("healthy")
    verify("9999")
    lab.restart()
    lab.wait_for("card")
    status, said = opensc(lab, "opensc-tool -s 0020000100")
    assert (status, "SW1=0x63, SW2=0xC2" in said) == (0, True)
    assert inside.ask("state")["present"] is True


def test_two_slots_hold_two_cards(lab, card):
    card("healthy")
    other = lab.card("vitale2", second_slot=True)
    assert lab.wait_for("card", SECOND_READER) == "3b751300004409ea9000"
    assert lab.wait_for("card", FIRST_READER).startswith("3bac0040")
    other.ask("remove")
    lab.wait_for("empty", SECOND_READER)
