"""The Debian packages in a bare system of this machine's release: what a technician does with them, in its order.

A story in one system: each test takes up where the one before it stopped.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from checkout import ROOT
from lab.bare_root import BareRoot

SETTINGS = "etc/guichet-cps/guichet-cps.toml"
FIGURES = "var/lib/guichet-cps/compteurs.sqlite3"
PROGRAMS = "/usr/lib/guichet-cps/programmes"
PYTHON = "/usr/lib/guichet-cps/venv/bin/python3"
LATER = "9.0"
PROGRAM = f"{tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}\n"
COUNT_SOME = """
from datetime import date
from pathlib import Path
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import OutcomeStore
store = OutcomeStore.open(Path("/var/lib/guichet-cps/compteurs.sqlite3"), "Brest", date.today)
store.recover()
for _ in range(3):
    store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
store.close()
"""
UNBLOCK = f"""
options=$(pcscd --help 2>&1 | grep -o -- --disable-polkit || true)
mkdir -p /run/pcscd
pcscd --foreground $options >/tmp/pcscd.log 2>&1 &
export PYTHONPATH=/tmp/lab
mkfifo /tmp/ready
{PYTHON} /tmp/lab/programs/simulated_card.py blocked /tmp/card.sock 0 >/tmp/ready &
read -r _ </tmp/ready
atr=$({PYTHON} /tmp/lab/programs/wait_for_card.py "Virtual PCD 00 00" card 30)
runuser -u borne -- env PYTHONPATH=/tmp/lab {PYTHON} /tmp/lab/programs/unblock.py "Virtual PCD 00 00" "$atr"
"""


@pytest.fixture(scope="module")
def before(bare: BareRoot, built) -> set[str]:
    """Every file of the bare system."""
    return bare.files()


def counts(bare: BareRoot) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(bare.path / FIGURES)) as base:
        return base.execute("SELECT * FROM counts").fetchall()


def in_service(bare: BareRoot) -> str:
    return bare.run(PROGRAMS, "montrer").stdout.split()[3]


def installed_version(bare: BareRoot) -> str:
    return bare.run("dpkg-query", "--show", "--showformat=${Version}", "guichet-cps").stdout


def test_one_command_installs_both_and_nothing_is_fetched(bare: BareRoot, built, before: set[str]) -> None:
    bare.install(built.kiosk, built.machine)
    assert bare.run("guichet-cps", "--version").stdout == PROGRAM
    assert installed_version(bare) == built.version
    settings = (bare.path / SETTINGS).stat()
    assert bare.run("stat", "-c", "%U:%G %a", f"/{SETTINGS}").stdout == "root:borne 640\n"
    assert settings.st_size > 1000
    enabled = bare.run(
        "systemctl", "is-enabled", "guichet-cps", "guichet-cps-selftest.timer", "guichet-cps-lecteur.path"
    )
    assert enabled.stdout.split() == ["enabled"] * 3


def test_a_file_in_the_programs_belongs_to_root_and_nobody_else_writes_it(bare: BareRoot) -> None:
    found = bare.run("find", "/usr/lib/guichet-cps", "-perm", "/022", "!", "-type", "l", "-o", "!", "-user", "root")
    assert found.stdout == ""
    verified = bare.run("dpkg", "--verify", "guichet-cps", "guichet-cps-machine").stdout
    assert [line for line in verified.splitlines() if "/usr/share/doc" not in line] == []


def test_the_demonstration_plays_and_writes_nothing_into_the_programs(bare: BareRoot) -> None:
    before = bare.files()
    bare.shell(
        "cd /tmp && export HOME=/tmp XDG_CACHE_HOME=/tmp/cache && "
        "runuser -u borne -- guichet-cps demo --headless --output /tmp/demo"
    )
    assert list((bare.path / "tmp/demo").glob("*.png"))
    assert bare.files() == before


def test_a_blocked_card_is_unblocked_through_pcscd(bare: BareRoot) -> None:
    lab = bare.path / "tmp/lab"
    for name in ("bench", "lab/programs"):
        shutil.copytree(ROOT / "tests/support" / name, lab / Path(name).name)
    assert '"result": "Unblocked"' in bare.shell(UNBLOCK).stdout


def test_an_update_keeps_settings_and_figures_and_asks_nothing(bare: BareRoot, later: Callable) -> None:
    settings = bare.path / SETTINGS
    settings.write_text(settings.read_text().replace('#nom = "borne-1"', 'nom = "brest-1"'))
    assert 'nom = "brest-1"' in settings.read_text()
    bare.run("runuser", "-u", "borne", "--", PYTHON, "-I", "-c", COUNT_SOME)
    counted, written = counts(bare), settings.read_text()
    assert counted[0][-1] == 3
    bare.run(PROGRAMS, "demarre")
    new = later(LATER)
    bare.install(new.kiosk, new.machine)
    assert (in_service(bare), installed_version(bare)) == (LATER, LATER)
    assert (counts(bare), settings.read_text()) == (counted, written)
    bare.run(PROGRAMS, "demarre")


def broken(unpacked: Path) -> None:
    (start,) = unpacked.glob("usr/lib/guichet-cps/venv/lib/python3*/site-packages/kiosk/__main__.py")
    start.write_text("raise SystemExit(3)\n")
    for compiled in start.parent.glob("__pycache__/__main__.*.pyc"):
        compiled.unlink()


def test_an_update_that_does_not_start_gives_way_to_the_version_before_it(bare: BareRoot, later: Callable) -> None:
    new = later("9.1", broken)
    bare.install(new.kiosk, new.machine)
    assert bare.run("guichet-cps", "--version", check=False).returncode == 3
    for _ in range(3):
        bare.run("env", "SERVICE_RESULT=exit-code", PROGRAMS, "arrete")
    assert (in_service(bare), installed_version(bare)) == (LATER, "9.1")
    assert bare.run("guichet-cps", "--version").stdout == PROGRAM
    bare.run("runuser", "-u", "borne", "--", "guichet-cps", "stats", "--config", f"/{SETTINGS}")


def test_the_update_that_mends_it_is_given_its_chance_and_a_downgrade_too(
    bare: BareRoot, built, later: Callable
) -> None:
    counted = counts(bare)
    new = later("9.2")
    bare.install(new.kiosk, new.machine)
    assert in_service(bare) == "9.2"
    bare.run(PROGRAMS, "demarre")
    bare.install(built.kiosk, built.machine)
    assert in_service(bare) == built.version
    assert bare.run("guichet-cps", "--version").stdout == PROGRAM
    assert counts(bare) == counted


def test_nothing_is_changed_while_somebody_is_there(bare: BareRoot, built, later: Callable) -> None:
    """apt itself asks, and takes no for an answer; what it asks is told to a stand-in."""
    program = bare.path / PROGRAMS.lstrip("/")
    real = program.read_text()
    program.write_text('#!/bin/sh\necho "asked: $*"\n[ "$1" != attendre ]\n')
    new = later("9.3")
    try:
        name = bare.bring(new.kiosk)
        done = bare.run("apt-get", "install", "--yes", f"./{name}", check=False)
        assert done.returncode != 0
        assert "asked: attendre apt" in done.stdout
        assert installed_version(bare) != "9.3"
        program.write_text('#!/bin/sh\necho "asked: $*"\n')
        done = bare.run("apt-get", "install", "--yes", "--reinstall", f"./{bare.bring(built.machine)}", check=False)
        assert done.stdout.index("asked: attendre apt") < done.stdout.index("asked: reprendre apt")
    finally:
        program.write_text(real)


def test_removed_it_leaves_settings_and_figures_and_purged_nothing_but_its_accounts(
    bare: BareRoot, before: set[str]
) -> None:
    """A deleted account's number could be given to another one, with every file that still has it."""
    counted = counts(bare)
    bare.run("apt-get", "remove", "--yes", "guichet-cps", "guichet-cps-machine")
    assert counts(bare) == counted
    assert (bare.path / SETTINGS).exists()
    assert not (bare.path / "usr/lib/guichet-cps").exists()
    assert not (bare.path / "var/lib/guichet-cps-programmes").exists()
    bare.run("apt-get", "purge", "--yes", "guichet-cps", "guichet-cps-machine")
    assert bare.files() - before == set()
    assert before - bare.files() <= {"etc/apparmor.d/disable"}, "debhelper takes that folder away when it is empty"
    assert {"borne", "guichet-cps-listes"} <= bare.users()


@pytest.fixture(scope="module")
def keyring() -> Iterator[Path]:
    """A folder of gpg with one key; its name is short because of the agent's socket."""
    with TemporaryDirectory(prefix="gpg", dir="/tmp") as folder:
        environ = os.environ | {"GNUPGHOME": folder}
        key = ("--passphrase", "", "--quick-generate-key", "bornes@exemple.fr", "ed25519", "sign", "1y")
        subprocess.run(["gpg", "--batch", "--quiet", *key], env=environ, check=True, capture_output=True)
        yield Path(folder)
        subprocess.run(["gpgconf", "--kill", "all"], env=environ, check=True)


def publish(packages: Path, repository: Path, keyring: Path) -> None:
    command = ["sh", ROOT / "deploy/debian/repository.sh", packages, repository, "--key", "bornes@exemple.fr"]
    subprocess.run(command, env=os.environ | {"GNUPGHOME": str(keyring)}, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(bare: BareRoot, built, keyring: Path) -> Path:
    """Where the bare system can reach it; its only source, named as the guide does."""
    folder = bare.path / "srv/depot"
    publish(built.kiosk.parent, folder, keyring)
    (suite,) = (path.name for path in (folder / "dists").iterdir())
    apt = bare.path / "etc/apt"
    for others in (apt / "sources.list", *(apt / "sources.list.d").iterdir()):
        others.unlink(missing_ok=True)
    shutil.copy(folder / "guichet-cps.asc", apt / "keyrings")
    source = f"deb [signed-by=/etc/apt/keyrings/guichet-cps.asc] file:/srv/depot {suite} main\n"
    (apt / "sources.list.d/guichet-cps.list").write_text(source)
    return folder


def test_a_fleet_installs_from_its_own_repository(bare: BareRoot, repository: Path, built) -> None:
    bare.run("apt-get", "update", "-o", "APT::Update::Error-Mode=any")
    bare.run("apt-get", "install", "--yes", "guichet-cps", "guichet-cps-machine")
    assert installed_version(bare) == built.version


def test_unattended_upgrades_takes_the_next_version_and_asks_nothing(
    bare: BareRoot, repository: Path, keyring: Path, later: Callable, built
) -> None:
    new = later(f"9.4+{built.version.partition('+')[2]}")
    settings = bare.path / SETTINGS
    settings.write_text("# ici\n")
    publish(new.kiosk.parent, repository, keyring)
    bare.run("apt-get", "update", "-o", "APT::Update::Error-Mode=any")
    told = bare.run("unattended-upgrade", "--verbose").stdout
    assert installed_version(bare) == new.version, told
    assert settings.read_text() == "# ici\n"
    bare.run(
        "apt-get", "install", "--yes", "--allow-downgrades", f"guichet-cps={built.version}", "guichet-cps-machine-"
    )
    assert installed_version(bare) == built.version
