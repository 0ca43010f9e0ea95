"""The user of the kiosk and the user who talks to the network, with the rights that deploy/fleet/systemd gives them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from checkout import ROOT
from diagnostics.fleet.folders import (
    ACKNOWLEDGEMENT,
    SHIPMENT,
    Acknowledgement,
    FleetFileUnusable,
    read_acknowledgement,
    read_shipment,
    write_acknowledgement,
)
from diagnostics.fleet.postgres import central_database
from diagnostics.fleet.push import push
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import OutcomeStore
from lab.postgres import Fleet
from lab.users import USERS, acting_as, make_folder

RULES = ROOT / "deploy" / "fleet" / "systemd" / "tmpfiles.conf"


@pytest.fixture
def machine() -> Iterator[Path]:
    """``parc`` as the rules make it, and ``borne``, which the kiosk keeps to itself."""
    folder = Path(tempfile.mkdtemp(prefix="gcps-users-"))
    folder.chmod(0o755)
    for line in RULES.read_text().splitlines():
        if line.startswith("d "):
            make_folder(line, Path("/var/lib/guichet-cps-parc"), folder / "parc")
    home = folder / "borne"
    home.mkdir(mode=0o700)
    os.chown(home, USERS["borne"], USERS["borne"])
    yield folder
    shutil.rmtree(folder)


def start(machine: Path, day: date) -> OutcomeStore:
    store = OutcomeStore.open(machine / "borne" / "compteurs.sqlite3", "brest", lambda: day, fleet=machine / "parc")
    store.recover()
    return store


def serve_two_weeks(machine: Path) -> None:
    """With the mask of the service; one outcome in the first week, the second has begun."""
    mask = os.umask(0o077)
    try:
        with acting_as("borne"):
            store = start(machine, date(2024, 10, 9))
            store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
            store.close()
            start(machine, date(2024, 10, 9) + timedelta(weeks=1)).close()
    finally:
        os.umask(mask)


def test_each_does_its_part(machine: Path, fleet: Fleet) -> None:
    address = fleet.enrol("brest-1", "brest", "29")
    serve_two_weeks(machine)
    with acting_as("borne-parc"), central_database(address) as central:
        done = push(machine / "parc", central, "2024-W42")
    assert done is not None
    assert done.confirmed == ("2024-W41",)
    with acting_as("borne"):
        acknowledgement = read_acknowledgement(machine / "parc")
        assert acknowledgement is not None
        start(machine, date(2024, 10, 23)).close()
    assert set(acknowledgement.digests) == {"2024-W41"}


def test_the_sender_reaches_neither_the_figures_nor_the_folder_of_the_kiosk(machine: Path) -> None:
    serve_two_weeks(machine)
    with acting_as("borne-parc"):
        assert read_shipment(machine / "parc") is not None
        for name in ("compteurs.sqlite3", "compteurs.sqlite3.backup"):
            with pytest.raises(PermissionError):
                (machine / "borne" / name).read_bytes()
        with pytest.raises(PermissionError):
            (machine / "parc" / SHIPMENT).write_text("{}")
        with pytest.raises(PermissionError):
            (machine / "parc" / SHIPMENT).unlink()
        with pytest.raises(PermissionError):
            (machine / "parc" / SHIPMENT).with_name("planted").write_text("")


def test_the_kiosk_cannot_confirm_to_itself(machine: Path) -> None:
    serve_two_weeks(machine)
    with acting_as("borne-parc"):
        shipment = read_shipment(machine / "parc")
        assert shipment is not None
        (machine / "parc" / ACKNOWLEDGEMENT).write_text("{}")
    with acting_as("borne"):
        with pytest.raises(PermissionError):
            (machine / "parc" / ACKNOWLEDGEMENT).write_text("{}")
        with pytest.raises(PermissionError):
            (machine / "parc" / ACKNOWLEDGEMENT).unlink()


def test_nobody_else_reads_either(machine: Path, fleet: Fleet) -> None:
    address = fleet.enrol("brest-1", "brest", "29")
    serve_two_weeks(machine)
    with acting_as("borne-parc"), central_database(address) as central:
        push(machine / "parc", central, "2024-W42")
    with acting_as("quidam"):
        for read in (read_shipment, read_acknowledgement):
            with pytest.raises(FleetFileUnusable, match="denied"):
                read(machine / "parc")
        with pytest.raises(FleetFileUnusable, match="denied"):
            write_acknowledgement(machine / "parc", Acknowledgement("0" * 32, "2024-W42", {}))
