"""What guichet-cps-machine tells apt and its timers, as apt and systemd read it."""

from __future__ import annotations

import os
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from checkout import ROOT

APT = ROOT / "deploy" / "apt"
PROGRAMS = "/usr/lib/guichet-cps/programmes"

BEFORE = """
Unattended-Upgrade::Origins-Pattern { "origin=Debian,codename=${distro_codename},label=Debian"; };
Unattended-Upgrade::Allowed-Origins { "${distro_id}:${distro_codename}"; };
Unattended-Upgrade::MinimalSteps "true";
"""
"""What the distributions ship in 50unattended-upgrades."""


@pytest.fixture
def read(tmp_path: Path) -> dict[str, list[str]]:
    """Every setting of a machine that has the distribution's files and ours, and nothing else."""
    parts = tmp_path / "apt.conf.d"
    parts.mkdir()
    (parts / "50unattended-upgrades").write_text(BEFORE)
    for name in ("52guichet-cps", "zz-guichet-cps"):
        (parts / name).write_text((APT / name).read_text())
    first = tmp_path / "apt.conf"
    first.write_text(f'Dir::Etc::parts "{parts}";\nDir::Etc::main "/dev/null";\n')
    dumped = subprocess.run(
        ["apt-config", "dump", "--format", "%f\t%v%n"],
        env=os.environ | {"APT_CONFIG": str(first)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = {}
    for line in dumped.stdout.splitlines():
        name, _, value = line.partition("\t")
        if value:
            found.setdefault(name, []).append(value)
    return found


def test_security_and_our_own_repository_are_the_only_origins(read: dict[str, list[str]]) -> None:
    assert read["Unattended-Upgrade::Origins-Pattern::"] == [
        "origin=Debian,codename=${distro_codename}-security,label=Debian-Security",
        "origin=Ubuntu,archive=${distro_codename}-security",
        "origin=guichet-cps,codename=${distro_codename}",
    ]
    assert "Unattended-Upgrade::Allowed-Origins::" not in read
    assert "Unattended-Upgrade::Mail" not in read, "no mail"


def test_nobody_is_asked_and_the_kiosk_is_stopped_once(read: dict[str, list[str]]) -> None:
    assert read["DPkg::Options::"] == ["--force-confdef", "--force-confold"]
    assert read["Unattended-Upgrade::MinimalSteps"] == ["false"]


@pytest.mark.parametrize(
    ("moment", "words"), [("DPkg::Pre-Invoke::", "attendre apt"), ("DPkg::Post-Invoke::", "reprendre apt")]
)
def test_apt_waits_for_the_kiosk_and_does_without_one(
    read: dict[str, list[str]], tmp_path: Path, moment: str, words: str
) -> None:
    (hook,) = read[moment]
    assert hook.endswith(f"{PROGRAMS} {words}")
    script = tmp_path / "programmes"
    run = ["sh", "-c", hook.replace(PROGRAMS, str(script))]
    assert subprocess.run(run, check=False).returncode == 0, "removed, or not there yet"
    script.write_text('#!/bin/sh\necho "$@"\nexit 1\n')
    script.chmod(0o755)
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, f"{words}\n")


def words_of(name: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False, interpolation=None)
    parser.read(APT / name / "guichet-cps.conf", encoding="utf-8")
    return parser


@pytest.mark.parametrize("name", ["apt-daily", "apt-daily-upgrade"])
def test_updates_come_at_night_and_end(name: str) -> None:
    hour = words_of(f"{name}.timer.d")["Timer"]["OnCalendar"]
    subprocess.run(["systemd-analyze", "calendar", hour], check=True, capture_output=True)
    assert "02:00" <= hour.split()[1] <= "03:00"
    assert int(words_of(f"{name}.service.d")["Service"]["TimeoutStartSec"].removesuffix("min")) < 90
