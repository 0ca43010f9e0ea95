"""Sending closed weeks to the central database, and bringing back what it confirms.

The order is the whole safety: ask what is held, send what differs, and when that is committed ask again. Only a week
that is held exactly as it was handed over is confirmed. A crash anywhere leaves weeks unconfirmed, and a resend changes
nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnostics.fleet.doors import KioskDoor
from diagnostics.fleet.folders import (
    Acknowledgement,
    only_sender,
    read_acknowledgement,
    read_shipment,
    write_acknowledgement,
)
from diagnostics.fleet.shipment import Shipment
from diagnostics.outcomes.weeks import weeks_before


@dataclass(frozen=True, slots=True)
class Pushed:
    """Weeks (``YYYY-Www``), oldest first.

    ``refused``: the central database keeps other figures for them, from another copy of the same file.
    """

    sent: tuple[str, ...]
    changed: int
    confirmed: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FleetStatus:
    """What the two folders say at ``current_week``; nobody is asked.

    ``laid_down_in`` and ``last_contact``: the week in which the kiosk last handed figures over, and in which the
    central database last answered; None for never. ``waiting``: closed weeks that are not confirmed.
    """

    laid_down_in: str | None
    last_contact: str | None
    confirmed: tuple[str, ...]
    waiting: tuple[str, ...]
    kiosk_is_late: bool
    central_is_late: bool


def push(folder: Path, central: KioskDoor, current_week: str) -> Pushed | None:
    """None if the kiosk has handed nothing over yet.

    Raises FleetFileUnusable, CentralUnreachable, CentralRefused.
    """
    with only_sender(folder):
        shipment = read_shipment(folder)
        return None if shipment is None else _send(folder, shipment, central, current_week)


def status(folder: Path, current_week: str, late_after_weeks: int) -> FleetStatus:
    """Late: nothing for ``late_after_weeks`` or more. Raises FleetFileUnusable."""
    shipment, acknowledgement = read_shipment(folder), read_acknowledgement(folder)
    weeks = () if shipment is None else shipment.weeks
    confirmed = () if shipment is None or acknowledgement is None else acknowledgement.confirmed(shipment)
    waiting = tuple(week for week in weeks if week not in confirmed)
    laid_down_in = None if shipment is None else shipment.before_week
    last_contact = None if acknowledgement is None else acknowledgement.in_week
    limit = weeks_before(current_week, late_after_weeks)
    return FleetStatus(
        laid_down_in,
        last_contact,
        confirmed,
        waiting,
        kiosk_is_late=laid_down_in is not None and laid_down_in <= limit,
        central_is_late=(last_contact or next(iter(weeks), current_week)) <= limit,
    )


def _send(folder: Path, shipment: Shipment, central: KioskDoor, current_week: str) -> Pushed:
    kept_since = central.kept_since()
    shipment = shipment.only([week for week in shipment.weeks if week >= kept_since])
    differing = _differing(shipment, central.received(shipment.epoch))
    changed = central.push(shipment.only(differing))
    held = central.received(shipment.epoch)
    refused = _differing(shipment, held)
    confirmed = {week: digest for week, digest in shipment.digests().items() if week not in refused}
    write_acknowledgement(folder, Acknowledgement(shipment.epoch, current_week, confirmed))
    return Pushed(differing, changed, tuple(sorted(confirmed)), refused)


def _differing(shipment: Shipment, held: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(week for week, digest in shipment.digests().items() if held.get(week) != digest))
