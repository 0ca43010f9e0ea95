"""The page about updates says the limits, the metrics and the words that the package really has."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from checkout import ROOT
from diagnostics.health.metrics import MachineFacts, write_metrics

PAGE = (ROOT / "deploy/guide/mises-a-jour.md").read_text(encoding="utf-8")
PROGRAMS = ROOT / "deploy/session/programmes"
SCRIPT = PROGRAMS.read_text(encoding="utf-8")
UNIT = (ROOT / "deploy/systemd/guichet-cps.service").read_text(encoding="utf-8")
TIMER = (ROOT / "deploy/systemd/guichet-cps-selftest.timer").read_text(encoding="utf-8")


def value(text: str, name: str) -> str:
    (found,) = re.findall(rf"^{name}=(?:\$\{{\w+:-)?(\w+)\}}?$", text, re.MULTILINE)
    return found


def test_each_step_has_the_limit_that_the_package_sets() -> None:
    wait_s, chances = int(value(SCRIPT, "patience_s")), {"3": "trois"}[value(SCRIPT, "chances")]
    steps = [row for row in PAGE.split("## ")[1].splitlines() if row.startswith("| ")][1:]
    limits = [row.strip("| ").split(" | ")[1] for row in steps]
    assert limits == [
        f"{wait_s // 60} minutes",
        f"{value(UNIT, 'TimeoutStopSec')} secondes",
        "aucune",
        f"{value(UNIT, 'TimeoutStartSec').removesuffix('min')} minutes, {chances} fois",
        f"{value(UNIT, 'WatchdogSec')} secondes",
        f"toutes les {value(TIMER, 'OnUnitInactiveSec').removesuffix('min')} minutes",
    ]


def test_a_tool_waits_longer_than_the_longest_wait() -> None:
    waits_s = [int(text) for text in re.findall(r"(?:async: |timeout=)(\d{4})", PAGE)]
    longest_s = int(value(SCRIPT, "patience_s")) + int(value(UNIT, "TimeoutStopSec")) + 5 * 60
    assert len(waits_s) >= 2
    assert min(waits_s) > longest_s


def test_what_is_called_and_looked_for_is_there() -> None:
    words = set(re.findall(r"/usr/lib/guichet-cps/programmes (\w+)", PAGE))
    assert words == {"montrer", "essayer"}
    usage = subprocess.run(["sh", PROGRAMS, "--help"], capture_output=True, text=True, check=True).stdout
    assert all(f"  {word} " in usage for word in words)
    assert 'echo "en service : $(version)"' in SCRIPT
    assert PAGE.count('"en service : ') == 2


def test_every_metric_on_the_page_is_published(tmp_path: Path) -> None:
    path = tmp_path / "x.prom"
    write_metrics(path, [], MachineFacts("1.0", "1.0"), 0.0)
    named = set(re.findall(r"\bguichet_cps_[a-z_]+", PAGE))
    assert {"guichet_cps_running_info", "guichet_cps_info"} < named
    assert all(f"\n{name}" in path.read_text() for name in named)


def test_the_suites_are_those_of_the_repository() -> None:
    repository = (ROOT / "deploy/debian/repository.sh").read_text(encoding="utf-8")
    suites = dict(re.findall(r"\*(\+[\w.]+)\) echo (\w+)", repository))
    assert suites == {suffix: name for name, suffix in re.findall(r'(\w+): "(\+[\w.]+)"', PAGE)}
    assert all(f"`{name}`" in PAGE for name in suites.values())
