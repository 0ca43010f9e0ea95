"""The kiosk hands closed weeks to the sender and reads what the central database confirmed; it talks to no network."""

from __future__ import annotations

from pathlib import Path

from diagnostics.database.backup import backup_of
from diagnostics.database.faults import DatabaseUnusable, Fault
from diagnostics.figures.reading import lineage, totals_since
from diagnostics.figures.statistics import closed
from diagnostics.fleet.folders import SHIPMENT, FleetFileUnusable, read_acknowledgement, write_shipment
from diagnostics.fleet.shipment import Shipment


class Handover:
    """``folder`` contains ``sortie``, where the kiosk writes, and ``retour``, where the sender writes.

    If a file there is unreadable, the kiosk goes on as if it were absent.
    """

    def __init__(self, folder: Path, database: Path) -> None:
        self._folder = folder
        self._database = database

    def confirmed(self, current_week: str) -> tuple[str, ...]:
        """Closed weeks that the central database holds exactly as this machine counts them. Raises DatabaseUnusable."""
        try:
            acknowledgement = read_acknowledgement(self._folder)
        except FleetFileUnusable:
            return ()
        return () if acknowledgement is None else acknowledgement.confirmed(_shipment(self._database, current_week))

    def lay_down(self, current_week: str) -> bool:
        """Hand over what the backup has: closed weeks only. False if the folder cannot be written."""
        try:
            if not (self._folder / SHIPMENT).parent.is_dir():
                return False
            write_shipment(self._folder, _shipment(backup_of(self._database), current_week))
        except (FleetFileUnusable, DatabaseUnusable, OSError):
            return False
        return True


def _shipment(path: Path, current_week: str) -> Shipment:
    """Reads epoch and revision before the counters, so that no shipment claims a newer revision than its counters."""
    epoch, revision = lineage(path)
    totals = totals_since(path, "")
    outcomes, visits = (closed(counts, current_week) for counts in (totals.outcomes, totals.margins))
    try:
        return Shipment(epoch, revision, current_week, outcomes, visits)
    except ValueError as error:
        raise DatabaseUnusable(Fault.UNEXPECTED) from error
