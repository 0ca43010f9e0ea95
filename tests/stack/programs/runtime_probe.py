"""The kiosk's runtime on real PC/SC without a window, steered by lines and answering in JSON lines.

``wait STATE`` · ``read`` (until the long reading is there) · ``press ACTION`` · ``type DIGITS`` · ``until connect`` or
``until transmit`` (of the call that the last press caused) · ``advance SECONDS`` (of the kiosk's clock, then a tick) ·
``returned`` (until an abandoned call came back) · ``stop``. Each answers with the state.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from kiosk.card.pcsc import PcscConnection, PcscDoor, PcscWatcher
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Rules
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.papers.destinations import NoPapers
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.records import store_opener
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.world import World


class TellingDoor(PcscDoor):
    """Tells when a call reaches the card service, and when it reaches the card."""

    def __init__(self) -> None:
        self.told: SimpleQueue[str] = SimpleQueue()

    def connect(self, reader: str) -> PcscConnection:
        self.told.put("connect")
        connection = super().connect(reader)
        transmit = connection.transmit

        def telling(command: bytes) -> tuple[bytes, int]:
            self.told.put("transmit")
            return transmit(command)

        connection.transmit = telling  # type: ignore[method-assign]  # only told, then done
        return connection

    def forget(self) -> None:
        while not self.told.empty():
            self.told.get()


class Probe:
    def __init__(self, database: Path) -> None:
        self.now = 1000.0
        self.journal = io.StringIO()
        self.calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.door = TellingDoor()
        calendar = SaneClock(date.today)
        world = World(
            door=self.door,
            watcher=PcscWatcher(),
            open_store=store_opener(database, "lab", calendar),
            papers=NoPapers(),
            restart_card_service=lambda: None,
            clock=lambda: self.now,
            calendar=calendar,
            journal=Journal(self.journal),
        )
        self.runtime = Runtime(world, Rules(), self.calls.put)
        self.runtime.start(clean=True)

    def until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self.calls.get(timeout=30.0)()

    def obey(self, verb: str, rest: str) -> None:
        runtime = self.runtime
        match verb:
            case "wait":
                self.until(lambda: runtime.kiosk.state is State(rest))
            case "read":
                self.until(
                    lambda: runtime.kiosk.visit.card is not None and runtime.kiosk.visit.card.content is not None
                )
            case "until":
                while self.door.told.get(timeout=30.0) != rest:
                    pass
            case "press":
                self.door.forget()
                runtime.press(Action(rest), runtime.kiosk.screen)
            case "type":
                for digit in rest:
                    runtime.digit(int(digit), runtime.kiosk.screen)
            case "advance":
                self.now += float(rest)
                runtime.tick()
            case "returned":
                self.until(lambda: "call_returned" in self.journal.getvalue())
            case "stop":
                runtime.stop()


def main() -> None:
    probe = Probe(Path(sys.argv[1]))
    for line in sys.stdin:
        verb, _, rest = line.strip().partition(" ")
        probe.obey(verb, rest)
        sys.stdout.write(json.dumps(probe.runtime.kiosk.state.value) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
