"""A simulated card as a process: ``simulated_card.py PROFILE CONTROL_SOCKET SLOT [SHORT_READ]``.

PROFILE ``-`` is an empty reader; SHORT_READ a name of ``kiosk.simulator.chip.habits.ShortRead``.

Prints ``ready`` once it can be steered.
"""

from __future__ import annotations

import signal
import sys
from datetime import date
from pathlib import Path
from threading import Event, Thread

from kiosk.simulator.bridge.serve import serve
from kiosk.simulator.bridge.vpcd import DEFAULT_HOST, DEFAULT_PORT, VpcdSlot
from kiosk.simulator.chip.habits import Habits, ShortRead
from kiosk.simulator.profiles import Order, build


def main(profile: str, control: str, slot: str, short_read: str = "END_OF_FILE") -> None:
    """Serve until SIGTERM."""
    stop, ready = Event(), Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    order = Order(
        date.today(), habits=None if short_read == "END_OF_FILE" else Habits(short_read=ShortRead[short_read])
    )
    card = None if profile == "-" else build(profile, order)
    Thread(target=_tell, args=(ready,), daemon=True).start()
    serve(VpcdSlot(DEFAULT_HOST, DEFAULT_PORT + int(slot)), card, Path(control), stop, order, ready)


def _tell(ready: Event) -> None:
    ready.wait()
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
