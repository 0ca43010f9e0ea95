"""The lane that prints: what a paper says is decided at the press, on the screen's thread; the rest happens here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.flow.effects import PaperKind, Print
from kiosk.flow.events import PaperEnded, PaperResult
from kiosk.flow.kiosk import Kiosk
from kiosk.runtime.serial_lane import SerialLane

Delivery = Callable[[], PaperResult]
"""Renders one paper and brings it out; returns when its fate is known."""


class Papers(Protocol):
    """Where papers come out."""

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        """Fix what the paper says; on the screen's thread. What is given looks nothing up any more."""
        ...

    def cancel(self) -> None:
        """Make what is under way come to nothing; on the screen's thread."""
        ...

    def tidy(self) -> None:
        """Make sure that nothing of an earlier process comes out; on the lane's thread, once, first."""
        ...


class PaperLane:
    """``print``, ``cancel`` and ``stop`` belong to the screen's thread."""

    def __init__(self, papers: Papers, lane: SerialLane) -> None:
        self._papers = papers
        self._lane = lane
        self._generation = 0

    def start(self) -> None:
        self._lane.start()
        self._lane.submit(self._papers.tidy)

    def print(self, kiosk: Kiosk, effect: Print) -> None:
        delivery = self._papers.prepare(kiosk, effect.paper)
        generation = self._generation

        def job() -> PaperEnded:
            result = delivery() if generation == self._generation else PaperResult.FAILED
            return PaperEnded(effect.ticket, result)

        self._lane.submit(job, if_broken=PaperEnded(effect.ticket, PaperResult.FAILED))

    def cancel(self) -> None:
        """Nothing that was asked for before this may come out any more."""
        self._generation += 1
        self._papers.cancel()

    def stop(self, timeout_s: float) -> None:
        self.cancel()
        self._lane.stop(timeout_s)
