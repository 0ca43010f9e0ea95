"""The settings of a machine that is a kiosk and nothing else, as systemd's own programs read them."""

from __future__ import annotations

import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from checkout import ROOT
from lab.namespaces import unshare

FOLDER = ROOT / "deploy" / "lockdown" / "system"
KERNEL = Path("/proc/sys")


def sysctls() -> dict[str, str]:
    lines = (FOLDER / "sysctl.conf").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key.strip().removeprefix("-"): value.strip() for key, _, value in pairs}


def place(key: str) -> Path:
    return KERNEL / key.replace(".", "/")


def settings(name: str) -> RawConfigParser:
    parser = RawConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / name, encoding="utf-8")
    return parser


@pytest.mark.parametrize("key", [key for key in sysctls() if key.startswith("net.ipv")])
def test_systemd_sets_what_belongs_to_the_network(key: str) -> None:
    """In a network of its own: what belongs to the whole kernel is not touched."""
    script = f"systemd-sysctl --prefix=/{key.replace('.', '/')} {FOLDER}/sysctl.conf && cat {place(key)}"
    done = subprocess.run([*unshare("--net"), "sh", "-c", f"PATH=$PATH:/usr/lib/systemd; {script}"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, sysctls()[key], "")


def test_no_memory_of_a_program_is_copied_to_a_disk() -> None:
    assert sysctls()["kernel.core_pattern"] == "|/bin/false"
    assert sysctls()["fs.suid_dumpable"] == "0"
    assert settings("system.conf")["Manager"]["DefaultLimitCORE"] == "0"


@pytest.mark.parametrize(("name", "program"), [("logind.conf", "systemd-logind"), ("system.conf", "systemd")])
def test_systemd_knows_every_key(name: str, program: str) -> None:
    """The program itself names each of them: what it does not know, it passes over with one line in its journal."""
    known = Path("/usr/lib/systemd", program).read_bytes()
    (section,) = settings(name).sections()
    assert [key for key in settings(name)[section] if key.encode() + b"\0" not in known] == []


def test_the_card_service_keeps_its_usb(tmp_path: Path) -> None:
    """A device rule of any kind, which ProtectClock= brings too, would close /dev/bus/usb to it."""
    drop_in = (ROOT / "deploy/systemd/pcscd.service.d/guichet-cps.conf").read_text(encoding="utf-8")
    keys = {line.partition("=")[0] for line in drop_in.splitlines() if "=" in line and not line.startswith("#")}
    assert not keys & {"PrivateDevices", "ProtectClock", "DevicePolicy", "DeviceAllow", "PrivateUsers", "ProtectProc"}
    unit = tmp_path / "pcscd.service"
    unit.write_text("[Service]\nExecStart=/usr/sbin/pcscd --foreground\n" + drop_in)
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=25", unit]
    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
