"""The runtime on a real pcscd: a visit to its end, and what happens when others hold the card or it hangs."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lab.pcscd import FIRST_READER, LabCard, PcscdLab

PROGRAMS = Path(__file__).parent / "programs"


class Program:
    """A program inside the lab that obeys lines."""

    def __init__(self, lab: PcscdLab, name: str, *arguments: str) -> None:
        self._process = lab.popen(
            [sys.executable, str(PROGRAMS / name), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tell(self, *lines: str) -> Any:
        """The answer to the last line."""
        answer = None
        for line in lines:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline())
        return answer


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[PcscdLab]:
    with PcscdLab(tmp_path) as running:
        yield running


@pytest.fixture
def card(lab: PcscdLab) -> LabCard:
    return lab.card("-")


@pytest.fixture
def kiosk(lab: PcscdLab, card: LabCard) -> Program:
    program = Program(lab, "runtime_probe.py", str(lab.folder / "outcomes.db"))
    program.tell("wait waiting")
    return program


def up_to_confirm(kiosk: Program, puk: str = "12345678", new_pin: str = "4071") -> None:
    state = kiosk.tell(
        "wait verdict", "read", "press unblock", "press yes", "press yes", f"type {puk}", "press validate",
        f"type {new_pin}", "press validate", f"type {new_pin}",
    )  # fmt: skip
    assert state == "confirm"


def sent(card: LabCard, instruction: str) -> int:
    return sum(1 for line in card.ask("journal")["lines"] if line.split()[1] == instruction)


def test_a_blocked_card_is_unblocked_and_counted(lab: PcscdLab, kiosk: Program, card: LabCard) -> None:
    card.ask("insert blocked")
    up_to_confirm(kiosk)
    assert kiosk.tell("press send", "wait unblocked") == "unblocked"
    assert card.ask("check-pin 4071") is True
    state = card.ask("state")
    assert sent(card, "20") == 2
    assert (state["pin_tries_left"], state["pin_verified"], state["puk_verified"]) == (3, False, False)
    card.ask("remove")
    assert kiosk.tell("press finish", "wait waiting", "stop") == "waiting"
    with closing(sqlite3.connect(lab.folder / "outcomes.db")) as connection:
        counts = connection.execute("select service, outcome, n from counts order by 1").fetchall()
    assert counts == [("reading", "L01", 1), ("unblock", "U01", 1)]


@pytest.mark.parametrize(
    "hold", [(f"exclusive b {FIRST_READER}",), (f"connect b {FIRST_READER}", "begin b")], ids=["mode", "transaction"]
)
def test_a_card_held_by_another_program_is_in_use_until_it_is_given_back(
    lab: PcscdLab, kiosk: Program, card: LabCard, hold: tuple[str, ...]
) -> None:
    card.ask("insert blocked")
    up_to_confirm(kiosk)
    other = Program(lab, "pcsc_probe.py", "door")
    other.tell(*hold)
    card.ask("forget")
    assert kiosk.tell("press send", "until connect", "advance 1.7") == "unblocking"
    assert kiosk.tell("advance 0.05") == "in_use"
    assert kiosk.tell("press retry", "advance 1.75") == "in_use"
    other.tell("close b leave")
    assert kiosk.tell("press retry", "wait verdict") == "verdict"
    assert sent(card, "20") == 0


def test_a_card_that_hangs_before_a_code_is_stuck_and_nothing_is_sent(kiosk: Program, card: LabCard) -> None:
    card.ask("insert blocked")
    up_to_confirm(kiosk)
    card.ask("forget")
    card.ask("hang before")
    assert kiosk.tell("press send", "until transmit", "advance 4.9") == "unblocking"
    assert kiosk.tell("advance 0.1") == "stuck"
    card.ask("release")
    assert kiosk.tell("returned") == "stuck"
    assert sent(card, "20") == 0


def test_a_service_killed_during_a_visit_ends_it_and_the_next_one_works(
    lab: PcscdLab, kiosk: Program, card: LabCard
) -> None:
    card.ask("insert blocked")
    up_to_confirm(kiosk)
    lab.stop()
    assert kiosk.tell("wait out_of_service") == "out_of_service"
    lab.start()
    up_to_confirm(kiosk)
    assert kiosk.tell("press send", "wait unblocked") == "unblocked"
