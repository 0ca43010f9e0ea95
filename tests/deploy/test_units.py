"""The units as systemd reads them, and what they promise the kiosk. deploy/machine shows them at work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from checkout import ROOT
from kiosk.runtime.process.restart_request import NAME, restart_request
from kiosk.runtime.process.watchdog import EVERY_S
from kiosk.runtime.runtime import RESTART_EVERY_S

UNITS = ROOT / "deploy" / "systemd"
EVERY_SERVICE = sorted(ROOT.glob("deploy/**/*.service"))
SERVICES = ("guichet-cps.service", "guichet-cps-selftest.service", "guichet-cps-lecteur.service")
EXPOSURE_MAX = 20
"""Tenths of systemd's own score, where 100 is unsafe and pcscd's own unit has 96."""


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


def in_place(folder: Path) -> Path:
    """The units with programs that this machine has."""
    for unit in (*EVERY_SERVICE, UNITS / "guichet-cps-selftest.timer", UNITS / "guichet-cps-lecteur.path"):
        text = unit.read_text(encoding="utf-8")
        (folder / unit.name).write_text(
            re.sub(r"/usr/lib/guichet-cps/(session|programmes|pare-feu)|/usr/bin/guichet-cps", "/bin/true", text)
        )
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


@pytest.mark.parametrize("unit", EVERY_SERVICE, ids=lambda path: path.name)
def test_a_service_is_no_more_exposed_than_it_must_be(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE_MAX}", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


def test_the_screen_starts_under_the_filter_of_its_service() -> None:
    """cage and Xwayland without a screen: a call that they need and are refused would leave a black kiosk."""
    filtered = [sys.executable, ROOT / "tests/support/lab/programs/filtered.py", UNITS / "guichet-cps.service"]
    screen = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
    with TemporaryDirectory(prefix="cage-", dir="/tmp") as runtime:
        os.chown(runtime, 65534, 65534)
        done = subprocess.run(
            [*filtered, "cage", "-d", "--", "xdpyinfo"],
            env={**os.environ, **screen, "XDG_RUNTIME_DIR": runtime},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert "vendor string" in done.stdout, done.stderr


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


def test_the_request_may_come_again_and_again_and_is_waited_for_still() -> None:
    """systemd.path(5): past the trigger limit the unit fails, and watches its path no more until somebody starts it."""
    path, service = directives("guichet-cps-lecteur.path")["Path"], directives("guichet-cps-lecteur.service")["Service"]
    program, seconds = service["ExecStopPost"].split()
    assert program == "/bin/sleep"
    assert int(seconds) * int(path["TriggerLimitBurst"]) > int(path["TriggerLimitIntervalSec"])
    assert int(seconds) < RESTART_EVERY_S


def test_stopping_the_kiosk_reaches_the_kiosk_and_waits_for_its_window(tmp_path: Path) -> None:
    """ExecStop on a stand-in: a parent that ends after its child, as cage does, and a child that takes its time."""
    child = tmp_path / "kiosk"
    child.write_text(
        "#!/bin/sh\ntrap 'echo finished >\"$0.out\"; exit 0' TERM\necho ready\nwhile :; do sleep 0.05; done\n"
    )
    child.chmod(0o755)
    # Beside the kiosk another child of cage, as Xwayland is: it is not to be ended first.
    words = f"sleep 60 & other=$!; {child} -I -m kiosk run; kill $other || exit 4; exit 3"
    parent = subprocess.Popen(["sh", "-c", words], stdout=subprocess.PIPE, text=True)
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
