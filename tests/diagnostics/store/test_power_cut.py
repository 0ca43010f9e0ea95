"""The current is cut at any moment: each outcome is counted once, whatever the disk forgot that it could forget."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from bench.central import CentralInMemory
from diagnostics.fleet.push import push
from diagnostics.fleet.shipment import shipment_from_text
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import OutcomeStore, Writable
from lab.power import Disk, Kept, Recording, each_disk_once, laid_out, recorded

PROGRAMS = Path(__file__).parents[1] / "programs"
LATER = date(2026, 11, 27)
CENTRAL = "central"


def counted(disk: Disk, folder: Path) -> dict[str, int]:
    """How often each code was counted, once a kiosk has started on that disk."""
    database = laid_out(disk, folder) / "outcomes.db"
    store = OutcomeStore.open(database, "Brest", lambda: LATER)
    store.recover()
    assert store.health == Writable()
    store.close()
    assert list(folder.glob("*.corrupt*")) == []
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT outcome, sum(n) FROM counts GROUP BY outcome"))


def wrong(days: Recording, folder: Path, per_cut: int) -> list[tuple[int, dict[str, int]]]:
    """The cuts after which something is lost or doubled, with what was counted then."""
    found = []
    for cut, counts in each_disk_once(days.disks(per_cut), lambda disk, place: counted(disk, folder / place)):
        said = days.said(cut)
        interrupted = sum(n for code, n in counts.items() if code.endswith("99"))
        begun, ended = sum(counts.values()), sum(counts.values()) - interrupted
        begun_right = said.count(b"B") <= begun <= said.count(b"b")
        ended_right = said.count(b"E") <= ended <= said.count(b"e")
        if not (begun_right and ended_right):
            found.append((cut, counts))
    return found


def test_no_outcome_is_lost_and_none_is_doubled(tmp_path: Path) -> None:
    days = recorded(PROGRAMS / "power_day.py", tmp_path / "kiosk", "FULL")
    assert days.said(len(days.changes)) == b"bBeEbBeEbB" * 2
    assert wrong(days, tmp_path, per_cut=1) == []


def test_a_disk_that_forgets_nothing_is_what_the_program_left(tmp_path: Path) -> None:
    days = recorded(PROGRAMS / "power_day.py", tmp_path / "kiosk", "FULL")
    left = {path.name: path.read_bytes() for path in (tmp_path / "kiosk").iterdir() if path.name != "said"}
    assert days.disk(len(days.changes), lambda _: Kept.YES) == left


def test_what_a_kiosk_that_waits_for_nothing_loses_is_seen(tmp_path: Path) -> None:
    """The attack is worth something."""
    days = recorded(PROGRAMS / "power_day.py", tmp_path / "kiosk", "OFF")
    assert wrong(days, tmp_path, per_cut=0) != []


def test_each_outcome_reaches_the_fleet_once(tmp_path: Path) -> None:
    """Weeks that were sent, confirmed and deleted here are there; what was not confirmed is sent again, and once."""
    weeks = recorded(PROGRAMS / "power_fleet.py", tmp_path / "kiosk")
    assert weeks.said(len(weeks.changes)).count(b"E\n") == 4
    disks = (
        (cut, {**weeks.disk(cut, kept), CENTRAL: central_after(weeks.said(cut))})
        for cut in range(len(weeks.changes) + 1)
        for kept in (lambda _: Kept.NO, lambda place: Kept.YES if weeks.changes[place].is_of_names else Kept.NO)
    )
    for cut, arrived in each_disk_once(disks, lambda disk, place: sent_in_the_end(disk, tmp_path / place)):
        said = weeks.said(cut)
        assert said.count(b"E\n") <= arrived <= said.count(b"e\n"), (cut, arrived)


def central_after(said: bytes) -> bytes | None:
    """What the central database held when ``said`` was all that was said; it lost no power."""
    return next((line for line in reversed(said.splitlines()) if line.startswith(b"{")), None)


def sent_in_the_end(disk: Disk, folder: Path) -> int:
    """Unblockings in the central database, two weeks after the kiosk was started on that disk."""
    if "parc/retour" not in disk:
        return 0  # the machine was not yet installed
    taken = disk[CENTRAL]
    held = [] if taken is None else [shipment_from_text(taken.decode())]
    central = CentralInMemory({shipment.epoch: shipment for shipment in held})
    laid_out({name: content for name, content in disk.items() if name != CENTRAL}, folder)
    for weeks in (0, 1):
        day = LATER + timedelta(weeks=weeks)
        store = OutcomeStore.open(folder / "outcomes.db", "brest", lambda day=day: day, fleet=folder / "parc")
        store.recover()
        assert store.health == Writable()
        store.close()
        push(folder / "parc", central, iso_week(day))
    return sum(n for each in central.held.values() for cell, n in each.outcomes.items() if cell.code is Code.UNBLOCKED)
