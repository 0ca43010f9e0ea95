"""From the counters of kiosks to the files that everybody may read: nothing small, nothing twice."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.suppression_adversary import Published, narrowed_by_bounds, solved_by_elimination
from diagnostics.fleet.doors import CentralRefused, Refusal
from diagnostics.fleet.open_data import DATABASE, HIDDEN, SERVICES, TOTAL, write_extract
from diagnostics.fleet.postgres import central_database
from diagnostics.fleet.publish_month import (
    NewerCatalogue,
    NoDepartment,
    StillAwaited,
    publish_month,
    published,
)
from diagnostics.outcomes.codes import Code, Service
from diagnostics.outcomes.weeks import iso_week, month_of
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.fleet.command import fleet as command
from lab.postgres import PASSWORD, Fleet, Postgres

DEPARTMENTS = {"brest": "29", "quimper": "29", "rennes": "35", "vannes": "56"}
CODES = sorted(code.value for code in Code if Service.UNBLOCK in code.services)
WEEKS = {month_of(week): week for week in (iso_week(date(1990, 1, 4) + timedelta(weeks=n)) for n in range(2000))}
MONTHS = count()

Cells = dict[tuple[str, str], int]  # (site, code) of unblockings


def equip(fleet: Fleet) -> Fleet:
    """A kiosk on each site, each of which has sent everything; a publisher."""
    for site, department in DEPARTMENTS.items():
        fleet.enrol(site, site, department)
        fleet.ask("INSERT INTO fleet.epoch VALUES (md5(%s), %s)", site, site)
    fleet.ask("UPDATE fleet.kiosk SET complete_before = fleet.current_week()")
    fleet.member("editeur", "guichet_publisher")
    return fleet


def fill(fleet: Fleet, month: str, cells: Cells) -> None:
    with psycopg.connect(fleet.address(), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO fleet.outcome VALUES (%s, md5(%s), %s, %s, 'unblock', %s, 'cps3', %s, 1)",
            [(site, site, WEEKS[month], site, code, n) for (site, code), n in cells.items() if n],
        )


def publish(fleet: Fleet, month: str, folder: Path, **options: object) -> bool:
    with central_database(fleet.address("editeur")) as central:
        is_new = publish_month(central, month, **options)
        write_extract(folder, published(central))
    return is_new


def grid_of(path: Path, service: str = "unblock") -> tuple[list[str], list[str], Published]:
    """The table as a reader of the CSV draws it: its départements, its codes, its cells."""
    rows = list(csv.DictReader(path.read_text().splitlines(), delimiter=";"))
    found = {(row["departement"], row["code"]): row["nombre"] for row in rows if row["service"] == service}
    departments = sorted({department for department, _ in found})
    codes = sorted({code for _, code in found}, key=lambda code: (code == TOTAL, code))
    numbers = [[found[d, c] for c in codes] for d in departments]
    return departments, codes, [[None if n == HIDDEN else int(n) for n in row] for row in numbers]


@pytest.fixture
def equipped(fleet: Fleet) -> Fleet:
    return equip(fleet)


@pytest.fixture(scope="session")
def country(postgres: Postgres) -> Fleet:
    """One database for many months, each of which is another example."""
    return equip(postgres.fleet())


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(list(DEPARTMENTS)), st.sampled_from(CODES[:6])),
    st.one_of(st.integers(0, 30), st.integers(0, 400)),
    max_size=20,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CELLS)
def test_the_public_files_give_no_small_number_away(country: Fleet, tmp_path: Path, cells: Cells) -> None:
    month = sorted(WEEKS)[next(MONTHS)]
    fill(country, month, cells)
    with central_database(country.address("editeur")) as central:
        assert publish_month(central, month)
        write_extract(tmp_path, [found for found in published(central) if found.month == month])
    departments, codes, grid = grid_of(tmp_path / f"{month}.csv")
    truth = {
        (department, code): sum(n for (site, c), n in cells.items() if DEPARTMENTS[site] == department and c == code)
        for department in departments[:-1]
        for code in codes[:-1]
    }
    small = {(r, c) for r, d in enumerate(departments[:-1]) for c, o in enumerate(codes[:-1]) if truth[d, o] < 11}
    for r, department in enumerate(departments[:-1]):
        for c, code in enumerate(codes[:-1]):
            assert grid[r][c] in (None, truth[department, code])
    assert {(r, c) for r, row in enumerate(grid) for c, n in enumerate(row) if n is not None and n < 11} == set()
    assert set(solved_by_elimination(grid)) & small == set()
    bounds = narrowed_by_bounds(grid)
    assert {cell for cell in small if not (bounds[cell][0] <= 0 and bounds[cell][1] >= 11)} == set()


def test_a_publisher_gets_the_sums_of_a_month_by_departement(equipped: Fleet) -> None:
    """Weeks of the month, kiosks, files and generations are one; other weeks are not in it."""
    with psycopg.connect(equipped.address(), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO fleet.outcome VALUES (%s, md5(%s), %s, %s, 'unblock', 'U01', %s, 100, 1)",
            [
                (site, site, week, site, generation)
                for site in ("brest", "quimper", "rennes")
                for week in ("2024-W35", "2024-W36", "2024-W39", "2024-W40")  # Thursdays: 29 August to 3 October
                for generation in ("cps3", "cps4")
            ],
        )
    with central_database(equipped.address("editeur")) as central:
        found = central.ask("SELECT department, service, outcome, n FROM fleet.sums_of(%s)", "2024-09")
    assert sorted(found) == [("29", "unblock", "U01", 800), ("35", "unblock", "U01", 400)]


def test_a_month_stands(equipped: Fleet, tmp_path: Path) -> None:
    """What arrives late is in no file, whoever publishes again, with whatever threshold."""
    fill(equipped, "2024-09", dict.fromkeys([(site, code) for site in DEPARTMENTS for code in CODES], 50))
    assert publish(equipped, "2024-09", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("2024*")}
    equipped.ask("UPDATE fleet.outcome SET n = n + 1")
    assert not publish(equipped, "2024-09", tmp_path)
    assert not publish(equipped, "2024-09", tmp_path, threshold=20)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("2024*")} == before


@pytest.mark.parametrize(
    "statement", ["UPDATE fleet.{} SET month = '2024-08'", "DELETE FROM fleet.{}", "TRUNCATE fleet.{} CASCADE"]
)
@pytest.mark.parametrize("table", ["publication", "published_cell"])
def test_not_even_an_administrator_changes_it_by_accident(
    equipped: Fleet, tmp_path: Path, table: str, statement: str
) -> None:
    publish(equipped, "2024-09", tmp_path)
    with pytest.raises(psycopg.DatabaseError, match="stands"):
        equipped.ask(statement.format(table))


def test_two_publishers_at_once_publish_once(equipped: Fleet, tmp_path: Path) -> None:
    with (
        central_database(equipped.address("editeur")) as first,
        central_database(equipped.address("editeur")) as second,
    ):
        with second.one_moment():
            assert second.ask("SELECT 1 FROM fleet.published") == []
            assert publish_month(first, "2024-09")
            with pytest.raises(CentralRefused) as refused:
                second.record("2024-09", 11, [])
        assert refused.value.refusal is Refusal.OVERTAKEN
        assert not publish_month(second, "2024-09")


@pytest.mark.parametrize("n", [0, 1, 10, 11])
def test_the_database_itself_takes_no_small_number(equipped: Fleet, n: int) -> None:
    cell = {"service": "unblock", "department": "29", "outcome": "U01", "n": n}
    with central_database(equipped.address("editeur")) as central:
        if n >= 11:
            central.record("2024-09", 11, [cell])
            return
        with pytest.raises(CentralRefused) as refused:
            central.record("2024-09", 11, [cell])
    assert refused.value.refusal is Refusal.BAD_VALUE
    assert equipped.ask("SELECT 1 FROM fleet.publication") == []


def test_the_threshold_is_recorded_and_never_below_eleven(equipped: Fleet, tmp_path: Path) -> None:
    with central_database(equipped.address("editeur")) as central:
        with pytest.raises(ValueError, match="11"):
            publish_month(central, "2024-09", threshold=10)
        with pytest.raises(CentralRefused):
            central.record("2024-09", 10, [])
    publish(equipped, "2024-09", tmp_path, threshold=20)
    assert json.loads((tmp_path / "2024-09.json").read_text())["threshold"] == 20


def test_a_month_that_is_not_over(equipped: Fleet) -> None:
    ((today,),) = equipped.ask("SELECT now()::date")
    equipped.ask("UPDATE fleet.kiosk SET complete_before = '2999-W01'")
    with central_database(equipped.address("editeur")) as central, pytest.raises(CentralRefused) as refused:
        publish_month(central, month_of(iso_week(today)))
    assert refused.value.refusal is Refusal.MONTH_NOT_OVER
    assert equipped.ask("SELECT 1 FROM fleet.publication") == []


@pytest.mark.parametrize(("complete_before", "awaited"), [(None, True), ("2024-W40", True), ("2024-W41", False)])
def test_kiosks_that_have_not_sent_all_of_the_month_are_awaited(
    equipped: Fleet, tmp_path: Path, complete_before: str | None, awaited: bool
) -> None:
    """W39 is the last week of September 2024: the Thursday of W40 is in October."""
    assert month_of("2024-W40") == "2024-10"
    wanted = {None: None, "2024-W40": "2024-W39", "2024-W41": "2024-W40"}[complete_before]
    equipped.ask("UPDATE fleet.kiosk SET complete_before = %s WHERE name = 'vannes'", wanted)
    if not awaited:
        assert publish(equipped, "2024-09", tmp_path)
        return
    with pytest.raises(StillAwaited) as error:
        publish(equipped, "2024-09", tmp_path)
    assert error.value.kiosks == ("vannes",)
    equipped.ask("UPDATE fleet.kiosk SET retired = true WHERE name = 'vannes'")
    assert publish(equipped, "2024-09", tmp_path)


def test_nobody_is_enrolled(fleet: Fleet) -> None:
    fleet.member("editeur", "guichet_publisher")
    with central_database(fleet.address("editeur")) as central, pytest.raises(NoDepartment):
        publish_month(central, "2024-09")


@pytest.mark.parametrize("code", ["U98", "A01"])
def test_a_code_of_a_later_version(equipped: Fleet, code: str) -> None:
    equipped.ask("INSERT INTO fleet.catalogue VALUES ('unblock', 'U98'), ('unblock', 'A01')")
    fill(equipped, "2024-09", {("brest", code): 50})
    with central_database(equipped.address("editeur")) as central, pytest.raises(NewerCatalogue):
        publish_month(central, "2024-09")
    assert equipped.ask("SELECT 1 FROM fleet.publication") == []


@pytest.mark.parametrize(
    ("service", "outcome", "n"),
    [
        ("unblock", "U01", 9 * 10**18),  # two of them are out of a bigint's range
        ("unblock", "U01", 10_001),
        ("unblock", "A01", 50),
        ("unblock", "U98", 50),
        ("unknown", "U01", 50),
    ],
)
def test_a_kiosk_with_impossible_figures_is_set_aside_and_the_others_are_published(
    environment: Fleet, tmp_path: Path, service: str, outcome: str, n: int
) -> None:
    """As they may stand there since before the central database refused them."""
    fill(environment, "2024-09", dict.fromkeys([(site, "U01") for site in DEPARTMENTS if site != "brest"], 100))
    for generation in ("cps3", "cps4"):
        environment.ask(
            "INSERT INTO fleet.outcome VALUES ('brest', md5('brest'), %s, 'brest', %s, %s, %s, %s, 1)",
            WEEKS["2024-09"],
            service,
            outcome,
            generation,
            n,
        )
    done = run("--month", "2024-09", "--output", tmp_path)
    assert (done.exit_code, "Publié sans brest," in done.stdout) == (0, True), done.output
    assert json.loads((tmp_path / "2024-09.json").read_text())["set_aside"] == 1
    departments, _, grid = grid_of(tmp_path / "2024-09.csv")
    assert dict(zip(departments, (row[-1] for row in grid), strict=True)) == {
        "29": 100,
        "35": 100,
        "56": 100,
        TOTAL: 300,
    }
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        assert connection.execute("SELECT mois, bornes_ecartees FROM publications").fetchall() == [("2024-09", 1)]


def test_who_is_set_aside_for_one_month_is_in_the_next(environment: Fleet, tmp_path: Path) -> None:
    for month, n in (("2024-09", 10_001), ("2024-10", 10_000)):
        fill(environment, month, {("brest", "U01"): n})
    assert "Publié sans brest," in run("--month", "2024-09", "--output", tmp_path).stdout
    assert "Publié sans" not in run("--month", "2024-10", "--output", tmp_path).stdout
    assert [json.loads((tmp_path / f"2024-{month}.json").read_text())["set_aside"] for month in ("09", "10")] == [1, 0]


def test_the_publisher_sees_sums_and_no_machine(equipped: Fleet) -> None:
    with central_database(equipped.address("editeur")) as central:
        for view in ("raw_outcome", "raw_visit", "kiosk_state", "outcome"):
            with pytest.raises(CentralRefused) as refused:
                central.ask("TABLE fleet." + view)
            assert refused.value.refusal is Refusal.NO_RIGHT


def test_the_files_say_the_same(equipped: Fleet, tmp_path: Path) -> None:
    fill(equipped, "2024-09", {(site, "U01"): 100 + n for n, site in enumerate(DEPARTMENTS)})
    fill(equipped, "2024-10", {(site, "R01"): 200 + n for n, site in enumerate(DEPARTMENTS)})
    for month in ("2024-10", "2024-09"):
        publish(equipped, month, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [f"2024-{month}.{kind}" for month in ("09", "10") for kind in ("csv", "json")] + [DATABASE]
    )
    of_csv, of_json = [], []
    for month in ("2024-09", "2024-10"):
        for row in csv.DictReader((tmp_path / f"{month}.csv").read_text().splitlines(), delimiter=";"):
            n = None if row["nombre"] == HIDDEN else int(row["nombre"])
            of_csv.append((row["mois"], row["service"], row["departement"], row["code"], n))
        for cell in json.loads((tmp_path / f"{month}.json").read_text())["cells"]:
            place = (cell["department"] or TOTAL, cell["outcome"] or TOTAL)
            of_json.append((month, cell["service"], *place, cell["n"]))
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        of_sqlite = connection.execute("SELECT mois, service, departement, code, nombre FROM chiffres").fetchall()
        names = dict(connection.execute("SELECT service, nom FROM services"))
    assert sorted(of_csv, key=str) == sorted(of_json, key=str) == sorted(of_sqlite, key=str)
    assert ("2024-09", "unblock", "29", TOTAL, 201) in of_csv
    assert set(names) == {service.value for service in Service} == {service.value for service in SERVICES}


def test_what_is_published_is_what_grafana_reads(equipped: Fleet, tmp_path: Path) -> None:
    fill(equipped, "2024-09", dict.fromkeys([(site, "U01") for site in DEPARTMENTS], 100))
    publish(equipped, "2024-09", tmp_path)
    public = equipped.member("grafana", "guichet_public")
    rows = equipped.ask(
        "SELECT first_day, n, hidden FROM fleet.published"
        " WHERE service = 'unblock' AND department = '29' AND outcome IS NULL",
        address=public,
    )
    assert rows == [(date(2024, 9, 1), 200, False)]
    assert equipped.ask("SELECT DISTINCT n FROM fleet.published WHERE hidden", address=public) == [(None,)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["publish", *map(str, arguments)])


@pytest.fixture
def environment(equipped: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fleet:
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"*:*:*:*:{PASSWORD}\n")
    passwords.chmod(0o600)
    values = {"PGPASSFILE": passwords, "PGHOST": equipped.socket, "PGDATABASE": equipped.database, "PGUSER": "editeur"}
    for name, value in values.items():
        monkeypatch.setenv(name, str(value))
    return equipped


def test_the_command(environment: Fleet, tmp_path: Path) -> None:
    fill(environment, "2024-09", dict.fromkeys([(site, "U01") for site in DEPARTMENTS], 100))
    first = run("--month", "2024-09", "--output", tmp_path / "out")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("2024-09 est publié et ne changera plus")
    again = run("--month", "2024-09", "--output", tmp_path / "out")
    assert again.stdout.startswith("2024-09 était déjà publié")
    assert (tmp_path / "out" / DATABASE).exists()


def test_the_command_when_it_cannot(environment: Fleet, tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment.ask("UPDATE fleet.kiosk SET complete_before = NULL WHERE name = 'vannes'")
    awaited = run("--month", "2024-09", "--output", out)
    assert (awaited.exit_code, "vannes" in awaited.stderr, out.exists()) == (ExitStatus.DATAERR, True, False)
    assert run("--month", "2024-09", "--output", out, "--incomplete").exit_code == 0
    ((today,),) = environment.ask("SELECT now()::date")
    running = run("--month", month_of(iso_week(today)), "--output", out, "--incomplete")
    assert (running.exit_code, "peut encore être comptée" in running.stderr) == (ExitStatus.DATAERR, True)
    (tmp_path / "file").write_text("")
    assert run("--month", "2024-08", "--output", tmp_path / "file" / "x", "--incomplete").exit_code == ExitStatus.IOERR


@pytest.mark.parametrize("month", ["2024-13", "2026", "octobre", "2024-1", "2024-10-01"])
def test_a_month_is_written_in_one_way(month: str, tmp_path: Path) -> None:
    assert run("--month", month, "--output", tmp_path).exit_code == 2


def test_a_threshold_below_eleven_is_refused_by_the_command(tmp_path: Path) -> None:
    assert run("--month", "2024-09", "--output", tmp_path, "--threshold", 10).exit_code == 2
