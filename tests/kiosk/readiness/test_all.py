"""All checks together: in order, each once, on a machine that is well and on one where everything breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest

from diagnostics.health.check import HealthCheck, worst
from diagnostics.health.clock import Bounds
from diagnostics.health.swap import KernelLists
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.card.commission import Commission
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.card.model import CardKind
from kiosk.readiness.run import check_all
from kiosk.readiness.this_machine import Commissioning, Machine, Settings
from kiosk.view.design.sizes import PANEL_21_5
from reports.printing.cups import Queue

READER = "Gemalto PC Twin Reader 00 00"


@pytest.fixture
def machine(database: Path, counting: Callable[..., None], now: datetime, tmp_path: Path) -> Machine:
    """Nothing wrong; no printer, no folders of trust."""
    counting()
    return Machine(
        report=lambda: SlotReport(True, (ReaderSlot(READER, False, False, b"", 1),)),
        is_simulated=lambda _: False,
        commissioning=Commissioning(frozenset({Commission(CardKind.CPS3, "Gemalto PC Twin Reader", "a" * 64, False)})),
        queue=None,
        database=database,
        trust_folders=(None, None),
        panel=PANEL_21_5,
        lower_edge_mm=900.0,
        pixels=lambda: (1080, 1920),
        settings=Settings(given=True, problems=0, missing=()),
        bounds=Bounds(date(2026, 1, 1), date(9999, 1, 1)),
        now=lambda: now,
        sound=lambda: True,
        memory=KernelLists(swaps=tmp_path / "none"),
        noticed=tuple,
    )


def test_a_machine_that_is_well(machine: Machine) -> None:
    results = check_all(machine)
    assert [result.check for result in results] == list(HealthCheck)
    assert worst(results) is Status.OK
    assert {result.check for result in results if result.state is Status.NOT_CHECKED} == {
        HealthCheck.PRINTER,
        HealthCheck.SPOOL,
        HealthCheck.AUTHORITIES,
        HealthCheck.REVOCATION_LISTS,
    }


def test_beside_a_kiosk_nothing_is_said_of_it(machine: Machine) -> None:
    results = check_all(replace(machine, noticed=None))
    assert [result.check for result in results] == [check for check in HealthCheck if check is not HealthCheck.KIOSK]


def breaks(*_: object) -> NoReturn:
    raise ValueError("83920174")


def test_a_machine_on_which_every_look_raises(machine: Machine) -> None:
    broken = replace(
        machine, report=breaks, pixels=breaks, sound=breaks, now=breaks, noticed=breaks, queue=Queue("x\0y")
    )
    results = {result.check: result for result in check_all(broken)}
    assert set(results) == set(HealthCheck)
    hit = {check for check, result in results.items() if result.state is Status.FAULT}
    assert hit == set(HealthCheck) - {
        HealthCheck.CONFIGURATION,
        HealthCheck.VERSIONS,
        HealthCheck.SWAP,
        HealthCheck.DISK,
        HealthCheck.DATABASE,
        HealthCheck.SPOOL,
    }
    assert "83920174" not in repr(results)


def test_a_reader_that_hangs_is_a_fault_of_the_readers(machine: Machine) -> None:
    let_go = Event()

    def hangs() -> SlotReport:
        let_go.wait()
        return SlotReport(False, ())

    results = check_all(replace(machine, report=hangs), deadline_s=2.0)
    let_go.set()
    silent = {result.check for result in results if result.state is Status.FAULT}
    assert silent >= {HealthCheck.CARD_SERVICE, HealthCheck.READERS, HealthCheck.CARD, HealthCheck.COMMISSIONING}
    assert len(results) == len(HealthCheck)


def test_what_the_kiosk_noticed_is_there(machine: Machine) -> None:
    noticed = (Code.DATABASE_UNWRITABLE, Code.CARD_SERVICE_STUCK)
    results = check_all(replace(machine, noticed=lambda: noticed))
    assert tuple(result.code for result in results if result.check is HealthCheck.KIOSK) == noticed


def test_every_check_has_a_title() -> None:
    assert len({check.title for check in HealthCheck if check.title}) == len(HealthCheck)


def test_what_is_wrong_says_what_to_do(machine: Machine) -> None:
    ill = replace(
        machine,
        report=lambda: SlotReport(False, ()),
        settings=Settings(given=True, problems=1, missing=()),
        bounds=Bounds(date(2099, 1, 1), date(2100, 1, 1)),
        trust_folders=(machine.database, machine.database),
        pixels=lambda: (1920, 1080),
        sound=lambda: False,
    )
    wrong = [result for result in check_all(ill) if result.state in (Status.WARNING, Status.FAULT)]
    assert len(wrong) >= 7
    assert all(result.remedy.endswith((".", ").")) and result.sentence.endswith(".") for result in wrong)
