"""A real CUPS and a real IPP printer: what arrives, what is said when nothing does, and that nothing comes out late."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from bench.papers import HOLDER, ISSUER, OFFICE, REFERRAL
from lab.cups import ENDLESS, JAMMED, CupsLab
from reports.papers.documents import document
from reports.pdf.render import PaperSize, render
from reports.printing import cups
from reports.printing import deliver as printing_module
from reports.printing.cups import Queue
from reports.printing.deadline import Deadline
from reports.printing.deliver import HandedToPrinter, NotPrinted, Printed, Printing, clear, deliver
from reports.printing.printer import NotReady, PrinterState, Ready, printer_state
from reports.printing.trouble import Trouble

PDF = render(document(REFERRAL, OFFICE, ISSUER), PaperSize.A4)
NEXT_PDF = render(document(replace(REFERRAL, identity_allowed=False), OFFICE, ISSUER), PaperSize.A4)


@pytest.fixture(scope="module")
def running() -> Iterator[CupsLab]:
    with CupsLab() as lab:
        yield lab


@pytest.fixture
def lab(running: CupsLab) -> Iterator[CupsLab]:
    """A printer that is on, with paper and nothing to do, and this thread on its network."""
    with running.inside():
        yield running
    running.stop_printer()
    running.start_printer()
    with running.inside():
        assert clear(running.queue)


@pytest.fixture
def before_sending(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen once, after the printer was found ready and before CUPS gets the paper."""

    def arrange(happening: Callable[[], object]) -> None:
        really_send, waiting = cups.send, [happening]

        def send(pdf: bytes, queue: Queue) -> int | None:
            while waiting:
                waiting.pop()()
            return really_send(pdf, queue)

        monkeypatch.setattr(cups, "send", send)

    return arrange


def when_there(file: Path) -> None:
    """Wait for ``file``, 20 s at most."""
    end, pause = Deadline(20), Event()
    while not file.exists():
        assert end.left_s
        pause.wait(0.05)


def as_nobody(lab: CupsLab, *command: str) -> str:
    user = lab.enter("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "env", "LC_ALL=C")
    done = subprocess.run([*user, *command], input=PDF, capture_output=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def everything(connection: socket.socket) -> bytes:
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


def printing(lab: CupsLab, deadline_s: float = 30, pdf: bytes = PDF) -> Printing:
    return deliver(pdf, lab.queue, Deadline(deadline_s))


def test_the_paper_arrives_byte_for_byte(lab):
    told = []
    assert printer_state(lab.queue) == Ready()
    assert deliver(PDF, lab.queue, Deadline(30), on_sent=lambda: told.append(lab.printed)) == Printed()
    assert lab.printed == [PDF]
    assert told == [[]]


def test_a_printer_that_cannot_be_asked_is_sent_to_and_not_believed(lab):
    """CUPS says "completed" once a printer that speaks no IPP has taken the last byte."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        queue = lab.add_queue("ancienne", f"socket://127.0.0.1:{server.getsockname()[1]}/?waiteof=false")
        printer = Thread(target=lambda: taken.append(everything(server.accept()[0])))
        printer.start()
        assert printer_state(queue) == Ready(itself=False)
        assert deliver(PDF, queue, Deadline(30)) == HandedToPrinter()
        printer.join()
    assert taken == [PDF]


def test_nothing_of_a_printed_paper_stays_in_cups(lab):
    assert printing(lab) == Printed()
    for name in lab.spool_files():
        kept = lab.read_spool(name)
        assert name.startswith("c")
        for secret in (b"%PDF", HOLDER.name.encode(), b"DURAND", HOLDER.card_number.encode()):
            assert secret not in kept


def test_an_empty_printer_is_known_before_printing_is_offered(lab):
    lab.set_paper(0, 0)
    assert printer_state(lab.queue) == NotReady(Trouble.NO_PAPER)
    lab.set_paper(250, 25)
    assert printer_state(lab.queue) == Ready()


def test_one_empty_tray_of_two_is_no_trouble(lab):
    lab.set_paper(250, 0)
    assert printer_state(lab.queue) == Ready()


def test_without_paper_nothing_is_sent_and_nothing_comes_out_when_there_is_some(lab):
    lab.set_paper(0, 0)
    assert printing(lab) == NotPrinted(Trouble.NO_PAPER, purged=True)
    lab.set_paper(250, 25)
    assert printing(lab, pdf=NEXT_PDF) == Printed()
    assert lab.printed == [NEXT_PDF]


def test_a_tray_that_empties_as_the_paper_is_sent_leaves_cups_empty_and_the_printers_memory_told(lab, before_sending):
    before_sending(lambda: lab.set_paper(0, 0))
    assert printing(lab, deadline_s=6) == NotPrinted(Trouble.NO_PAPER, purged=False)
    assert lab.printed == []
    assert not [name for name in lab.spool_files() if name.startswith("d")]


def test_a_page_left_in_the_printer_is_not_followed_by_the_next_visitors(lab, before_sending):
    """ippeveprinter says that it cancelled, and prints all the same when it is refilled."""
    before_sending(lambda: lab.set_paper(0, 0))
    printing(lab, deadline_s=4)
    assert printing(lab, pdf=NEXT_PDF) == NotPrinted(Trouble.NO_PAPER, purged=True)
    assert lab.printed == []


def test_a_jam(lab):
    lab.stop_printer()
    lab.start_printer(JAMMED)
    result = printing(lab, deadline_s=8)
    assert isinstance(result, NotPrinted)
    assert result.trouble is Trouble.JAM
    assert lab.printed in ([], [b""])


def test_a_printer_that_never_ends_is_given_up_and_its_page_is_not_forgotten(lab):
    lab.stop_printer()
    lab.start_printer(ENDLESS)
    assert printing(lab, deadline_s=6) == NotPrinted(Trouble.TOO_SLOW, purged=False)
    assert printer_state(lab.queue) == NotReady(Trouble.LEFT_OVER)
    assert printing(lab, pdf=NEXT_PDF) == NotPrinted(Trouble.LEFT_OVER, purged=True)


def test_a_printer_that_is_off(lab):
    lab.stop_printer()
    try:
        assert printer_state(lab.queue) == NotReady(Trouble.OFFLINE)
        assert printing(lab) == NotPrinted(Trouble.OFFLINE, purged=True)
    finally:
        lab.start_printer()
    assert lab.printed == []


def test_a_printer_killed_in_the_middle_of_a_page(lab):
    lab.stop_printer()
    lab.start_printer(f'echo began > "{lab.folder}/began"; {ENDLESS}')
    killer = Thread(target=lambda: (when_there(lab.folder / "began"), lab.stop_printer()))
    result = deliver(PDF, lab.queue, Deadline(10), on_sent=killer.start)
    killer.join()
    lab.start_printer()
    assert result in (NotPrinted(Trouble.OFFLINE, purged=True), NotPrinted(Trouble.OFFLINE, purged=False))
    assert printing(lab, pdf=NEXT_PDF) == Printed()
    assert lab.printed == [NEXT_PDF]


def test_a_printer_switched_off_as_the_paper_is_sent(lab, before_sending):
    before_sending(lab.stop_printer)
    result = printing(lab, deadline_s=8)
    lab.start_printer()
    assert isinstance(result, NotPrinted)
    assert result.trouble is Trouble.OFFLINE
    assert printing(lab, pdf=NEXT_PDF) == Printed()
    assert lab.printed == [NEXT_PDF]


def test_a_queue_that_does_not_exist(lab):
    wrong = replace(lab.queue, name="absente")
    assert printer_state(wrong) == NotReady(Trouble.NO_QUEUE)
    assert deliver(PDF, wrong, Deadline(30)) == NotPrinted(Trouble.NO_QUEUE, purged=True)


@pytest.mark.parametrize("how", [CupsLab.refuse_jobs, CupsLab.disable_queue])
def test_a_queue_closed_by_the_technician(lab, how):
    how(lab)
    try:
        assert printer_state(lab.queue) == NotReady(Trouble.QUEUE_STOPPED)
        result = printing(lab, deadline_s=4)
    finally:
        lab.enable_queue()
    assert result == NotPrinted(Trouble.QUEUE_STOPPED, purged=True)
    assert lab.printed == []


def test_what_becomes_of_a_medium_the_printer_does_not_have_is_told(lab):
    """CUPS 2.4.2 (Debian 12) gives the job up; later ones hand it over, and the printer prints on what it has."""
    odd = replace(lab.queue, media="iso_a0_841x1189mm")
    refused = NotPrinted(Trouble.PRINTER_ERROR, purged=True)
    assert (deliver(PDF, odd, Deadline(30)), lab.printed) in ((refused, []), (Printed(), [PDF]))


def test_cups_stopped_and_started_again(lab):
    lab.stop_cups()
    try:
        assert printer_state(lab.queue) == NotReady(Trouble.CUPS_DOWN)
        assert printing(lab) == NotPrinted(Trouble.CUPS_DOWN, purged=True)
    finally:
        lab.start_cups()
    assert printing(lab, pdf=NEXT_PDF) == Printed()
    assert lab.printed == [NEXT_PDF]


def test_cups_stopped_in_the_middle_cannot_promise_anything(lab, before_sending):
    before_sending(lambda: lab.set_paper(0, 0))
    try:
        result = deliver(PDF, lab.queue, Deadline(4), on_sent=lab.stop_cups)
    finally:
        lab.start_cups()
    assert result == NotPrinted(Trouble.CUPS_DOWN, purged=False)


def test_stopping_purges_at_once(lab, before_sending):
    before_sending(lab.disable_queue)
    deadline = Deadline(600)
    try:
        result = deliver(PDF, lab.queue, deadline, on_sent=deadline.stop)
    finally:
        lab.enable_queue()
    assert result == NotPrinted(Trouble.STOPPED_BY_US, purged=True)
    assert not [name for name in lab.spool_files() if name.startswith("d")]


@pytest.mark.parametrize("ends", [Deadline.stop, lambda deadline: deadline.shorten(1)])
def test_nothing_is_sent_any_more_when_the_visit_ended_while_the_printer_was_asked(lab, monkeypatch, ends):
    """A printer that answers late takes seconds; a page that is sent and called back may be on its rollers already."""
    deadline = Deadline(600)
    monkeypatch.setattr(printing_module, "printer_state", lambda queue: (ends(deadline), printer_state(queue))[1])
    result = deliver(PDF, lab.queue, deadline, on_sent=lambda: pytest.fail("it was sent"))
    assert isinstance(result, NotPrinted)
    assert result.purged
    assert lab.printed == []


def test_of_a_printer_that_cannot_be_asked_nobody_knows_what_it_kept(lab):
    """It takes every byte and never says that it is done: what CUPS lets go of then is in the printer's memory."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        queue = lab.add_queue("muette", f"socket://127.0.0.1:{server.getsockname()[1]}")
        assert deliver(PDF, queue, Deadline(6)) == NotPrinted(Trouble.TOO_SLOW, purged=False)
        assert cups.ask_waiting_jobs(queue.uri).objects == ()


def test_a_user_without_rights_can_print_and_purge_what_is_its_own(lab):
    """As the kiosk's account does."""
    lab.disable_queue()
    try:
        said = as_nobody(lab, "lp", "-d", lab.queue.name, "-t", cups.JOB_TITLE, "-")
        as_nobody(lab, "cancel", "-x", said.split()[3])
    finally:
        lab.enable_queue()
    assert cups.ask_waiting_jobs(lab.queue.uri).objects == ()
    assert lab.printed == []


def test_a_paper_that_waits_is_gone_at_its_deadline_and_does_not_come_out_later(lab, before_sending):
    before_sending(lab.disable_queue)
    assert printing(lab, deadline_s=4) == NotPrinted(Trouble.QUEUE_STOPPED, purged=True)
    lab.enable_queue()
    assert printing(lab, pdf=NEXT_PDF) == Printed()
    assert lab.printed == [NEXT_PDF]


def test_no_cups_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    nowhere = Queue("borne", socket=Path("/nonexistent/cups.sock"))
    state: PrinterState = printer_state(nowhere)
    assert state == NotReady(Trouble.CUPS_DOWN)
    assert deliver(PDF, nowhere, Deadline(5)) == NotPrinted(Trouble.CUPS_DOWN, purged=True)
