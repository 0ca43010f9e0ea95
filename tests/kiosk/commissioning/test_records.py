"""Commissioning records: written whole, read strictly; what cannot be believed counts as none and is told."""

from __future__ import annotations

import json
import stat
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.commission import Commission
from kiosk.card.model import CardKind
from kiosk.commands.settings import commissioned, records_folder
from kiosk.commissioning.records import (
    Record,
    RecordRefused,
    Records,
    decode_record,
    encode_record,
    read_records,
    write_record,
)
from kiosk.config.settings import CardSection, Config

RECORD = Record(Commission(CardKind.CPS3, "Lecteur d’essai", "0f" * 32, test_card=False), date(2026, 11, 22), "0.1.0")
FIELDS: dict[str, Any] = {
    "format": 2,
    "generation": "cps3",
    "reader_model": "Lecteur d’essai",
    "aodf_sha256": "0f" * 32,
    "test_card": False,
    "day": "2026-11-22",
    "version": "0.1.0",
}


def test_a_record_says_what_was_commissioned_and_nothing_else(tmp_path: Path) -> None:
    path = write_record(tmp_path / "new", RECORD)
    assert json.loads(path.read_text()) == FIELDS
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert read_records(tmp_path / "new") == Records(frozenset({RECORD.commission}))


@pytest.mark.parametrize("test_card", [True, False, None])
def test_a_record_says_whether_its_card_was_a_test_card(tmp_path: Path, *, test_card: bool | None) -> None:
    commission = replace(RECORD.commission, test_card=test_card)
    path = write_record(tmp_path, replace(RECORD, commission=commission))
    assert json.loads(path.read_text())["test_card"] is test_card
    assert read_records(tmp_path).commissions == {commission}


def test_a_record_of_before_counts_and_does_not_say_it(tmp_path: Path) -> None:
    fields = {key: value for key, value in FIELDS.items() if key != "test_card"}
    (tmp_path / "a.json").write_text(json.dumps(fields | {"format": 1}))
    assert read_records(tmp_path) == Records(frozenset({replace(RECORD.commission, test_card=None)}))


def test_a_real_card_takes_the_place_of_a_test_card(tmp_path: Path) -> None:
    tested = replace(RECORD, commission=replace(RECORD.commission, test_card=True))
    assert write_record(tmp_path, tested) == write_record(tmp_path, RECORD)
    assert read_records(tmp_path).commissions == {RECORD.commission}


def test_the_same_commissioning_again_replaces_the_record(tmp_path: Path) -> None:
    first = write_record(tmp_path, RECORD)
    again = write_record(tmp_path, replace(RECORD, day=date(2027, 1, 1)))
    other = write_record(tmp_path, replace(RECORD, commission=replace(RECORD.commission, kind=CardKind.CPS4)))
    assert first == again
    assert sorted(tmp_path.iterdir()) == sorted([first, other])
    assert decode_record(first.read_text()).day == date(2027, 1, 1)
    assert len(read_records(tmp_path).commissions) == 2


def test_a_record_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    target = write_record(tmp_path, RECORD)
    target.unlink()
    target.mkdir()
    with pytest.raises(OSError, match="irectory"):
        write_record(tmp_path, RECORD)
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_records(tmp_path / "absent") == Records(frozenset())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": 0}, "version"),
        ({"format": 3}, "version"),
        ({"format": "2"}, "version"),
        ({"format": 2.0}, "version"),
        ({"format": [2]}, "version"),
        ({"format": 1}, "champ"),
        ({"format": True}, "version"),
        ({"format": None}, "version"),
        ({"serial": "99213845"}, "champ"),
        ({"day": 20261122}, "champ"),
        ({"generation": "cps2ter"}, "impossible"),
        ({"generation": "CPS3"}, "impossible"),
        ({"reader_model": " "}, "impossible"),
        ({"aodf_sha256": "0F" * 32}, "impossible"),
        ({"aodf_sha256": "0f" * 31}, "impossible"),
        ({"test_card": "false"}, "impossible"),
        ({"test_card": 0}, "impossible"),
        ({"day": "2026-11-31"}, "date"),
    ],
)
def test_a_record_that_says_anything_else_counts_as_none(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(FIELDS | changes))
    found = read_records(tmp_path)
    assert found.commissions == frozenset()
    [sentence] = found.refused
    assert str(path) in sentence
    assert why in sentence


@pytest.mark.parametrize("missing", sorted(FIELDS))
def test_a_field_that_is_missing_is_missed(tmp_path: Path, missing: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps({key: value for key, value in FIELDS.items() if key != missing}))
    assert (len(read_records(tmp_path).refused), read_records(tmp_path).commissions) == (1, frozenset())


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"1", b"\xff\xfe", b"null", b"[" * 4000, b'{"format": 1}'])
def test_a_file_that_is_no_record_counts_as_none_and_spares_the_others(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "0.json").write_bytes(raw)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "notes.txt").write_text("à lire")
    write_record(tmp_path, RECORD)
    found = read_records(tmp_path)
    assert found.commissions == {RECORD.commission}
    assert len(found.refused) == 2


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)), st.text())
def test_no_value_of_a_field_breaks_the_reading(value: Any, model: str) -> None:
    for key in FIELDS:
        with suppress(RecordRefused):
            record = decode_record(json.dumps(FIELDS | {"reader_model": model} | {key: value}))
            assert decode_record(encode_record(record)) == record


def test_run_looks_beside_the_figures_unless_told_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "compteurs.sqlite3"
    folder = records_folder(Config(), database)
    assert folder == tmp_path / "mises-en-service"
    write_record(folder, RECORD)
    (folder / "old.json").write_text("{}")
    assert commissioned(Config(), database) == {RECORD.commission}
    assert "old.json\u00a0: elle est d’une version" in capsys.readouterr().err
    elsewhere = Config(carte=CardSection(mises_en_service=str(tmp_path / "other")))
    assert commissioned(elsewhere, database) == frozenset()
