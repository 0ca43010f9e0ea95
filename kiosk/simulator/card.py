"""A simulated card: an ATR, a chip behind its transport, a tear that may be armed, and a journal."""

from __future__ import annotations

import hmac
from collections import deque
from dataclasses import dataclass, field
from threading import RLock

from kiosk.simulator.chip.codes import ChipCodes, padded
from kiosk.simulator.chip.journal import Header, TransmittedCommand
from kiosk.simulator.chip.tear import ArmedTear, CardTorn, Moment
from kiosk.simulator.transport.protocol import Link, offers_t1

_JOURNAL_KEPT = 4096


@dataclass(frozen=True, slots=True)
class CardState:
    """The chip's counters as they are, told by the chip and not by an APDU. ``exchanges`` counts all ever made.

    ``puk_uses_left`` is None where the chip has no usage counter.
    """

    pin_tries_left: int
    puk_tries_left: int
    puk_uses_left: int | None
    pin_verified: bool
    puk_verified: bool
    exchanges: int


@dataclass(slots=True)
class SimulatedCard:
    """Thread-safe. ``atr`` is empty for a mute card; ``codes`` is None for a card without CPS codes."""

    profile: str
    atr: bytes
    link: Link = field(repr=False)
    codes: ChipCodes | None = field(default=None, repr=False)
    _journal: deque[TransmittedCommand] = field(default_factory=lambda: deque(maxlen=_JOURNAL_KEPT), repr=False)
    _exchanges: int = 0
    _tear: ArmedTear | None = None
    _since_armed: int = 0
    _lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def t0(self) -> bool:
        """True if the card is spoken to with T=0: its ATR does not offer T=1."""
        return not offers_t1(self.atr)

    def power(self) -> None:
        """Cold or warm reset."""
        with self._lock:
            self.link.reset()

    def transmit(self, tpdu: bytes) -> tuple[bytes, int]:
        """Execute one command; return (data, status word). Raises Torn where an armed tear strikes, once."""
        with self._lock:
            self._exchanges += 1
            header = Header.of(tpdu)
            tear = self._struck(header)
            if tear is not None:
                self._tear_at(tear.moment, tpdu)
                self._journal.append(TransmittedCommand(header, None, len(tpdu), 0))
                raise CardTorn
            answer = self.link.exchange(tpdu)
            self._journal.append(TransmittedCommand(header, answer.sw, len(tpdu), len(answer.data) + 2))
            return answer.data, answer.sw

    def arm(self, tear: ArmedTear | None) -> None:
        """Arm a tear, counted from the next command on, or disarm with None."""
        with self._lock:
            self._tear, self._since_armed = tear, 0

    def _struck(self, header: Header) -> ArmedTear | None:
        index, self._since_armed = self._since_armed, self._since_armed + 1
        if self._tear is None or not self._tear.strikes(index, header):
            return None
        struck, self._tear = self._tear, None
        return struck

    def _tear_at(self, moment: Moment, tpdu: bytes) -> None:
        command = self.link.parse(tpdu)
        if moment is Moment.AFTER:
            self.link.exchange(tpdu)
        elif moment is Moment.COUNTED and command is not None:
            self.link.chip.count_only(command)
        self.link.reset()

    def journal(self) -> tuple[TransmittedCommand, ...]:
        """The exchanges since the card was made or since ``forget``, the latest 4096 at most."""
        with self._lock:
            return tuple(self._journal)

    def forget(self) -> None:
        """Empty the journal."""
        with self._lock:
            self._journal.clear()

    def state(self) -> CardState | None:
        """The counters, or None for a card without CPS codes."""
        with self._lock:
            if self.codes is None:
                return None
            pin, puk = self.codes.pin, self.codes.puk
            return CardState(pin.tries_left, puk.tries_left, puk.uses_left, pin.verified, puk.verified, self._exchanges)

    def pin_is(self, digits: str) -> bool:
        """True if the PIN in the chip equals ``digits``; costs no try. Raises ValueError for no code at all."""
        with self._lock:
            return self.codes is not None and hmac.compare_digest(self.codes.pin.value, padded(digits))
