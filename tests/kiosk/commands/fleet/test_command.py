"""`guichet-cps fleet push` and `fleet status`, as a technician and a timer run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkout import ROOT
from diagnostics.fleet.doors import CentralRefused, Refusal
from diagnostics.fleet.folders import (
    ACKNOWLEDGEMENT,
    SHIPMENT,
    Acknowledgement,
    read_acknowledgement,
    read_shipment,
    write_acknowledgement,
)
from diagnostics.health.metrics import ListAge, MachineFacts, write_metrics
from diagnostics.outcomes.weeks import iso_week
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.fleet.command import METRICS
from kiosk.commands.fleet.command import fleet as command
from kiosk.commands.fleet.sentences import refusal_text
from lab.postgres import PASSWORD, Fleet

TODAY = date.today()
NBSP = "\u00a0"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def config(tmp_path: Path, kiosk) -> Callable[[str], Path]:
    """A configuration of this kiosk, with that address."""

    def write(address: str = "", more: str = "") -> Path:
        path = tmp_path / "borne.toml"
        base = f'base = "{address}"\n' if address else ""
        path.write_text(f'[parc]\ndossier = "{kiosk.folder}"\n{base}{more}')
        return path

    return write


@pytest.fixture
def ready(kiosk):
    """Two weeks before the current one are closed and handed over."""
    kiosk.day = TODAY - timedelta(weeks=2)
    for _ in range(2):
        kiosk.visits(3)
        kiosk.weeks_later()
    kiosk.visits(1)
    return kiosk


@pytest.fixture
def pgpass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pgpass"
    path.write_text(f"*:*:*:*:{PASSWORD}\n")
    path.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(path))


def test_a_push_and_its_status(fleet: Fleet, ready, config, pgpass: None) -> None:
    fleet.enrol("brest-1", "brest", "29")
    path = config(fleet.address("borne-brest-1", password=False))
    weeks = [iso_week(TODAY - timedelta(weeks=n)) for n in (2, 1)]
    before = run("status", "--config", path)
    assert f"En attente{NBSP}: 2 semaines, de {weeks[0]} à {weeks[1]}." in before.stdout
    assert before.exit_code == 0
    pushed = run("push", "--config", path)
    assert (pushed.exit_code, pushed.stderr) == (0, "")
    assert f"Envoyé{NBSP}: 2 semaines, de {weeks[0]} à {weeks[1]}, 10 compteurs" in pushed.stdout
    again = run("push", "--config", path)
    assert f"Envoyé{NBSP}: rien de nouveau." in again.stdout
    found = json.loads(run("status", "--config", path, "--json", "--metrics", path.parent / "absent.prom").stdout)
    assert found == {
        "schema": 1,
        "laid_down_in": iso_week(TODAY),
        "last_contact": iso_week(TODAY),
        "confirmed": weeks,
        "waiting": [],
        "kiosk_is_late": False,
        "central_is_late": False,
        "machine": None,
    }


def test_the_password_is_nowhere(fleet: Fleet, ready, config, pgpass: None, tmp_path: Path) -> None:
    """A real process, its arguments and all that it writes; refused in the end, which talks the most."""
    fleet.enrol("rennes-1", "rennes", "35")
    path = config(fleet.address("borne-rennes-1", password=False))
    process = subprocess.run(
        [sys.executable, "-m", "kiosk", "fleet", "push", "--config", path],
        cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"HOME": str(tmp_path)},
    )  # fmt: skip
    assert process.returncode == ExitStatus.NOPERM
    assert "n’est pas un site de cette borne" in process.stderr
    assert PASSWORD not in process.stdout + process.stderr + " ".join(map(str, process.args))
    assert "Traceback" not in process.stderr
    assert read_acknowledgement(ready.folder) is None


def test_offline_is_a_line_and_a_status(ready, config) -> None:
    result = run("push", "--config", config("host=/nowhere dbname=parc user=borne-brest-1"))
    assert result.exit_code == ExitStatus.TEMPFAIL
    assert result.stderr.startswith("La base centrale ne répond pas, à réessayer plus tard (")
    assert len(result.stderr.splitlines()) == 1


def test_the_environment_of_libpq_is_enough(fleet, ready, config, pgpass: None, monkeypatch) -> None:
    fleet.enrol("brest-1", "brest", "29")
    assert run("push", "--config", config()).exit_code == 78
    monkeypatch.setenv("PGHOST", str(fleet.socket))
    monkeypatch.setenv("PGDATABASE", fleet.database)
    monkeypatch.setenv("PGUSER", "borne-brest-1")
    assert run("push", "--config", config()).exit_code == 0


@pytest.mark.parametrize("address", [f"host=x password={PASSWORD}", f"postgresql://a:{PASSWORD}@x/parc"])
def test_a_password_has_no_place_in_the_configuration(ready, config, address: str) -> None:
    result = run("push", "--config", config(address))
    assert result.exit_code == 78
    assert "~/.pgpass" in result.stderr
    assert PASSWORD not in result.stderr


def test_an_address_that_cannot_be_read(ready, config) -> None:
    result = run("push", "--config", config("host"))
    assert result.exit_code == 78
    assert "mal écrite" in result.stderr


def test_a_kiosk_that_stands_alone(tmp_path: Path) -> None:
    for name in ("push", "status"):
        result = run(name)
        assert result.exit_code == 78
        assert "[parc] dossier" in result.stderr


def test_nothing_laid_down_yet(fleet: Fleet, kiosk, config, pgpass: None) -> None:
    fleet.enrol("brest-1", "brest", "29")
    (kiosk.folder / ACKNOWLEDGEMENT).parent.mkdir(parents=True)
    path = config(fleet.address("borne-brest-1", password=False))
    assert run("push", "--config", path).stdout == "La borne n’a encore rien déposé.\n"
    text = run("status", "--config", path)
    assert (text.exit_code, "jamais" in text.stdout) == (0, True)


@pytest.mark.parametrize("name", ["push", "status"])
def test_a_folder_that_cannot_be_used(ready, fleet: Fleet, config, pgpass: None, name: str) -> None:
    fleet.enrol("brest-1", "brest", "29")
    (ready.folder / SHIPMENT).write_text("not ours")
    result = run(name, "--config", config(fleet.address("borne-brest-1", password=False)))
    assert result.exit_code == ExitStatus.IOERR
    assert str(ready.folder / SHIPMENT) in result.stderr


@pytest.mark.parametrize(("weeks", "late"), [(3, False), (4, True), (5, True)])
def test_a_silence_of_four_weeks_is_told(kiosk, config, weeks: int, late: bool) -> None:
    """The central database has been silent; the kiosk goes on laying its figures down."""
    kiosk.day = TODAY - timedelta(weeks=weeks)
    for _ in range(weeks):
        kiosk.visits(1)
        kiosk.weeks_later()
    kiosk.start()
    shipment = read_shipment(kiosk.folder)
    silent_since = iso_week(TODAY - timedelta(weeks=weeks))
    write_acknowledgement(kiosk.folder, Acknowledgement(shipment.epoch, silent_since, {}))
    result = run("status", "--config", config())
    assert result.exit_code == (1 if late else 0)
    assert ("rien n’est confirmé depuis 4 semaines ou plus" in result.stdout) == late
    assert run("status", "--config", config(more="alerte_semaines = 6\n")).exit_code == 0


@pytest.mark.parametrize(("weeks", "late"), [(3, False), (4, True)])
def test_a_kiosk_that_serves_no_more_is_told(kiosk, config, weeks: int, late: bool) -> None:
    kiosk.day = TODAY - timedelta(weeks=weeks)
    kiosk.start()
    shipment = read_shipment(kiosk.folder)
    write_acknowledgement(kiosk.folder, Acknowledgement(shipment.epoch, iso_week(TODAY), {}))
    result = run("status", "--config", config())
    assert ("la borne n’a rien déposé" in result.stdout) == late
    assert result.exit_code == (1 if late else 0)


def test_other_figures_than_ours_are_told(fleet: Fleet, ready, config, pgpass: None) -> None:
    fleet.enrol("brest-1", "brest", "29")
    path = config(fleet.address("borne-brest-1", password=False))
    run("push", "--config", path)
    fleet.ask("UPDATE fleet.outcome SET n = 99 WHERE iso_week = %s", iso_week(TODAY - timedelta(weeks=1)))
    result = run("push", "--config", path)
    assert result.exit_code == ExitStatus.DATAERR
    assert f"garde d’autres chiffres pour {iso_week(TODAY - timedelta(weeks=1))}." in result.stdout


@pytest.fixture
def metrics(tmp_path: Path) -> Callable[[MachineFacts], Path]:
    """What a selftest left at half past seven in the morning, in UTC."""

    def write(facts: MachineFacts) -> Path:
        path = tmp_path / "guichet_cps.prom"
        write_metrics(path, (), facts, datetime(2026, 11, 30, 7, 30, tzinfo=UTC).timestamp())
        return path

    return write


FORT = "AC IGC-SANTE FORT PERSONNES"


def test_the_version_that_runs_and_the_age_of_the_lists(kiosk, config, metrics) -> None:
    lists = (ListAge(FORT, 2 * 86400 - 1.0, expired=False), ListAge("AC RACINE IGC-SANTE FORT", 9e5, expired=True))
    path = metrics(MachineFacts("0.2.0", "0.1.0", lists))
    told = run("status", "--config", config(), "--metrics", path).stdout.replace(NBSP, " ")
    assert "Dernier contrôle de la machine : le 30/11/2026 à " in told
    assert "Version installée : 0.2.0. Version en marche : 0.1.0.\nAttention : redémarrez la borne" in told
    assert f"Liste de {FORT} : 1 jour, en vigueur.\n" in told
    assert "Liste de AC RACINE IGC-SANTE FORT : 10 jours, hors de ses dates.\n" in told
    found = json.loads(run("status", "--config", config(), "--metrics", path, "--json").stdout)["machine"]
    assert found == {
        "checked_at": "2026-11-30T07:30:00+00:00",
        "installed_version": "0.2.0",
        "running_version": "0.1.0",
        "lists": [
            {"issuer": FORT, "age_s": 2 * 86400 - 1.0, "expired": False},
            {"issuer": "AC RACINE IGC-SANTE FORT", "age_s": 9e5, "expired": True},
        ],
    }


@pytest.mark.parametrize(("running", "told"), [(None, "aucune"), ("0.2.0", "0.2.0")])
def test_no_advice_where_nothing_old_runs(kiosk, config, metrics, running: str | None, told: str) -> None:
    said = run("status", "--config", config(), "--metrics", metrics(MachineFacts("0.2.0", running))).stdout
    assert f"Version en marche{NBSP}: {told}." in said
    assert "redémarrez" not in said


def test_a_machine_that_is_not_checked_is_told(kiosk, config, tmp_path: Path) -> None:
    said = run("status", "--config", config(), "--metrics", tmp_path / "absent.prom")
    assert (said.exit_code, "rien à lire" in said.stdout) == (0, True)


def test_the_metrics_are_looked_for_where_the_service_leaves_them() -> None:
    unit = (ROOT / "deploy" / "systemd" / "guichet-cps-selftest.service").read_text(encoding="utf-8")
    assert f"--metrics {METRICS}\n" in unit


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_its_sentence(refusal: Refusal) -> None:
    assert "détail" in refusal_text(CentralRefused(refusal, "détail"))
