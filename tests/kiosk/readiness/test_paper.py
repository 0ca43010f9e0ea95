"""The paper of the checks, read back as another program reads it."""

from __future__ import annotations

import subprocess
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest

from diagnostics.health.check import CheckResult, HealthCheck, ok, worst
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.readiness.paper import brief, readiness_paper
from reports.layouts.a4 import DoesNotFit
from reports.papers.documents import document
from reports.papers.papers import Issuer, Office
from reports.pdf.render import PaperSize, render

WHEN = datetime(2026, 11, 22, 8, 5)
LONG = "Vérifiez le chemin réglé, puis la version installée, et rendez-lui la base et son dossier s’il le faut."
WORST = tuple(
    CheckResult(check, Status.FAULT, f"Phrase {number} qui dit ce qui ne va pas.", LONG, Code.NO_READER)
    for number, check in enumerate(HealthCheck)
)


def words_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("size", PaperSize)
def test_a_machine_on_which_everything_fails_still_fits(tmp_path: Path, size: PaperSize) -> None:
    paper = readiness_paper(WORST, "borne-3", WHEN)
    if size is PaperSize.A4:
        with pytest.raises(DoesNotFit):
            render(document(paper, Office(), Issuer()), size)
        paper = brief(paper)
    words = words_of(render(document(paper, Office(), Issuer()), size), tmp_path)
    assert all(check.title in words for check in HealthCheck)
    assert all(f"Phrase {number} qui" in words for number in range(len(HealthCheck)))
    assert "borne-3" in words
    assert "T01" in words


def test_a_bad_day_keeps_its_remedies_on_one_page(tmp_path: Path) -> None:
    day = (*WORST[:8], *(ok(check, "Tout va bien.") for check in list(HealthCheck)[8:]))
    words = words_of(
        render(document(readiness_paper(day, "borne-3", WHEN), Office(), Issuer()), PaperSize.A4), tmp_path
    )
    assert words.count("rendez-lui") == 8


@pytest.mark.parametrize("states", list(product(Status, repeat=2)))
def test_the_paper_says_what_the_exit_status_says(states: tuple[Status, ...]) -> None:
    results = [CheckResult(check, state, "s") for check, state in zip(HealthCheck, states, strict=False)]
    alone = readiness_paper([CheckResult(HealthCheck.DISK, worst(results), "s")], "b", WHEN)
    assert readiness_paper(results, "b", WHEN).worst is alone.worst


def test_the_versions_are_on_it() -> None:
    names = [name for name, _ in readiness_paper([ok(HealthCheck.DISK, "s")], "b", WHEN).versions]
    assert names == ["guichet-cps", "kivy", "pyscard", "python"]
