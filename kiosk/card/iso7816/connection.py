"""The doors to a card, as protocols.

Four things implement them: pyscard (``pcsc.py``), the simulator in process, the simulator behind vpcd (through
``pcsc.py``), and scripted connections in tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Disposition(Enum):
    """What happens to the card's security state when a transaction or connection ends."""

    LEAVE = "leave"
    RESET = "reset"


class Connection(Protocol):
    """A shared connection to the card in one reader, and its transaction."""

    @property
    def t0(self) -> bool:
        """True if the card speaks T=0: case 4 goes without Le, case 1 as five bytes."""
        ...

    def begin(self) -> None:
        """Start a transaction: nobody else reaches the card until ``end``. Raises CardInUse, TransportError."""
        ...

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        """Send one command APDU as the transport wants it; return (response data, 16-bit status word).

        ``command`` may hold a code: whoever sends keeps no copy of it, and the caller overwrites it afterwards.

        Raises:
            TransportError: contact was lost; whether the command was executed is unknown.
        """
        ...

    def end(self, disposition: Disposition) -> None:
        """End the transaction. RESET clears every verified flag. Never raises."""
        ...

    def close(self, disposition: Disposition) -> None:
        """Disconnect and release the context. Idempotent; never raises."""
        ...


class Door(Protocol):
    """Connects to the card in a named reader."""

    def connect(self, reader: str) -> Connection:
        """Raises CardInUse, CardMute, CardRemoved, ReaderGone, CardServiceUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class ReaderSlot:
    """One reader slot as the watcher sees it.

    ``changes`` is the slot's own count of insertions and removals (PC/SC keeps it in the upper half of the event
    state): two reports with the same ``atr`` but another ``changes`` are two insertions. ``atr`` is empty without a
    card and for a mute one.
    """

    reader: str
    present: bool
    mute: bool
    atr: bytes
    changes: int


@dataclass(frozen=True, slots=True)
class SlotReport:
    """All readers at one moment, in the order PC/SC lists them. ``service`` is False while no PC/SC service answers.

    ``stuck``: the service is there and has frozen; it has to be started again. ``unreachable``: readers that are there
    too and are not asked, because their name is not printable ASCII. ``broken``: the class of the error that our own
    watching failed with, "" if it did not; ``service`` is False then.
    """

    service: bool
    slots: tuple[ReaderSlot, ...]
    stuck: bool = False
    unreachable: int = 0
    broken: str = ""


class Watcher(Protocol):
    """Tells of every change of readers and cards, first of what is there at start."""

    def start(self, listener: Callable[[SlotReport], None]) -> None:
        """Begin watching; ``listener`` is called from the watcher's own thread, first with the present situation."""
        ...

    def stop(self) -> None:
        """Stop watching and wait for the thread, at most 2 s. Idempotent."""
        ...
