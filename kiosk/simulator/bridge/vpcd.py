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

import socket
from contextlib import suppress
from threading import Event

from kiosk.simulator.bridge.slot import BridgedSlot, OnLink
from kiosk.simulator.card import SimulatedCard

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 0x8C7B

RETRY_S = 0.2
_MESSAGE_S = 5.0
_POWER = frozenset({b"\x00", b"\x01", b"\x02"})
_GIVE_ATR = b"\x04"
MUTE_ATR = bytes(34)  # one byte more than an ATR may have


class VpcdSlot(BridgedSlot):
    """One slot of the virtual reader. vpcd knows no empty slot that is connected: no card, no connection."""

    def __init__(self, host: str = DEFAULT_HOST, port: int = DEFAULT_PORT, on_link: OnLink | None = None) -> None:
        super().__init__(host, port, on_link)

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            card = self._next_card()
            if card is None:
                continue
            with suppress(OSError), self._link(card) as link:
                self._serve(link, card, stop)
            card.power()
            stop.wait(RETRY_S)
        self.release()

    def _link(self, card: SimulatedCard) -> socket.socket:
        try:
            link = socket.create_connection(self._address, timeout=_MESSAGE_S)
        except OSError:
            self._tell(None)
            raise
        self._tell(card)
        return link

    def _serve(self, link: socket.socket, card: SimulatedCard, stop: Event) -> None:
        while not stop.is_set() and self.card is card:
            if not self._awakened(link):
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
        return self._answer(card, message, stop)


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
