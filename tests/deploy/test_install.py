"""What is put on a machine: the units as systemd reads them, files where the guide says, settings never overwritten."""

from __future__ import annotations

import re
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from checkout import ROOT
from kiosk.runtime.process.restart_request import NAME, restart_request
from kiosk.runtime.process.watchdog import EVERY_S

UNITS = ROOT / "deploy" / "systemd"
SERVICES = ("guichet-cps.service", "guichet-cps-selftest.service", "guichet-cps-lecteur.service")
EXPOSURE_MAX = {"guichet-cps.service": 22, "guichet-cps-selftest.service": 20, "guichet-cps-lecteur.service": 40}
"""Tenths of systemd's own score, where 100 is unsafe and pcscd's own unit has 96."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    subprocess.run(["sh", str(ROOT / "deploy" / "install.sh"), "--files", str(tmp_path)], check=True)
    return tmp_path


class Many(dict):
    """Keeps every value of a directive that stands several times, on one line each."""

    def __setitem__(self, key, value) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            value = [*self[key], *value]
        super().__setitem__(key, value)


def directives(unit: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False, interpolation=None, dict_type=Many, delimiters=("=",))
    parser.optionxform = str
    parser.read(UNITS / unit, encoding="utf-8")
    return parser


def test_each_file_is_where_the_guide_says(installed: Path) -> None:
    names = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    assert {f"etc/systemd/system/{unit}" for unit in SERVICES} <= names
    assert "etc/systemd/system/pcscd.socket.d/guichet-cps.conf" in names
    assert "opt/guichet-cps/guide/pannes.md" in names
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in installed.rglob("*") if path.is_file())
    page = (ROOT / "deploy" / "guide" / "installation.md").read_text(encoding="utf-8")
    placed = {"/" + name for name in names if not name.startswith("opt/guichet-cps/guide/")}
    assert {path for path in placed if path not in page} == set()


def test_settings_of_a_machine_are_never_overwritten(installed: Path) -> None:
    settings = installed / "etc/guichet-cps/guichet-cps.toml"
    assert settings.read_text() == (ROOT / "deploy" / "guichet-cps.example.toml").read_text()
    settings.write_text("[borne]\n")
    subprocess.run(["sh", str(ROOT / "deploy" / "install.sh"), "--files", str(installed)], check=True)
    assert settings.read_text() == "[borne]\n"


@pytest.mark.parametrize("words", [("--nonsense",), ("--files",), ("--files", "/nonexistent")])
def test_a_wrong_word_changes_nothing(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["sh", str(ROOT / "deploy" / "install.sh"), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode in (1, 2)
    assert done.stderr


def in_place(folder: Path) -> Path:
    """The units with programs that this machine has."""
    for unit in (*SERVICES, "guichet-cps-selftest.timer", "guichet-cps-lecteur.path"):
        text = (UNITS / unit).read_text(encoding="utf-8")
        (folder / unit).write_text(re.sub(r"/usr/bin/cage|/opt/guichet-cps/bin/guichet-cps", "/bin/true", text))
    return folder


def test_systemd_understands_every_line(tmp_path: Path) -> None:
    folder = in_place(tmp_path)
    units = [str(path) for path in folder.iterdir()]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "guichet-cps" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_is_no_more_exposed_than_it_must_be(unit: str) -> None:
    done = subprocess.run(
        [
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            f"--threshold={EXPOSURE_MAX[unit]}",
            UNITS / unit,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


@pytest.mark.parametrize("unit", SERVICES[:2])
def test_codes_reach_no_disk_and_the_kiosk_is_nobody(unit: str) -> None:
    service = directives(unit)["Service"]
    assert (service["LimitCORE"], service["NoNewPrivileges"], service["User"]) == ("0", "yes", "borne")
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


def test_the_kiosk_has_time_to_finish_with_a_card() -> None:
    service = directives("guichet-cps.service")["Service"]
    assert int(service["TimeoutStopSec"]) > 60
    assert service["MemorySwapMax"] == "0"


def test_every_answer_of_the_selftest_is_a_success_for_systemd() -> None:
    service = directives("guichet-cps-selftest.service")["Service"]
    assert service["SuccessExitStatus"].split() == ["1", "2"]
    assert service["ExecStart"].endswith("/var/lib/guichet-cps-mesures/guichet_cps.prom")


def test_the_request_that_the_kiosk_leaves_is_the_one_that_is_waited_for(tmp_path: Path) -> None:
    waited = directives("guichet-cps-lecteur.path")["Path"]["PathExists"]
    assert Path(waited).name == NAME
    runtime = directives("guichet-cps.service")["Service"]["RuntimeDirectory"]
    assert Path(waited).parent == Path("/run") / runtime
    restart_request({"RUNTIME_DIRECTORY": str(tmp_path)})()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    restart_request({"RUNTIME_DIRECTORY": str(tmp_path)})()
    restart_request({"RUNTIME_DIRECTORY": str(tmp_path / "absent")})()
    restart_request({})()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_stopping_the_kiosk_reaches_the_kiosk_and_waits_for_its_window(tmp_path: Path) -> None:
    """ExecStop on a stand-in: a parent that ends after its child, as cage does, and a child that takes its time."""
    child = tmp_path / "guichet-cps"
    child.write_text(
        "#!/bin/sh\ntrap 'echo finished >\"$0.out\"; exit 0' TERM\necho ready\nwhile :; do sleep 0.05; done\n"
    )
    child.chmod(0o755)
    parent = subprocess.Popen(["sh", "-c", f"{child}; exit 3"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent, parent.stdout:
        assert parent.stdout.readline() == "ready\n"
        stop = directives("guichet-cps.service")["Service"]["ExecStop"].removeprefix("/bin/sh -c ").strip("'")
        with subprocess.Popen(["sh", "-c", stop.replace("$MAINPID", str(parent.pid))]) as stopping:
            assert parent.wait(30) == 3
            assert stopping.wait(30) == 0
    assert Path(f"{child}.out").read_text() == "finished\n"


def test_the_watchdog_waits_longer_than_any_operation_on_a_card() -> None:
    service = directives("guichet-cps.service")["Service"]
    assert (service["Type"], service["NotifyAccess"]) == ("notify", "all")
    assert EVERY_S * 2 < 60 < int(service["WatchdogSec"])
