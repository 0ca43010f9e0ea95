"""The one place where codes live: bytes that are overwritten in place, and never leave but towards the card.

What Python gives no power over is said in the documentation: a code also passes through the command sent to the card
(immutable ``bytes``) and, while "Afficher" is held, through a label of the screen.
"""

from __future__ import annotations

import threading
from hmac import compare_digest
from typing import NoReturn

from kiosk.card.errors import SendRevoked
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, weakness_of

CAPACITY = 16
"""Digits a slot can hold: twice the longest code of a CPS (deploy/reference/card.md §6.3). Nothing moves in it."""

_ASCII_ZERO = 0x30
_LENT = frozenset({CodeSlot.PUK, CodeSlot.CURRENT_PIN, CodeSlot.NEW_PIN})


class _Hidden:
    """Shows nothing, and refuses to be copied, pickled, compared or hashed."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # the documented way to make a class unhashable

    def __repr__(self) -> str:
        return f"{type(self).__name__}(•••)"

    def __eq__(self, other: object) -> bool:
        raise TypeError("codes are compared by the vault only")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("codes are neither copied nor pickled")


class _Digits(_Hidden):
    """Digits 0 to 9, one a byte, in memory that never moves."""

    __slots__ = ("_bytes", "count")

    def __init__(self) -> None:
        self._bytes = bytearray(CAPACITY)
        self.count = 0

    def view(self) -> memoryview:
        return memoryview(self._bytes)[: self.count]

    def add(self, digit: int) -> None:
        self._bytes[self.count] = digit
        self.count += 1

    def drop(self) -> None:
        if self.count:
            self.count -= 1
            self._bytes[self.count] = 0

    def wipe(self) -> None:
        self._bytes[:] = bytes(CAPACITY)
        self.count = 0

    def take(self, other: _Digits) -> None:
        self._bytes[:] = other._bytes
        self.count = other.count

    def ascii(self) -> bytearray:
        """A copy as the card wants it, 0x30 to 0x39 a digit; whoever takes it overwrites it."""
        code = bytearray(self.count)
        for at, digit in enumerate(self.view()):
            code[at] = _ASCII_ZERO + digit
        return code


class LentUnblockCodes(_Hidden):
    """The two codes of one operation, lent to the card session; ``close`` overwrites them and what was handed out.

    A wipe of the vault closes them from another thread. What was handed out before that is left alone until the
    session is done: a code overwritten on its way to the card would be a wrong code, and cost a try.
    """

    __slots__ = ("_first", "_handed_out", "_lock", "_new_pin")

    def __init__(self, first: _Digits, new_pin: _Digits) -> None:
        self._lock = threading.Lock()
        self._first, self._new_pin = _Digits(), _Digits()
        self._first.take(first)
        self._new_pin.take(new_pin)
        self._handed_out: list[bytearray] = []

    def new_pin(self) -> bytearray:
        """The new PIN, ASCII digits without padding. Raises SendRevoked once wiped, or if there is none."""
        return self._hand_out(self._new_pin)

    def _hand_out(self, digits: _Digits) -> bytearray:
        with self._lock:
            if digits.count == 0:
                raise SendRevoked
            code = digits.ascii()
            self._handed_out.append(code)
            return code

    def revoke(self) -> None:
        """Hand out nothing any more; from any thread."""
        with self._lock:
            self._first.wipe()
            self._new_pin.wipe()

    def close(self) -> None:
        """Overwrite everything; only by the thread that sends."""
        self.revoke()
        with self._lock:
            for code in self._handed_out:
                code[:] = bytes(len(code))
            self._handed_out.clear()


class UnblockLoan(LentUnblockCodes):
    """The codes of an unblocking (``kiosk.card.codes.code_source.UnblockCodes``)."""

    __slots__ = ()

    def puk(self) -> bytearray:
        """The PUK, ASCII digits without padding. Raises SendRevoked once wiped."""
        return self._hand_out(self._first)


class CurrentPinLoan(LentUnblockCodes):
    """The codes of an operation with the current PIN (``kiosk.card.codes.code_source.CurrentPinCodes``)."""

    __slots__ = ()

    def current_pin(self) -> bytearray:
        """The current PIN, ASCII digits without padding. Raises SendRevoked once wiped."""
        return self._hand_out(self._first)


class Vault(_Hidden):
    """Slots of digits. Every method takes one lock; none is slow."""

    __slots__ = ("_lent", "_lock", "_slots")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots = {slot: _Digits() for slot in CodeSlot}
        self._lent: LentUnblockCodes | None = None

    def add_digit(self, slot: CodeSlot, digit: int, max_digits: int) -> None:
        """Append a digit (0 to 9); one more than ``max_digits`` (at most CAPACITY) is ignored."""
        if not 0 <= digit <= 9:
            raise ValueError("a digit is 0 to 9")
        with self._lock:
            digits = self._slots[slot]
            if digits.count < min(max_digits, CAPACITY):
                digits.add(digit)

    def drop_digit(self, slot: CodeSlot) -> None:
        """Take the last digit back, if there is one."""
        with self._lock:
            self._slots[slot].drop()

    def wipe(self, slots: tuple[CodeSlot, ...]) -> None:
        """Overwrite these slots now. Codes lent to the card session are not handed out any more."""
        with self._lock:
            for slot in slots:
                self._slots[slot].wipe()
            if not _LENT.isdisjoint(slots):
                self._take_back()

    def keep_refused_puk(self) -> None:
        """Move PUK to REFUSED_PUK."""
        self._move(CodeSlot.PUK, CodeSlot.REFUSED_PUK)

    def keep_refused_current_pin(self) -> None:
        """Move CURRENT_PIN to REFUSED_CURRENT_PIN."""
        self._move(CodeSlot.CURRENT_PIN, CodeSlot.REFUSED_CURRENT_PIN)

    def lend(self) -> UnblockLoan:
        """The codes for one unblocking; those lent before are revoked."""
        with self._lock:
            self._take_back()
            loan = UnblockLoan(self._slots[CodeSlot.PUK], self._slots[CodeSlot.NEW_PIN])
            self._lent = loan
            return loan

    def lend_current_pin(self) -> CurrentPinLoan:
        """The codes for one operation with the current PIN; those lent before are revoked."""
        with self._lock:
            self._take_back()
            loan = CurrentPinLoan(self._slots[CodeSlot.CURRENT_PIN], self._slots[CodeSlot.NEW_PIN])
            self._lent = loan
            return loan

    def count(self, slot: CodeSlot) -> int:
        """How many digits it holds."""
        with self._lock:
            return self._slots[slot].count

    def hand_over(self, slot: CodeSlot) -> bytearray:
        """A copy as ASCII digits, which whoever takes it overwrites; the slot is wiped."""
        with self._lock:
            code = self._slots[slot].ascii()
            self._slots[slot].wipe()
            return code

    def entry(self) -> CodeEntry:
        """What the flow may know: counts and comparisons."""
        with self._lock:
            puk, new_pin = self._slots[CodeSlot.PUK], self._slots[CodeSlot.NEW_PIN]
            current_pin = self._slots[CodeSlot.CURRENT_PIN]
            return CodeEntry(
                puk=puk.count,
                new_pin=new_pin.count,
                confirm=self._slots[CodeSlot.CONFIRM].count,
                current_pin=current_pin.count,
                puk_already_refused=puk.count > 0 and _same(puk, self._slots[CodeSlot.REFUSED_PUK]),
                current_pin_already_refused=current_pin.count > 0
                and _same(current_pin, self._slots[CodeSlot.REFUSED_CURRENT_PIN]),
                same_as_current_pin=new_pin.count > 0 and _same(new_pin, current_pin),
                weakness=weakness_of(new_pin.view()),
                confirmation=_compare(new_pin, self._slots[CodeSlot.CONFIRM]),
            )

    def peek(self, slot: CodeSlot) -> str:
        """The digits as text, only for "Afficher" while it is held."""
        with self._lock:
            return "".join(map(str, self._slots[slot].view()))

    def _move(self, source: CodeSlot, target: CodeSlot) -> None:
        with self._lock:
            self._slots[target].take(self._slots[source])
            self._slots[source].wipe()

    def _take_back(self) -> None:
        if self._lent is not None:
            self._lent.revoke()
            self._lent = None


def _same(a: _Digits, b: _Digits) -> bool:
    return compare_digest(a.view(), b.view())


def _compare(new_pin: _Digits, confirm: _Digits) -> Confirmation:
    if confirm.count == 0 or confirm.count < new_pin.count:
        return Confirmation.INCOMPLETE
    return Confirmation.MATCH if _same(new_pin, confirm) else Confirmation.DIFFER
