"""The page for technicians names every check, every state, every T code, and what the files really hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from checkout import ROOT
from diagnostics.health.check import HealthCheck, ok
from diagnostics.health.metrics import ListAge, MachineFacts, write_metrics
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.commands.bundle.command import bundle
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.selftest import selftest

PAGE = (ROOT / "deploy" / "guide" / "pannes.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("|")]
FIRST = {row[0]: row for row in ROWS}


def test_every_check_is_explained_and_no_other() -> None:
    keys = [row[0].strip("`") for row in ROWS if len(row) == 4 and row[0].startswith("`")]
    assert keys == [check.value for check in HealthCheck]


@pytest.mark.parametrize("check", HealthCheck)
def test_a_check_is_called_there_as_on_the_screen(check: HealthCheck) -> None:
    assert FIRST[f"`{check.value}`"][1] == check.title


@pytest.mark.parametrize("code", [code for code in Code if code.value.startswith("T")])
def test_every_technical_code_has_its_sentence_and_a_remedy_for_both(code: Code) -> None:
    _, sentence, agent, technician = FIRST[code.value]
    assert sentence == code.sentence
    assert agent
    assert technician


def test_the_statuses() -> None:
    source = (ROOT / "kiosk" / "commands" / "selftest.py").read_text(encoding="utf-8")
    used = {ExitStatus[name] for name in re.findall(r"ExitStatus\.([A-Z]+)", source)}
    assert [row[0] for row in ROWS if row[0].isdigit()] == [str(status.value) for status in sorted(used)]


@pytest.mark.parametrize("command", [selftest, bundle], ids=lambda command: command.name)
def test_every_option_on_the_page_exists(command) -> None:
    known = {option for parameter in command.params for option in parameter.opts}
    lines = [line for line in PAGE.splitlines() if f"guichet-cps {command.name}" in line]
    assert lines
    used = {option for line in lines for option in re.findall(rf"{command.name}.*?(--[a-z]+)", line)}
    assert used <= known


def test_every_metric_and_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "x.prom"
    facts = MachineFacts("0.1.0", "0.1.0", (ListAge("AC", 1.0, expired=False),))
    write_metrics(path, [ok(HealthCheck.DISK, "Place libre.")], facts, 0.0)
    samples = [each for family in text_string_to_metric_families(path.read_text()) for each in family.samples]
    written = {each.name + (f"{{{','.join(each.labels)}}}" if each.labels else "") for each in samples}
    assert written == {row[0].strip("`") for row in ROWS if row[0].startswith("`guichet_cps_")}


def test_the_states() -> None:
    assert all(f"`{state.value}`" in PAGE for state in Status)
