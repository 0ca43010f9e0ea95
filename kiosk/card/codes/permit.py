"""What every permit is: bound to one card as it was read, spent once, and dead soon after the press (rule 2)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from kiosk.card.errors import PermitVoid
from kiosk.card.model import CardContent, CardKind, CardSnapshot, CodeFormats, Counters

PERMIT_LIFE_S = 8.0
"""Seconds from the press to the last moment at which a permit may be spent."""

SEAL = object()
"""A policy passes SEAL to ``Permit`` to prove that a policy is making it."""


@dataclass(frozen=True, slots=True)
class PermitRequest:
    """All that the policies look at.

    Attributes:
        content: None while the longer reading is not there yet.
        revoked: a fresh signed list names the card.
        tries_spent: tries of the PUK spent in this visit.
        number_shown: the holder saw the card number that the letter must bear.
        last_try_confirmed: the gate of the PUK's last try was passed.
        last_pin_try_confirmed: the gate of the PIN's last try was passed.
        staff_replaces_forgotten_pin: staff chose to set a new PIN, with the PUK, on a card that is not blocked.
    """

    snapshot: CardSnapshot
    content: CardContent | None
    reader_commissioned: bool
    revoked: bool
    tries_spent: int = 0
    staff_present: bool = False
    number_shown: bool = False
    last_try_confirmed: bool = False
    last_pin_try_confirmed: bool = False
    staff_replaces_forgotten_pin: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """The card that a permit is for.

    Attributes:
        reader: the only reader whose card may be addressed.
        kind: the generation it was read as, so how it is spoken to.
        ef_sn: the bytes of EF.SN that the card must still show.
        counters: the counters it must still show.
        formats: lengths and padding of its codes.
    """

    reader: str
    kind: CardKind
    ef_sn: bytes = field(repr=False)
    counters: Counters
    formats: CodeFormats


def basis_of(request: PermitRequest) -> Basis | None:
    """The card as it was read, None if a part is missing that a permit needs."""
    snapshot, content = request.snapshot, request.content
    if content is None or content.formats is None or snapshot.ef_sn is None or snapshot.counters is None:
        return None
    return Basis(snapshot.reader, snapshot.kind, snapshot.ef_sn, snapshot.counters, content.formats)


class Permit:
    """Made by the policies only; spent once, by the operation, within ``PERMIT_LIFE_S`` of the press.

    The attributes are those of its Basis.
    """

    __slots__ = ("_lock", "_pressed_at", "_spent", "counters", "ef_sn", "formats", "kind", "reader")

    def __init__(self, seal: object, basis: Basis, pressed_at: float) -> None:
        if seal is not SEAL:
            raise PermitVoid("only a policy makes permits")
        self.reader = basis.reader
        self.kind = basis.kind
        self.ef_sn = basis.ef_sn
        self.counters = basis.counters
        self.formats = basis.formats
        self._pressed_at = pressed_at
        self._spent = False
        self._lock = threading.Lock()

    def spend(self, now: float) -> None:
        """Use the permit up. Raises PermitVoid if it was used before or is too old; ``now`` in seconds, monotonic."""
        with self._lock:
            if self._spent:
                raise PermitVoid("spent")
            self._spent = True
            if not 0.0 <= now - self._pressed_at <= PERMIT_LIFE_S:
                raise PermitVoid("too old")

    def discard(self) -> None:
        """Make it worthless, spent or not: one press is one attempt, whatever became of it."""
        with self._lock:
            self._spent = True
