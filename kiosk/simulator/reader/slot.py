"""One reader: the card in it, who holds it, and what happened to it since."""

from __future__ import annotations

from threading import Event, RLock

from kiosk.card.iso7816.connection import ReaderSlot
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import Moment

OTHER_PROGRAM = object()


class SimulatedSlot:
    """Thread-safe. ``changes`` counts insertions and removals, ``resets`` resets, ``lost`` lost connections."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lock = RLock()
        self.card: SimulatedCard | None = None
        self.exclusive = False
        self.plugged = True
        self.changes = 0
        self.resets = 0
        self.lost = 0
        self.holder: object | None = None
        self._hang: tuple[Moment, Event] | None = None

    def insert(self, card: SimulatedCard) -> None:
        """Power ``card`` in this reader. Raises ValueError if there is one."""
        with self.lock:
            if self.card is not None:
                raise ValueError("a card is in this reader already")
            self.card = card
            self.changes += 1
            card.power()

    def remove(self) -> SimulatedCard | None:
        """The card goes, and with it whatever was verified and every transaction of ours."""
        with self.lock:
            card, self.card = self.card, None
            if card is not None:
                self.changes += 1
                self.holder = None
                card.power()
            return card

    def unplug(self) -> None:
        """The reader goes, and its card with it."""
        with self.lock:
            self.plugged = False
            self.remove()

    def lose_connections(self) -> None:
        """The service died under every connection."""
        with self.lock:
            self.lost += 1
            self.holder = None
            if self.card is not None:
                self.card.power()

    def reset_card(self) -> None:
        """A warm reset."""
        with self.lock:
            self.resets += 1
            if self.card is not None:
                self.card.power()

    def hold(self) -> None:
        """Another program takes the transaction."""
        with self.lock:
            self.holder = OTHER_PROGRAM

    def let_go(self) -> None:
        """The other program ends its transaction and its exclusive use."""
        with self.lock:
            self.exclusive = False
            if self.holder is OTHER_PROGRAM:
                self.holder = None

    def hang(self, moment: Moment) -> Event:
        """Make the next command wait for the returned event, before it reaches the card or after its effect."""
        event = Event()
        with self.lock:
            self._hang = (moment, event)
        return event

    def wait_if_hung(self, moment: Moment) -> None:
        """Wait here if that was asked for; once."""
        with self.lock:
            hang = self._hang
            if hang is None or hang[0] is not moment:
                return
            self._hang = None
        hang[1].wait()

    def seen(self) -> ReaderSlot:
        """What a watcher sees."""
        with self.lock:
            present = self.card is not None
            atr = self.card.atr if self.card is not None else b""
            return ReaderSlot(self.name, present, present and not atr, atr, self.changes)
