"""The store of outcomes: never in the way of a visit, never counting twice.

What is to be counted is added in memory first and then written, in one transaction with the list of services under
way. If the file cannot be written it stays in memory and goes out with the next call that succeeds; a kill before
that loses it. A service begun on the disk and not ended there is counted as interrupted by the next process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from diagnostics.database.backup import restore
from diagnostics.database.faults import DatabaseUnusable, Fault, database_errors
from diagnostics.database.ledger import Batch, Ledger, LeftOvers
from diagnostics.database.quarantine import quarantine
from diagnostics.database.retention import Retention
from diagnostics.database.writer_lock import WriterLock
from diagnostics.outcomes.cells import Cell, OutcomeCell, margin_cells
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import VisitMargins
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.handover import Handover


@dataclass(frozen=True, slots=True)
class Pending:
    """A service under way. ``number`` tells it from others of this process and is never stored."""

    number: int
    service: Service
    generation: CardGeneration


@dataclass(frozen=True, slots=True)
class Writable:
    """The last attempt succeeded."""


@dataclass(frozen=True, slots=True)
class Degraded:
    """The last attempt failed; what it was to write waits in memory. ``code`` is what staff are shown."""

    fault: Fault
    code: Code = Code.DATABASE_UNWRITABLE


StoreHealth = Writable | Degraded


BUSY_TIMEOUT_S = 0.5  # the start of a service waits no longer for another process
_USUAL_RETENTION = Retention()


class OutcomeStore:
    """Used from one thread at a time; ``health`` may be read from any.

    No method raises because of the file: it says so in ``health``.
    """

    def __init__(
        self,
        path: Path,
        site: str,
        today: Callable[[], date],
        busy_timeout_s: float,
        retention: Retention,
        fleet: Path | None,
    ) -> None:
        if not site:
            raise ValueError("outcomes need the name of a site")
        self._path = path
        self._site = site
        self._today = today
        self._busy_timeout_s = busy_timeout_s
        self._retention = retention
        self._fleet = None if fleet is None else Handover(fleet, path)
        self._kept_house_in = ""
        self._handed_over_in = ""
        self._writer_lock = WriterLock(path)
        self._ledger: Ledger | None = None
        self._numbers = count(1)
        self._under_way: dict[int, Pending] = {}
        self._waiting: Counter[Cell] = Counter()
        self._attempted: Batch | None = None
        self._left_overs_counted = False
        self._saved = False
        self._health: StoreHealth = Degraded(Fault.UNREACHABLE)

    @classmethod
    def open(
        cls,
        path: Path,
        site: str,
        today: Callable[[], date],
        *,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        retention: Retention = _USUAL_RETENTION,
        fleet: Path | None = None,
    ) -> OutcomeStore:
        """Open or create the file and become its only writer; counts nothing yet. The folder must exist.

        ``site`` names the counter in the figures; raises ValueError if it is empty. ``busy_timeout_s`` bounds the wait
        for a lock that another process holds; a slow disk is not bounded by it. ``fleet``: where closed weeks are
        handed over to the user who sends them (``diagnostics.fleet.folders``), None for a kiosk that stands alone.
        """
        store = cls(path, site, today, busy_timeout_s, retention, fleet)
        store._report(store._fault_of(store._connected))
        return store

    @property
    def health(self) -> StoreHealth:
        """What the last attempt to write (or to open) found."""
        return self._health

    def recover(self) -> None:
        """Call at start. The store counts each service that the last process left open as interrupted, once; then it
        purges, backs up and hands over.
        """
        self.flush()
        self._keep_house()

    def begin(self, service: Service, generation: CardGeneration) -> Pending:
        """A service starts. Durable on return, unless ``health`` says that only memory holds it."""
        pending = Pending(next(self._numbers), service, generation)
        self._under_way[pending.number] = pending
        self._save()
        return pending

    def finish(self, pending: Pending, code: Code) -> None:
        """The service ended: its outcome takes the place of its start.

        Raises ValueError if it was ended before, or if its service cannot end with ``code``.
        """
        if pending.service not in code.services:
            raise ValueError(f"{pending.service.value} cannot end with {code.value}")
        if self._under_way.pop(pending.number, None) is None:
            raise ValueError(f"this {pending.service.value} is not under way")
        self._waiting[OutcomeCell(self._week(), self._site, pending.service, code, pending.generation)] += 1
        self._save()

    def end_visit(self, margins: VisitMargins) -> None:
        """Add the visit to the tables of one dimension; a kill between the last outcome and this loses only these."""
        self._waiting.update(margin_cells(margins, self._week(), self._site))
        self._save()
        self._keep_house()

    def flush(self) -> None:
        """Try again to write what waits; a file found corrupt is set aside and the backup takes its place."""
        fault = self._fault_of(self._write)
        if fault is Fault.CORRUPT:
            fault = self._fault_of(self._start_anew)
        self._report(fault)

    def close(self) -> None:
        """Write what waits, if possible, and give the file back."""
        if not self._saved:
            self.flush()
        self._disconnect()
        self._writer_lock.release()

    def _save(self) -> None:
        self._saved = False
        self.flush()

    def _write(self) -> None:
        ledger = self._connected()
        revision = ledger.revision()
        if self._attempted is not None and self._attempted.revision == revision:
            self._settle(self._attempted)  # its commit was reported as failed, yet it reached the disk
        self._attempted = Batch(revision + 1, dict(self._waiting), self._pendings(), self._left_overs())
        ledger.write(self._attempted)
        self._settle(self._attempted)
        self._saved = True
        ledger.empty_wal()

    def _settle(self, batch: Batch) -> None:
        """What ``batch`` wrote no longer waits."""
        self._waiting.subtract(batch.additions)
        self._waiting = +self._waiting
        self._left_overs_counted = True
        self._attempted = None

    def _start_anew(self) -> None:
        quarantine(self._path)
        self._attempted = None
        self._write()

    def _keep_house(self) -> None:
        """Once a week and at each start: delete what was kept long enough, back up what is closed, hand it over."""
        week = self._week()
        if self._kept_house_in != week and self._fault_of(self._purge_and_back_up) is None:
            self._kept_house_in = week
        purged = self._kept_house_in == week
        if self._fleet is not None and purged and self._handed_over_in != week:
            self._handed_over_in = week if self._fleet.lay_down(week) else ""

    def _purge_and_back_up(self) -> None:
        ledger = self._connected()
        if self._fleet is not None:
            ledger.acknowledge(self._fleet.confirmed(self._week()), self._week())
        ledger.purge(self._week(), self._retention)
        ledger.back_up(self._path, self._week())

    def _pendings(self) -> Counter[tuple[Service, CardGeneration]]:
        return Counter((pending.service, pending.generation) for pending in self._under_way.values())

    def _left_overs(self) -> LeftOvers | None:
        return None if self._left_overs_counted else LeftOvers(self._week(), self._site)

    def _connected(self) -> Ledger:
        self._writer_lock.claim()
        if self._ledger is None:
            self._restore_if_gone()
            self._ledger = Ledger.open(self._path, busy_timeout_s=self._busy_timeout_s, iso_week=self._week())
        return self._ledger

    def _restore_if_gone(self) -> None:
        with database_errors():
            gone = not self._path.exists()
        if gone:
            restore(self._path)

    def _disconnect(self) -> None:
        if self._ledger is not None:
            with suppress(DatabaseUnusable):
                self._ledger.close()
            self._ledger = None

    def _fault_of(self, action: Callable[[], object]) -> Fault | None:
        """None if ``action`` succeeded; after a fault the next attempt opens the file again."""
        try:
            action()
        except DatabaseUnusable as error:
            self._disconnect()
            return error.fault
        return None

    def _report(self, fault: Fault | None) -> None:
        self._health = Writable() if fault is None else Degraded(fault)

    def _week(self) -> str:
        return iso_week(self._today())
