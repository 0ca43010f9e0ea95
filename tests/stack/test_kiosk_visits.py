"""Visits that take another way, on the whole real stack: wrong codes, no code, other cards, a card pulled out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.display import WARNING_TINT
from lab.kiosk_process import Kiosk
from lab.pcscd import SECOND_READER
from lab.stack import NEW_PIN, PUK, SECOND_PORT, WRONG_PUK, Card, Stack, simulate

ANOTHER_SERIAL = "99213900"


def up_to_the_pad(kiosk: Kiosk) -> None:
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    kiosk.press("yes", "letter_check")
    kiosk.press("yes", "puk")


def type_all(kiosk: Kiosk, puk: str, *becomes: str) -> None:
    """The three codes, and the final button."""
    kiosk.type_code(puk, "validate", "new_pin")
    kiosk.type_code(NEW_PIN, "validate", "confirm")
    kiosk.type_code(NEW_PIN, "send", *becomes)


def leave(kiosk: Kiosk, card: Card, button: str = "finish") -> None:
    """End the visit, take the card, and let the machine end."""
    kiosk.press(button, "take_card")
    card.remove()
    kiosk.wait_for("waiting")
    assert kiosk.stop() == 0


def test_a_wrong_code_is_sent_once_and_the_right_one_still_unblocks(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    up_to_the_pad(kiosk)
    type_all(kiosk, WRONG_PUK, "wrong_puk")
    assert card.left() == (0, 9, 100)
    kiosk.press("yes", "puk")
    kiosk.repeat_code(WRONG_PUK)
    assert stack.display.shows(WARNING_TINT)
    assert kiosk.shown.state == "puk"
    assert card.answered("20") == ["02 SW=63C9"]
    type_all(kiosk, PUK, "unblocked")
    leave(kiosk, card)
    assert card.answered("20") == ["02 SW=63C9", "02 SW=9000", "01 SW=9000"]
    assert card.left() == (3, 10, 99)
    assert card.answers_to(NEW_PIN)
    assert stack.counted() == {"L01": 1, "U01": 1}


def test_who_has_no_code_leaves_with_the_referral(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    kiosk.press("no", "referral")
    kiosk.press("print", "printing")
    leave(kiosk, card)
    words = stack.text_of("referral.pdf")
    for expected in ("Demander une réfection de code", "0 825 852 000", "29 99 47 16 03", "LEGRAND-TEST"):
        assert expected in words
    assert card.answered("20") == []
    assert stack.counted() == {"L01": 1, "R01": 1}


@pytest.mark.parametrize(
    ("moment", "instruction", "truth", "left", "code"),
    [
        ("before", "2C", "torn_not_done", (0, 10, 100), "U11"),
        ("after", "2C", "torn_done", (3, 10, 99), "U13"),
        ("counted", "20", "torn_not_done", (0, 9, 100), "U12"),
    ],
    ids=["before-the-reset", "after-the-reset", "while-it-counted"],
)
def test_a_card_pulled_out_during_the_send_is_asked_what_became_of_it(
    stack: Stack, card: Card, moment: str, instruction: str, truth: str, left: tuple[int, int, int], code: str
) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    up_to_the_pad(kiosk)
    card.tear(moment, instruction)
    type_all(kiosk, PUK, "torn")
    stack.lab.wait_for("empty")
    card.insert()
    kiosk.wait_for("torn_done", "torn_not_done", "torn_unknown")
    leave(kiosk, card)
    assert (kiosk.history[-3], card.left(), stack.counted()) == (truth, left, {"L01": 1, code: 1})
    assert card.answers_to(NEW_PIN) is (truth == "torn_done")


@pytest.fixture
def other_card(stack: Stack, tmp_path: Path) -> Iterator[Card]:
    """Somebody else's card, for the second reader; not in it yet."""
    folder = tmp_path / "other"
    folder.mkdir()
    other = simulate(stack.lab, folder, "--port", SECOND_PORT, reader=SECOND_READER)
    other.remove()
    stack.lab.wait_for("empty", SECOND_READER)
    yield other
    other.remove()
    other.process.terminate()
    other.process.wait(30)


def test_another_card_is_not_taken_for_the_one_pulled_out(stack: Stack, card: Card, other_card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    up_to_the_pad(kiosk)
    card.tear("before", "2C")
    type_all(kiosk, PUK, "torn")
    other_card.insert("blocked", ANOTHER_SERIAL)
    kiosk.wait_for("other_card")
    other_card.remove()
    kiosk.wait_for("torn")
    card.insert()
    kiosk.wait_for("torn_not_done")
    kiosk.press("restart", "letter_check")
    kiosk.press("yes", "puk")
    type_all(kiosk, PUK, "unblocked")
    leave(kiosk, card)
    assert other_card.answered("20") == []
    assert card.left() == (3, 10, 99)
    assert stack.counted() == {"L01": 1, "U01": 1}


def test_a_healthy_card_is_offered_no_unblocking(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("healthy")
    kiosk.wait_for("verdict")
    offers = kiosk.offers()
    assert "unblock" not in offers
    assert offers[:4] == ["audit", "change_pin", "forgotten", "finish"]
    kiosk.press("audit", "audit")
    leave(kiosk, card)
    assert card.left() == (3, 10, 100)
    assert card.answered("20") == []
    assert stack.counted() == {"A01": 1, "L02": 1}


def test_cards_that_are_no_use_here_are_refused_one_after_another(stack: Stack, card: Card) -> None:
    """None but the CPS is sent anything at all."""
    kiosk = stack.kiosk()
    refusals = {
        "vitale2": "vitale",
        "foreign": "foreign",
        "contactless": "contactless",
        "cps2ter": "old_generation",
        "mute": "mute",
    }
    for profile, state in refusals.items():
        card.insert(profile)
        assert kiosk.wait_for(*refusals.values(), "reading") == state
        assert card.exchanges == 0
        card.remove()
        kiosk.wait_for("waiting")
    assert kiosk.stop() == 0
    assert stack.counted() == {"L05": 1, "L06": 1, "L07": 1, "L08": 1, "L04": 1}
