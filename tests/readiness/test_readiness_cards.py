"""Readers and cards from a report, in every situation; the same on a real pcscd in test_selftest_on_pcscd."""

from __future__ import annotations

import pytest

from diagnostics.health import Check, CheckResult, State
from diagnostics.outcomes import Code
from kiosk.card.channel import Slot, SlotReport
from kiosk.card.model import CardKind
from kiosk.readiness_cards import CARD_CHECKS, check_cards

REAL, OTHER = "Gemalto PC Twin Reader 00 00", "Ingenico Lecteur 01 00"
VIRTUAL = "Virtual PCD 00 00"
CPS3 = bytes.fromhex("3BAC00402A001225006480000310009000")
VITALE = bytes.fromhex("3B7513000040 09EA9000")
NONE: frozenset[CardKind] = frozenset()
BOTH = frozenset({CardKind.CPS3, CardKind.CPS4})


def slot(reader: str, atr: bytes | None = None, *, mute: bool = False) -> Slot:
    return Slot(reader, atr is not None or mute, mute, atr or b"", 1)


def checked(*slots: Slot, service: bool = True, commissioned: dict[str, frozenset[CardKind]] | None = None):
    known = commissioned or {}
    results = check_cards(
        SlotReport(service, slots), lambda name: name.startswith("Virtual"), lambda name: known.get(name, NONE)
    )
    assert tuple(result.check for result in results) == CARD_CHECKS
    return {result.check: result for result in results}


def told(result: CheckResult) -> tuple[State, Code | None]:
    assert bool(result.remedy) is (result.state in (State.WARNING, State.FAULT))
    return result.state, result.code


def test_no_service() -> None:
    found = checked(service=False)
    assert told(found[Check.CARD_SERVICE]) == (State.FAULT, Code.NO_CARD_SERVICE)
    assert {found[check].state for check in CARD_CHECKS[1:]} == {State.NOT_CHECKED}


def test_no_reader() -> None:
    found = checked()
    assert told(found[Check.CARD_SERVICE]) == (State.OK, None)
    assert told(found[Check.READERS]) == (State.FAULT, Code.NO_READER)


def test_real_readers_are_named() -> None:
    found = checked(slot(REAL), slot(OTHER))
    assert told(found[Check.READERS]) == (State.OK, None)
    assert all(name in found[Check.READERS].sentence for name in (REAL, OTHER))


def test_virtual_readers_alone_are_a_simulation() -> None:
    found = checked(slot(VIRTUAL))
    assert told(found[Check.READERS]) == (State.WARNING, None)
    assert found[Check.COMMISSIONING].state is State.NOT_CHECKED
    assert checked(slot(VIRTUAL), slot(REAL))[Check.READERS].state is State.OK


@pytest.mark.parametrize(
    ("slots", "state", "word"),
    [
        ((slot(REAL),), State.OK, "pas de carte"),
        ((slot(REAL, CPS3),), State.OK, "une CPS3."),
        ((slot(REAL, VITALE), slot(OTHER, CPS3)), State.OK, "une carte Vitale, une CPS3."),
        ((slot(REAL, mute=True),), State.WARNING, "ne répond pas"),
        ((slot(REAL, CPS3), slot(OTHER, mute=True)), State.WARNING, "ne répond pas"),
        ((slot(REAL, b"\x3b\x00"),), State.OK, "une carte inconnue"),
    ],
)
def test_the_card(slots: tuple[Slot, ...], state: State, word: str) -> None:
    result = checked(*slots)[Check.CARD]
    assert told(result) == (state, None)
    assert word in result.sentence


@pytest.mark.parametrize("kind", CardKind)
def test_every_kind_has_its_words(kind: CardKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.readiness_cards.kind_of", lambda _: kind)
    assert "une c" in checked(slot(REAL, b"\x3b"))[Check.CARD].sentence.lower()


@pytest.mark.parametrize(
    ("commissioned", "state", "word"),
    [
        ({}, State.WARNING, "2 lecteurs"),
        ({REAL: BOTH}, State.WARNING, "1 lecteur"),
        ({REAL: frozenset({CardKind.CPS3}), OTHER: BOTH}, State.OK, "CPS3, CPS4"),
        ({REAL: frozenset({CardKind.CPS3}), OTHER: frozenset({CardKind.CPS3})}, State.OK, ": CPS3."),
    ],
)
def test_a_reader_that_was_not_commissioned_unblocks_nothing(commissioned, state: State, word: str) -> None:
    result = checked(slot(REAL), slot(VIRTUAL), slot(OTHER), commissioned=commissioned)[Check.COMMISSIONING]
    assert told(result) == (state, None)
    assert word in result.sentence
