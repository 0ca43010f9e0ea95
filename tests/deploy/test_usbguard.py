"""What USBGuard itself makes of a kiosk's devices: its own policy generator on a /sys of ours, its own parser."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from checkout import ROOT
from lab.namespaces import unshare_mounts
from lab.usb import Usb, plug_in

SCRIPT = ROOT / "deploy" / "lockdown" / "usb" / "usb"

READER = Usb(0x08E6, 0x4433, "GemPC433-Swap", ((0x0B, 0, 0),))
TOUCH = Usb(0x0EEF, 0x0001, "eGalaxTouch", ((3, 0, 0),))
KEYPAD = Usb(0x0513, 0x0318, "digital keyboard", ((3, 1, 1), (3, 0, 0)))
PRINTER = Usb(0x04B8, 0x0E15, "TM-T20II", ((7, 1, 2),), "5441")
KIOSK = (READER, TOUCH, KEYPAD, PRINTER)

STICK = Usb(0x0781, 0x5567, "Cruzer Blade", ((8, 6, 0x50),), "4C53")
MODEM = Usb(0x12D1, 0x1506, "Modem", ((0xFF, 1, 1), (2, 6, 0)))
BLUETOOTH = Usb(0x0A12, 0x0001, "Dongle", ((0xE0, 1, 1),))
FALSE_READER = Usb(0x08E6, 0x4433, "GemPC433-Swap", ((0x0B, 0, 0), (8, 6, 0x50)))
ODD_NAME = Usb(0x1234, 0x0B08, '" with-interface { 0b:00:00 }', ((3, 0, 0),))


class Desk:
    """A machine with these devices plugged in, and USBGuard's file of rules."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rules = folder / "usbguard" / "rules.conf"
        self.rules.parent.mkdir()

    def run(self, *words: str, devices: tuple[Usb, ...] = KIOSK) -> subprocess.CompletedProcess[str]:
        plug_in(tree := self._folder / f"sys{len(list(self._folder.iterdir()))}", *devices)
        script = 'mount --bind "$1" /sys && shift && exec "$@"'
        return subprocess.run(
            [*unshare_mounts(), "sh", "-c", script, "sh", tree, SCRIPT, *words],
            env={**os.environ, "GUICHET_CPS_USB_REGLES": str(self.rules)},
            capture_output=True,
            text=True,
            check=False,
        )

    def files(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in self.rules.parent.iterdir()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ids(policy: str) -> list[str]:
    return [line.split()[2] for line in policy.splitlines() if line.startswith("allow ")]


OWN = ["1d6b:0002", "08e6:4433", "0eef:0001", "0513:0318", "04b8:0e15"]


def test_the_devices_of_the_kiosk_are_shown_and_nothing_is_changed(desk: Desk) -> None:
    done = desk.run()
    assert (done.returncode, ids(done.stdout), desk.files()) == (0, OWN, {})
    assert not {"via-port", "with-connect-type", "hash"} & set(done.stdout.split())


def test_a_keyboard_is_allowed_and_told(desk: Desk) -> None:
    assert "un clavier" in desk.run().stderr
    assert desk.run(devices=(READER, TOUCH)).stderr == ""


def test_what_is_written_is_what_usbguard_reads(desk: Desk) -> None:
    assert desk.run("--write").returncode == 0
    assert ids(desk.rules.read_text()) == OWN
    parsed = subprocess.run(["usbguard-rule-parser", "-f", desk.rules], capture_output=True, text=True, check=True)
    assert "08e6:4433" in parsed.stdout + parsed.stderr
    assert desk.rules.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("word", [(), ("--write",)])
@pytest.mark.parametrize("devices", [(), (TOUCH, KEYPAD), (TOUCH, FALSE_READER), (ODD_NAME,)])
def test_without_a_reader_it_refuses(desk: Desk, devices: tuple[Usb, ...], word: tuple[str, ...]) -> None:
    """A machine that is closed without its reader unblocks no card at all."""
    desk.rules.write_text("allow id 1:2\n")
    done = desk.run(*word, devices=devices)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Aucun lecteur de cartes n’est branché" in done.stderr
    assert desk.files() == {"rules.conf": "allow id 1:2\n"}


@pytest.mark.parametrize("foreign", [STICK, MODEM, BLUETOOTH, FALSE_READER])
def test_what_belongs_to_no_kiosk_is_never_allowed(desk: Desk, foreign: Usb) -> None:
    done = desk.run("--write", devices=(READER, TOUCH, foreign))
    assert (done.returncode, ids(done.stdout)) == (0, OWN[:3])
    assert f"# refusé : allow id {foreign.vendor:04x}" in done.stdout


def test_the_way_back(desk: Desk) -> None:
    desk.rules.write_text("allow id 1:2\n")
    desk.run("--write")
    desk.run("--write", devices=(READER,))
    assert ids(desk.rules.read_text()) == OWN[:2]
    assert desk.run("--restore").returncode == 0
    assert desk.files() == {"rules.conf": "allow id 1:2\n"}
    again = desk.run("--restore")
    assert (again.returncode, "rien à remettre" in again.stderr) == (1, True)
    assert desk.files() == {"rules.conf": "allow id 1:2\n"}


def test_a_wrong_word_changes_nothing(desk: Desk) -> None:
    done = desk.run("write")
    assert (done.returncode, "Usage" in done.stderr, desk.files()) == (2, True, {})
