"""The SQLite file of the counters: every statement that writes to it stands here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from sqlite_utils import Database

from diagnostics.database.backup import COUNTED_TABLES, back_up
from diagnostics.database.faults import database_errors
from diagnostics.database.look import refuse_damage, revision_of
from diagnostics.database.retention import Retention, expired_weeks
from diagnostics.database.schema import bring_up_to_date, immediate_transaction
from diagnostics.files.durable import PRIVATE
from diagnostics.outcomes.cells import Cell, MarginCell, OutcomeCell
from diagnostics.outcomes.codes import INTERRUPTED, CardGeneration, Service

Pendings = Mapping[tuple[Service, CardGeneration], int]


@dataclass(frozen=True, slots=True)
class LeftOvers:
    """The week and the site in which services that another process left under way are counted as interrupted."""

    iso_week: str
    site: str


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one transaction changes.

    ``revision`` is the number it leaves in the file. ``pendings`` are all services under way, not a difference: the
    table is replaced by them. ``left_overs`` is None once the rows in the table are our own.
    """

    revision: int
    additions: Mapping[Cell, int]
    pendings: Pendings
    left_overs: LeftOvers | None


class Ledger:
    """One open file. Every method may raise DatabaseUnusable."""

    def __init__(self, db: Database, busy_timeout_s: float) -> None:
        self._db = db
        self._busy_timeout_ms = round(busy_timeout_s * 1000)

    @classmethod
    def open(cls, path: Path, *, busy_timeout_s: float, iso_week: str) -> Ledger:
        """Open or create, check every page, back up and migrate. ``iso_week`` is the current one."""
        with database_errors(), ExitStack() as undo:
            if not path.exists():
                path.touch(mode=PRIVATE)
            connection = undo.enter_context(closing(_connect(path, busy_timeout_s)))
            db = Database(connection, recursive_triggers=False, execute_plugins=False)
            _prepare(db, path, iso_week)
            undo.pop_all()
        return cls(db, busy_timeout_s)

    def close(self) -> None:
        with database_errors():
            self._db.close()

    def revision(self) -> int:
        """The revision that the last committed batch left."""
        with database_errors():
            return revision_of(self._db.conn)

    def write(self, batch: Batch) -> None:
        """All of the batch or nothing, durable on return."""
        with database_errors(), immediate_transaction(self._db):
            self._db.execute("UPDATE ledger SET revision = ?", [batch.revision])
            if batch.left_overs is not None:
                self._count_as_interrupted(batch.left_overs)
            for cell, n in batch.additions.items():
                self._add(cell, n)
            self._replace_pendings(batch.pendings)

    def empty_wal(self) -> None:
        """Move the log into the file and cut it to nothing; waits for nobody: a reader puts it off to the next call."""
        with database_errors():
            _pragma(self._db, "busy_timeout = 0")
            _pragma(self._db, "wal_checkpoint(TRUNCATE)")
            _pragma(self._db, f"busy_timeout = {self._busy_timeout_ms}")

    def acknowledge(self, weeks: Iterable[str], in_week: str) -> None:
        """The central database has confirmed ``weeks``; the first time counts."""
        with database_errors(), immediate_transaction(self._db):
            for week in weeks:
                self._db.execute("INSERT INTO acknowledged VALUES (?, ?) ON CONFLICT DO NOTHING", [week, in_week])

    def purge(self, current_week: str, retention: Retention) -> None:
        """Delete the weeks that have been kept long enough; no byte of them stays in the file or its log."""
        with database_errors():
            with immediate_transaction(self._db):
                for week in expired_weeks(self._counted_weeks(), self._acknowledged(), current_week, retention):
                    for table in (*COUNTED_TABLES, "acknowledged"):
                        self._db.execute(f"DELETE FROM {table} WHERE iso_week = ?", [week])  # noqa: S608 (names of ours)
            if _pragma(self._db, "freelist_count") != [(0,)]:
                self._db.execute("VACUUM")
        self.empty_wal()

    def back_up(self, path: Path, current_week: str) -> None:
        """See ``diagnostics.database.backup``; ``path`` is that of the ledger."""
        back_up(self._db.conn, path, current_week)

    def _counted_weeks(self) -> set[str]:
        weeks = " UNION ".join(f"SELECT iso_week FROM {table}" for table in COUNTED_TABLES)  # noqa: S608 (names of ours)
        return {week for (week,) in self._db.execute(weeks)}

    def _acknowledged(self) -> dict[str, str]:
        return dict(self._db.execute("SELECT iso_week, in_week FROM acknowledged"))

    def _count_as_interrupted(self, left_overs: LeftOvers) -> None:
        for service, code in INTERRUPTED.items():
            self._db.execute(
                """
                INSERT INTO counts SELECT :iso_week, :site, service, :outcome, generation, n
                FROM pending WHERE service = :service
                ON CONFLICT DO UPDATE SET n = n + excluded.n
                """,
                {
                    "iso_week": left_overs.iso_week,
                    "site": left_overs.site,
                    "service": service.value,
                    "outcome": code.value,
                },
            )

    def _add(self, cell: Cell, n: int) -> None:
        match cell:
            case OutcomeCell():
                key = (cell.iso_week, cell.site, cell.service.value, cell.code.value, cell.generation.value)
                self._upsert("counts", (*key, n))
            case MarginCell():
                self._upsert(cell.margin.value, (cell.iso_week, cell.site, cell.value, n))
            case _:
                assert_never(cell)

    def _replace_pendings(self, pendings: Pendings) -> None:
        self._db.execute("DELETE FROM pending")
        for (service, generation), n in pendings.items():
            self._upsert("pending", (service.value, generation.value, n))

    def _upsert(self, table: str, row: tuple[str | int, ...]) -> None:
        marks = ", ".join("?" for _ in row)
        self._db.execute(
            f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO UPDATE SET n = n + excluded.n",  # noqa: S608 (table names are ours)
            row,
        )


def _connect(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=busy_timeout_s, check_same_thread=False)


def _prepare(db: Database, path: Path, iso_week: str) -> None:
    """The log of SQLite is in use (WAL), each commit reaches the disk, deleted rows are overwritten."""
    _pragma(db, "journal_mode = WAL")
    _pragma(db, "synchronous = FULL")
    _pragma(db, "secure_delete = ON")
    refuse_damage(db.conn)
    bring_up_to_date(db, iso_week, keep=lambda: back_up(db.conn, path, iso_week))


def _pragma(db: Database, pragma: str) -> list[tuple[object, ...]]:
    return db.execute(f"PRAGMA {pragma}").fetchall()
