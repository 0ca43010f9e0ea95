"""The lane that prints: what a paper says is decided at the press, on the screen's thread; the rest happens here."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.flow.effects import PaperKind, Print
from kiosk.flow.events import PaperEnded, PaperResult
from kiosk.flow.kiosk import Kiosk
from kiosk.runtime.serial_lane import SerialLane

Delivery = Callable[[], PaperResult]
"""Renders one paper and brings it out; returns when its fate is known."""


class PaperLane:
    """``prepare`` takes the kiosk as it is now and gives what is left to do without it: no identity is looked up later.

    ``cancel`` makes a delivery under way, and those that wait, come to nothing; called from any thread.
    """

    def __init__(
        self, prepare: Callable[[Kiosk, PaperKind], Delivery], cancel: Callable[[], None], lane: SerialLane
    ) -> None:
        self._prepare = prepare
        self._cancel = cancel
        self._lane = lane
        self._generation = 0

    def start(self) -> None:
        self._lane.start()

    def print(self, kiosk: Kiosk, effect: Print) -> None:
        delivery = self._prepare(kiosk, effect.paper)
        generation = self._generation

        def job() -> PaperEnded:
            result = delivery() if generation == self._generation else PaperResult.FAILED
            return PaperEnded(effect.ticket, result)

        self._lane.submit(job, if_broken=PaperEnded(effect.ticket, PaperResult.FAILED))

    def cancel(self) -> None:
        """Nothing that was asked for before this may come out any more."""
        self._generation += 1
        self._cancel()

    def stop(self, timeout_s: float) -> None:
        self.cancel()
        self._lane.stop(timeout_s)
