"""The lane that prints: what a paper says is decided at the press, on the screen's thread; the rest happens here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.flow.model.effects import PaperKind, Print
from kiosk.flow.model.events import Event, PaperEnded, PaperResult, PaperSent, PrinterAnswered
from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk
from kiosk.runtime.journal.journal import Journal, Technical
from kiosk.runtime.lanes import SerialLane
from reports.printing.trouble import Trouble

AFTER_VISIT_S = 15.0
"""What a paper still gets when its visitor has left: enough to come out, not enough for the next visitor."""

_ASKED_AT = frozenset(
    {
        State.WAITING,
        State.READING,
        State.AUDIT,
        State.HAVE_CODE,
        State.UNBLOCKING,
        State.CHANGING,
        State.TORN,
    }
)
"""Before the states that offer a paper, so that nothing changes under a finger there."""


@dataclass(frozen=True, slots=True)
class PaperEnd:
    """What became of a paper, and why; see ``PaperEnded``."""

    result: PaperResult
    trouble: Trouble | None = None
    may_come_out: bool = False


Delivery = Callable[[Callable[[], None]], PaperEnd]
"""Brings one paper out: calls what it is given when the paper is sent, returns when its end is known."""


class Papers(Protocol):
    """Where papers come out."""

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        """Fix what the paper says; on the screen's thread. The delivery that it returns looks nothing up any more."""
        ...

    def trouble(self) -> Trouble | None:
        """Ask the printer how it is; on the lane's thread."""
        ...

    def hurry(self, seconds: float) -> None:
        """Give what is under way ``seconds`` more at the most; on the screen's thread."""
        ...

    def cancel(self) -> None:
        """Make what is under way come to nothing; on the screen's thread."""
        ...

    def tidy(self) -> None:
        """Make sure that nothing of an earlier process comes out; on the lane's thread, once, first."""
        ...


class PaperLane:
    """``see``, ``print``, ``cancel`` and ``stop`` belong to the screen's thread."""

    def __init__(self, papers: Papers, lane: SerialLane, post: Callable[[Event], None], journal: Journal) -> None:
        self._papers = papers
        self._lane = lane
        self._post = post
        self._journal = journal
        self._generation = 0
        self._state: State | None = None
        self._of_the_visit: PaperKind | None = None
        self._asking = False
        self._trouble: Trouble | None = None

    def start(self) -> None:
        self._lane.start()
        self._lane.submit(self._papers.tidy)

    def see(self, kiosk: Kiosk) -> None:
        """Take note of a new state: ask the printer before a screen offers a paper, and stop what a visit left behind.

        A visitor who puts a card in at once begins the next visit with no waiting screen between the two.
        """
        before, self._state = self._state, kiosk.state
        paper, self._of_the_visit = self._of_the_visit, kiosk.visit.paper
        if kiosk.state is before:
            return
        if kiosk.state.traits.idle:
            self._papers.hurry(AFTER_VISIT_S)
        elif (before is not None and before.traits.idle) or (paper is not None and kiosk.visit.paper is None):
            self.cancel()
        if kiosk.state in _ASKED_AT and not self._asking:
            self._asking = True
            self._lane.submit(self._ask)

    def print(self, kiosk: Kiosk, effect: Print) -> None:
        delivery = self._papers.prepare(kiosk, effect.paper)
        generation = self._generation

        def job() -> PaperEnded:
            if generation != self._generation:
                return PaperEnded(effect.ticket, PaperResult.FAILED, Trouble.STOPPED_BY_US)
            end = delivery(lambda: self._post(PaperSent(effect.ticket)))
            if end.trouble is not None:
                self._journal.write(Technical.PRINTER, available=False, fault=end.trouble.value)
            return PaperEnded(effect.ticket, end.result, end.trouble, end.may_come_out)

        self._lane.submit(job, if_broken=PaperEnded(effect.ticket, PaperResult.FAILED))

    def cancel(self) -> None:
        """Let nothing come out that was asked for before this call."""
        self._generation += 1
        self._papers.cancel()

    def stop(self, timeout_s: float) -> None:
        self.cancel()
        self._lane.stop(timeout_s)

    def _ask(self) -> PrinterAnswered | None:
        """Ask the printer. Its trouble is told to staff (T07) when it changes; it belongs to no visit."""
        self._asking = False
        trouble = self._papers.trouble()
        if trouble is self._trouble:
            return None
        self._trouble = trouble
        self._journal.write(
            Technical.PRINTER, available=trouble is None, fault="" if trouble is None else trouble.value
        )
        return PrinterAnswered(trouble)
