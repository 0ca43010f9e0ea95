"""What was commissioned is recognised by model, generation and AODF, not by the socket the reader is plugged into."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkout import ROOT
from kiosk.card.commission import SIMULATED_READERS, Commission, is_commissioned, reader_model
from kiosk.card.model import CardKind

MODEL = "Gemalto PC Twin Reader"
DONE = Commission(CardKind.CPS3, MODEL, "ab" * 32)


@pytest.mark.parametrize(
    ("reader", "model"),
    [
        ("Gemalto PC Twin Reader 00 00", MODEL),
        ("Gemalto PC Twin Reader 0A 01", MODEL),
        ("Gemalto PC Twin Reader (70D7E2EE) 00 00", MODEL),
        ("SCM SCR 3310 [CCID Interface] (53311410709837) 01 00", "SCM SCR 3310 [CCID Interface]"),
        ("Ingenico TL TELIUM(1..3) 00 00", "Ingenico TL TELIUM(1..3)"),
        ("Identive CLOUD 2700 R Smart Card Reader 00 01", "Identive CLOUD 2700 R Smart Card Reader"),
        ("Lecteur 00 00 00 00", "Lecteur 00 00"),
        ("Lecteur", "Lecteur"),
        ("Lecteur 00", "Lecteur 00"),
        ("Lecteur 00 00\n", "Lecteur 00 00\n"),
    ],
)
def test_the_model_is_the_name_without_serial_index_and_slot(reader: str, model: str) -> None:
    assert reader_model(reader) == model


@pytest.mark.parametrize("reader", [f"{MODEL} 00 00", f"{MODEL} 03 01", f"{MODEL} (0123) 00 00"])
@pytest.mark.parametrize("aodf", ["ab" * 32, None])
def test_the_same_model_is_commissioned_wherever_it_is_plugged(reader: str, aodf: str | None) -> None:
    assert is_commissioned({DONE}, CardKind.CPS3, reader, aodf)


@pytest.mark.parametrize(
    "other",
    [
        replace(DONE, kind=CardKind.CPS4),
        replace(DONE, reader_model=MODEL + " 2"),
        replace(DONE, reader_model=MODEL.lower()),
        replace(DONE, aodf_hash="ac" * 32),
    ],
)
def test_anything_else_is_not(other: Commission) -> None:
    assert not is_commissioned({other}, CardKind.CPS3, f"{MODEL} 00 00", "ab" * 32)
    assert is_commissioned({other, DONE}, CardKind.CPS3, f"{MODEL} 00 00", "ab" * 32)
    assert not is_commissioned((), CardKind.CPS3, f"{MODEL} 00 00", None)


@pytest.mark.parametrize("test_card", [True, False, None])
def test_a_permit_does_not_ask_whether_it_was_a_test_card(*, test_card: bool | None) -> None:
    assert is_commissioned({replace(DONE, test_card=test_card)}, CardKind.CPS3, f"{MODEL} 00 00", "ab" * 32)


def test_what_frees_a_reader_from_commissioning_is_written_down_once() -> None:
    told = {path for path in (ROOT / "kiosk").rglob("*.py") if SIMULATED_READERS[0] in path.read_text(encoding="utf-8")}
    assert told == {ROOT / "kiosk" / "card" / "commission.py"}
