"""A kiosk with its calendar and its two folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from postgres_lab import Fleet, Postgres, postgres_server

from diagnostics.outcomes import CardGeneration, Code, Service
from diagnostics.store import OutcomeStore
from diagnostics.visit import DurationBucket, VisitMargins

VISIT = VisitMargins(DurationBucket.FROM_2_TO_5_MIN, "fr", printed=True, assisted=False)


@dataclass(slots=True)
class Kiosk:
    """One machine: its file, its folder of the fleet, and the day it is there."""

    home: Path
    site: str = "brest"
    day: date = field(default_factory=lambda: date(2024, 10, 9))  # a Wednesday of 2024-W41
    store: OutcomeStore | None = None

    @property
    def database(self) -> Path:
        return self.home / "compteurs.sqlite3"

    @property
    def folder(self) -> Path:
        return self.home / "parc"

    def start(self) -> OutcomeStore:
        """The machine starts, as often as one likes."""
        self.stop()
        for part in ("sortie", "retour"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        self.store = OutcomeStore.open(self.database, self.site, lambda: self.day, fleet=self.folder)
        self.store.recover()
        return self.store

    def stop(self) -> None:
        if self.store is not None:
            self.store.close()
            self.store = None

    def visits(self, n: int = 1, code: Code = Code.UNBLOCKED) -> None:
        store = self.store or self.start()
        for _ in range(n):
            store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), code)
            store.end_visit(VISIT)

    def weeks_later(self, weeks: int = 1) -> None:
        self.day += timedelta(weeks=weeks)

    def wiped(self) -> None:
        """Somebody reinstalls the machine: nothing is left of its figures."""
        self.stop()
        for path in self.home.glob("compteurs.sqlite3*"):
            path.unlink()


@pytest.fixture
def kiosk_at(tmp_path: Path) -> Iterator[Callable[[str], Kiosk]]:
    """Makes the kiosk of a site, in a folder of its own."""
    kiosks: list[Kiosk] = []

    def make(site: str) -> Kiosk:
        home = tmp_path / f"{site}-{len(kiosks)}"
        home.mkdir()
        kiosks.append(Kiosk(home, site))
        return kiosks[-1]

    yield make
    for kiosk in kiosks:
        kiosk.stop()


@pytest.fixture
def kiosk(kiosk_at: Callable[[str], Kiosk]) -> Kiosk:
    return kiosk_at("brest")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def settled(postgres: Postgres) -> Fleet:
    """A central database with one kiosk, for tests that change nothing in it."""
    fleet = postgres.fleet()
    fleet.enrol("brest-1", "brest", "29")
    return fleet


@pytest.fixture
def fleet(postgres: Postgres) -> Fleet:
    """A central database with nobody in it yet."""
    return postgres.fleet()
