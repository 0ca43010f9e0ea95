"""Where papers come out: a CUPS queue, or a folder for simulated cards. What they say is fixed at the press."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from kiosk.flow.effects import PaperKind
from kiosk.flow.events import PaperResult
from kiosk.flow.kiosk import Kiosk
from kiosk.runtime.paper_lane import Delivery
from kiosk.view.papers import document
from kiosk.view.words import Words
from reports.blocks import Document
from reports.cups import Queue
from reports.folder import write_paper
from reports.printer import Trouble
from reports.printing import NotPrinted, Printed, Printing, clear, deliver

Render = Callable[[Document], bytes]
"""A document to PDF, on the kiosk's paper; slow at its first call."""

WordsNow = Callable[[], Words]
"""The words of this moment: they hold the day."""


class QueuePapers:
    """Prints on a CUPS queue of this machine, from memory. ``deadline_s`` bounds one paper."""

    def __init__(self, queue: Queue, render: Render, deadline_s: float, words: WordsNow) -> None:
        self._queue = queue
        self._render = render
        self._deadline_s = deadline_s
        self._words = words
        self._stop = Event()

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        says, stop = document(kiosk, kind, self._words()), self._stop

        def print_it() -> PaperResult:
            return result_of(deliver(self._render(says), self._queue, self._deadline_s, stop))

        return print_it

    def cancel(self) -> None:
        """Stop what is being printed; what is asked for later is not concerned."""
        self._stop.set()
        self._stop = Event()

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
            return lambda: PaperResult.SHOWN
        says = document(kiosk, kind, self._words())

        def write_it() -> PaperResult:
            try:
                write_paper(self._render(says), self._folder, kind.value)
            except OSError:
                return PaperResult.FAILED
            return PaperResult.PRINTED

        return write_it

    def cancel(self) -> None:
        """A file is written at once: there is nothing to stop."""

    def tidy(self) -> None:
        """Files that were written are meant to stay."""


class NoPapers:
    """No printer: the flow shows papers on the screen and asks for none."""

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        return lambda: PaperResult.SHOWN

    def cancel(self) -> None:
        """Nothing is under way."""

    def tidy(self) -> None:
        """Nothing was left."""


def result_of(printing: Printing) -> PaperResult:
    """What the person is told. Only a job whose end nobody could tell is "sent"."""
    match printing:
        case Printed():
            return PaperResult.PRINTED
        case NotPrinted(Trouble.END_UNKNOWN, purged=False):
            return PaperResult.SENT
        case NotPrinted():
            return PaperResult.FAILED
