"""The AppArmor profile of the interface: it is read, and gives what a traced session asked for and nothing beside it.

Loading it takes a kernel with AppArmor; deploy/machine looks for what is refused there.
"""

from __future__ import annotations

import subprocess
from configparser import RawConfigParser

import pytest

from checkout import ROOT

PROFILE = ROOT / "deploy" / "apparmor" / "guichet-cps"
ALLOWS = ROOT / "tests" / "support" / "lab" / "programs" / "apparmor_allows.py"

HOME, KEPT = "/var/lib/guichet-cps", "/var/lib/guichet-cps-programmes/gardes/venv/lib/python3.11/site-packages"
VENV = "/usr/lib/guichet-cps/venv/lib/python3.11/site-packages"

ASKED_FOR = {
    # Seen under strace: the session without a screen, its papers and its end (Debian 12, November 2026).
    "/usr/lib/guichet-cps/session": "rx",
    "/usr/bin/guichet-cps": "rx",
    "/usr/bin/dash": "rx",
    "/usr/bin/python3.11": "rx",
    "/usr/bin/cage": "rx",
    "/usr/bin/Xwayland": "rx",
    "/usr/bin/xkbcomp": "rx",
    "/usr/bin/env": "rx",
    "/usr/bin/readlink": "rx",
    "/usr/bin/lp": "rx",
    "/usr/bin/cancel": "rx",
    "/usr/bin/ipptool": "rx",
    "/usr/bin/pgrep": "rx",
    "/usr/bin/tail": "rx",
    "/usr/sbin/ldconfig": "rx",
    f"{VENV}/kiosk/__pycache__/__main__.cpython-311.pyc": "r",
    f"{VENV}/_cffi_backend.cpython-311-x86_64-linux-gnu.so": "mr",
    f"{VENV}/kivy.libs/libSDL2-2-7fd7b2d2.0.so.0.3000.7": "mr",
    f"{KEPT}/_cffi_backend.cpython-311-x86_64-linux-gnu.so": "mr",
    "/usr/lib/x86_64-linux-gnu/dri/swrast_dri.so": "mr",
    "/usr/lib/x86_64-linux-gnu/libLLVM-15.so.1": "mr",
    "/var/lib/guichet-cps-programmes/repli": "r",
    "/etc/guichet-cps/guichet-cps.toml": "r",
    f"{HOME}/compteurs.sqlite3": "krw",
    f"{HOME}/compteurs.sqlite3-wal": "krw",
    "/var/cache/guichet-cps/mesa_shader_cache/index": "krw",
    "/run/guichet-cps/wayland-0": "rw",
    "/run/guichet-cps/wayland-0.lock": "krw",
    "/run/guichet-cps/relancer-pcscd": "w",
    "/run/cups/cups.sock": "rw",
    "/run/pcscd/pcscd.comm": "rw",
    "/etc/cups/cupsd.conf": "r",
    "/etc/passwd": "r",
    "/tmp/.X0-lock": "rw",
    "/tmp/.X11-unix/X0": "rw",
    "/tmp/server-0.xkm": "rw",
    "/dev/shm/wlroots-MALjpl": "rw",
    "/usr/share/X11/xkb/rules/evdev": "r",
    "/usr/share/glvnd/egl_vendor.d/50_mesa.json": "r",
    "/usr/share/icons/Adwaita/cursors/left_ptr": "r",
    "/usr/share/drirc.d/00-mesa-defaults.conf": "r",
    "/usr/share/zoneinfo/Europe/Paris": "r",
    "/proc/": "r",
    "/proc/1234/cmdline": "r",
    "/proc/1234/stat": "r",
    "/proc/1234/fd/": "r",
    "/proc/1234/mountinfo": "r",
    "/sys/devices/system/node/node0/meminfo": "r",
    "/sys/fs/cgroup/cpu.max": "r",
    # What a machine with a screen, a touch panel, sound and a fleet has beside them.
    "/run/seatd.sock": "rw",
    "/run/systemd/notify": "w",
    "/dev/dri/card0": "rw",
    "/dev/dri/renderD128": "rw",
    "/dev/input/event3": "rw",
    "/dev/snd/pcmC0D0p": "rw",
    "/run/udev/data/c226:0": "r",
    "/sys/devices/pci0000:00/0000:00:02.0/drm/card0/uevent": "r",
    "/sys/devices/pci0000:00/0000:00:02.0/virtio0/drm/card0/card0-Virtual-1/edid": "r",
    "/sys/devices/pci0000:00/0000:00:02.0/vendor": "r",
    "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/0003:0EEF:0001.0001/input/input7/capabilities/abs": "r",
    "/sys/devices/virtual/block/dm-0/dm/uuid": "r",
    "/proc/swaps": "r",
    "/proc/asound/pcm": "r",
    "/usr/share/libinput/50-system-acer.quirks": "r",
    "/usr/share/alsa/alsa.conf": "r",
    "/usr/local/share/fonts/": "r",
    "/etc/guichet-cps/igc-sante/racine.pem": "r",
    "/var/lib/guichet-cps-listes/crl.der": "r",
    "/var/lib/guichet-cps-parc/sortie/semaines.json": "rw",
    "/var/lib/guichet-cps-parc/retour/accuse.json": "r",
}

NOT_ITS_BUSINESS = (
    "/etc/shadow",
    "/etc/guichet-cps-parc/pgpass",
    "/etc/ssh/ssh_host_ed25519_key",
    "/etc/guichet-cps/pare-feu.nft",
    "/media/stick/notes",
    "/var/log/syslog",
    "/var/spool/cups/d00001-001",
    "/run/cups/spool/d00001-001",
    "/dev/sda",
    "/dev/mem",
    "/dev/tty1",
    "/dev/bus/usb/001/002",
    "/dev/hidraw0",
    "/dev/video0",
    "/proc/1234/mem",
    "/proc/1234/environ",
    "/run/dbus/system_bus_socket",
    "/run/systemd/private",
    "/usr/bin/bash",
    "/usr/bin/curl",
    "/usr/bin/perl",
    "/usr/bin/systemctl",
    f"{HOME}/brought-in.so",
)
NOT_WRITTEN = ("/etc/guichet-cps/guichet-cps.toml", "/usr/bin/guichet-cps", f"{VENV}/kiosk/__main__.py", f"{KEPT}/a.so")


@pytest.fixture(scope="module")
def allowed() -> dict[str, str]:
    paths = [*ASKED_FOR, *NOT_ITS_BUSINESS, *NOT_WRITTEN]
    command = ["/usr/bin/python3", ALLOWS, PROFILE]
    done = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=True)
    return dict(zip(paths, done.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("mode", [(), ("--Complain",)], ids=["enforce", "complain"])
def test_the_parser_takes_it_in_both_modes(mode: tuple[str, ...]) -> None:
    command = ["apparmor_parser", "--skip-kernel-load", "--skip-cache", *mode, PROFILE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "error" in done.stderr.lower()) == (0, False), done.stderr


def test_the_session_gets_what_it_asks_for(allowed: dict[str, str]) -> None:
    assert {path: allowed[path] for path, wanted in ASKED_FOR.items() if not set(wanted) <= set(allowed[path])} == {}


def test_nothing_beside_it_is_read_or_started(allowed: dict[str, str]) -> None:
    given = {path: allowed[path] for path in NOT_ITS_BUSINESS[:-1]}
    assert given == dict.fromkeys(NOT_ITS_BUSINESS[:-1], "")


def test_what_it_can_write_it_cannot_run_and_what_it_runs_it_cannot_write(allowed: dict[str, str]) -> None:
    assert not set("mx") & set(allowed[f"{HOME}/brought-in.so"])
    assert not any("w" in allowed[path] for path in NOT_WRITTEN)
    assert not any("w" in letters and set("mx") & set(letters) for letters in allowed.values())


def test_the_service_runs_under_it_where_there_is_apparmor() -> None:
    unit = RawConfigParser(strict=False, interpolation=None)
    unit.read(ROOT / "deploy" / "systemd" / "guichet-cps.service", encoding="utf-8")
    assert unit["Service"]["AppArmorProfile"] == "-guichet-cps"
