"""A fake of the central database for one kiosk, in memory; the real one is in ``lab.postgres``."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.fleet.shipment import Shipment


class CentralInMemory:
    """As deploy/fleet/schema.sql has it: a counter of one file never goes down, and what is taken is not lost."""

    def __init__(self, held: Mapping[str, Shipment] | None = None) -> None:
        self.held = dict(held or {})

    def received(self, epoch: str) -> Mapping[str, str]:
        return self.held[epoch].digests() if epoch in self.held else {}

    def kept_since(self) -> str:
        return "0001-W01"

    def push(self, shipment: Shipment) -> int:
        before = self.held.get(shipment.epoch, Shipment(shipment.epoch, 0, shipment.before_week, {}, {}))
        outcomes, visits = (
            dict(old) | {cell: max(n, old.get(cell, 0)) for cell, n in new.items()}
            for old, new in ((before.outcomes, shipment.outcomes), (before.visits, shipment.visits))
        )
        week = max(before.before_week, shipment.before_week)
        self.held[shipment.epoch] = Shipment(shipment.epoch, shipment.revision, week, outcomes, visits)
        return len(shipment.outcomes) + len(shipment.visits)
