"""A simulated card as a process: ``lab_card.py PROFILE CONTROL_SOCKET SLOT``; PROFILE ``-`` is an empty reader.

Prints ``ready`` once it can be steered.
"""

from __future__ import annotations

import signal
import sys
from datetime import date
from pathlib import Path
from threading import Event, Thread

from kiosk.simulator.profiles import Order, build
from kiosk.simulator.serve import serve
from kiosk.simulator.vpcd import DEFAULT_HOST, DEFAULT_PORT


def main(profile: str, control: str, slot: str) -> None:
    """Serve until SIGTERM."""
    stop, ready = Event(), Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    card = None if profile == "-" else build(profile, Order(date.today()))
    Thread(target=_tell, args=(ready,), daemon=True).start()
    serve(card, DEFAULT_HOST, DEFAULT_PORT + int(slot), Path(control), stop, ready=ready)


def _tell(ready: Event) -> None:
    ready.wait()
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
