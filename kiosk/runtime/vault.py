"""The one place where codes live: bytes that are overwritten in place, and never leave but towards the card.

What Python gives no power over is said in deploy/reference/rules.md (Secrets): a code also passes through what
pyscard makes of a command and, while "Afficher" is held, through a label of the screen.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from hmac import compare_digest
from typing import NoReturn

from kiosk.card.errors import SendRevoked
from kiosk.card.model import CodeRole
from kiosk.card.spec import TRIES_MAX_PLAUSIBLE
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, weakness_of

CAPACITY = 16
"""Digits a slot can hold: twice the longest code of a CPS (deploy/reference/card.md §6.3). Nothing moves in it."""

REFUSED_MAX = TRIES_MAX_PLAUSIBLE
"""Refused codes of a kind that are remembered. No card allows more tries.

When an operation may have set a new PIN, the flow wipes the refused PINs.
"""

_ASCII_ZERO = 0x30
_REFUSED = {CodeRole.PUK: CodeSlot.REFUSED_PUK, CodeRole.CURRENT_PIN: CodeSlot.REFUSED_CURRENT_PIN}


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

    def copied(self) -> _Digits:
        copy = _Digits()
        copy.take(self)
        return copy

    def ascii(self) -> bytearray:
        """A copy as the card wants it, 0x30 to 0x39 a digit; whoever takes it overwrites it."""
        code = bytearray(self.count)
        for at, digit in enumerate(self.view()):
            code[at] = _ASCII_ZERO + digit
        return code


class LentCodes(_Hidden):
    """The codes of one operation by their roles, lent to it (``kiosk.card.codes.code_source``).

    ``close`` overwrites them and what was handed out. A wipe of the vault revokes them from another thread. What was
    handed out before that is left alone until the operation is done: a code overwritten on its way to the card would be
    a wrong code, and cost a try.
    """

    __slots__ = ("_codes", "_handed_out", "_lock")

    def __init__(self, codes: Mapping[CodeRole, _Digits]) -> None:
        self._lock = threading.Lock()
        self._codes = {role: digits.copied() for role, digits in codes.items()}
        self._handed_out: list[bytearray] = []

    def code(self, role: CodeRole) -> bytearray:
        """ASCII digits without padding. Raises SendRevoked once wiped, if there are none, or if not lent."""
        with self._lock:
            digits = self._codes.get(role)
            if digits is None or digits.count == 0:
                raise SendRevoked
            code = digits.ascii()
            self._handed_out.append(code)
            return code

    def revoke(self) -> None:
        """Hand out nothing any more; from any thread."""
        with self._lock:
            for digits in self._codes.values():
                digits.wipe()

    def close(self) -> None:
        """Overwrite everything; only by the thread that sends."""
        self.revoke()
        with self._lock:
            for code in self._handed_out:
                code[:] = bytes(len(code))
            self._handed_out.clear()


class _RefusedCodes(_Hidden):
    """What the card refused in this visit, compared in place; the oldest is overwritten once all places are taken."""

    __slots__ = ("_next", "_places")

    def __init__(self) -> None:
        self._places = tuple(_Digits() for _ in range(REFUSED_MAX))
        self._next = 0

    def keep(self, digits: _Digits) -> None:
        self._places[self._next].take(digits)
        self._next = (self._next + 1) % REFUSED_MAX

    def hold(self, digits: _Digits) -> bool:
        """Compare with every place, in the same time whatever they hold; never true of no digits."""
        found = [_same(digits, place) for place in self._places]
        return digits.count > 0 and any(found)

    def wipe(self) -> None:
        for place in self._places:
            place.wipe()
        self._next = 0


class Vault(_Hidden):
    """Slots of digits, and what was refused. Every method takes one lock; none is slow."""

    __slots__ = ("_lent", "_lock", "_refused", "_slots")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots = {slot: _Digits() for slot in CodeSlot if slot not in _REFUSED.values()}
        self._refused = {slot: _RefusedCodes() for slot in _REFUSED.values()}
        self._lent: LentCodes | None = None

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
        """Overwrite these slots now. Codes lent to an operation are not handed out any more."""
        with self._lock:
            for slot in slots:
                (self._refused.get(slot) or self._slots[slot]).wipe()
            if any(isinstance(slot.value, CodeRole) for slot in slots):
                self._take_back()

    def keep_refused(self, role: CodeRole) -> None:
        """Move the PUK or the current PIN to those that were refused in this visit."""
        with self._lock:
            digits = self._slots[CodeSlot(role)]
            if digits.count:
                self._refused[_REFUSED[role]].keep(digits)
            digits.wipe()

    def lend(self, *roles: CodeRole) -> LentCodes:
        """The codes for one operation; those lent before are revoked."""
        with self._lock:
            self._take_back()
            self._lent = LentCodes({role: self._slots[CodeSlot(role)] for role in roles})
            return self._lent

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
                puk_already_refused=self._refused[CodeSlot.REFUSED_PUK].hold(puk),
                current_pin_already_refused=self._refused[CodeSlot.REFUSED_CURRENT_PIN].hold(current_pin),
                same_as_current_pin=new_pin.count > 0 and _same(new_pin, current_pin),
                weakness=weakness_of(new_pin.view()),
                confirmation=_compare(new_pin, self._slots[CodeSlot.CONFIRM]),
            )

    def peek(self, slot: CodeSlot) -> str:
        """The digits as text, only for "Afficher" while it is held."""
        with self._lock:
            return "".join(map(str, self._slots[slot].view()))

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
