"""The printer as a real CUPS and a real IPP printer show it: with paper, without, jammed, off; nothing is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.readiness.printing import check_printer, check_spool
from lab.cups import CupsLab
from reports.printing.cups import Queue
from reports.printing.printer import NotReady, Trouble
from reports.printing.spool import SpoolSettings

PANNE = (Status.FAULT, Code.PRINTER_UNAVAILABLE)


@pytest.fixture(scope="module")
def running() -> Iterator[CupsLab]:
    with CupsLab() as lab:
        yield lab


@pytest.fixture
def lab(running: CupsLab) -> Iterator[CupsLab]:
    with running.inside():
        yield running


def told(queue: Queue | None) -> tuple[Status, Code | None]:
    result = check_printer(queue)
    assert bool(result.remedy) is (result.state in (Status.WARNING, Status.FAULT))
    return result.state, result.code


def test_a_printer_with_paper(lab: CupsLab) -> None:
    assert told(lab.queue) == (Status.OK, None)
    assert lab.printed == []


def test_out_of_paper_and_filled_again(lab: CupsLab) -> None:
    lab.set_paper(0, 0)
    assert told(lab.queue) == PANNE
    assert "plus de papier" in check_printer(lab.queue).sentence
    lab.set_paper(250, 25)
    assert told(lab.queue) == (Status.OK, None)


def test_a_stopped_queue(lab: CupsLab) -> None:
    lab.disable_queue()
    stopped = check_printer(lab.queue)
    lab.enable_queue()
    assert (stopped.state, stopped.code) == PANNE
    assert "arrêtée" in stopped.sentence
    assert told(lab.queue) == (Status.OK, None)


def test_a_queue_that_does_not_exist(lab: CupsLab) -> None:
    assert told(replace(lab.queue, name="absente")) == PANNE


def test_a_printer_that_is_off_and_a_cups_that_is_down(lab: CupsLab) -> None:
    lab.stop_printer()
    off = check_printer(lab.queue)
    lab.start_printer()
    lab.stop_cups()
    down = check_printer(lab.queue)
    lab.start_cups()
    assert [(each.state, each.code) for each in (off, down)] == [PANNE, PANNE]
    assert "Allumez-la" in off.remedy
    assert "cups" in down.remedy


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_its_remedy(trouble: Trouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.readiness.printing.printer_state", lambda _: NotReady(trouble))
    expected = (Status.WARNING, None) if trouble is Trouble.LEFT_OVER else PANNE
    assert told(Queue("borne")) == expected


def test_no_printer_is_a_choice() -> None:
    assert told(None) == (Status.NOT_CHECKED, None)
    assert check_spool(None, SpoolSettings()).state is Status.NOT_CHECKED


def test_the_name_of_the_queue_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for trouble in Trouble:
        monkeypatch.setattr("kiosk.readiness.printing.printer_state", lambda _, told=trouble: NotReady(told))
        assert "dupont" not in repr(check_printer(Queue("dupont")))


@pytest.fixture
def spool(tmp_path: Path) -> Callable[..., SpoolSettings]:
    def write(cupsd: str, mounted: str) -> SpoolSettings:
        found = SpoolSettings(tmp_path / "cupsd.conf", tmp_path / "cups-files.conf", tmp_path / "mountinfo")
        found.cupsd_conf.write_text(cupsd)
        found.cups_files_conf.write_text("RequestRoot /var/spool/cups\n")
        found.mountinfo.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {mounted} rw - tmpfs x rw\n")
        return found

    return write


def test_a_spool_that_keeps_nothing(spool: Callable[..., SpoolSettings]) -> None:
    assert check_spool(Queue("borne"), spool("PreserveJobFiles No\n", "/var/spool/cups")).state is Status.OK


def test_every_reason_is_told(spool: Callable[..., SpoolSettings], tmp_path: Path) -> None:
    result = check_spool(Queue("borne"), spool("", "/elsewhere"))
    assert result.state is Status.WARNING
    assert all(word in result.sentence for word in ("PreserveJobFiles", "RequestRoot", "TempDir"))
    unreadable = check_spool(Queue("borne"), SpoolSettings(tmp_path / "a", tmp_path / "b", tmp_path / "c"))
    assert "ne peuvent pas être lus" in unreadable.sentence
