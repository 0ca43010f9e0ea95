"""Datasette over a public extract, as deploy/guide/parc.md starts it; a child that is ended by its id."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkout import ROOT
from diagnostics.fleet.open_data import DATABASE, write_extract
from diagnostics.fleet.publish_month import Publication
from diagnostics.outcomes.codes import Code, Service
from diagnostics.publication.publication import protected

FOLDER = ROOT / "deploy" / "fleet" / "datasette"
DEPARTMENTS = ("22", "29", "35", "56")


def sample_extract(folder: Path) -> None:
    """Three months of four départements; some numbers are small."""
    shares = {
        Code.UNBLOCKED: 70,
        Code.PUK_UNKNOWN: 40,
        Code.WRONG_PUK: 12,
        Code.UNBLOCK_ABANDONED: 3,
        Code.HELP_ASKED: 2,
    }
    months = []
    for number, month in enumerate(("2026-08", "2026-09", "2026-10"), start=1):
        sums = {
            (department, Service.UNBLOCK, code): share * number * (1 + place)
            for place, department in enumerate(DEPARTMENTS)
            for code, share in shares.items()
        }
        sums |= {(d, Service.REFERRAL, Code.PUK_UNKNOWN): 30 * number for d in DEPARTMENTS}
        months.append(Publication(month, 11, 0, protected(sums, DEPARTMENTS, month)))
    write_extract(folder, months)


@contextmanager
def datasette(folder: Path, *where: str) -> Iterator[str]:
    """Serves the extract in ``folder``; ``where`` as for ``datasette serve``. Gives what it says it is running on."""
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(folder / DATABASE)]
    command += ["--metadata", str(FOLDER / "metadata.json"), "--plugins-dir", str(FOLDER / "plugins"), *where]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            said = []
            for line in server.stderr:
                said.append(line)
                if found := re.search(r"running on (?:unix socket )?(\S+)", line):
                    break
            assert found, "".join(said)
            yield found[1]
        finally:
            server.terminate()
            server.communicate()


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system: no port is taken."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


def get(path: Path, url: str) -> tuple[int, str]:
    """Status and text of a page."""
    connection = UnixConnection(path)
    try:
        connection.request("GET", url)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
