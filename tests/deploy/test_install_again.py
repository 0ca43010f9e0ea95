"""install.sh as root, run again, on a machine whose /opt, /etc and /run are empty; what it calls does nothing.

The checkout may lie in one of these: it is seen at another place before they are emptied.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from checkout import ROOT
from lab.namespaces import unshare_mounts

# ``python3 -m venv FOLDER`` leaves programs that do nothing; the clock is one second later at each call.
STUBS = {
    "python3": 'mkdir -p "$3/bin"; for p in python guichet-cps; do printf "#!/bin/sh\\n" >"$3/bin/$p"; '
    'chmod 755 "$3/bin/$p"; done',
    "date": 'echo x >>"$LAB/clock"; wc -l <"$LAB/clock"',
    "systemd-sysusers": "",
    "systemd-tmpfiles": "",
    "systemctl": "",
    "chgrp": 'echo "$@" >>"$LAB/groups"',
}

FURNISH = """
set -e
mkdir "$LAB/checkout"
mount --bind "$CHECKOUT" "$LAB/checkout"
install=$LAB/checkout/deploy/install.sh
for place in /opt /etc /run; do mount -t tmpfs -o mode=755 tmpfs $place; done
mkdir -p /run/systemd/system
umask 077
sh "$install"
[ -x /opt/guichet-cps/bin/guichet-cps ]
first=$(readlink /opt/guichet-cps/bin/guichet-cps)
sh "$install"
[ "$(readlink /opt/guichet-cps/bin/guichet-cps)" != "$first" ]
[ -e "$first" ] && echo "the running programs are whole"
sh "$install"
find /opt/guichet-cps -maxdepth 1 -name 'programmes-*' | wc -l
stat -c %a /etc/guichet-cps /etc/guichet-cps/guichet-cps.toml /etc/systemd/system/guichet-cps.service /opt/guichet-cps
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    folder = tmp_path / "un dossier"
    (folder / "bin").mkdir(parents=True)
    for name, words in STUBS.items():
        program = folder / "bin" / name
        program.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


def test_an_update_leaves_the_running_kiosk_its_programs_and_the_settings_to_the_kiosk_alone(lab: Path) -> None:
    """A kiosk that runs still has to import: a paper is drawn by what the first visitor who prints makes it load."""
    environ = {**os.environ, "PATH": f"{lab / 'bin'}:{os.environ['PATH']}", "LAB": str(lab), "CHECKOUT": str(ROOT)}
    done = subprocess.run(
        [*unshare_mounts(), "sh", "-c", FURNISH],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if not line.startswith("==>")]
    assert (done.returncode, done.stderr) == (0, "")
    assert told == ["the running programs are whole", "2", "755", "640", "644", "755"]
    assert set((lab / "groups").read_text().splitlines()) == {"borne /etc/guichet-cps/guichet-cps.toml"}


def test_a_careful_umask_closes_no_folder_of_an_image(tmp_path: Path) -> None:
    image = tmp_path / "une image"
    image.mkdir()
    subprocess.run(
        ["sh", "-c", 'umask 077; exec sh "$0" --files "$1"', ROOT / "deploy" / "install.sh", image], check=True
    )
    assert {path.stat().st_mode & 0o777 for path in image.rglob("*") if path.is_dir()} == {0o755}
