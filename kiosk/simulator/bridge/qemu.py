"""The bridge that puts a simulated card into the USB reader of a machine under QEMU (``-device ccid-card-passthru``).

QEMU's character device listens; this side connects and stays. Messages both ways (libcacard's vscard_common.h, "VSCard
protocol") are three 32-bit big-endian words, type, reader and length of the body, then the body. Types: 1 Init (magic
``VSCD``, version 2, capabilities), 2 Error (one word, 0 is success), 3 ReaderAdd (a name), 4 ReaderRemove, 5 ATR,
6 CardRemove, 7 APDU (a command one way, its answer the other), 8 Flush, 9 FlushComplete. QEMU answers ReaderAdd with
Error 0 and the reader's number; an ATR then puts a card in and CardRemove takes it out.

Seen with QEMU 7.2 and pcscd 1.9.9: the guest calls the reader "Gemalto Gemplus USB SmartCard Reader 433-Swap"; libccid
sends T=0 commands as TPDUs, so the rules of T=0 are the card's to enforce here too.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from enum import IntEnum
from threading import Event

from kiosk.simulator.bridge.slot import BridgedSlot, OnLink
from kiosk.simulator.card import SimulatedCard

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 2001

RETRY_S = 0.5
_MESSAGE_S = 5.0
_HEAD = struct.Struct(">III")
_NO_READER = 0xFFFFFFFF
_HELLO = struct.pack(">4sII", b"VSCD", 2, 0)
_NAME = b"guichet-cps\0"
_LONGEST = 65536 + 32


class Kind(IntEnum):
    INIT = 1
    ERROR = 2
    READER_ADD = 3
    READER_REMOVE = 4
    ATR = 5
    CARD_REMOVE = 6
    APDU = 7
    FLUSH = 8
    FLUSH_COMPLETE = 9


class QemuSlot(BridgedSlot):
    """The slot of one USB reader. A card that leaves in the middle of a command leaves the command unanswered."""

    def __init__(self, host: str = DEFAULT_HOST, port: int = DEFAULT_PORT, on_link: OnLink | None = None) -> None:
        super().__init__(host, port, on_link)

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            with suppress(OSError), socket.create_connection(self._address, timeout=_MESSAGE_S) as link:
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._serve(link, stop)
            self._tell(None)
            stop.wait(RETRY_S)
        self.release()

    def _serve(self, link: socket.socket, stop: Event) -> None:
        """Until QEMU closes. Raises OSError."""
        _send(link, Kind.INIT, _NO_READER, _HELLO)
        reader: int | None = None
        announced: SimulatedCard | None = None
        while not stop.is_set():
            if reader is not None and announced is not self.card:
                announced = self._change(link, reader, announced)
            if not self._awakened(link):
                continue
            message = _receive(link)
            if message is None:
                break
            kind, number, body = message
            if kind == Kind.INIT:
                _send(link, Kind.READER_ADD, _NO_READER, _NAME)
            elif kind == Kind.ERROR and reader is None and int.from_bytes(body, "big") == 0:
                reader = number
            elif kind == Kind.FLUSH:
                _send(link, Kind.FLUSH_COMPLETE, number, b"")
            elif kind == Kind.APDU and announced is not None and announced is self.card:
                answer = self._answer(announced, body, stop)
                if answer is not None and self.card is announced:
                    _send(link, Kind.APDU, number, answer)
        if announced is not None:
            announced.power()

    def _change(self, link: socket.socket, reader: int, announced: SimulatedCard | None) -> SimulatedCard | None:
        """Tell of the card that left, or of the one that is in now. The card that QEMU knows of afterwards."""
        if announced is not None:
            _send(link, Kind.CARD_REMOVE, reader, b"")
            announced.power()
            return None
        card = self._next_card()
        if card is not None:
            card.power()
            _send(link, Kind.ATR, reader, card.atr)
            self._tell(card)
        return card


def _send(link: socket.socket, kind: Kind, reader: int, body: bytes) -> None:
    link.sendall(_HEAD.pack(kind, reader, len(body)) + body)


def _receive(link: socket.socket) -> tuple[int, int, bytes] | None:
    """Type, reader and body of one message, or None if QEMU closed or talks nonsense."""
    head = _exactly(link, _HEAD.size)
    if head is None:
        return None
    kind, reader, size = _HEAD.unpack(head)
    body = _exactly(link, size) if size <= _LONGEST else None
    return None if body is None else (kind, reader, body)


def _exactly(link: socket.socket, size: int) -> bytes | None:
    received = b""
    while len(received) < size:
        part = link.recv(size - len(received))
        if not part:
            return None
        received += part
    return received
