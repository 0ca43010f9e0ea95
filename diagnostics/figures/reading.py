"""Reading the counters back, for statistics, the command line and staff.

Each reading opens the file for itself, read-only, so that it may be done from another thread or process while the
kiosk writes. What still waits in the kiosk's memory is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from diagnostics.database.faults import DatabaseUnusable, Fault
from diagnostics.database.look import reading
from diagnostics.outcomes.cells import Margin, MarginCell, OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """The counters of one or more ISO weeks at one moment; cells that count nothing are absent."""

    outcomes: Mapping[OutcomeCell, int]
    margins: Mapping[MarginCell, int]


def weeks_counted(path: Path) -> tuple[str, ...]:
    """Every week with an outcome, oldest first, the current one included. Raises DatabaseUnusable."""
    with _snapshot(path) as db:
        return tuple(week for (week,) in db.execute("SELECT DISTINCT iso_week FROM counts ORDER BY iso_week"))


def totals_since(path: Path, first_week: str) -> WeekTotals:
    """All counters of ``first_week`` and of every later week, at one moment. Raises DatabaseUnusable."""
    with _snapshot(path) as db:
        return WeekTotals(_outcomes(db, first_week), _margins(db, first_week))


def lineage(path: Path) -> tuple[str, int]:
    """The epoch of the file (32 letters, drawn at its making) and its revision. Raises DatabaseUnusable."""
    with _snapshot(path) as db:
        row: tuple[str, int] | None = db.execute("SELECT epoch.epoch, revision FROM epoch, ledger").fetchone()
    if row is None:
        raise DatabaseUnusable(Fault.CORRUPT)
    return row


@contextmanager
def _snapshot(path: Path) -> Iterator[Database]:
    """One snapshot for all that is read in the block; a word that only a later release knows is unexpected."""
    with reading(path) as connection:
        db = Database(connection, recursive_triggers=False, execute_plugins=False)
        db.begin()
        try:
            yield db
        except ValueError as error:
            raise DatabaseUnusable(Fault.UNEXPECTED) from error


def _outcomes(db: Database, first_week: str) -> dict[OutcomeCell, int]:
    rows = db.execute(
        "SELECT iso_week, site, service, outcome, generation, n FROM counts WHERE iso_week >= ?", [first_week]
    )
    return {
        OutcomeCell(week, site, Service(service), Code(outcome), CardGeneration(generation)): n
        for week, site, service, outcome, generation, n in rows
    }


def _margins(db: Database, first_week: str) -> dict[MarginCell, int]:
    return {
        MarginCell(margin, week, site, value): n
        for margin in Margin
        for week, site, value, n in db.execute(
            f"SELECT iso_week, site, value, n FROM {margin.value} WHERE iso_week >= ?",  # noqa: S608 (an enum names the table)
            [first_week],
        )
    }
