"""Where papers come out: a CUPS queue, or a folder for simulated cards. The press of a button fixes what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from diagnostics.files.durable import write_durably
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.events import PaperResult
from kiosk.flow.model.visit import Kiosk
from kiosk.runtime.papers.lane import Delivery, PaperEnd
from kiosk.view.model.words import Words
from kiosk.view.papers import document
from reports.papers.blocks import Document
from reports.printing.cups import Queue
from reports.printing.deadline import Deadline
from reports.printing.deliver import HandedToPrinter, NotPrinted, Printed, Printing, clear, deliver
from reports.printing.printer import NotReady, printer_state
from reports.printing.trouble import Trouble

Render = Callable[[Document], bytes]
"""A document to PDF, on the kiosk's paper; slow at its first call."""

WordsNow = Callable[[], Words]
"""The words of this moment: they hold the day."""


class QueuePapers:
    """Prints on a CUPS queue of this machine, from memory. ``deadline_s`` bounds one paper, from the press."""

    def __init__(self, queue: Queue, render: Render, deadline_s: float, words: WordsNow) -> None:
        self._queue = queue
        self._render = render
        self._deadline_s = deadline_s
        self._words = words
        self._under_way: set[Deadline] = set()

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        says, deadline = document(kiosk, kind, self._words()), Deadline(self._deadline_s)
        self._under_way.add(deadline)

        def print_it(on_sent: Callable[[], None]) -> PaperEnd:
            try:
                return paper_end_of(deliver(self._render(says), self._queue, deadline, on_sent))
            finally:
                self._under_way.discard(deadline)

        return print_it

    def trouble(self) -> Trouble | None:
        state = printer_state(self._queue)
        return state.trouble if isinstance(state, NotReady) else None

    def hurry(self, seconds: float) -> None:
        for deadline in tuple(self._under_way):
            deadline.shorten(seconds)

    def cancel(self) -> None:
        """Stop what is being printed; what is asked for later is not concerned."""
        for deadline in tuple(self._under_way):
            deadline.stop()
        self._under_way.clear()

    def tidy(self) -> None:
        """Whatever waits in the queue is of an earlier process, and of somebody else."""
        clear(self._queue)


class FolderPapers:
    """Writes papers into a folder: for simulated cards, and for the referral that knows nobody.

    Any other visit's paper is shown on the screen only.
    """

    def __init__(self, folder: Path, render: Render, words: WordsNow) -> None:
        self._folder = folder
        self._render = render
        self._words = words

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        card = kiosk.visit.card
        if card is not None and not kiosk.rules.is_simulated(card.reader):
            return _show_it
        says = document(kiosk, kind, self._words())

        def write_it(_on_sent: Callable[[], None]) -> PaperEnd:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                write_durably(self._folder / f"{kind.value}.pdf", self._render(says))
            except OSError:
                return PaperEnd(PaperResult.FAILED)
            return PaperEnd(PaperResult.PRINTED)

        return write_it

    def trouble(self) -> Trouble | None:
        return None

    def hurry(self, seconds: float) -> None:
        """A file is written at once."""

    def cancel(self) -> None:
        """There is nothing to stop either."""

    def tidy(self) -> None:
        """Files that were written are meant to stay."""


class NoPapers:
    """No printer: the flow shows papers on the screen and asks for none."""

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        return _show_it

    def trouble(self) -> Trouble | None:
        return None

    def hurry(self, seconds: float) -> None:
        """Nothing is under way."""

    def cancel(self) -> None:
        """Nothing is under way."""

    def tidy(self) -> None:
        """Nothing was left."""


def _show_it(_on_sent: Callable[[], None]) -> PaperEnd:
    return PaperEnd(PaperResult.SHOWN)


def paper_end_of(printing: Printing) -> PaperEnd:
    """What the person is told. A job whose end only CUPS, or nobody, could tell is "sent"."""
    match printing:
        case Printed():
            return PaperEnd(PaperResult.PRINTED)
        case HandedToPrinter(trouble):
            return PaperEnd(PaperResult.SENT, trouble)
        case NotPrinted(Trouble.END_UNKNOWN, purged=False):
            return PaperEnd(PaperResult.SENT, Trouble.END_UNKNOWN)
        case NotPrinted(trouble, purged):
            return PaperEnd(PaperResult.FAILED, trouble, may_come_out=not purged)
        case _:
            assert_never(printing)
