"""Runs every readiness check: those of each group of this folder, and those of the figures beneath.

A kiosk may be in the middle of a visit: the checks connect to no card, open nothing for writing and hold no lock.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.health.backup import check_backup, known_weeks
from diagnostics.health.check import CheckResult, HealthCheck
from diagnostics.health.clock import check_clock
from diagnostics.health.database import check_database
from diagnostics.health.disk import check_disk
from diagnostics.health.run import Probe, run_probes, single
from diagnostics.health.swap import check_swap
from kiosk.readiness import cards, printing, station, trust
from kiosk.readiness.this_machine import Machine

DEADLINE_S = 12.0
"""The slowest answer that is waited for: CUPS and a printer that is switched off take three times 3 s."""


def check_all(machine: Machine, deadline_s: float = DEADLINE_S) -> tuple[CheckResult, ...]:
    """Every check in the order of ``HealthCheck``, after ``deadline_s`` seconds at most; never on the screen's thread.

    A check that raises or hangs is a fault of that check only.
    """
    groups = (cards.probes, printing.probes, station.probes, _figures, trust.probes)
    return run_probes((probe for group in groups for probe in group(machine)), deadline_s)


def _figures(machine: Machine) -> Iterator[Probe]:
    database = machine.database
    yield single(HealthCheck.CLOCK, lambda: check_clock(machine.now().date(), machine.bounds, known_weeks(database)))
    yield single(HealthCheck.SWAP, lambda: check_swap(machine.memory))
    yield single(HealthCheck.DISK, lambda: check_disk(database))
    yield single(HealthCheck.DATABASE, lambda: check_database(database))
    yield single(HealthCheck.BACKUP, lambda: check_backup(database, machine.now().date()))
