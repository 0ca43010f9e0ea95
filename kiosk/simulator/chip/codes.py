"""The PIN and the PUK: values, counters, and the three commands of a CPS3 that touch them.

Limits are those of the CHV objects read from a real CPS3 (OpenSC issue 2217): PIN 3 tries, PUK 10 tries and 100 uses;
a CPS4 has the same tries (assumed for its PUK) and no uses.
Codes are stored padded to 8 bytes with FF, as the card's AODF asks (OpenSC issue 2224).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from kiosk.simulator.chip import status
from kiosk.simulator.chip.habits import Habits, ResetFault, UseSpentBy

PIN = 0x01
PUK = 0x02
STORED_LENGTH = 8
PIN_TRIES = 3
PUK_TRIES = 10
PUK_USES = 100
MATCHES_NOTHING = b"\x00" * STORED_LENGTH


def padded(code: str) -> bytes:
    """ASCII digits followed by FF up to 8 bytes. Raises ValueError for anything but 1..8 ASCII digits."""
    if not (code.isascii() and code.isdigit() and len(code) <= STORED_LENGTH):
        raise ValueError("a code is one to eight digits")
    return code.encode("ascii").ljust(STORED_LENGTH, b"\xff")


@dataclass(slots=True)
class ChipCode:
    """One code in the chip. ``uses_left`` is None where no usage counter exists."""

    value: bytes = field(repr=False)
    tries_max: int
    tries_left: int
    uses_left: int | None = None
    verified: bool = False

    @property
    def dead(self) -> bool:
        """No comparison is made any more."""
        return self.tries_left == 0 or self.uses_left == 0

    def status(self) -> int:
        """The answer to an empty VERIFY, which costs nothing."""
        if self.dead:
            return status.BLOCKED
        return status.OK if self.verified else status.TRIES_LEFT | self.tries_left

    def count(self) -> None:
        """Take one try, as before a comparison."""
        self.tries_left = max(0, self.tries_left - 1)
        self.verified = False

    def compare(self, candidate: bytes, exhausting: int) -> int:
        """Compare 8 bytes; count a wrong one; restore the counter on a right one. Returns the status word."""
        if self.dead:
            return status.BLOCKED
        if hmac.compare_digest(candidate, self.value):
            self.tries_left, self.verified = self.tries_max, True
            return status.OK
        self.count()
        return status.TRIES_LEFT | self.tries_left if self.tries_left else exhausting

    def spend_use(self) -> None:
        """Take one from the usage counter; at zero the code is dead."""
        if self.uses_left is not None:
            self.uses_left = max(0, self.uses_left - 1)
            self.verified = self.verified and self.uses_left > 0


@dataclass(slots=True)
class ChipCodes:
    """Both codes and their commands. Each command method takes the APDU's data and returns a status word."""

    pin: ChipCode
    puk: ChipCode
    habits: Habits = field(default_factory=Habits)

    def reset(self) -> None:
        """A reset forgets what was verified and nothing else."""
        self.pin.verified = self.puk.verified = False

    def named(self, reference: int) -> ChipCode | None:
        """The code with this reference (P2), or None."""
        return {PIN: self.pin, PUK: self.puk}.get(reference)

    def verify(self, reference: int, data: bytes) -> int:
        """VERIFY. Empty data asks for the state; a length other than 8 is refused and not counted (assumed)."""
        code = self.named(reference)
        if code is None:
            return status.REFERENCE_NOT_FOUND
        if not data:
            return code.status()
        if len(data) != STORED_LENGTH:
            return status.WRONG_LENGTH
        sw = code.compare(data, self.habits.exhausting)
        if sw == status.OK and self.habits.use_spent_by is UseSpentBy.VERIFY:
            code.spend_use()
        return sw

    def change(self, reference: int, data: bytes) -> int:
        """CHANGE REFERENCE DATA, old code ‖ new code, 16 bytes. The PUK's access rule says never."""
        if reference != PIN:
            return status.SECURITY_NOT_SATISFIED if reference == PUK else status.REFERENCE_NOT_FOUND
        if len(data) != 2 * STORED_LENGTH:
            return status.WRONG_LENGTH
        sw = self.pin.compare(data[:STORED_LENGTH], self.habits.exhausting)
        return self.store(data[STORED_LENGTH:]) if sw == status.OK else sw

    def store(self, pin: bytes) -> int:
        """Write a new PIN, or fail to, as CHANGE REFERENCE DATA does."""
        match self.habits.reset_fault:
            case ResetFault.REFUSES_CODE:
                return status.BAD_DATA
            case ResetFault.STORES_ANOTHER:
                self.pin.value = MATCHES_NOTHING
            case ResetFault.NONE | ResetFault.STOPS:
                self.pin.value = pin
            case ResetFault.IGNORES_CODE:
                pass
        return status.OK

    def unblock(self, data: bytes) -> int:
        """RESET RETRY COUNTER with the new PIN alone: the PUK must have been verified since the last reset."""
        if not self.puk.verified:
            return status.SECURITY_NOT_SATISFIED
        if len(data) != STORED_LENGTH:
            return status.WRONG_LENGTH
        if self.habits.reset_fault is ResetFault.STOPS:
            return status.NO_DIAGNOSIS
        self.spend_unblock()
        stores_another = self.habits.reset_fault is ResetFault.STORES_ANOTHER
        self.pin.value = MATCHES_NOTHING if stores_another else data
        self.pin.tries_left, self.pin.verified = self.pin.tries_max, False
        return status.OK

    def spend_unblock(self) -> None:
        """What RESET RETRY COUNTER takes from the usage counter."""
        if self.habits.use_spent_by is UseSpentBy.RESET:
            self.puk.spend_use()


def fresh_codes(pin: str, puk: str, habits: Habits, uses: int | None = PUK_USES) -> ChipCodes:
    """Codes as issued, all tries and ``uses`` left."""
    return ChipCodes(
        ChipCode(padded(pin), PIN_TRIES, PIN_TRIES),
        ChipCode(padded(puk), PUK_TRIES, PUK_TRIES, uses),
        habits,
    )
