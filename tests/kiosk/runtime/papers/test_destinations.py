"""Papers through the runtime's own ends: a folder, a queue that is not there, no printer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import NOTHING_READ, CardKind
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.events import PaperResult
from kiosk.flow.model.visit import CardInPlay, Kiosk, Rules, Visit
from kiosk.runtime.papers.destinations import FolderPapers, NoPapers, QueuePapers, paper_end_of
from kiosk.runtime.papers.lane import PaperEnd
from kiosk.view.model.words import Words
from reports.pdf.render import PaperSize, render
from reports.printing.cups import Queue
from reports.printing.deliver import HandedToPrinter, NotPrinted, Printed
from reports.printing.trouble import Trouble

SIMULATED, REAL = "Virtual PCD 00 00", "Lecteur 0"

AMPLE_S = 300.0
"""A deadline that no slow machine passes."""

PRINTED, SHOWN = PaperEnd(PaperResult.PRINTED), PaperEnd(PaperResult.SHOWN)


def never() -> None:
    raise AssertionError("nothing was sent")


A4 = partial(render, size=PaperSize.A4)


def words() -> Words:
    return Words(date(2026, 11, 18))


def visit_with(reader: str | None) -> Kiosk:
    card = None if reader is None else CardInPlay(reader, CardKind.CPS3, 1)
    return replace(
        Kiosk(rules=Rules()), visit=Visit(card=card, code=Code.TWO_WRONG if card else Code.REFERRAL_WITHOUT_CARD)
    )


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("reader", [SIMULATED, None])
def test_papers_of_simulated_cards_and_of_nobody_go_into_the_folder(
    tmp_path: Path, size: PaperSize, reader: str | None
) -> None:
    papers = FolderPapers(tmp_path / "papers", partial(render, size=size), words)
    assert papers.prepare(visit_with(reader), PaperKind.REFERRAL)(never) == PRINTED
    assert (tmp_path / "papers" / "referral.pdf").read_bytes().startswith(b"%PDF-")


def test_a_real_card_s_paper_is_never_written(tmp_path: Path) -> None:
    papers = FolderPapers(tmp_path / "papers", A4, words)
    assert papers.prepare(visit_with(REAL), PaperKind.RECEIPT)(never) == SHOWN
    assert not (tmp_path / "papers").exists()


def test_a_test_card_in_a_real_reader_is_no_simulation(tmp_path: Path) -> None:
    kiosk = visit_with(REAL)
    card = replace(kiosk.visit.card, content=replace(NOTHING_READ, category=0x80))
    papers = FolderPapers(tmp_path / "papers", A4, words)
    delivery = papers.prepare(replace(kiosk, visit=Visit(card=card)), PaperKind.REFERRAL)
    assert delivery(never) == SHOWN
    assert not (tmp_path / "papers").exists()


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("a file")
    papers = FolderPapers(tmp_path / "papers", A4, words)
    assert papers.prepare(visit_with(SIMULATED), PaperKind.RECEIPT)(never) == PaperEnd(PaperResult.FAILED)


def test_a_print_service_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    queue = Queue("Guichet", socket=tmp_path / "absent.sock")
    papers = QueuePapers(queue, A4, AMPLE_S, words)
    papers.tidy()
    failed = PaperEnd(PaperResult.FAILED, Trouble.CUPS_DOWN)
    assert papers.prepare(visit_with(SIMULATED), PaperKind.RECEIPT)(never) == failed
    assert papers.trouble() is Trouble.CUPS_DOWN


def test_what_was_cancelled_is_never_sent(tmp_path: Path) -> None:
    papers = QueuePapers(Queue("Guichet", socket=tmp_path / "absent.sock"), A4, AMPLE_S, words)
    before = papers.prepare(visit_with(SIMULATED), PaperKind.RECEIPT)
    papers.cancel()
    after = papers.prepare(visit_with(SIMULATED), PaperKind.RECEIPT)
    assert before(never).trouble is Trouble.STOPPED_BY_US
    assert after(never).trouble is Trouble.CUPS_DOWN


def test_what_has_no_time_left_is_never_sent(tmp_path: Path) -> None:
    papers = QueuePapers(Queue("Guichet", socket=tmp_path / "absent.sock"), A4, AMPLE_S, words)
    delivery = papers.prepare(visit_with(SIMULATED), PaperKind.RECEIPT)
    papers.hurry(0)
    assert delivery(never).trouble is Trouble.STOPPED_BY_US


def test_without_a_printer_papers_are_shown() -> None:
    assert NoPapers().prepare(visit_with(REAL), PaperKind.RECEIPT)(never) == SHOWN


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("purged", [True, False])
def test_only_an_unknown_end_is_called_sent(trouble: Trouble, purged: bool) -> None:
    sent = trouble is Trouble.END_UNKNOWN and not purged
    result = PaperResult.SENT if sent else PaperResult.FAILED
    assert paper_end_of(NotPrinted(trouble, purged)) == PaperEnd(result, trouble, may_come_out=not (sent or purged))


def test_what_only_cups_calls_completed_is_sent() -> None:
    assert paper_end_of(HandedToPrinter()) == PaperEnd(PaperResult.SENT)
    assert paper_end_of(HandedToPrinter(Trouble.NO_PAPER)) == PaperEnd(PaperResult.SENT, Trouble.NO_PAPER)


def test_a_job_that_ended_well_is_printed() -> None:
    assert paper_end_of(Printed()) == PaperEnd(PaperResult.PRINTED)
