"""Closed weeks reach a real PostgreSQL, once, from whoever they belong to."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from diagnostics.figures.reading import totals_since
from diagnostics.fleet.doors import CentralRefused, CentralUnreachable, Refusal
from diagnostics.fleet.folders import (
    ACKNOWLEDGEMENT,
    SHIPMENT,
    FleetFileUnusable,
    only_sender,
    read_acknowledgement,
    read_shipment,
    write_shipment,
)
from diagnostics.fleet.postgres import central_database
from diagnostics.fleet.push import Pushed, push
from diagnostics.fleet.shipment import Shipment
from diagnostics.outcomes.cells import OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import iso_week
from lab.postgres import Fleet

KILLED_PUSHER = Path(__file__).parent / "programs" / "killed_pusher.py"


def send(kiosk, address: str, current_week: str = "") -> Pushed:
    with central_database(address) as central:
        done = push(kiosk.folder, central, current_week or iso_week(kiosk.day))
    assert done is not None
    return done


def held(fleet: Fleet, what: str = "outcome") -> int:
    ((n,),) = fleet.ask(f"SELECT coalesce(sum(n), 0)::int FROM fleet.{what}")  # noqa: S608
    return n


def counted(kiosk) -> int:
    """Closed outcomes of this machine, read with the program of staff."""
    week = iso_week(kiosk.day)
    return sum(n for cell, n in totals_since(kiosk.database, "").outcomes.items() if cell.iso_week < week)


@pytest.fixture
def address(fleet: Fleet) -> str:
    return fleet.enrol("brest-1", "brest", "29")


@pytest.fixture
def ready(kiosk):
    """Two closed weeks have been handed over; a third one has begun."""
    for n in (3, 2):
        kiosk.visits(n)
        kiosk.visits(1, Code.PUK_UNKNOWN)
        kiosk.weeks_later()
    kiosk.visits(7)
    return kiosk


def test_two_weeks_are_sent_confirmed_and_acknowledged(fleet: Fleet, address: str, ready) -> None:
    done = send(ready, address)
    assert (done.sent, done.confirmed, done.refused) == (("2024-W41", "2024-W42"),) * 2 + ((),)
    rows = fleet.ask("SELECT kiosk, iso_week, site, service, outcome, generation, n FROM fleet.outcome ORDER BY 2, 5")
    assert rows == [
        ("brest-1", "2024-W41", "brest", "unblock", "R01", "cps3", 1),
        ("brest-1", "2024-W41", "brest", "unblock", "U01", "cps3", 3),
        ("brest-1", "2024-W42", "brest", "unblock", "R01", "cps3", 1),
        ("brest-1", "2024-W42", "brest", "unblock", "U01", "cps3", 2),
    ]
    visits = fleet.ask("SELECT iso_week, margin, value, n FROM fleet.visit ORDER BY 1, 2")
    assert [n for _, _, _, n in visits] == [4] * 4 + [3] * 4
    ready.weeks_later()
    ready.start()
    assert read_shipment(ready.folder).weeks == ("2024-W41", "2024-W42", "2024-W43")
    assert send(ready, address).sent == ("2024-W43",)


def test_a_resend_changes_nothing(fleet: Fleet, address: str, ready) -> None:
    send(ready, address)
    (ready.folder / ACKNOWLEDGEMENT).unlink()
    again = send(ready, address)
    assert (again.sent, again.changed, again.confirmed) == ((), 0, ("2024-W41", "2024-W42"))
    with central_database(address) as central:
        shipment = read_shipment(ready.folder)
        assert central.push(shipment) == 0
        assert central.push(replace(shipment, revision=shipment.revision + 5)) == 0
    assert held(fleet) == counted(ready) == 7


def test_a_late_figure_and_an_old_packet(fleet: Fleet, address: str, ready) -> None:
    first = read_shipment(ready.folder)
    send(ready, address)
    ready.day -= timedelta(weeks=1)
    ready.visits(4)
    ready.weeks_later()
    ready.start()
    done = send(ready, address)
    assert (done.sent, done.changed) == (("2024-W42",), 5)  # the outcome, and the four tables of visits
    with central_database(address) as central:
        assert central.push(first) == 0
    assert held(fleet) == counted(ready) == 11


@pytest.mark.parametrize("step", ["before_push", "after_push", "before_acknowledgement"])
def test_a_sender_killed_between_two_steps(fleet: Fleet, address: str, ready, step: str) -> None:
    """kill -9; whatever was committed by then is there once, and the next sender brings the confirmation back."""
    killed = subprocess.run([sys.executable, str(KILLED_PUSHER), step, str(ready.folder), address], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert held(fleet) == (0 if step == "before_push" else 7)
    assert read_acknowledgement(ready.folder) is None
    done = send(ready, address)
    assert done.changed == (12 if step == "before_push" else 0)
    assert done.confirmed == ("2024-W41", "2024-W42")
    assert held(fleet) == counted(ready) == 7
    assert held(fleet, "visit") == 4 * 7


def test_two_kiosks_at_once(fleet: Fleet, kiosk_at: Callable[[str], object]) -> None:
    addresses = [fleet.enrol(f"{site}-1", site, "29") for site in ("brest", "quimper")]
    kiosks = [kiosk_at(site) for site in ("brest", "quimper")]
    for kiosk, n in zip(kiosks, (5, 8), strict=True):
        kiosk.visits(n)
        kiosk.weeks_later()
        kiosk.start()
    together = Barrier(4)

    def rounds(folder: Path, address: str) -> None:
        together.wait()
        for _ in range(10):
            with central_database(address) as central:
                push(folder, central, "2024-W42")

    clones = [shutil.copytree(kiosk.folder, kiosk.home / "clone") for kiosk in kiosks]
    folders = [*(kiosk.folder for kiosk in kiosks), *clones]
    threads = [Thread(target=rounds, args=pair) for pair in zip(folders, addresses * 2, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fleet.ask("SELECT kiosk, sum(n)::int FROM fleet.outcome GROUP BY 1 ORDER BY 1") == [
        ("brest-1", 5),
        ("quimper-1", 8),
    ]


def test_one_sender_of_a_machine_at_a_time(fleet: Fleet, address: str, ready) -> None:
    with only_sender(ready.folder), pytest.raises(FleetFileUnusable, match="un autre envoi"):
        send(ready, address)
    assert send(ready, address).changed == 12


def test_a_wiped_machine_neither_shadows_its_former_self_nor_is_shadowed(fleet: Fleet, address: str, ready) -> None:
    send(ready, address)
    ready.wiped()
    ready.visits(1)  # revision 3 or so, far below that of the former file
    ready.weeks_later()
    ready.start()
    assert send(ready, address).confirmed == ("2024-W43",)
    assert held(fleet) == 7 + 1
    assert fleet.ask("SELECT databases FROM fleet.kiosk_state") == [(2,)]


def test_a_machine_restored_from_an_old_copy_takes_nothing_back(fleet: Fleet, address: str, ready) -> None:
    """A technician puts a disk image back: the same epoch, an older revision, fewer figures."""
    image = ready.database.read_bytes()
    ready.stop()
    image = ready.database.read_bytes()
    ready.start()
    ready.visits(20)
    ready.weeks_later()
    ready.start()
    send(ready, address)
    before = held(fleet)
    ready.wiped()
    ready.database.write_bytes(image)
    ready.start()
    done = send(ready, address)
    assert done.refused == ("2024-W43",)  # 7 on the image, 27 there
    assert held(fleet) == before
    ready.visits(2)
    ready.weeks_later()
    ready.start()
    assert send(ready, address).confirmed == ("2024-W41", "2024-W42", "2024-W44")
    assert held(fleet) == before + 2


def test_the_figures_of_one_machine_sent_by_another_are_refused(fleet: Fleet, address: str, ready) -> None:
    """A disk cloned into a second kiosk would have every week counted twice."""
    other = fleet.enrol("brest-2", "brest", "29")
    send(ready, address)
    with pytest.raises(CentralRefused) as refused:
        send(ready, other)
    assert refused.value.refusal is Refusal.EPOCH_OF_ANOTHER
    assert held(fleet) == 7


def test_a_site_of_another_is_refused(fleet: Fleet, ready) -> None:
    fleet.enrol("brest-1", "brest", "29")
    with pytest.raises(CentralRefused) as refused:
        send(ready, fleet.enrol("rennes-1", "rennes", "35"))
    assert refused.value.refusal is Refusal.SITE_OF_ANOTHER
    assert held(fleet) == 0
    assert read_acknowledgement(ready.folder) is None


@pytest.mark.parametrize("table", ["outcome", "visit", "kiosk", "epoch", "site", "published_cell", "retention"])
@pytest.mark.parametrize(
    "statement", ["SELECT 1 FROM fleet.{}", "DELETE FROM fleet.{}", "INSERT INTO fleet.{} DEFAULT VALUES"]
)
def test_a_kiosk_reaches_no_table(settled: Fleet, table: str, statement: str) -> None:
    with central_database(settled.address("borne-brest-1")) as central, pytest.raises(CentralRefused) as refused:
        central.ask(statement.format(table))
    assert refused.value.refusal is Refusal.NO_RIGHT


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM fleet.raw_outcome",
        "SELECT 1 FROM fleet.raw_visit",
        "SELECT 1 FROM fleet.kiosk_state",
        "SELECT 1 FROM fleet.published",
        "SET ROLE guichet_owner",
        "SET ROLE guichet_region",
        "SET SESSION AUTHORIZATION 'postgres'",
        "SELECT fleet.sums_of('2024-10')",
        "SELECT fleet.publish('2024-01', 11, '[]')",
        "SELECT fleet.enrol('x', 'x', '29')",
        "SELECT fleet.purge(1)",
        "SELECT fleet.set_aside('2024-10')",
        "SELECT fleet.impossible('2024-W01', '2024-W02')",
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_advisory_lock(hashtext('guichet-cps fleet schema'))",
        "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
        "CREATE TEMPORARY TABLE t (a int)",
        "CREATE TABLE public.t (a int)",
        "CREATE TABLE fleet.t (a int)",
    ],
)
def test_a_kiosk_may_do_nothing_else(settled: Fleet, statement: str) -> None:
    with central_database(settled.address("borne-brest-1")) as central, pytest.raises(CentralRefused) as refused:
        central.ask(statement)
    assert refused.value.refusal is Refusal.NO_RIGHT


def test_a_kiosk_sees_of_another_epoch_nothing(fleet: Fleet, address: str, ready) -> None:
    send(ready, address)
    epoch = read_shipment(ready.folder).epoch
    with central_database(fleet.enrol("brest-2", "brest", "29")) as central:
        assert central.received(epoch) == {}


def test_a_login_that_is_no_kiosk_and_one_that_is_retired(fleet: Fleet, address: str, ready) -> None:
    stranger = fleet.member("quidam", "guichet_kiosk")
    with pytest.raises(CentralRefused) as refused:
        send(ready, stranger)
    assert refused.value.refusal is Refusal.NO_KIOSK
    fleet.ask("UPDATE fleet.kiosk SET retired = true")
    with pytest.raises(CentralRefused) as refused:
        send(ready, address)
    assert refused.value.refusal is Refusal.NO_KIOSK


@pytest.mark.parametrize(("ahead", "taken"), [(0, True), (1, False)])
def test_the_clock_of_the_server_decides_which_weeks_are_over(
    fleet: Fleet, address: str, kiosk, ahead: int, taken: bool
) -> None:
    """A kiosk whose clock runs ahead believes its current week over."""
    ((now,),) = fleet.ask("SELECT now()::date")
    kiosk.day = now - timedelta(weeks=1 - ahead)
    kiosk.visits(1)
    kiosk.weeks_later()
    kiosk.start()
    if taken:
        assert send(kiosk, address).changed == 5
        return
    with pytest.raises(CentralRefused) as refused:
        send(kiosk, address)
    assert refused.value.refusal is Refusal.WEEK_NOT_OVER
    assert held(fleet) == 0


def test_a_week_beyond_what_the_packet_declares_is_refused(fleet: Fleet, address: str) -> None:
    cell = OutcomeCell("2024-W42", "brest", Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    row = json.dumps(Shipment("a" * 32, 1, "2024-W43", {cell: 1}, {}).outcome_rows())
    for before, rows in [("2024-W42", row), ("2024-W43", row.replace('"iso_week": "2024-W42", ', ""))]:
        with central_database(address) as central, pytest.raises(CentralRefused) as refused:
            central.ask("SELECT fleet.push(%s, 1, %s, %s::jsonb, '[]')", "a" * 32, before, rows)
        assert refused.value.refusal is Refusal.WEEK_NOT_OVER


def test_every_cell_has_the_digest_that_the_server_finds(fleet: Fleet, address: str) -> None:
    outcomes = {
        OutcomeCell(week, "brest", service, code, generation): n
        for n, (week, service, code, generation) in enumerate(
            [
                (week, service, code, generation)
                for week in ("2024-W41", "2024-W42")
                for service, code in [(Service.UNBLOCK, Code.UNBLOCKED), (Service.CURRENT_PIN, Code.PIN_CHANGED)]
                for generation in CardGeneration
            ],
            start=1,
        )
    }
    shipment = Shipment("b" * 32, 1, "2024-W43", outcomes, {})
    with central_database(address) as central:
        assert central.push(shipment) == 24
        assert central.received("b" * 32) == shipment.digests()


def test_weeks_that_were_deleted_there_do_not_come_back(fleet: Fleet, address: str, ready) -> None:
    send(ready, address)
    fleet.ask("UPDATE fleet.retention SET kept_since = '2024-W42'")
    fleet.ask("DELETE FROM fleet.outcome WHERE iso_week < '2024-W42'")
    done = send(ready, address)
    assert (done.sent, done.confirmed, done.refused) == ((), ("2024-W42",), ())
    with central_database(address) as central:
        assert central.push(read_shipment(ready.folder)) == 0
    assert held(fleet) == 3


@pytest.mark.parametrize(("months", "left"), [(25, 1), (1, 0)])
def test_the_purge_of_the_central_database(fleet: Fleet, address: str, kiosk, months: int, left: int) -> None:
    ((now,),) = fleet.ask("SELECT now()::date")
    kiosk.day = now - timedelta(weeks=12)
    kiosk.visits(1)
    kiosk.weeks_later()
    kiosk.start()
    send(kiosk, address)
    fleet.ask("SELECT fleet.purge(%s)", months)
    assert held(fleet) == left
    assert (fleet.ask("SELECT kept_since > '2020-W01' FROM fleet.retention")) == [(True,)]


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_week_is_deleted_at_the_kiosk_thirteen_weeks_after_its_confirmation(
    fleet: Fleet, address: str, ready, is_sent: bool
) -> None:
    """And only then: without a confirmation it waits."""
    if is_sent:
        send(ready, address)
    ready.start()  # takes the confirmation, in 2024-W43
    for _ in range(12):
        ready.weeks_later()
        ready.visits(1)
    assert "2024-W41" in read_shipment(ready.folder).weeks
    ready.weeks_later()
    ready.visits(1)
    assert ("2024-W41" in read_shipment(ready.folder).weeks) == (not is_sent)
    assert send(ready, address).refused == ()
    ((n,),) = fleet.ask("SELECT sum(n)::int FROM fleet.outcome WHERE iso_week = '2024-W41'")
    assert n == 4


def test_nothing_answers(ready, fleet: Fleet) -> None:
    with pytest.raises(CentralUnreachable):
        send(ready, "host=/nowhere dbname=parc user=borne-brest-1")
    with pytest.raises(CentralUnreachable) as refused:
        send(ready, f"host={fleet.socket} dbname={fleet.database} user=borne-brest-1 password=wrong-7f3a")
    assert "wrong-7f3a" not in str(refused.value)


def test_nothing_was_handed_over_yet(fleet: Fleet, address: str, kiosk) -> None:
    (kiosk.folder / "retour").mkdir(parents=True)
    with central_database(address) as central:
        assert push(kiosk.folder, central, "2024-W43") is None


def test_an_empty_week_is_a_sign_of_life(fleet: Fleet, address: str, kiosk) -> None:
    kiosk.start()
    assert send(kiosk, address).sent == ()
    assert fleet.ask("SELECT complete_before, late_weeks FROM fleet.kiosk_state") == [("2024-W41", 0)]
    assert fleet.ask("SELECT last_contact = fleet.current_week() FROM fleet.kiosk_state") == [(True,)]


def test_the_file_can_be_laid_down_while_it_is_read(ready, fleet: Fleet, address: str) -> None:
    shipment = read_shipment(ready.folder)
    with (ready.folder / SHIPMENT).open() as half_read:
        half_read.read(10)
        write_shipment(ready.folder, shipment)
        assert os.fstat(half_read.fileno()).st_nlink == 0
    assert send(ready, address).changed == 12
