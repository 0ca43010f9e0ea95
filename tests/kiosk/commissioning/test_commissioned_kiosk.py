"""From the folder of records to what a visit may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.card import a_bench
from kiosk.app.assembly import Doors, Places, assemble
from kiosk.card.commission import Commission
from kiosk.card.model import CardKind
from kiosk.commands.settings import commissioned, records_folder
from kiosk.commissioning.records import Record, write_record
from kiosk.config.settings import Config
from kiosk.flow.model.states import Face
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.simulator.reader.readers import SimulatedReaders
from stories.story import ATR_CPS3, Story, counters


def rules_of_a_kiosk(database: Path) -> Rules:
    """As ``run`` makes them."""
    readers = SimulatedReaders()
    doors = Doors(readers, readers.watcher(), commissions=commissioned(Config(), database))
    return assemble(Config(), doors, Places(database), lambda _size, _document: b"").rules


def face(rules: Rules) -> Face:
    """Of a blocked card in ``Virtual PCD 00 00``, which passes for a real reader."""
    story = Story(Kiosk(rules=replace(rules, simulated_readers=("Other",))))
    aodf_hash = a_bench("blocked").content().aodf_hash
    return story.card(counters(pin=0), ATR_CPS3, aodf_hash=aodf_hash).kiosk.visit.face


def test_a_record_opens_the_reader_it_was_made_for(tmp_path: Path) -> None:
    database = tmp_path / "compteurs.sqlite3"
    assert face(rules_of_a_kiosk(database)) is Face.NOT_HERE_MODEL
    aodf_hash = a_bench("healthy").content().aodf_hash
    assert aodf_hash is not None
    record = Record(Commission(CardKind.CPS3, "Virtual PCD", aodf_hash), date(2026, 11, 22), "0.1.0")
    path = write_record(records_folder(Config(), database), record)
    assert face(rules_of_a_kiosk(database)) is Face.BLOCKED
    path.write_text(path.read_text().replace("cps3", "cps4"))
    assert face(rules_of_a_kiosk(database)) is Face.NOT_HERE_MODEL
    path.write_text(path.read_text().replace('"format": 2', '"format": 3'))
    assert face(rules_of_a_kiosk(database)) is Face.NOT_HERE_MODEL
