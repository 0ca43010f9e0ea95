"""Time of the statistics over ten years of counters, and of one published month of the whole country.

Usage: python tests/benchmarks/bench_statistics.py
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from diagnostics.database.backup import back_up
from diagnostics.database.retention import Retention
from diagnostics.figures.exports import as_csv, as_json
from diagnostics.figures.reading import WeekTotals, totals_since
from diagnostics.figures.staff_perimeter import StaffFigures, staff_figures
from diagnostics.figures.statistics import Axis, grouped, rates
from diagnostics.figures.tables import as_text
from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import iso_week
from diagnostics.publication.publication import Address, PublishedRow, protected
from diagnostics.store.store import OutcomeStore

YEARS = 10
FIRST_DAY = date(2026, 11, 2)
WEEKS = [iso_week(FIRST_DAY + timedelta(weeks=week)) for week in range(52 * YEARS)]
CURRENT_WEEK = iso_week(FIRST_DAY + timedelta(weeks=52 * YEARS))
ENDS = [(service, code) for code in Code for service in Service if service in code.services]
GENERATIONS = (CardGeneration.CPS3, CardGeneration.CPS4)
VALUES = ("fr", "en", "de")
DEPARTMENTS = 101

T = TypeVar("T")


def timed(name: str, action: Callable[[], T]) -> T:
    start = perf_counter()
    result = action()
    sys.stdout.write(f"{name:<58} {(perf_counter() - start) * 1000:9.1f} ms\n")
    return result


def fill(database: Path) -> None:
    """Every cell that can be counted, in every week: the most that one kiosk can ever hold."""
    OutcomeStore.open(database, "Brest", lambda: FIRST_DAY).close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(
            "INSERT INTO counts VALUES (?, 'Brest', ?, ?, ?, 7)",
            [(w, s.value, c.value, g.value) for w, (s, c), g in product(WEEKS, ENDS, GENERATIONS)],
        )
        for margin in Margin:
            rows = product(WEEKS, VALUES)
            connection.executemany(f"INSERT INTO {margin.value} VALUES (?, 'Brest', ?, 7)", rows)  # noqa: S608


def reading(database: Path) -> StaffFigures:
    totals: WeekTotals = timed("read ten years, one snapshot", lambda: totals_since(database, ""))
    sys.stdout.write(f"  {len(totals.outcomes):,} cells, {database.stat().st_size / 2**20:.1f} MiB\n")
    timed("read the last 13 weeks", lambda: totals_since(database, WEEKS[-13]))
    return staff_figures(totals, CURRENT_WEEK)


def tables(figures: StaffFigures) -> None:
    timed("sums by week and service", lambda: grouped(figures.outcomes, (Axis.WEEK, Axis.SERVICE)))
    timed("rates", lambda: rates(figures.outcomes))
    timed("French tables", lambda: as_text(figures, with_current=True))
    timed("CSV", lambda: as_csv(figures))
    timed("JSON values", lambda: as_json(figures, with_current=True))


def housekeeping(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        timed("back up ten years", lambda: back_up(connection, database, CURRENT_WEEK))
    today = FIRST_DAY + timedelta(weeks=52 * YEARS)
    store = OutcomeStore.open(database, "Brest", lambda: today, retention=Retention(at_most_months=25))
    timed("delete eight of ten years, compact, back up", store.recover)
    sys.stdout.write(f"  {database.stat().st_size / 2**20:.1f} MiB left\n")
    store.close()


def published() -> None:
    """Every département with two kiosks; frequent ends and rare ones."""
    chance = random.Random(1)  # noqa: S311 (a benchmark must repeat)
    weights = {code: chance.expovariate(1) ** 3 for code in Code}
    departments = [f"{number:02}" for number in range(1, DEPARTMENTS + 1)]
    sums: dict[Address, int] = {
        (department, service, code): int(chance.expovariate(1) * 96 * weights[code])
        for department, (service, code) in product(departments, ENDS)
    }
    rows: tuple[PublishedRow, ...] = timed(
        f"publish one month: {len(Service)} tables of {DEPARTMENTS} départements",
        lambda: protected(sums, departments, "2026-11"),
    )
    for service in Service:
        own = [row.n for row in rows if row.service is service]
        sys.stdout.write(f"  {service.value}: {sum(n is None for n in own)} of {len(own)} cells hidden\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.sqlite3"
        fill(database)
        tables(reading(database))
        housekeeping(database)
    published()


if __name__ == "__main__":
    main()
