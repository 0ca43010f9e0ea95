"""A year of 200 kiosks in a real PostgreSQL, and ten years of statistics over them.

Usage: PYTHONPATH=tests/support python tests/benchmarks/bench_fleet.py [KIOSKS] [YEARS]
Starts a server of its own (see tests/support/lab/postgres.py), which writes nothing durably: disks differ.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import psycopg

from diagnostics.fleet.folders import write_shipment
from diagnostics.fleet.open_data import write_extract
from diagnostics.fleet.postgres import central_database
from diagnostics.fleet.publish_month import publish_month, published
from diagnostics.fleet.push import push
from diagnostics.fleet.shipment import Shipment
from diagnostics.outcomes.cells import Margin, MarginCell, OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import iso_week, monday, month_of
from lab.postgres import Fleet, postgres_server

KIOSKS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
YEARS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
DEPARTMENTS = [f"{n:02}" for n in range(1, 96) if n != 20]
LAST_MONDAY = date(2026, 11, 16)
WEEKS = [iso_week(LAST_MONDAY - timedelta(weeks=n)) for n in range(52, 0, -1)]
ENDS = [(service, code) for code in Code for service in Service if service in code.services]
VALUES = {
    Margin.DURATION: ("under_1_min", "1_to_2_min", "2_to_5_min", "5_to_10_min"),
    Margin.LANGUAGE: ("fr", "en"),
    Margin.PRINTED: ("yes", "no"),
    Margin.ASSISTED: ("yes", "no"),
}

QUERIES = {
    "services by month, all kiosks": "SELECT month, service, sum(n) FROM fleet.raw_outcome GROUP BY 1, 2",
    "unblocked by département": "SELECT department, sum(n) FROM fleet.raw_outcome WHERE outcome = 'U01' GROUP BY 1",
    "ends of unblocking, last 13 weeks": "SELECT outcome, sum(n) FROM fleet.raw_outcome"
    " WHERE service = 'unblock' AND iso_week >= '2026-W34' GROUP BY 1",
    "one kiosk, all its weeks": "SELECT iso_week, sum(n) FROM fleet.raw_outcome WHERE kiosk = 'k007' GROUP BY 1",
    "duration of visits by month": "SELECT month, value, sum(n) FROM fleet.raw_visit"
    " WHERE margin = 'visit_duration' GROUP BY 1, 2",
    "state of the fleet": "SELECT * FROM fleet.kiosk_state",
    "sums of one month (publisher)": "SELECT * FROM fleet.sums_of('2026-09')",
}


def timed(name: str, action: Callable[[], object]) -> None:
    start = perf_counter()
    action()
    print(f"{name:<58} {(perf_counter() - start) * 1000:9.1f} ms", flush=True)


def year_of(kiosk: int) -> Shipment:
    """Two dozen of the ends are seen in a week at a busy counter."""
    chance = random.Random(kiosk)  # noqa: S311 (a benchmark must repeat)
    site = f"s{kiosk:03}"
    outcomes = {
        OutcomeCell(week, site, service, code, CardGeneration.CPS3): 1 + int(chance.expovariate(0.2))
        for week in WEEKS
        for service, code in chance.sample(ENDS, 24)
    }
    visits = {
        MarginCell(margin, week, site, value): chance.randint(1, 60)
        for week in WEEKS
        for margin, values in VALUES.items()
        for value in values
    }
    return Shipment(f"{kiosk:032x}", 5000, iso_week(LAST_MONDAY), outcomes, visits)


def load(fleet: Fleet, folder: Path) -> None:
    for kiosk in range(KIOSKS):
        fleet.enrol(f"k{kiosk:03}", f"s{kiosk:03}", DEPARTMENTS[kiosk % len(DEPARTMENTS)])
    times: list[float] = []
    for kiosk in range(KIOSKS):
        write_shipment(folder, year_of(kiosk))
        with central_database(fleet.address(f"borne-k{kiosk:03}")) as central:
            start = perf_counter()
            push(folder, central, iso_week(LAST_MONDAY))
            times.append(perf_counter() - start)
            start = perf_counter()
            push(folder, central, iso_week(LAST_MONDAY))
            times.append(perf_counter() - start)
    full, again = sorted(times[::2]), sorted(times[1::2])
    shipment = year_of(0)
    counters = len(shipment.outcomes) + len(shipment.visits)
    print(f"a full year of one kiosk: {counters:,} counters, {len(WEEKS)} weeks")
    for name, found in (("pushed for the first time", full), ("pushed again, nothing new", again)):
        print(f"  {name:<56} median {found[len(found) // 2] * 1000:6.1f} ms, worst {found[-1] * 1000:6.1f} ms")


def grow(fleet: Fleet) -> None:
    """The same year again and again, one year further back each time."""
    with psycopg.connect(fleet.address(), autocommit=True) as connection:
        for table, columns in (
            ("outcome", "site, service, outcome, generation, n, revision"),
            ("visit", "site, margin, value, n, revision"),
        ):
            connection.execute(
                f"INSERT INTO fleet.{table} SELECT kiosk, epoch, to_char(fleet.monday(iso_week) - 364 * years,"  # noqa: S608
                f" 'IYYY-\"W\"IW'), {columns} FROM fleet.{table}, generate_series(1, {YEARS - 1}) AS years"
                " ON CONFLICT DO NOTHING"
            )
            connection.execute(f"VACUUM ANALYZE fleet.{table}")


def statistics(fleet: Fleet, name: str) -> None:
    ((rows, size),) = fleet.ask(
        "SELECT (SELECT count(*) FROM fleet.outcome) + (SELECT count(*) FROM fleet.visit),"
        " pg_size_pretty(pg_database_size(current_database()))"
    )
    print(f"\n{name}: {rows:,} counters, {size}")
    for title, query in QUERIES.items():
        timed(f"  {title}", lambda query=query: fleet.ask(query))


def publications(fleet: Fleet, folder: Path) -> None:
    print()
    with central_database(fleet.member("editeur", "guichet_publisher")) as central:
        months = sorted({month_of(week) for week in WEEKS})[1:-1]
        timed("publish one month", lambda: publish_month(central, months[-1]))
        timed("its CSV, JSON and SQLite", lambda: write_extract(folder / "out", published(central)))


def main() -> None:
    if monday(WEEKS[-1]) >= LAST_MONDAY:
        raise SystemExit("the year must be over")
    with postgres_server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("sortie", "retour"):
            (folder / part).mkdir()
        fleet = server.fleet()
        timed(f"{KIOSKS} kiosks enrolled, a year each pushed twice", lambda: load(fleet, folder))
        fleet.ask("ANALYZE")
        statistics(fleet, "one year")
        publications(fleet, folder)
        timed("\ngrow to ten years", lambda: grow(fleet))
        statistics(fleet, f"{YEARS} years")


if __name__ == "__main__":
    main()
