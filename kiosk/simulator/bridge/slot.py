"""What every bridge has in common: a slot, the simulated card in it, and what is done to them from outside."""

from __future__ import annotations

import select
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Condition, Event

from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import CardTorn, Moment

ABSENCE_S = 0.7  # pcscd looks every 0.4 s: a shorter absence would fall between two looks
LOOK_S = 0.25

OnLink = Callable[[SimulatedCard | None], None]


class BridgedSlot(ABC):
    """Every method may be called from any thread.

    ``on_link`` is called from the thread of ``run`` whenever the other side begins to answer for a card, with it, and
    whenever it no longer does or did not from the start, with None.
    """

    def __init__(self, host: str, port: int, on_link: OnLink | None = None) -> None:
        self._address = (host, port)
        self._on_link = on_link
        self._linked: bool | None = None
        self._changed = Condition()
        self._card: SimulatedCard | None = None
        self._free_at = 0.0
        self._hang: tuple[Moment, bytes, Event] | None = None
        self._awake, self._wake = socket.socketpair()

    @property
    def card(self) -> SimulatedCard | None:
        """The card that is in, or None."""
        with self._changed:
            return self._card

    def insert(self, card: SimulatedCard) -> None:
        """Put a card in; 0.7 s after the last one left at the earliest. Raises ValueError if one is in."""
        with self._changed:
            if self._card is not None:
                raise ValueError("a card is in the reader already")
            self._card = card
            self._changed.notify_all()

    def remove(self) -> SimulatedCard | None:
        """Take the card out; a command in progress gets no answer."""
        with self._changed:
            card, self._card = self._card, None
            self._free_at = time.monotonic() + ABSENCE_S
        self._wake.send(b"\x00")
        return card

    def hang(self, moment: Moment, command: bytes = b"") -> None:
        """Keep the first command that begins with these bytes waiting until ``release``, before its effect or after."""
        with self._changed:
            self._hang = (moment, command, Event())

    def release(self) -> None:
        """Let a hanging command go on, or disarm the hang."""
        with self._changed:
            hang, self._hang = self._hang, None
        if hang is not None:
            hang[-1].set()

    @abstractmethod
    def run(self, stop: Event) -> None:
        """Serve until ``stop`` is set, connecting again whenever the other side comes back. Blocks."""

    def close(self) -> None:
        """Release the sockets; after ``run`` has ended."""
        self._awake.close()
        self._wake.close()

    def _next_card(self) -> SimulatedCard | None:
        """The card to announce, after its absence; None if there is none yet. Waits a little for one."""
        with self._changed:
            self._changed.wait_for(lambda: self._card is not None, timeout=LOOK_S)
            absent_s = self._free_at - time.monotonic()
            if absent_s > 0:
                self._changed.wait(min(absent_s, LOOK_S))
                return None
            return self._card

    def _tell(self, card: SimulatedCard | None) -> None:
        linked = card is not None
        if self._on_link is not None and linked is not self._linked:
            self._on_link(card)
        self._linked = linked

    def _answer(self, card: SimulatedCard, command: bytes, stop: Event) -> bytes | None:
        """Data and status word of one APDU; None if the card left meanwhile."""
        self._wait_if_hung(Moment.BEFORE, command, stop)
        if self.card is not card:
            return None
        try:
            data, sw = card.transmit(command)
        except CardTorn:
            self.remove()
            return None
        self._wait_if_hung(Moment.AFTER, command, stop)
        return data + sw.to_bytes(2, "big")

    def _wait_if_hung(self, moment: Moment, command: bytes, stop: Event) -> None:
        with self._changed:
            hang = self._hang
        if hang is None or hang[0] is not moment or not command.startswith(hang[1]):
            return
        while not (stop.is_set() or self.card is None):
            if hang[-1].wait(LOOK_S):
                return

    def _awakened(self, link: socket.socket) -> bool:
        """Wait a little for the other side or for a change here. True if the other side has something to say."""
        readable, _, _ = select.select([link, self._awake], [], [], LOOK_S)
        if self._awake in readable:
            self._awake.recv(64)
        return link in readable
