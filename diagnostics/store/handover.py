"""The kiosk hands closed weeks to the sender and reads what the central database confirmed; it talks to no network."""

from __future__ import annotations

from pathlib import Path

from diagnostics.database.backup import backup_of
from diagnostics.database.faults import DatabaseUnusable, Fault
from diagnostics.figures.reading import lineage, totals_since
from diagnostics.figures.statistics import closed
from diagnostics.fleet.folders import SHIPMENT, FleetFileUnusable, read_receipt, write_shipment
from diagnostics.fleet.shipment import Shipment


class Handover:
    """``folder`` holds the two folders of ``diagnostics.fleet.folders``. Files that cannot be used stop nothing."""

    def __init__(self, folder: Path, database: Path) -> None:
        self._folder = folder
        self._database = database

    def confirmed(self, current_week: str) -> tuple[str, ...]:
        """Closed weeks that the central database holds exactly as this machine counts them. Raises DatabaseUnusable."""
        try:
            receipt = read_receipt(self._folder)
        except FleetFileUnusable:
            return ()
        return () if receipt is None else receipt.confirmed(_shipment(self._database, current_week))

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
    """The epoch and the revision of a file never get ahead of its counters: they are read first."""
    epoch, revision = lineage(path)
    totals = totals_since(path, "")
    outcomes, visits = (closed(counts, current_week) for counts in (totals.outcomes, totals.margins))
    try:
        return Shipment(epoch, revision, current_week, outcomes, visits)
    except ValueError as error:
        raise DatabaseUnusable(Fault.UNEXPECTED) from error
