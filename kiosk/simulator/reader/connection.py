"""A shared connection to a simulated card."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from kiosk.card.errors import CardInUse, CardRemoved, CardWasReset, ReaderGone, TransportError
from kiosk.card.iso7816.connection import Disposition
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import CardTorn, Moment
from kiosk.simulator.reader.slot import SimulatedSlot


class SimulatedConnection:
    """Implements ``Connection``. ``torn`` is called with the slot when the card leaves in the middle of a command."""

    def __init__(
        self, slot: SimulatedSlot, card: SimulatedCard, torn: Callable[[SimulatedSlot], None], delay_s: float
    ) -> None:
        self._slot = slot
        self._card = card
        self._torn = torn
        self._delay_s = delay_s
        self._inserted = slot.changes
        self._resets_known = slot.resets
        self._lost_known = slot.lost
        self._closed = False

    @property
    def t0(self) -> bool:
        """True if the card speaks T=0."""
        return self._card.t0

    def begin(self) -> None:
        """Raises CardInUse if another connection or program is in a transaction, TransportError as ``transmit``."""
        with self._slot.lock:
            self._require_contact()
            if self._slot.holder not in (None, self):
                raise CardInUse("another simulated program is in a transaction")
            self._slot.holder = self

    def end(self, disposition: Disposition) -> None:
        """End the transaction. A reset by this connection is not reported to it afterwards."""
        with self._slot.lock:
            if self._slot.holder is not self:
                return
            self._slot.holder = None
            self._leave(disposition)

    def close(self, disposition: Disposition) -> None:
        """Disconnect. Idempotent."""
        with self._slot.lock:
            if self._closed:
                return
            if self._slot.holder is self:
                self._slot.holder = None
            self._leave(disposition)
            self._closed = True

    def transmit(self, command: bytes | bytearray) -> tuple[bytes, int]:
        """Send to the chip, which keeps a copy of its own.

        Raises CardRemoved, CardWasReset, ReaderGone; CardInUse if another one is in a transaction.
        """
        self._slot.wait_if_hung(Moment.BEFORE)
        if self._delay_s > 0:
            Event().wait(self._delay_s)
        answer = self._exchange(command)
        self._slot.wait_if_hung(Moment.AFTER)
        return answer

    def _exchange(self, command: bytes | bytearray) -> tuple[bytes, int]:
        try:
            with self._slot.lock:
                self._require_contact()
                if self._slot.holder not in (None, self):
                    raise CardInUse("another simulated program is in a transaction")
                return self._card.transmit(bytes(command))
        except CardTorn as torn:
            self._torn(self._slot)
            raise CardRemoved("the simulated card was pulled out") from torn

    def _leave(self, disposition: Disposition) -> None:
        if disposition is Disposition.RESET and self._in_contact():
            self._slot.reset_card()
            self._resets_known = self._slot.resets

    def _in_contact(self) -> bool:
        slot = self._slot
        same_card = slot.card is self._card and slot.changes == self._inserted
        return not self._closed and slot.lost == self._lost_known and same_card

    def _require_contact(self) -> None:
        slot = self._slot
        if self._closed:
            raise TransportError("this connection is closed")
        if not slot.plugged or slot.lost != self._lost_known:
            raise ReaderGone("the simulated reader or service went away")
        if slot.card is not self._card or slot.changes != self._inserted:
            raise CardRemoved("the simulated card left the reader")
        if slot.resets != self._resets_known:
            raise CardWasReset("another simulated program reset the card")
