"""Readers in process: the Door, the Connection and the Watcher of ``kiosk.card.iso7816.connection`` without any PC/SC.

What PC/SC does is kept: connections are shared, one transaction at a time, a card that left raises CardRemoved at the
next command even inside a transaction, somebody else's reset raises CardWasReset, a mute card cannot be connected to.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, RLock

from kiosk.card.errors import CardInUse, CardMute, CardRemoved, CardServiceUnavailable, ReaderGone
from kiosk.card.iso7816.connection import SlotReport
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import Moment
from kiosk.simulator.reader.connection import SimulatedConnection
from kiosk.simulator.reader.slot import SimulatedSlot
from kiosk.simulator.reader.watch import SimulatedWatcher

DEFAULT_READER = "Lecteur simulé 0"


class SimulatedReaders:
    """A set of readers, thread-safe, implementing ``Door``.

    ``delay_s`` is added to every command, for demonstrations; 0 by default.
    """

    def __init__(self, *readers: str, delay_s: float = 0.0) -> None:
        self._lock = RLock()
        self._delay_s = delay_s
        self._service = True
        self._slots = {name: SimulatedSlot(name) for name in readers or (DEFAULT_READER,)}
        self._listeners: list[Callable[[], None]] = []

    def connect(self, reader: str) -> SimulatedConnection:
        """Raises CardInUse (held exclusively), CardMute, CardRemoved, ReaderGone, CardServiceUnavailable."""
        with self._lock:
            if not self._service:
                raise CardServiceUnavailable("the simulated service is stopped")
            slot = self._slots.get(reader)
            if slot is None:
                raise ReaderGone("no such simulated reader")
            if slot.exclusive:
                raise CardInUse("held by a simulated program")
            card = slot.card
            if card is None:
                raise CardRemoved("the simulated reader is empty")
            if not card.atr:
                raise CardMute("the simulated card does not answer")
            return SimulatedConnection(slot, card, self._after_tear, self._delay_s)

    def watcher(self) -> SimulatedWatcher:
        """A watcher of these readers, not started."""
        return SimulatedWatcher(self)

    def insert(self, card: SimulatedCard, reader: str = DEFAULT_READER) -> None:
        """Put ``card`` in ``reader``, powered. Raises KeyError for an unknown reader, ValueError if one is in it."""
        with self._lock:
            self._slots[reader].insert(card)
        self._tell()

    def remove(self, reader: str = DEFAULT_READER) -> SimulatedCard | None:
        """Take the card out and return it, or None if there was none. A command in progress ends first."""
        with self._lock:
            card = self._slots[reader].remove()
        if card is not None:
            self._tell()
        return card

    def plug(self, reader: str) -> None:
        """A reader arrives, empty."""
        with self._lock:
            self._slots.setdefault(reader, SimulatedSlot(reader))
        self._tell()

    def unplug(self, reader: str = DEFAULT_READER) -> None:
        """A reader leaves, with the card that may be in it."""
        with self._lock:
            self._slots.pop(reader).unplug()
        self._tell()

    def stop_service(self) -> None:
        """The card service dies: open connections are lost, no reader is listed."""
        with self._lock:
            self._service = False
            for slot in self._slots.values():
                slot.lose_connections()
        self._tell()

    def start_service(self) -> None:
        """The card service is back, with the readers and cards as they are."""
        with self._lock:
            self._service = True
        self._tell()

    def hold_by_other(self, reader: str = DEFAULT_READER) -> None:
        """Another program starts a transaction: ``begin`` raises CardInUse."""
        self._slots[reader].hold()

    def hold_exclusively(self, reader: str = DEFAULT_READER) -> None:
        """Another program connects in exclusive mode: ``connect`` raises CardInUse."""
        self._slots[reader].exclusive = True

    def release_by_other(self, reader: str = DEFAULT_READER) -> None:
        """The other program lets go."""
        self._slots[reader].let_go()

    def reset_by_other(self, reader: str = DEFAULT_READER) -> None:
        """Another program resets the card: the next command of every connection raises CardWasReset."""
        self._slots[reader].reset_card()

    def hang(self, reader: str = DEFAULT_READER, moment: Moment = Moment.BEFORE) -> Event:
        """The next command blocks until the returned event is set: before it reaches the card, or after its effect."""
        return self._slots[reader].hang(moment)

    def report(self) -> SlotReport:
        """All readers now."""
        with self._lock:
            if not self._service:
                return SlotReport(service=False, slots=())
            return SlotReport(service=True, slots=tuple(slot.seen() for slot in self._slots.values()))

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after every change, from the thread that made it. Returns what ends that."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _after_tear(self, slot: SimulatedSlot) -> None:
        slot.remove()
        self._tell()

    def _tell(self) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()
