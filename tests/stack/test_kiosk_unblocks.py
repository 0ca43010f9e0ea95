"""A blocked card at the kiosk, everything real but the card: pcscd, its virtual reader, window, fingers and keys."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.display import OK_TINT, PAPER, PRIMARY
from lab.kiosk_process import Kiosk
from lab.stack import NEW_PIN, PIN, PUK, Card, Stack

SECRETS = (PIN, PUK, NEW_PIN)
IDENTITY = ("2999471603", "99213845", "99700999990", "LEGRAND", "Hélène", "HÉLÈNE", "HELENE")
"""Card number, serial number, national number and name of the simulated card's holder."""

THE_WAY = ["waiting", "reading", "verdict", "have_code", "letter_check", "puk", "new_pin", "confirm", "unblocking"]


def unblock_by_touch(kiosk: Kiosk) -> None:
    """From the verdict to the receipt: the first button of each screen, and the pad.

    A finger that slides off a button answers nothing, though the button looked pressed.
    """
    kiosk.display.until_armed()
    first = kiosk.display.button(0)
    assert kiosk.display.press_shows(first, (PRIMARY, PAPER))
    assert kiosk.display.button(0) == first
    for becomes in ("have_code", "letter_check", "puk"):
        kiosk.touch(0, becomes)
    kiosk.touch_code(PUK, "new_pin")
    kiosk.touch_code(NEW_PIN, "confirm")
    kiosk.touch_code(NEW_PIN, "unblocked")
    kiosk.touch(0, "printing")
    assert kiosk.display.shows(OK_TINT)
    kiosk.touch(0, "take_card")


def unblock_by_keys(kiosk: Kiosk) -> None:
    """The same with a numeric keypad."""
    kiosk.press("unblock", "have_code")
    kiosk.press("yes", "letter_check")
    kiosk.press("yes", "puk")
    kiosk.type_code(PUK, "validate", "new_pin")
    kiosk.type_code(NEW_PIN, "validate", "confirm")
    kiosk.type_code(NEW_PIN, "send", "unblocked")
    kiosk.press("print", "printing")
    assert kiosk.display.shows(OK_TINT)
    kiosk.press("finish", "take_card")


def texts_of_pdf(path: Path) -> str:
    """Its words and its metadata, as poppler reads them."""
    told = [
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
        for command in (["pdftotext", str(path), "-"], ["pdfinfo", str(path)], ["pdfinfo", "-meta", str(path)])
    ]
    return "\n".join(told)


@dataclass
class Traces:
    """All that a visit may leave behind but its paper: what was logged, kept, and told to the machine."""

    stack: Stack
    kiosk: Kiosk
    found: bytes = b""

    def look(self) -> None:
        """While the kiosk runs: its arguments, its environment, every file (settings, database and beside it, home)."""
        process = Path("/proc") / str(self.kiosk.process.pid)
        files = [path for path in self.stack.folder.rglob("*") if path.is_file()]
        for path in (process / "cmdline", process / "environ", *files):
            self.found += path.read_bytes()

    def everything(self) -> bytes:
        """The fraction of a second in a time could look like a code: it is left out."""
        events = [json.loads(line) for line in self.kiosk.stderr]
        told = [{name: event[name] for name in event if name != "timestamp"} for event in events]
        return self.found + json.dumps(told, ensure_ascii=False).encode()


@pytest.mark.parametrize("hand", [unblock_by_touch, unblock_by_keys])
def test_a_blocked_card_leaves_unblocked_with_its_receipt(
    stack: Stack, card: Card, hand: Callable[[Kiosk], None]
) -> None:
    kiosk = stack.kiosk()
    traces = Traces(stack, kiosk)
    card.insert("blocked")
    kiosk.wait_for("verdict")
    hand(kiosk)
    traces.look()
    card.remove()
    kiosk.wait_for("waiting")
    assert kiosk.stop() == 0

    assert kiosk.history == [*THE_WAY, "unblocked", "printing", "take_card", "waiting"]
    assert (card.left(), card.answers_to(NEW_PIN), card.answers_to(PIN)) == ((3, 10, 99), True, False)
    assert card.answered("20") == ["02 SW=9000", "01 SW=9000"]
    assert card.answered("2C") == ["01 SW=9000"]
    assert (stack.counted(), stack.under_way()) == ({"L01": 1, "U01": 1}, [])
    assert_the_receipt_tells_and_keeps_still(stack)
    assert b"U01" in traces.everything()
    for secret in (*SECRETS, *IDENTITY):
        for raw in (secret.encode(), secret.encode("latin-1"), secret.encode("utf-16-be")):
            assert raw not in traces.everything()


def assert_the_receipt_tells_and_keeps_still(stack: Stack) -> None:
    assert [path.name for path in stack.papers.iterdir()] == ["receipt.pdf"]
    receipt = texts_of_pdf(stack.papers / "receipt.pdf")
    words = " ".join(receipt.split())
    for expected in ("Votre carte est débloquée", "Code U01", "CARTE DE TEST – SIMULATION"):
        assert expected in words
    for secret in (*SECRETS, *IDENTITY):
        assert secret not in receipt
