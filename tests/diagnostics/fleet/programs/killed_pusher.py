"""A sender that kills itself at one step: before or after the push, or before the acknowledgement."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import diagnostics.fleet.push as sender
from diagnostics.fleet.folders import Acknowledgement
from diagnostics.fleet.postgres import Central, central_database
from diagnostics.fleet.shipment import Shipment


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Killed(Central):
    """``push`` has committed when it returns: what follows is the time between commit and confirmation."""

    step = ""

    def push(self, shipment: Shipment) -> int:
        if self.step == "before_push":
            die()
        changed = super().push(shipment)
        if self.step == "after_push":
            die()
        return changed


def no_acknowledgement(folder: Path, acknowledgement: Acknowledgement) -> None:
    die()


def main(step: str, folder: str, address: str) -> None:
    Killed.step = step
    if step == "before_acknowledgement":
        sender.write_acknowledgement = no_acknowledgement
    with central_database(address) as central:
        sender.push(Path(folder), Killed(central._connection), "2024-W43")


if __name__ == "__main__":
    main(*sys.argv[1:])
