"""The page for the data-protection officer says what the code does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from checkout import ROOT
from diagnostics.database.backup import backup_of
from diagnostics.database.retention import Retention
from diagnostics.fleet.folders import ACKNOWLEDGEMENT, SHIPMENT, Acknowledgement
from diagnostics.fleet.shipment import Shipment, shipment_as_text
from diagnostics.publication.publication import SMALLEST_THRESHOLD
from diagnostics.store.store import OutcomeStore
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.stats import stats

PAGE = ROOT / "deploy" / "guide" / "donnees.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text().replace("\u00a0", " ")


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def lines_of(page: str, heading: str) -> list[list[str]]:
    """The lines of the first table after ``heading``, without its head."""
    table = re.search(r"(?:^\|.*\n)+", page.split(heading)[1], re.MULTILINE)
    assert table
    return [line.strip("|").split("|") for line in table[0].splitlines()[2:]]


def test_every_table_and_column_is_named(
    page: str, opened: Callable[[], OutcomeStore], rows: Callable[[str], list[tuple[str, str]]]
) -> None:
    opened()
    found: dict[str, list[str]] = {}
    for table, column in rows(
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
        "WHERE t.schema = 'main' AND t.name NOT LIKE '%sqlite%' ORDER BY t.name, c.cid"
    ):
        found.setdefault(table, []).append(column)
    told = {words(line[0])[0]: words(line[1]) for line in lines_of(page, "## Ce qui est gardé")}
    assert told == found


def test_every_file_beside_the_database_is_named(page: str, opened: Callable[[], OutcomeStore], database: Path) -> None:
    store = opened()
    database.write_bytes(b"\xff" * 9000)
    store.recover()
    suffixes = {path.name.removeprefix(database.name) for path in database.parent.iterdir()} - {""}
    assert backup_of(database).name.removeprefix(database.name) in suffixes
    told = {word.lstrip("…") for line in lines_of(page, "À côté de la base") for word in words(line[0])}
    assert suffixes - told == set()


def test_the_times_and_the_threshold_are_those_of_the_code(page: str) -> None:
    usual = Retention()
    assert f"{usual.after_acknowledgement_weeks} semaines après la confirmation" in page
    assert f"{usual.at_most_months} mois au plus" in page
    assert f"rien sous {SMALLEST_THRESHOLD}" in page
    assert f"de 1 à {SMALLEST_THRESHOLD - 1}" in page


def test_every_option_is_shown_and_no_other(page: str) -> None:
    shown = set(re.findall(r"guichet-cps stats (--\w+)", page))
    assert shown == {option.opts[0] for option in stats.params if isinstance(option, click.Option)} - {"--config", "-h"}
    assert f"{ExitStatus.IOERR} si la base" in page
    assert f"{ExitStatus.CONFIG} si la configuration" in page


def test_the_fields_of_the_json_and_the_columns_of_the_csv(
    page: str, opened: Callable[[], OutcomeStore], database: Path
) -> None:
    opened().recover()
    found = json.loads(CliRunner().invoke(stats, ["--database", str(database), "--json", "--current"]).stdout)
    table = lines_of(page, "Le JSON, version 1")
    assert {word for line in table for word in words(line[0])} == set(found)
    told = {words(line[0])[0]: set(words(line[1])) for line in table}
    assert set(found["current_week"]) <= told["current_week"]
    assert set(found["visits"]) <= told["visits"]
    assert {*found["rates"], *found["rates"]["unblocked"]} <= told["rates"]
    header = CliRunner().invoke(stats, ["--database", str(database), "--csv"]).stdout.strip().split(";")
    assert words(page.split("Le CSV")[1].split("\n")[0])[-len(header) :] == header


def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page)
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_what_leaves_the_machine_is_named_field_by_field(page: str) -> None:
    told = {words(line[0])[0]: set(words(line[2])) for line in lines_of(page, "(`[parc] dossier`)")}
    shipment = json.loads(shipment_as_text(Shipment("0" * 32, 1, "2026-W42", {}, {})))
    receipt = {field.name for field in fields(Acknowledgement)}
    assert told == {str(SHIPMENT): set(shipment) - {"schema"}, str(ACKNOWLEDGEMENT): receipt}


def test_the_roles_and_the_keys_of_each_perimeter_are_those_of_the_schema(page: str) -> None:
    schema = (PAGE.parents[1] / "fleet" / "schema.sql").read_text()
    perimeters = lines_of(page, "n’ont pas tous le même public")
    assert [line[0].strip() for line in perimeters] == ["la machine", "la base centrale", "la publication"]
    (reader,) = words(perimeters[1][1])
    assert re.search(rf"GRANT SELECT ON [^;]*fleet\.raw_outcome[^;]* TO {reader};", schema)
    assert re.search(r"GRANT EXECUTE ON FUNCTION [^;]*fleet\.publish[^;]*\s+TO guichet_publisher;", schema)
    assert "`guichet_publisher`, une fois" in page
    assert f"CHECK (n >= {SMALLEST_THRESHOLD})" in schema
    assert f"aucun nombre de 0 à {SMALLEST_THRESHOLD - 1}" in page
    assert re.search(r"older_than_months integer DEFAULT 25", schema)
    assert "25 mois, par `fleet.purge(25)`" in page


def test_the_tests_that_are_named_exist(page: str) -> None:
    named = set(re.findall(r"`(tests/[\w./]+)`", page))
    assert len(named) >= 3
    assert [path for path in named if not (PAGE.parents[2] / path).exists()] == []
