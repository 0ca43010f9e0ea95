"""An update waits for an idle screen: the script on a stand-in for systemd and a stand-in for cage with the kiosk."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from checkout import ROOT

SCRIPT = ROOT / "deploy" / "session" / "programmes"

SYSTEMCTL = """
case "$*" in
    *ActiveState*) cat "$LAB/state" ;;
    *MainPID*) cat "$LAB/pid" ;;
    *) echo "systemctl $*" >>"$LAB/calls" ;;
esac
case "$*" in stop*guichet-cps.service) [ ! -e "$LAB/deaf" ] && echo inactive >"$LAB/state" ;; esac
"""

# As cage: one child is the kiosk, another one (Xwayland) is to be left alone; it ends when the kiosk does.
SESSION = """
sleep 600 & other=$!
sh "$LAB/kiosk" -I -m kiosk run &
trap 'kill $other' EXIT
wait $!
"""
KIOSK = """
trap 'echo asked >>"$LAB/calls"; [ -e "$LAB/busy" ] || exit 0' USR1
echo ready
while :; do sleep 0.05; done
"""


class Lab:
    """A machine with the kiosk in service, and nobody in front of it."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self.environ = {
            **os.environ,
            "PATH": f"{base / 'bin'}:{os.environ['PATH']}",
            "LAB": str(base),
            "GUICHET_CPS_BASE": str(base),
        }
        (base / "bin").mkdir()
        (base / "run/systemd/system").mkdir(parents=True)
        for name, words in (("systemctl", SYSTEMCTL), ("systemd-run", 'echo "systemd-run $*" >>"$LAB/calls"\n')):
            (base / "bin" / name).write_text(f"#!/bin/sh\n{words}")
            (base / "bin" / name).chmod(0o755)
        (base / "kiosk").write_text(KIOSK)
        (base / "state").write_text("active\n")
        self.session = subprocess.Popen(["sh", "-c", SESSION], env=self.environ, stdout=subprocess.PIPE, text=True)
        (base / "pid").write_text(f"{self.session.pid}\n")
        assert self.session.stdout is not None
        assert self.session.stdout.readline() == "ready\n"
        # As systemd does: who has ended is taken note of at once, and is not there any more.
        self._reaper = Thread(target=self.session.wait)
        self._reaper.start()

    def put(self, name: str, text: str = "") -> None:
        (self._base / name).write_text(text)

    def call(self, *words: str, patience_s: str = "60") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPT, *words],
            env=self.environ | {"GUICHET_CPS_PATIENCE_S": patience_s},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """What was asked of the kiosk and of systemd since the last time."""
        path = self._base / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    def close(self) -> None:
        (self._base / "busy").unlink(missing_ok=True)
        if self.session.poll() is None:
            subprocess.run(["pkill", "-KILL", "-P", str(self.session.pid)], check=False)
        self._reaper.join(30)
        assert self.session.stdout is not None
        self.session.stdout.close()


STOPPED = "systemctl stop guichet-cps.service"
STARTED = "systemctl start --no-block guichet-cps.service"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    made = Lab(tmp_path)
    try:
        yield made
    finally:
        made.close()


def test_the_kiosk_ends_by_itself_is_left_stopped_and_comes_back(lab: Lab) -> None:
    done = lab.call("attendre")
    assert (done.returncode, done.stderr) == (0, "")
    assert "écran d’accueil" in done.stdout
    assert lab.session.poll() == 0
    asked, rescue, stopped = lab.calls()
    assert (asked, stopped) == ("asked", STOPPED)
    assert rescue.startswith("systemd-run ")
    assert rescue.endswith("--on-active=1h " + f"{lab.environ['LAB']}/usr/lib/guichet-cps/programmes reprendre apt")
    lab.call("reprendre")
    assert lab.calls() == ["systemctl stop guichet-cps-reprise.timer", STARTED]
    lab.call("reprendre")
    assert lab.calls() == []


def test_a_person_is_not_interrupted_and_nothing_is_changed(lab: Lab) -> None:
    lab.put("busy")
    done = lab.call("attendre", patience_s="1")
    assert done.returncode == 1
    assert "rien n’a été changé" in done.stderr
    assert lab.session.poll() is None
    assert lab.calls() == ["asked"]
    lab.call("reprendre")
    assert lab.calls() == []


@pytest.mark.parametrize("state", ["inactive\n", "failed\n", ""])
def test_a_kiosk_that_does_not_run_is_left_as_it_is(lab: Lab, state: str) -> None:
    """In a chroot systemctl answers nothing."""
    lab.put("state", state)
    assert lab.call("attendre", "apt").returncode == 0
    assert lab.call("reprendre", "apt").returncode == 0
    assert lab.calls() == []


def test_a_kiosk_that_is_starting_has_nobody_in_front_of_it(lab: Lab) -> None:
    lab.put("state", "activating\n")
    assert lab.call("attendre").returncode == 0
    assert lab.calls()[-1] == STOPPED


def test_without_systemd_nothing_is_asked(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "run/systemd/system").rmdir()
    assert lab.call("attendre", "apt").returncode == 0
    assert lab.calls() == []


def test_within_a_run_of_apt_the_kiosk_comes_back_at_its_end_only(lab: Lab) -> None:
    """apt first, then preinst and postinst of the kiosk within it."""
    lab.call("attendre", "apt")
    lab.calls()
    lab.call("attendre")
    lab.call("reprendre")
    assert lab.calls() == []
    lab.call("reprendre", "apt")
    assert lab.calls()[-1] == STARTED


def test_a_kiosk_that_cannot_be_stopped_is_not_updated(lab: Lab) -> None:
    lab.put("deaf")
    assert lab.call("attendre", "apt").returncode == 1
    assert lab.calls()[-1] == STARTED
