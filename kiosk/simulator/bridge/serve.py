"""``guichet-cps simulate``: a simulated card behind a bridge, and the socket it is steered by."""

from __future__ import annotations

import socket
import socketserver
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, Thread

from kiosk.simulator.bridge.control import Control
from kiosk.simulator.bridge.slot import BridgedSlot
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.profiles import Order, build

_LONGEST_LINE = 256
_POLL_S = 0.1


def serve(
    slot: BridgedSlot,
    card: SimulatedCard | None,
    control_path: Path | None = None,
    stop_event: Event | None = None,
    order: Order | None = None,
    ready: Event | None = None,
    *,
    empty: bool = False,
) -> None:
    """Keep ``card`` in the reader of ``slot`` until ``stop_event`` is set. Blocks; leaves no socket file behind.

    ``card`` None or ``empty`` starts with an empty reader; ``insert`` alone then puts ``card`` in. ``order`` is what
    cards inserted later by profile are made from: by default today and the ordinary codes. Raises OSError if the
    control socket cannot be made.
    """
    if card is not None and not empty:
        slot.insert(card)
    made_from = order or Order(date.today())

    def make(profile: str, serial: str | None = None) -> SimulatedCard:
        return build(profile, replace(made_from, serial=serial or made_from.serial))

    control = Control(slot, make, card)
    try:
        with _steered(control, control_path):
            if ready is not None:
                ready.set()
            slot.run(stop_event or Event())
    finally:
        slot.close()


@contextmanager
def _steered(control: Control, path: Path | None) -> Iterator[None]:
    """Answer lines on a Unix socket at ``path``, readable by this user alone, while the block runs."""
    if path is None:
        yield
        return

    _remove_if_dead(path)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline(_LONGEST_LINE):
                self.wfile.write(control.answer(line.decode("utf-8", "replace")).encode() + b"\n")

    class Server(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True

    with Server(str(path), Handler) as server:
        path.chmod(0o600)
        thread = Thread(target=server.serve_forever, args=(_POLL_S,), name="simulator-control", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            path.unlink(missing_ok=True)


def _remove_if_dead(path: Path) -> None:
    """A socket that a killed process has left; one that somebody listens on stays, and so does any other file."""
    if not path.is_socket():
        return
    with closing(socket.socket(socket.AF_UNIX)) as caller:
        try:
            caller.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
