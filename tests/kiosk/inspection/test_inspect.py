"""What ``guichet-cps audit`` reads and says, on simulated readers in process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from kiosk.card.iso7816.connection import SlotReport
from kiosk.inspection.find_card import NotInspected, NotRead, find_card
from kiosk.inspection.inspect import as_json, as_text, inspect
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

TODAY = date(2026, 11, 21)
CLOCK = SaneClock(lambda: TODAY, released=date(2026, 11, 1))
CODE_INSTRUCTIONS = (0x20, 0x24, 0x2C)


def readers_with(*profiles: str) -> SimulatedReaders:
    """One reader for each card; ``-`` is an empty one."""
    readers = SimulatedReaders(*(f"Lecteur {n}" for n in range(len(profiles))))
    for n, profile in enumerate(profiles):
        if profile != "-":
            readers.insert(build(profile, Order(TODAY)), f"Lecteur {n}")
    return readers


def reason_of(readers: SimulatedReaders, reader: str | None = None) -> NotRead:
    with pytest.raises(NotInspected) as refused:
        inspect(readers, readers.watcher(), CLOCK, reader)
    assert str(refused.value) == refused.value.why.value
    return refused.value.why


@pytest.mark.parametrize(
    ("profiles", "why"),
    [
        (("-",), NotRead.NO_CARD),
        (("-", "-"), NotRead.NO_CARD),
        (("vitale2",), NotRead.NOT_A_CPS),
        (("foreign", "-"), NotRead.NOT_A_CPS),
        (("cps2ter",), NotRead.NOT_A_CPS),
        (("mute",), NotRead.UNREADABLE),
        (("mute", "vitale2"), NotRead.NOT_A_CPS),
    ],
)
def test_what_cannot_be_read_has_its_reason(profiles: tuple[str, ...], why: NotRead) -> None:
    assert reason_of(readers_with(*profiles)) is why


@dataclass
class Seeing:
    """A watcher that sees one thing."""

    report: SlotReport

    def start(self, listener: Callable[[SlotReport], None]) -> None:
        listener(self.report)

    def stop(self) -> None:
        pass


@pytest.mark.parametrize(
    ("report", "why", "said"),
    [
        (SlotReport(True, (), unreachable=1), NotRead.NO_READER, "T01 – Le nom du lecteur"),
        (
            SlotReport(False, (), broken="MemoryError"),
            NotRead.NO_SERVICE,
            "T02 – Les lecteurs n’ont pas pu être suivis",
        ),
    ],
)
def test_readers_that_cannot_be_asked_are_no_missing_ones(report: SlotReport, why: NotRead, said: str) -> None:
    with pytest.raises(NotInspected, match=said) as refused:
        find_card(Seeing(report))
    assert refused.value.why is why


def test_no_reader_and_no_service_are_told_apart() -> None:
    readers = SimulatedReaders()
    readers.unplug(DEFAULT_READER)
    assert reason_of(readers) is NotRead.NO_READER
    readers.stop_service()
    assert reason_of(readers) is NotRead.NO_SERVICE


def test_a_name_that_no_reader_has_is_told_with_those_that_are_there() -> None:
    readers = readers_with("blocked", "-")
    with pytest.raises(NotInspected) as refused:
        inspect(readers, readers.watcher(), CLOCK, "nope")
    assert refused.value.why is NotRead.NO_READER
    told = str(refused.value).replace("\u00a0", " ")
    assert told == "Aucun lecteur ne s’appelle « nope ». Lecteurs présents : « Lecteur 0 », « Lecteur 1 »."
    for reader in ("Lecteur 0", "Lecteur 1"):
        readers.unplug(reader)
    assert reason_of(readers, "nope") is NotRead.NO_READER


GEMALTO = "Gemalto Gemplus USB SmartCard Reader 433-Swap [CCID Interface] (1-0000:00:06.0-1) 00 00"
VIRTUAL, OTHER_VIRTUAL, LONGER = "Virtual PCD 00 00", "Virtual PCD 00 01", "Virtual PCD 00 00 B"


def named(name: str) -> str:
    """The reader that ``name`` finds; each of them holds a card."""
    readers = SimulatedReaders(GEMALTO, VIRTUAL, OTHER_VIRTUAL, LONGER)
    for reader in (GEMALTO, VIRTUAL, OTHER_VIRTUAL, LONGER):
        readers.insert(build("blocked", Order(TODAY)), reader)
    return find_card(readers.watcher(), name).reader


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        (GEMALTO, GEMALTO),
        ("Gemalto", GEMALTO),
        ("gEMALTO", GEMALTO),
        (" [CCID Interface] ", GEMALTO),
        ("g", GEMALTO),
        ("00 01", OTHER_VIRTUAL),
        (VIRTUAL, VIRTUAL),
        (VIRTUAL.lower(), VIRTUAL),
        ("00 b", LONGER),
    ],
)
def test_a_part_of_its_name_that_no_other_reader_has_is_enough(name: str, reader: str) -> None:
    assert named(name) == reader


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Virtual", "« Virtual » désigne plusieurs lecteurs ; donnez une plus longue partie du nom."),
        ("00", "« 00 » désigne plusieurs lecteurs ; donnez une plus longue partie du nom."),
        ("Gemplus Gemalto", "Aucun lecteur ne s’appelle « Gemplus Gemalto »."),
        (".*", "Aucun lecteur ne s’appelle « .* »."),
        (" ", "Aucun lecteur ne s’appelle «   »."),
        ("", "Aucun lecteur ne s’appelle «  »."),
    ],
)
def test_a_part_of_several_names_or_of_none_is_told_with_the_names(name: str, said: str) -> None:
    with pytest.raises(NotInspected) as refused:
        named(name)
    assert refused.value.why is NotRead.NO_READER
    names = ", ".join(f"« {each} »" for each in (GEMALTO, VIRTUAL, OTHER_VIRTUAL, LONGER))
    assert str(refused.value).replace("\u00a0", " ") == f"{said} Lecteurs présents : {names}."


def test_a_card_held_by_another_program_is_in_use() -> None:
    readers = readers_with("blocked")
    readers.hold_exclusively("Lecteur 0")
    assert reason_of(readers) is NotRead.IN_USE


def test_the_first_cps_is_read_or_the_one_that_is_named() -> None:
    readers = readers_with("vitale2", "blocked", "healthy")
    assert inspect(readers, readers.watcher(), CLOCK).snapshot.reader == "Lecteur 1"
    assert inspect(readers, readers.watcher(), CLOCK, "Lecteur 2").snapshot.reader == "Lecteur 2"


def test_the_card_is_only_read() -> None:
    readers = SimulatedReaders()
    card = build("blocked", Order(TODAY))
    readers.insert(card)
    inspect(readers, readers.watcher(), CLOCK)
    instructions = {exchange.header.ins for exchange in card.journal()}
    assert instructions
    assert not instructions & set(CODE_INSTRUCTIONS)


def test_the_json_tells_what_the_card_holds() -> None:
    readers = readers_with("puk-below-max")
    found = as_json(inspect(readers, readers.watcher(), CLOCK))
    assert json.loads(json.dumps(found)) == found
    assert found["atr"] == "3BAC00402A001225006480000310009000"
    assert found["counters"] == {"pin": {"left": 0, "max": 3}, "puk": {"left": 9, "max": 10}, "puk_uses_left": 100}
    assert (found["card_number"], found["test_card"], found["category"]) == ("2999471603", True, "80")
    assert (found["issued"], found["valid_until"]) == ("2025-03-14", "2028-03-31")
    assert found["holder"]["exercise_name"] == "LEGRAND-TEST"
    assert found["verdict"]["validity"] == "valid"


def test_each_code_of_the_json_has_its_label_beside_it() -> None:
    found = as_json(inspect(readers := readers_with("blocked"), readers.watcher(), CLOCK))
    holder = found["holder"]
    assert found["category_label"] == "Carte de PS ou de Personnel de Santé de TEST"
    assert (holder["card_type"], holder["card_type_label"]) == (0, "Carte de Professionnel de Santé (CPS)")
    assert holder["national_id_kind"] == holder["national_id"][0] == "8"
    assert holder["national_id_kind_label"] == "N° RPPS"
    assert holder["profession_label"]
    assert holder["civility_label"] in ("Madame", "Mademoiselle", "Monsieur")


def test_the_page_names_every_field_of_the_json(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "deploy" / "guide" / "audit.md").read_text()
    for field in fields_of(as_json(inspect(readers := readers_with("blocked"), readers.watcher(), CLOCK))):
        assert f"`{field}`" in page, field


def fields_of(found: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """``holder.civility`` and its like; lists and what the page tells in one row stand for themselves."""
    for name, value in found.items():
        if isinstance(value, dict) and name not in ("pin", "puk"):
            yield from fields_of(value, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def test_the_text_has_one_line_a_check() -> None:
    readers = readers_with("expired")
    found = inspect(readers, readers.watcher(), CLOCK)
    head, *lines = as_text(found).splitlines()
    assert head == "Lecteur : Lecteur 0"
    assert len(lines) == 1 + len(found.checks)
    assert any(line.startswith("✗") for line in lines)
    assert len(as_json(found)["checks"]) == len(found.checks)


def test_counters_that_cannot_be_read_are_absent() -> None:
    readers = readers_with("unreadable-counters")
    found = inspect(readers, readers.watcher(), CLOCK)
    assert as_json(found)["counters"] is None
    assert as_text(found)
