"""``guichet-cps selftest`` as a technician types it: words, statuses, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkout import ROOT
from diagnostics.health.check import CheckResult, HealthCheck, fault, not_checked, ok, warning
from diagnostics.health.metrics import read_facts
from kiosk.commands import selftest as module
from kiosk.commands.selftest import selftest
from kiosk.runtime.process.running_version import version_left

FINE = ok(HealthCheck.DISK, "Place libre.")
ILL = {
    0: (FINE,),
    1: (FINE, warning(HealthCheck.SOUND, "Aucune sortie de son.", "Branchez.")),
    2: (FINE, warning(HealthCheck.SOUND, "s", "r"), fault(HealthCheck.CLOCK, "L’horloge est fausse.", "Réglez-la.")),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch):
    def ask(results: tuple[CheckResult, ...], *words: object) -> Result:
        monkeypatch.setattr(module, "results_of", lambda _: results)
        return CliRunner().invoke(selftest, [str(word) for word in words])

    return ask


@pytest.mark.parametrize("status", ILL)
def test_a_status_for_each_conclusion(asked, status: int) -> None:
    assert asked(ILL[status]).exit_code == status
    assert asked((*ILL[status], not_checked(HealthCheck.PRINTER, "Aucune.")), "--json").exit_code == status


def test_the_text(asked) -> None:
    lines = asked(ILL[2]).stdout.splitlines()
    assert lines[0] == "La borne ne peut pas tout faire\u00a0: un point au moins est en panne."
    assert lines[-2:] == ["✗ Horloge – En panne. L’horloge est fausse.", "    → Réglez-la."]


def test_the_json(asked) -> None:
    found = json.loads(asked(ILL[1], "--json").stdout)
    assert (found["schema"], found["state"]) == (1, "warning")
    assert found["checks"][1] == {
        "check": "sound",
        "state": "warning",
        "code": None,
        "sentence": "Aucune sortie de son.",
        "remedy": "Branchez.",
    }


def test_the_metrics_beside_the_text(asked, tmp_path: Path) -> None:
    path = tmp_path / "guichet_cps.prom"
    assert asked(ILL[2], "--metrics", path).exit_code == 2
    assert 'guichet_cps_check{check="clock",state="fault"} 1.0' in path.read_text()


def test_the_metrics_name_the_kiosk_that_runs_until_it_is_started_again(
    asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one still runs after an update; then none does."""
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    monkeypatch.setattr(module, "own_version", lambda: "0.2.0")
    path = tmp_path / "guichet_cps.prom"
    with version_left(os.environ, "0.1.0"):
        asked(ILL[0], "--metrics", path)
        facts = read_facts(path)
    assert facts is not None
    assert (facts.facts.installed_version, facts.facts.running_version) == ("0.2.0", "0.1.0")
    asked(ILL[0], "--metrics", path)
    assert "running_info{" not in path.read_text()


def test_a_name_that_the_collector_would_not_read_is_refused(asked, tmp_path: Path) -> None:
    result = asked(ILL[0], "--metrics", tmp_path / "guichet_cps.txt")
    assert result.exit_code == 2
    assert ".prom" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written(asked, tmp_path: Path) -> None:
    result = asked(ILL[0], "--metrics", tmp_path / "absent" / "x.prom")
    assert result.exit_code == 74
    assert result.stdout.startswith("La borne est prête.")


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "kiosk", "selftest", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)


def test_on_this_machine_every_check_answers_and_nothing_is_left(tmp_path: Path) -> None:
    done = run(tmp_path, "--json")
    assert done.returncode in (0, 1, 2)
    found = json.loads(done.stdout)
    assert [each["check"] for each in found["checks"]] == [
        check.value for check in HealthCheck if check is not HealthCheck.KIOSK
    ]
    assert "le contrôle a échoué" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_refused_configuration_is_a_fault_that_says_which_key(tmp_path: Path) -> None:
    config = tmp_path / "borne.toml"
    config.write_text('[delais]\nquestion_s = "vite"\n')
    done = run(tmp_path, "--config", str(config))
    assert done.returncode == 2
    assert "question_s" in done.stderr
    assert "T08" in done.stdout
    assert "vite" not in done.stdout


def test_a_counter_that_is_not_complete_is_told_its_keys(tmp_path: Path) -> None:
    config = tmp_path / "borne.toml"
    config.write_text('[borne]\nsite = "brest"\n')
    told = run(tmp_path, "--config", str(config)).stdout
    assert "bureau.nom, bureau.confidentialite, emetteur.releve_le" in told
    assert "borne.site" not in told


def test_a_paper_of_nothing_but_faults(asked, tmp_path: Path) -> None:
    everything = tuple(
        fault(check, "Une panne à dire en une phrase.", "Un remède assez long. " * 5) for check in HealthCheck
    )
    assert asked(everything, "--pdf", tmp_path / "controle.pdf").exit_code == 2
    assert (tmp_path / "controle.pdf").stat().st_size > 5000


def test_the_paper_beside_the_text(asked, tmp_path: Path) -> None:
    path = tmp_path / "controle.pdf"
    assert asked(ILL[1], "--pdf", path).exit_code == 1
    assert path.read_bytes().startswith(b"%PDF")
    assert asked(ILL[0], "--pdf", tmp_path / "absent" / "x.pdf").exit_code == 74
