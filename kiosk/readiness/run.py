"""Is this machine ready? Runs the checks of all floors beside each other and hands the values down.

Nothing is connected to, opened for writing or held: a kiosk may be in the middle of a visit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from diagnostics.health.backup import check_backup, last_week
from diagnostics.health.check import CheckResult, HealthCheck
from diagnostics.health.clock import Bounds, check_clock
from diagnostics.health.database import check_database
from diagnostics.health.disk import check_disk
from diagnostics.health.run import Probe, run_probes
from diagnostics.outcomes.codes import Code
from kiosk.card.iso7816.connection import SlotReport
from kiosk.readiness.cards import CARD_CHECKS, Commissioning, check_cards
from kiosk.readiness.printing import check_printer, check_spool
from kiosk.readiness.station import (
    Settings,
    check_kiosk,
    check_screen,
    check_settings,
    check_sound,
    check_versions,
    has_sound_output,
)
from kiosk.readiness.trust import TRUST_CHECKS, check_trust
from kiosk.view.design.sizes import Panel
from reports.printing.cups import Queue
from reports.printing.spool import SpoolSettings

DEADLINE_S = 12.0
"""The slowest answer that is waited for: CUPS and a printer that is switched off take three times 3 s."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the checks look at. Every function is called on a thread of its own.

    ``report``: the readers, from the kiosk's own watcher or from one that looks once. ``pixels``: of the screen, None
    if this process sees none. ``now``: aware, in local time. ``noticed``: the codes of a running kiosk, None beside it.
    """

    report: Callable[[], SlotReport]
    is_simulated: Callable[[str], bool]
    commissioning: Commissioning
    queue: Queue | None
    database: Path
    trust_folders: tuple[Path | None, Path | None]
    panel: Panel
    pixels: Callable[[], tuple[int, int] | None]
    settings: Settings
    bounds: Bounds
    now: Callable[[], datetime]
    sound: Callable[[], bool] = has_sound_output
    spool: SpoolSettings = field(default_factory=SpoolSettings)
    noticed: Callable[[], tuple[Code, ...]] | None = None


def check_all(machine: Machine, deadline_s: float = DEADLINE_S) -> tuple[CheckResult, ...]:
    """Every check in the order of ``HealthCheck``, after ``deadline_s`` seconds at most; never on the screen's thread.

    A check that raises or hangs is a fault of that check only.
    """
    return run_probes(_probes(machine), deadline_s)


def _probes(machine: Machine) -> Iterator[Probe]:
    yield Probe(CARD_CHECKS, lambda: check_cards(machine.report(), machine.is_simulated, machine.commissioning))
    yield Probe(TRUST_CHECKS, lambda: check_trust(*machine.trust_folders, machine.now()))
    for check, look in _single(machine).items():
        yield _alone(check, look)
    if machine.noticed is not None:
        noticed = machine.noticed
        yield Probe((HealthCheck.KIOSK,), lambda: check_kiosk(noticed()))


def _alone(check: HealthCheck, look: Callable[[], CheckResult]) -> Probe:
    return Probe((check,), lambda: (look(),))


def _single(machine: Machine) -> dict[HealthCheck, Callable[[], CheckResult]]:
    database = machine.database
    return {
        HealthCheck.PRINTER: lambda: check_printer(machine.queue),
        HealthCheck.SPOOL: lambda: check_spool(machine.queue, machine.spool),
        HealthCheck.SCREEN: lambda: check_screen(machine.panel, machine.pixels()),
        HealthCheck.SOUND: lambda: check_sound(available=machine.sound()),
        HealthCheck.CONFIGURATION: lambda: check_settings(machine.settings),
        HealthCheck.VERSIONS: check_versions,
        HealthCheck.CLOCK: lambda: check_clock(machine.now().date(), machine.bounds, last_week(database)),
        HealthCheck.DISK: lambda: check_disk(database),
        HealthCheck.DATABASE: lambda: check_database(database),
        HealthCheck.BACKUP: lambda: check_backup(database, machine.now().date()),
    }
