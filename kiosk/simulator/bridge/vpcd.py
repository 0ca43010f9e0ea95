"""The bridge that puts a simulated card into vsmartcard's virtual reader behind a real pcscd.

vpcd (Debian ``vsmartcard-vpcd`` 0.8) listens on every address, port 0x8C7B for its first slot and the next one for the
second; a card is a client that connects, and a card is taken out by closing. Messages both ways are a 16-bit big-endian
length and so many bytes. One byte is a control (0 power off, 1 power on, 2 reset, 4 give the ATR); anything longer is
an APDU, answered by data and status word. Only the ATR and an APDU are answered.

Seen with pcscd 1.9.9: it asks for the ATR again and again to know that the card is there; APDUs arrive byte for byte
as the application gave them, so the rules of T=0 are the card's to enforce. An ATR longer than 33 bytes keeps the card
present but makes powering it fail, which pcscd reports as a mute card; an empty one would be a card that is not there.
A card that leaves in the middle of a command makes SCardTransmit return success with an empty answer, and only the next
command fails.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Event

from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import CardTorn, Moment

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 0x8C7B

ABSENCE_S = 0.7  # pcscd looks every 0.4 s: a shorter absence would fall between two looks
RETRY_S = 0.2
_LOOK_S = 0.25
_MESSAGE_S = 5.0
_POWER = frozenset({b"\x00", b"\x01", b"\x02"})
_GIVE_ATR = b"\x04"
MUTE_ATR = bytes(34)  # one byte more than an ATR may have


OnLink = Callable[[SimulatedCard | None], None]


class VpcdSlot:
    """One slot of the virtual reader and the card in it. Every method may be called from any thread.

    ``on_link`` is called from the thread of ``run`` whenever vpcd begins to answer, with the card that is then in, and
    whenever it no longer does or did not from the start, with None.
    """

    def __init__(self, host: str = DEFAULT_HOST, port: int = DEFAULT_PORT, on_link: OnLink | None = None) -> None:
        self._address = (host, port)
        self._on_link = on_link
        self._linked: bool | None = None
        self._changed = Condition()
        self._card: SimulatedCard | None = None
        self._free_at = 0.0
        self._hang: tuple[Moment, Event] | None = None
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

    def hang(self, moment: Moment) -> None:
        """Keep the next command waiting until ``release``, before its effect or after it."""
        with self._changed:
            self._hang = (moment, Event())

    def release(self) -> None:
        """Let a hanging command go on, or disarm the hang."""
        with self._changed:
            hang, self._hang = self._hang, None
        if hang is not None:
            hang[1].set()

    def run(self, stop: Event) -> None:
        """Serve until ``stop`` is set, reconnecting whenever pcscd comes back. Blocks; a stop is seen within 0.25 s."""
        while not stop.is_set():
            card = self._next_card()
            if card is None:
                continue
            with suppress(OSError), self._link(card) as link:
                self._serve(link, card, stop)
            card.power()
            stop.wait(RETRY_S)
        self.release()

    def close(self) -> None:
        """Release the sockets; after ``run`` has ended."""
        self._awake.close()
        self._wake.close()

    def _link(self, card: SimulatedCard) -> socket.socket:
        try:
            link = socket.create_connection(self._address, timeout=_MESSAGE_S)
        except OSError:
            self._tell(None)
            raise
        self._tell(card)
        return link

    def _tell(self, card: SimulatedCard | None) -> None:
        linked = card is not None
        if self._on_link is not None and linked is not self._linked:
            self._on_link(card)
        self._linked = linked

    def _next_card(self) -> SimulatedCard | None:
        """The card to connect, after its absence; None if there is none yet."""
        with self._changed:
            self._changed.wait_for(lambda: self._card is not None, timeout=_LOOK_S)
            absent_s = self._free_at - time.monotonic()
            if absent_s > 0:
                self._changed.wait(min(absent_s, _LOOK_S))
                return None
            return self._card

    def _serve(self, link: socket.socket, card: SimulatedCard, stop: Event) -> None:
        while not stop.is_set() and self.card is card:
            readable, _, _ = select.select([link, self._awake], [], [], _LOOK_S)
            if self._awake in readable:
                self._awake.recv(64)
            if link not in readable:
                continue
            message = _receive(link)
            if message is None:
                return
            reply = self._reply(card, message, stop)
            if reply is not None and self.card is card:
                link.sendall(len(reply).to_bytes(2, "big") + reply)

    def _reply(self, card: SimulatedCard, message: bytes, stop: Event) -> bytes | None:
        if message in _POWER:
            card.power()
            return None
        if message == _GIVE_ATR:
            return card.atr or MUTE_ATR
        self._wait_if_hung(Moment.BEFORE, stop)
        if self.card is not card:
            return None
        try:
            data, sw = card.transmit(message)
        except CardTorn:
            self.remove()
            return None
        self._wait_if_hung(Moment.AFTER, stop)
        return data + sw.to_bytes(2, "big")

    def _wait_if_hung(self, moment: Moment, stop: Event) -> None:
        with self._changed:
            hang = self._hang
        if hang is None or hang[0] is not moment:
            return
        while not (stop.is_set() or self.card is None):
            if hang[1].wait(_LOOK_S):
                return


def _receive(link: socket.socket) -> bytes | None:
    """One message, or None if vpcd closed."""
    head = _receive_exactly(link, 2)
    return None if head is None else _receive_exactly(link, int.from_bytes(head, "big"))


def _receive_exactly(link: socket.socket, size: int) -> bytes | None:
    """``size`` bytes. vpcd sends length and body apart: without TCP_QUICKACK each APDU waits 44 ms for our ACK."""
    received = b""
    while len(received) < size:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = link.recv(size - len(received))
        if not part:
            return None
        received += part
    return received
