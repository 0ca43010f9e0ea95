"""Fetches a list of the simulated cards' authority, on a disk or at a moment that fails.

Arguments: what fails (``nothing``, ``room``, ``size``, ``killed``), an address, a folder. ``room`` mounts a small tmpfs
on the folder, so it needs a mount namespace of its own. Prints one JSON list: the outcome, the detail, whether the list
in place is still whole and the old one, and the files of the folder.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from diagnostics.files import durable
from kiosk.audit.igc_sante import Authorities
from kiosk.lists.addresses import list_addresses
from kiosk.lists.fetch import fetch_lists
from kiosk.simulator.contents.identity import Identity, current_validity
from kiosk.simulator.pki.authority import chain
from kiosk.simulator.pki.trust import lists


def die(new: Path, old: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(fails: str, address: str, folder: Path) -> None:
    today = datetime.now(UTC).date()
    signed = chain(Identity(current_validity(today)))
    authorities = Authorities((signed.root,), (signed.issuing,))
    (source,) = list_addresses(authorities, [address])
    if fails == "room":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", folder], check=True)
    old, _ = lists(today - timedelta(weeks=1))
    if fails != "nothing":
        (folder / source.name).write_bytes(old)
    if fails == "size":
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    if fails == "killed":
        durable.take_the_place = die
    (found,) = fetch_lists([source], authorities, folder, datetime.now(UTC))
    told = [found.outcome.value, found.detail, (folder / source.name).read_bytes() == old]
    sys.stdout.write(json.dumps([*told, sorted(path.name for path in folder.iterdir())]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
