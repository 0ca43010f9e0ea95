"""Readers and cards from a report, in every situation; the same on a real pcscd in test_selftest_on_pcscd."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from diagnostics.health.check import CheckResult, HealthCheck
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.card.commission import Commission
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.card.model import CardKind
from kiosk.config.settings import CardSection, Config
from kiosk.readiness.cards import CARD_CHECKS, check_cards
from kiosk.readiness.this_machine import Commissioning, machine

REAL, OTHER = "Gemalto PC Twin Reader 00 00", "Ingenico Lecteur 01 00"
VIRTUAL = "Virtual PCD 00 00"
CPS3 = bytes.fromhex("3BAC00402A001225006480000310009000")
VITALE = bytes.fromhex("3B7513000040 09EA9000")
CPS3_HERE, CPS4_HERE = (
    Commission(kind, "Gemalto PC Twin Reader", "a" * 64, test_card=False) for kind in (CardKind.CPS3, CardKind.CPS4)
)
CPS3_THERE = Commission(CardKind.CPS3, "Ingenico Lecteur", "a" * 64, test_card=False)


NOTHING_DONE = Commissioning()


def slot(reader: str, atr: bytes | None = None, *, mute: bool = False) -> ReaderSlot:
    return ReaderSlot(reader, atr is not None or mute, mute, atr or b"", 1)


def checked(
    *slots: ReaderSlot, service: bool = True, done: Iterable[Commission] = (), refused: int = 0, trial: bool = False
) -> dict[HealthCheck, CheckResult]:
    return found(SlotReport(service, slots), Commissioning(frozenset(done), refused, trial))


def found(report: SlotReport, commissioning: Commissioning = NOTHING_DONE) -> dict[HealthCheck, CheckResult]:
    results = check_cards(report, lambda name: name.startswith("Virtual"), commissioning)
    assert tuple(result.check for result in results) == CARD_CHECKS
    return {result.check: result for result in results}


def told(result: CheckResult) -> tuple[Status, Code | None]:
    assert bool(result.remedy) is (result.state in (Status.WARNING, Status.FAULT))
    return result.state, result.code


def test_no_service() -> None:
    found = checked(service=False)
    assert told(found[HealthCheck.CARD_SERVICE]) == (Status.FAULT, Code.NO_CARD_SERVICE)
    assert {found[check].state for check in CARD_CHECKS[1:]} == {Status.NOT_CHECKED}


def test_no_reader() -> None:
    found = checked()
    assert told(found[HealthCheck.CARD_SERVICE]) == (Status.OK, None)
    assert told(found[HealthCheck.READERS]) == (Status.FAULT, Code.NO_READER)


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ((), (Status.FAULT, Code.NO_READER)),
        ((slot(REAL),), (Status.WARNING, None)),
        ((slot(VIRTUAL),), (Status.WARNING, None)),
        ((slot(VIRTUAL), slot(REAL)), (Status.FAULT, None)),
    ],
    ids=["alone", "beside a real one", "beside a virtual one", "beside a worse fault"],
)
def test_a_reader_that_cannot_be_asked_is_told(
    slots: tuple[ReaderSlot, ...], expected: tuple[Status, Code | None]
) -> None:
    result = found(SlotReport(True, slots, unreachable=1))[HealthCheck.READERS]
    assert told(result) == expected
    assert ("nom" in result.sentence) is (len(slots) < 2)


def test_readers_that_cannot_be_watched_are_no_silent_service() -> None:
    results = found(SlotReport(False, (), broken="MemoryError"))
    assert told(results[HealthCheck.CARD_SERVICE]) == (Status.FAULT, Code.NO_CARD_SERVICE)
    assert "suivre les lecteurs (MemoryError)" in results[HealthCheck.CARD_SERVICE].sentence
    assert {results[check].state for check in CARD_CHECKS[1:]} == {Status.NOT_CHECKED}


def test_real_readers_are_named() -> None:
    found = checked(slot(REAL), slot(OTHER))
    assert told(found[HealthCheck.READERS]) == (Status.OK, None)
    assert all(name in found[HealthCheck.READERS].sentence for name in (REAL, OTHER))


def test_virtual_readers_alone_are_a_simulation() -> None:
    found = checked(slot(VIRTUAL))
    assert told(found[HealthCheck.READERS]) == (Status.WARNING, None)
    assert found[HealthCheck.COMMISSIONING].state is Status.NOT_CHECKED
    assert "que des lecteurs virtuels" in found[HealthCheck.READERS].sentence


@pytest.mark.parametrize(
    ("virtual", "counted"),
    [((VIRTUAL,), "1 lecteur virtuel "), ((VIRTUAL, "Virtual PCD 00 01"), "2 lecteurs virtuels ")],
)
def test_a_virtual_reader_beside_a_real_one_is_a_fault(virtual: tuple[str, ...], counted: str) -> None:
    result = checked(*map(slot, virtual), slot(REAL))[HealthCheck.READERS]
    assert told(result) == (Status.FAULT, None)
    assert counted in result.sentence
    assert "apt purge vsmartcard-vpcd" in result.remedy
    assert "systemctl restart pcscd" in result.remedy


@pytest.mark.parametrize(
    ("slots", "state", "word"),
    [
        ((slot(REAL),), Status.OK, "pas de carte"),
        ((slot(REAL, CPS3),), Status.OK, "une CPS3."),
        ((slot(REAL, VITALE), slot(OTHER, CPS3)), Status.OK, "une carte Vitale, une CPS3."),
        ((slot(REAL, mute=True),), Status.WARNING, "ne répond pas"),
        ((slot(REAL, CPS3), slot(OTHER, mute=True)), Status.WARNING, "ne répond pas"),
        ((slot(REAL, b"\x3b\x00"),), Status.OK, "une carte inconnue"),
    ],
)
def test_the_card(slots: tuple[ReaderSlot, ...], state: Status, word: str) -> None:
    result = checked(*slots)[HealthCheck.CARD]
    assert told(result) == (state, None)
    assert word in result.sentence


@pytest.mark.parametrize("kind", CardKind)
def test_every_kind_has_its_words(kind: CardKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.readiness.cards.kind_of", lambda _: kind)
    assert "une c" in checked(slot(REAL, b"\x3b"))[HealthCheck.CARD].sentence.lower()


@pytest.mark.parametrize(
    ("done", "refused", "state", "word"),
    [
        ((), 0, Status.WARNING, "2 lecteurs"),
        ((CPS3_HERE, CPS4_HERE), 0, Status.WARNING, "1 lecteur"),
        ((CPS3_HERE, CPS4_HERE, CPS3_THERE), 0, Status.OK, "CPS3, CPS4."),
        ((CPS3_HERE, CPS3_THERE), 0, Status.OK, ": CPS3."),
        ((CPS3_HERE, CPS3_THERE), 1, Status.WARNING, "1 enregistrement"),
        ((), 1, Status.WARNING, "2 lecteurs"),
    ],
)
def test_a_reader_that_was_not_commissioned_unblocks_nothing(
    done: tuple[Commission, ...], refused: int, state: Status, word: str
) -> None:
    slots = slot(REAL), slot(VIRTUAL), slot(OTHER)
    result = checked(*slots, done=done, refused=refused)[HealthCheck.COMMISSIONING]
    assert told(result) == (state, None)
    assert word in result.sentence


TESTED, TESTED_TOO = replace(CPS3_HERE, test_card=True), replace(CPS3_THERE, test_card=True)
UNKNOWN, UNKNOWN_TOO = replace(CPS3_HERE, test_card=None), replace(CPS4_HERE, test_card=None)


@pytest.mark.parametrize(
    ("done", "refused", "trial", "state", "words"),
    [
        ({TESTED, CPS3_THERE}, 0, False, Status.FAULT, "1 mise en service a été faite avec une carte de test"),
        ({TESTED, TESTED_TOO}, 0, False, Status.FAULT, "2 mises en service ont été faites avec une carte de test"),
        ({TESTED, CPS4_HERE, CPS3_THERE}, 0, False, Status.FAULT, "1 mise en service a été faite"),
        ({TESTED, UNKNOWN_TOO}, 1, False, Status.FAULT, "1 mise en service a été faite"),
        ({TESTED}, 0, True, Status.WARNING, "1 lecteur sans mise en service"),
        ({TESTED, CPS3_THERE}, 1, True, Status.WARNING, "1 enregistrement"),
        ({TESTED, CPS3_THERE}, 0, True, Status.WARNING, "1 mise en service a été faite avec une carte de test"),
        ({UNKNOWN, CPS3_THERE}, 0, False, Status.WARNING, "1 mise en service ne dit pas"),
        ({UNKNOWN, UNKNOWN_TOO, CPS3_THERE}, 0, False, Status.WARNING, "2 mises en service ne disent pas"),
        ({UNKNOWN, CPS3_THERE}, 0, True, Status.WARNING, "1 mise en service ne dit pas"),
        ({CPS3_HERE, CPS3_THERE, replace(TESTED, reader_model="Elsewhere")}, 0, False, Status.OK, ": CPS3."),
        ({CPS3_HERE, CPS3_THERE}, 0, True, Status.OK, ": CPS3."),
    ],
)
def test_a_counter_is_not_commissioned_with_a_test_card(
    done: set[Commission], refused: int, *, trial: bool, state: Status, words: str
) -> None:
    result = checked(slot(REAL), slot(OTHER), done=done, refused=refused, trial=trial)[HealthCheck.COMMISSIONING]
    assert told(result) == (state, None)
    assert words in result.sentence


def test_where_there_is_no_real_reader_a_test_card_is_no_fault() -> None:
    result = checked(slot(VIRTUAL), done={replace(TESTED, reader_model="Virtual PCD")})[HealthCheck.COMMISSIONING]
    assert result.state is Status.NOT_CHECKED


@pytest.mark.parametrize("allowed", [True, False])
def test_the_settings_say_whether_it_is_a_machine_for_trials(tmp_path: Path, *, allowed: bool) -> None:
    config = Config(carte=CardSection(cartes_de_test=allowed))
    made = machine(config, tmp_path / "base", lambda: SlotReport(True, ()), Commissioning(frozenset({TESTED}), 1))
    assert made.commissioning == Commissioning(frozenset({TESTED}), 1, allowed)
