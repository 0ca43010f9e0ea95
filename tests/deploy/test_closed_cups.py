"""CUPS as guichet-cps-machine starts it: the drop-in's own command, in namespaces, its files where it names them."""

from __future__ import annotations

import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from checkout import ROOT
from lab.namespaces import unshare

DROP_IN = ROOT / "deploy" / "lockdown" / "cups" / "cups.service.conf"
PLACE = "/usr/share/guichet-cps/cups"

_LOOK = """
set -e
ip link set lo up
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/cups {folder}/upper {folder}/work
mount -t overlay overlay -o lowerdir=/usr/share,upperdir={folder}/upper,workdir={folder}/work /usr/share
mkdir -p {place}
cp {settings}/*.conf {place}
mount -t tmpfs -o mode=755 tmpfs /etc/cups
{command} -f & cups=$!
n=0
until lpstat -r 2>/dev/null | grep -q 'is running'; do
    n=$((n + 1)); [ $n -lt 200 ]; kill -0 $cups
done
lpadmin -p borne -E -v file:///dev/null 2>/dev/null || lpadmin -p borne -E -v socket://localhost:9100
ss -Hlntu; echo ---; ss -Hlx | grep -o '/[^ ]*cups[^ ]*'; echo ---
kill $cups; wait $cups || true  # it writes its queues down when it ends, else half a minute later
find {place} /etc/cups ! -type d
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], list[str], list[str]]:
    """Files, ports and local sockets while it runs."""
    unit = RawConfigParser(strict=False, interpolation=None)
    unit.read(DROP_IN, encoding="utf-8")
    command = unit["Service"]["ExecStart"].replace(" -l ", " ")
    with_folder = tmp_path_factory.mktemp("cups")
    script = _LOOK.format(folder=with_folder, place=PLACE, settings=ROOT / "deploy" / "cups", command=command)
    done = subprocess.run(
        [*unshare("--mount", "--net", "--pid", "--fork", "--kill-child"), "sh", "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ports, sockets, files = done.stdout.split("---")
    return set(files.split()), ports.split(), sockets.split()


def test_no_port_and_one_local_socket(seen: tuple[set[str], list[str], list[str]]) -> None:
    assert seen[1:] == ([], ["/run/cups/cups.sock"])


def test_the_queues_are_where_debian_keeps_them_and_our_folder_is_not_written_to(
    seen: tuple[set[str], list[str], list[str]],
) -> None:
    assert "/etc/cups/printers.conf" in seen[0]
    assert {path for path in seen[0] if path.startswith(PLACE)} == {f"{PLACE}/cupsd.conf", f"{PLACE}/cups-files.conf"}


def test_the_drop_in_replaces_the_command_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "cups.service.d"
    folder.mkdir()
    (folder / "guichet-cps.conf").write_text(DROP_IN.read_text(encoding="utf-8"))
    (tmp_path / "cups.service").write_text("[Service]\nType=notify\nExecStart=/usr/sbin/cupsd -l\n")
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / "cups.service"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "cups" in line] == []
    assert done.returncode == 0
