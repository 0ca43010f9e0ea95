"""Each generation and each of its answers to reset, read and unblocked through a real pcscd."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from checkout import ROOT
from lab.pcscd import FIRST_READER, LabCard, PcscdLab

PROGRAM = ROOT / "tests" / "support" / "lab" / "programs" / "unblock.py"
NUMBER = "2999471603"
"""Of every simulated card of these profiles (CPS_ID_CARD)."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PcscdLab, LabCard]]:
    """An empty reader, and what steers the card in it."""
    with PcscdLab(tmp_path_factory.mktemp("pcscd")) as lab:
        yield lab, lab.card("-")


@pytest.mark.parametrize(
    ("profile", "t0", "result", "left"),
    [
        ("blocked", True, "Unblocked", (3, 10, 99)),
        ("cps4-blocked", True, "Unblocked", (3, 10, None)),
        ("cps4-atr-2", False, "Unblocked", (3, 10, None)),
        ("cps4-atr-3", False, "Unblocked", (3, 10, None)),
        ("cps4-half-done", True, "HalfDone", (3, 10, None)),
    ],
)
def test_it_is_read_and_unblocked(
    reader: tuple[PcscdLab, LabCard], profile: str, t0: bool, result: str, left: tuple[int, int, int | None]
) -> None:
    lab, card = reader
    card.ask(f"insert {profile}")
    told = lab.run([sys.executable, str(PROGRAM), FIRST_READER, lab.wait_for("card")])
    assert json.loads(told.stdout) == {"t0": t0, "number": NUMBER, "result": result}
    state = card.ask("state")
    assert (state["pin_tries_left"], state["puk_tries_left"], state["puk_uses_left"]) == left
    assert (state["pin_verified"], state["puk_verified"]) == (False, False)
    assert card.ask(f"check-pin {'1234' if result == 'HalfDone' else '2580'}") is True
    card.ask("remove")
    lab.wait_for("empty")
