"""Four weeks of a kiosk: counted, handed over, sent, confirmed, deleted. For ``lab.power``; argument: a folder.

Says a line for each service, "e" before it ends and "E" after; and what the central database holds whenever it took
something.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from bench.central import CentralInMemory
from diagnostics.database.retention import Retention
from diagnostics.files.durable import make_names_durable
from diagnostics.fleet.push import push
from diagnostics.fleet.shipment import Shipment, shipment_as_text
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import OutcomeStore
from lab.power import SAID

RETENTION = Retention(after_acknowledgement_weeks=1, at_most_months=25)


class Central(CentralInMemory):
    """Says what it holds."""

    def __init__(self, said: int) -> None:
        super().__init__()
        self._said = said

    def push(self, shipment: Shipment) -> int:
        changed = super().push(shipment)
        os.write(self._said, shipment_as_text(self.held[shipment.epoch]).replace("\n", "").encode() + b"\n")
        return changed


def main(folder: Path) -> None:
    said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT)
    for part in ("parc", "parc/sortie", "parc/retour"):  # systemd-tmpfiles makes them, long before
        (folder / part).mkdir()
        make_names_durable((folder / part).parent)
    central = Central(said)
    for week in range(41, 45):
        day = date.fromisocalendar(2026, week, 3)
        store = OutcomeStore.open(
            folder / "outcomes.db", "brest", lambda day=day: day, retention=RETENTION, fleet=folder / "parc"
        )
        store.recover()
        os.write(said, b"e\n")
        store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
        os.write(said, b"E\n")
        store.close()
        push(folder / "parc", central, iso_week(day))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
