"""`guichet-cps stats`: tables, CSV and JSON say the same, closed weeks only, and the file is not touched."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkout import ROOT
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import OutcomeStore
from kiosk.commands.stats import stats

Open = Callable[[], OutcomeStore]

TODAY = date.today()
LAST_WEEK, WEEK_BEFORE = (iso_week(TODAY - timedelta(weeks=n)) for n in (1, 2))
SPACE = "\u00a0"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(stats, [str(argument) for argument in arguments])


def count(store: OutcomeStore, n: int, service: Service, code: Code, generation: CardGeneration) -> None:
    for _ in range(n):
        store.finish(store.begin(service, generation), code)


@pytest.fixture
def kiosk(opened: Open, calendar) -> OutcomeStore:
    """A kiosk that serves: two closed weeks and the current one."""
    calendar.day = TODAY - timedelta(weeks=2)
    store = opened()
    store.recover()
    count(store, 3, Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    count(store, 1, Service.UNBLOCK, Code.PUK_UNKNOWN, CardGeneration.CPS4)
    store.end_visit(VisitMargins(DurationBucket.FROM_2_TO_5_MIN, "fr", printed=True, assisted=False))
    calendar.day = TODAY - timedelta(weeks=1)
    count(store, 1, Service.READING, Code.READ_NOT_BLOCKED, CardGeneration.CPS3)
    calendar.day = TODAY
    count(store, 2, Service.AUDIT, Code.AUDIT_VALID, CardGeneration.OLDER)
    store.end_visit(VisitMargins(DurationBucket.FROM_10_MIN, "en", printed=True, assisted=True))
    return store


def rows_of(text: str, title: str) -> list[list[str]]:
    block = text.split(f"\n{title}\n")[1].split("\n\n")[0]
    return [line.split() for line in block.splitlines()]


def test_the_tables(kiosk: OutcomeStore, database: Path) -> None:
    result = run("--database", database)
    assert result.exit_code == 0
    text = result.stdout
    assert text.startswith(f"Brest{SPACE}: semaines closes de {WEEK_BEFORE} à {LAST_WEEK}, 5 services.\n")
    assert rows_of(text, "Services par semaine") == [
        ["Lecture", "Contrôle", "Déblocage", "Réfection", "Code", "actuel", "Total"],
        [WEEK_BEFORE, "0", "0", "4", "0", "0", "4"],
        [LAST_WEEK, "1", "0", "0", "0", "0", "1"],
        ["Total", "1", "0", "4", "0", "0", "5"],
    ]
    assert [row[:4] for row in rows_of(text, "Résultats")] == [
        ["CPS3", "CPS4", "Total"],
        ["L02", "1", "0", "1"],
        ["R01", "0", "1", "1"],
        ["U01", "3", "0", "3"],
    ]
    assert f"Déblocages réussis{SPACE}: 75,0{SPACE}% (3 sur 4)" in text
    assert rows_of(text, "Durée des visites") == [["de", "2", "à", "5", "min", "1"]]
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_the_current_week_is_in_none_of_them(kiosk: OutcomeStore, database: Path, form: tuple[str, ...]) -> None:
    output = run("--database", database, *form).stdout
    assert iso_week(TODAY) not in output
    assert "A01" not in output
    assert "older" not in output
    assert '"en"' not in output


def test_of_the_current_week_one_number_may_be_asked_for(kiosk: OutcomeStore, database: Path) -> None:
    text = run("--database", database, "--current").stdout
    assert text.endswith(f"Semaine en cours ({iso_week(TODAY)}){SPACE}: 2 services, sans détail.\n")
    assert "A01" not in text
    found = json.loads(run("--database", database, "--current", "--json").stdout)
    assert found["current_week"] == {"week": iso_week(TODAY), "services": 2}


def test_csv_for_a_spreadsheet(kiosk: OutcomeStore, database: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("--database", database, "--csv").stdout), delimiter=";"))
    assert rows == [
        ["semaine", "site", "service", "code", "generation", "nombre"],
        [WEEK_BEFORE, "Brest", "unblock", "R01", "cps4", "1"],
        [WEEK_BEFORE, "Brest", "unblock", "U01", "cps3", "3"],
        [LAST_WEEK, "Brest", "reading", "L02", "cps3", "1"],
    ]


def test_json_for_a_program(kiosk: OutcomeStore, database: Path) -> None:
    found = json.loads(run("--database", database, "--json").stdout)
    assert found["schema"] == 1
    assert found["sites"] == ["Brest"]
    assert found["weeks"] == [WEEK_BEFORE, LAST_WEEK]
    assert [row["n"] for row in found["outcomes"]] == [1, 3, 1]
    assert found["visits"]["language"] == [{"week": WEEK_BEFORE, "site": "Brest", "value": "fr", "n": 1}]
    assert found["rates"]["unblocked"] == {"part": 3, "whole": 4, "percent": 75.0}
    assert "current_week" not in found


@pytest.mark.parametrize(("weeks", "first"), [(1, LAST_WEEK), (2, WEEK_BEFORE), (3, WEEK_BEFORE)])
def test_the_last_weeks_only(kiosk: OutcomeStore, database: Path, weeks: int, first: str) -> None:
    assert json.loads(run("--database", database, "--json", "--weeks", weeks).stdout)["weeks"][0] == first


@pytest.mark.parametrize(("weeks", "title"), [(26, "Services par semaine"), (27, "Services par mois")])
def test_a_long_time_is_shown_by_month(opened: Open, calendar, database: Path, weeks: int, title: str) -> None:
    store = opened()
    for ago in range(weeks, 0, -1):
        calendar.day = TODAY - timedelta(weeks=ago)
        count(store, 1, Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    rows = rows_of(run("--database", database).stdout, title)
    assert rows[-1][-1] == str(weeks)
    assert len(rows) == 28 if weeks == 26 else len(rows) <= 10


def test_nothing_closed_yet(opened: Open, database: Path) -> None:
    opened().recover()
    assert run("--database", database).stdout == "Aucune semaine close n’a de chiffres.\n"
    assert json.loads(run("--database", database, "--json").stdout)["rates"]["unblocked"]["percent"] is None


def test_a_kiosk_at_work_is_not_disturbed(kiosk: OutcomeStore, database: Path) -> None:
    before = database.read_bytes()
    command = [sys.executable, "-m", "kiosk", "stats", "--database", str(database), "--csv"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert len(result.stdout.splitlines()) == 4
    assert database.read_bytes() == before
    count(kiosk, 1, Service.AUDIT, Code.AUDIT_VALID, CardGeneration.CPS3)
    assert json.loads(run("--database", database, "--json", "--current").stdout)["current_week"]["services"] == 3


def test_the_configured_database(kiosk: OutcomeStore, database: Path, tmp_path: Path) -> None:
    config = tmp_path / "borne.toml"
    config.write_text(f'[stockage]\nbase = "{database}"\n')
    assert run("--config", config).stdout.startswith("Brest")
    config.write_text("[stockage]\nbase = 3\n")
    refused = run("--config", config)
    assert refused.exit_code == 78
    assert "base" in refused.stderr


@pytest.mark.parametrize(
    ("content", "why"), [(None, "Démarrez la borne une fois"), (b"", "pas une base"), (b"\xff" * 9000, "abîmée")]
)
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "compteurs.sqlite3"
    if content is not None:
        path.write_bytes(content)
    result = run("--database", path)
    assert result.exit_code == 74
    assert why in result.stderr
    assert result.stdout == ""
    assert path.exists() is (content is not None)


def test_the_base_of_a_later_release_is_a_sentence_too(kiosk: OutcomeStore, database: Path) -> None:
    with closing(sqlite3.connect(database)) as later, later:
        later.execute("INSERT INTO counts VALUES ('2026-W01', 'Brest', 'unblock', 'U77', 'cps5', 1)")
    result = run("--database", database)
    assert result.exit_code == 74
    assert "cette version" in result.stderr
