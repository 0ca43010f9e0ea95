"""Which version of the kiosk runs, as systemd and dpkg ask for it: the script itself, on files of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from checkout import ROOT

SCRIPT = ROOT / "deploy" / "session" / "programmes"


class Place:
    """A machine's two folders."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self.installed = base / "usr/lib/guichet-cps"
        self.kept = base / "var/lib/guichet-cps-programmes"

    def install(self, version: str) -> None:
        """As dpkg does: new files in the place of the old ones, which are not written into."""
        program = self.installed / "venv/bin/python3"
        program.parent.mkdir(parents=True, exist_ok=True)
        for path, text in ((program, f"#!/bin/sh\necho {version}\n"), (self.installed / "version", f"{version}\n")):
            new = path.with_suffix(".dpkg-new")
            new.write_text(text)
            new.chmod(0o755)
            new.rename(path)

    def upgrade(self, version: str) -> None:
        """preinst, unpacking, postinst."""
        self.call("garder")
        self.install(version)
        for name in ("repli", "echecs"):
            (self.kept / name).unlink(missing_ok=True)

    def call(self, word: str, result: str = "success") -> str:
        environ = {**os.environ, "GUICHET_CPS_BASE": str(self._base), "SERVICE_RESULT": result}
        done = subprocess.run([SCRIPT, word], env=environ, capture_output=True, text=True, check=True)
        return done.stdout

    def fail(self, times: int, result: str = "timeout") -> str:
        return "".join(self.call("arrete", result) for _ in range(times))

    def runs_in_service(self) -> str:
        """What /usr/bin/guichet-cps starts."""
        text = (ROOT / "deploy" / "session" / "guichet-cps").read_text()
        command = self._base / "guichet-cps"
        command.write_text(text.replace("=/usr", f"={self._base}/usr").replace("=/var", f"={self._base}/var"))
        return subprocess.run(["sh", command], capture_output=True, text=True, check=True).stdout.strip()

    @property
    def in_service(self) -> str:
        return self.call("montrer").split()[3]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.install("1.0")
    return made


@pytest.fixture
def upgraded(place: Place) -> Place:
    place.call("demarre")
    place.upgrade("2.0")
    return place


def test_a_version_that_does_not_start_three_times_gives_way_to_the_one_that_did(upgraded: Place) -> None:
    assert upgraded.fail(2) == ""
    assert upgraded.in_service == "2.0"
    assert "retour à la version 1.0" in upgraded.fail(1)
    assert upgraded.in_service == "1.0"
    kept = subprocess.run([upgraded.kept / "gardes/venv/bin/python3"], capture_output=True, text=True, check=True)
    assert kept.stdout == "1.0\n"


def test_a_version_that_has_started_once_is_never_left(upgraded: Place) -> None:
    upgraded.call("demarre")
    upgraded.fail(10, "watchdog")
    assert upgraded.in_service == "2.0"


def test_a_stop_that_was_asked_for_counts_for_nothing(upgraded: Place) -> None:
    upgraded.fail(2)
    upgraded.fail(5, "success")
    assert upgraded.in_service == "2.0"


def test_a_start_between_two_failures_forgets_them(place: Place) -> None:
    place.fail(10)
    assert place.in_service == "1.0"
    place.call("demarre")
    place.upgrade("2.0")
    place.fail(3)
    place.call("demarre")
    place.fail(2)
    assert place.in_service == "1.0"


def test_where_neither_starts_both_are_tried_in_turn(upgraded: Place) -> None:
    upgraded.fail(3)
    assert "retour à la version installée" in upgraded.fail(3)
    assert upgraded.in_service == "2.0"
    upgraded.fail(3)
    assert upgraded.in_service == "1.0"


def test_the_next_version_is_given_its_chance_and_the_good_one_is_still_kept(upgraded: Place) -> None:
    upgraded.fail(3)
    upgraded.call("demarre")
    upgraded.upgrade("3.0")
    assert upgraded.in_service == "3.0"
    upgraded.fail(3)
    assert upgraded.in_service == "1.0"
    upgraded.upgrade("4.0")
    upgraded.call("demarre")
    upgraded.upgrade("5.0")
    upgraded.fail(3)
    assert upgraded.in_service == "4.0"


def test_the_first_installation_has_nothing_to_go_back_to(place: Place) -> None:
    assert place.fail(10) == ""
    assert place.in_service == "1.0"


def test_the_command_runs_the_version_that_is_in_service(upgraded: Place) -> None:
    assert upgraded.runs_in_service() == "2.0"
    upgraded.fail(3)
    assert upgraded.runs_in_service() == "1.0"


def test_the_command_runs_what_is_there_if_what_was_kept_is_lost(upgraded: Place) -> None:
    upgraded.fail(3)
    (upgraded.kept / "gardes/venv/bin/python3").unlink()
    assert upgraded.runs_in_service() == "2.0"


def test_what_this_machine_cannot_run_any_more_is_not_gone_back_to(upgraded: Place) -> None:
    """Kept from before the system got another Python."""
    kept = upgraded.kept / "gardes/venv/bin/python3"
    kept.unlink()
    kept.write_text("#!/bin/sh\nexit 1\n")
    kept.chmod(0o755)
    upgraded.fail(6)
    assert upgraded.in_service == "2.0"


def test_the_technician_gives_the_installed_version_another_chance(upgraded: Place) -> None:
    upgraded.fail(3)
    upgraded.call("essayer")
    assert upgraded.in_service == "2.0"
    upgraded.fail(2)
    assert upgraded.in_service == "2.0"
    upgraded.fail(1)
    assert upgraded.in_service == "1.0"


def test_what_is_kept_takes_no_room_and_an_upgrade_does_not_reach_it(place: Place) -> None:
    place.call("demarre")
    place.call("garder")
    mine, kept = place.installed / "venv/bin/python3", place.kept / "gardes/venv/bin/python3"
    assert mine.samefile(kept)
    place.install("2.0")
    assert not mine.samefile(kept)
    assert "1.0" in kept.read_text()


def test_what_is_kept_finds_the_python_of_the_system(place: Place, tmp_path: Path) -> None:
    """debhelper makes the link relative, as Debian wants it."""
    link, system = place.installed / "venv/bin/python3", tmp_path / "usr/bin/python3.11"
    system.parent.mkdir()
    link.rename(system)
    link.symlink_to("../../../../bin/python3.11")
    place.call("demarre")
    place.upgrade("2.0")
    place.fail(3)
    assert place.runs_in_service() == "1.0"


def test_the_account_of_the_kiosk_sees_which_version_is_in_service(place: Place) -> None:
    """The unit's own mask (0077) holds for what it calls as root too."""
    before = os.umask(0o077)
    try:
        place.call("demarre")
        place.upgrade("2.0")
        place.fail(3)
    finally:
        os.umask(before)
    assert place.kept.stat().st_mode & 0o777 == 0o755
    assert (place.kept / "repli").stat().st_mode & 0o777 == 0o644
    assert (place.kept / "gardes").stat().st_mode & 0o777 == 0o755


def test_a_version_that_never_started_takes_nothing_from_what_is_kept(upgraded: Place) -> None:
    upgraded.call("garder")
    assert (upgraded.kept / "gardes/version").read_text() == "1.0\n"


@pytest.mark.parametrize("spoilt", ["", "x", "9"])
def test_a_count_that_a_cut_of_the_current_spoilt_begins_again(upgraded: Place, spoilt: str) -> None:
    (upgraded.kept / "echecs").write_text(spoilt)
    upgraded.fail(2)
    assert upgraded.in_service == "2.0"
    upgraded.fail(1)
    assert upgraded.in_service == "1.0"


@pytest.mark.parametrize("word", ["", "nonsense"])
def test_a_wrong_word_is_told_what_there_is(word: str) -> None:
    done = subprocess.run([SCRIPT, *word.split()], capture_output=True, text=True, check=False)
    assert (done.returncode, "Usage" in done.stderr) == (2, True)
