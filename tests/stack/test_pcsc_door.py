"""The kiosk's door on a real pcscd: shared connections, transactions, and the errors of other programs and cards."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.pcscd import FIRST_READER, LabCard, PcscdLab

PROBE = Path(__file__).parent / "programs" / "pcsc_probe.py"
SELECT_MF = "00A4000C023F00"
VERIFY_PIN = "002000010831323334FFFFFFFF"
STATUS_OF_PIN = "0020000100"


class Program:
    """A program that uses the door, or stands for another one that holds the card."""

    def __init__(self, lab: PcscdLab) -> None:
        self._process = lab.popen(
            [sys.executable, str(PROBE), "door"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tell(self, line: str) -> None:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        answer = json.loads(self._process.stdout.readline())
        return answer.get("answer", answer.get("error"))

    def ask(self, *lines: str) -> Any:
        """The answer to the last line."""
        answer = None
        for line in lines:
            self.tell(line)
            answer = self.hear()
        return answer


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[PcscdLab]:
    with PcscdLab(tmp_path) as running:
        yield running


@pytest.fixture
def card(lab: PcscdLab) -> LabCard:
    card = lab.card("healthy")
    lab.wait_for("card")
    return card


@pytest.fixture
def kiosk(lab: PcscdLab, card: LabCard) -> Program:
    return Program(lab)


CONNECT = f"connect a {FIRST_READER}"


def test_a_command_goes_to_the_card_and_its_answer_comes_back(kiosk: Program) -> None:
    assert kiosk.ask(CONNECT) is True
    assert kiosk.ask("begin a", f"transmit a {SELECT_MF}") == "9000"
    assert kiosk.ask("transmit a 00A40904043F00D003").startswith("61")


@pytest.mark.parametrize(("disposition", "verified"), [("leave", True), ("reset", False)])
def test_a_reset_at_the_end_forgets_what_was_verified(
    kiosk: Program, card: LabCard, disposition: str, verified: bool
) -> None:
    assert kiosk.ask(CONNECT, "begin a", f"transmit a {SELECT_MF}", f"transmit a {VERIFY_PIN}") == "9000"
    kiosk.ask(f"end a {disposition}")
    assert card.ask("state")["pin_verified"] is verified


def test_closing_with_a_reset_does_so_too(kiosk: Program, card: LabCard) -> None:
    kiosk.ask(CONNECT, "begin a", f"transmit a {SELECT_MF}", f"transmit a {VERIFY_PIN}")
    kiosk.ask("close a reset", "close a reset")
    assert card.ask("state")["pin_verified"] is False


def test_a_card_held_exclusively_by_another_program_is_in_use(lab: PcscdLab, kiosk: Program) -> None:
    other = Program(lab)
    other.ask(f"exclusive b {FIRST_READER}")
    assert kiosk.ask(CONNECT) == "CardInUse"
    other.ask("close b leave")
    assert kiosk.ask(CONNECT) is True


def test_a_transaction_of_another_program_is_waited_for(lab: PcscdLab, kiosk: Program) -> None:
    other = Program(lab)
    other.ask(f"connect b {FIRST_READER}", "begin b")
    kiosk.tell(CONNECT)
    assert other.ask(f"transmit b {SELECT_MF}") == "9000"
    other.ask("end b leave")
    assert kiosk.hear() is True
    assert kiosk.ask("begin a") is None


def test_a_reset_by_another_program_before_ours_is_taken_note_of(lab: PcscdLab, kiosk: Program) -> None:
    other = Program(lab)
    kiosk.ask(CONNECT)
    other.ask(f"connect b {FIRST_READER}", "begin b", "end b reset")
    assert kiosk.ask("begin a", f"transmit a {SELECT_MF}") == "9000"


def test_a_reset_by_another_program_without_our_transaction_is_told(lab: PcscdLab, kiosk: Program) -> None:
    other = Program(lab)
    kiosk.ask(CONNECT, f"transmit a {SELECT_MF}")
    other.ask(f"connect b {FIRST_READER}", "begin b", "end b reset")
    assert kiosk.ask(f"transmit a {SELECT_MF}") == "CardWasReset"


def test_a_card_that_left_is_told(lab: PcscdLab, kiosk: Program, card: LabCard) -> None:
    kiosk.ask(CONNECT, "begin a")
    card.ask("remove")
    lab.wait_for("empty")
    assert kiosk.ask(f"transmit a {SELECT_MF}") == "CardRemoved"
    assert kiosk.ask("end a leave", "close a leave") is None
    assert kiosk.ask(CONNECT) == "CardRemoved"


def test_a_card_torn_out_during_a_command_is_a_loss_of_contact(kiosk: Program, card: LabCard) -> None:
    card.ask("tear before 20")
    kiosk.ask(CONNECT, "begin a", f"transmit a {SELECT_MF}")
    assert kiosk.ask(f"transmit a {STATUS_OF_PIN}") in {"TransportError", "CardRemoved"}


def test_a_mute_card_is_told(lab: PcscdLab, kiosk: Program, card: LabCard) -> None:
    card.ask("remove")
    lab.wait_for("empty")
    card.ask("insert mute")
    lab.wait_for("mute")
    assert kiosk.ask(CONNECT) in {"CardMute", "CardRemoved"}


def test_an_unknown_reader_is_gone(kiosk: Program) -> None:
    assert kiosk.ask("connect a Lecteur inconnu") == "ReaderGone"


def test_a_service_that_dies_takes_the_connection_with_it(lab: PcscdLab, kiosk: Program) -> None:
    kiosk.ask(CONNECT, "begin a")
    lab.stop()
    assert kiosk.ask(f"transmit a {SELECT_MF}") in {"ReaderGone", "TransportError"}
    assert kiosk.ask("end a leave", "close a leave") is None
    assert kiosk.ask(CONNECT) == "CardServiceUnavailable"
    lab.start()
    lab.wait_for("card")
    assert kiosk.ask(CONNECT) is True
