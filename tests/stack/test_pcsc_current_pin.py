"""The current PIN through a real pcscd and the real door: both dialects, both protocols, and the CPS2ter half."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from checkout import ROOT
from lab.pcscd import FIRST_READER, LabCard, PcscdLab

PROGRAM = ROOT / "tests" / "support" / "lab" / "programs" / "current_pin.py"
COMPANIES = [
    "CABINET DU DR LEGRAND-TEST",
    "CLINIQUE D'ESSAI",
    "CENTRE DE SANTÉ D'ESSAI",
    "SELARL MARTIN-TEST ET ASSOCIÉS",
    "ASSOCIATION D'ESSAI",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PcscdLab, LabCard]]:
    """An empty reader, and what steers the card in it."""
    with PcscdLab(tmp_path_factory.mktemp("pcscd")) as lab:
        yield lab, lab.card("-")


@pytest.mark.parametrize(
    ("profile", "companies", "billing"),
    [
        ("situations-many", COMPANIES, ["769999103", "759999204", "699999306"]),
        ("situations-corrupt", [COMPANIES[0], None], None),
        ("cps4-situations", COMPANIES, ["769999103", "759999204", "699999306"]),
    ],
)
def test_it_opens_refuses_changes_and_works(
    reader: tuple[PcscdLab, LabCard], profile: str, companies: list[str | None], billing: list[str] | None
) -> None:
    lab, card = reader
    card.ask(f"insert {profile}")
    told = lab.run([sys.executable, str(PROGRAM), FIRST_READER, lab.wait_for("card")])
    assert json.loads(told.stdout) == {
        "t0": True,
        "results": ["CodeAccepted", "CurrentPinRefused", "CodeChanged", "CodeAccepted"],
        "activities": companies,
        "billing": billing,
    }
    state = card.ask("state")
    assert (state["pin_tries_left"], state["pin_verified"]) == (3, False)
    assert card.ask("check-pin 2580") is True
    card.ask("remove")
    lab.wait_for("empty")
