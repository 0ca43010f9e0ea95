"""What one card may do differently from the next of its generation, where no document says which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.simulator.chip import status


class ShortRead(Enum):
    """How READ BINARY answers a length that the file cannot fill. All three are met on IAS-ECC cards."""

    END_OF_FILE = "6282"  # the data and 6282
    EXACT = "6Cxx"  # no data, the right length
    SILENT = "9000"  # the data and 9000


class UseSpentBy(Enum):
    """Which command takes one from the PUK's usage counter; unknown on a real card, RESET assumed."""

    RESET = "reset"
    VERIFY = "verify"


class CounterAnswers(Enum):
    """What the card says of its counters: a CPS3 to GET DATA, a CPS4 to an empty VERIFY."""

    TOLD = "told"
    REFUSED = "refused"  # 6A88, as off the MF
    VERIFIED = "verified"  # a CPS4 that answers 9000 where a count is expected


class ResetFault(Enum):
    """A fault of RESET RETRY COUNTER, or of CHANGE REFERENCE DATA where a code is changed or a CPS4 unblocked."""

    NONE = "none"
    STOPS = "stops"  # 6F00, no effect
    STORES_ANOTHER = "stores-another"  # 9000 and the PIN is unblocked, but no code will match
    REFUSES_CODE = "refuses-code"  # a change, or an unblocked CPS4: the new code is refused with 6A80
    IGNORES_CODE = "ignores-code"  # a change, or an unblocked CPS4: 9000 to the new code and the old one stays


@dataclass(frozen=True, slots=True)
class Habits:
    """``exhausting`` is the answer to the try that empties a counter: 63C0 or 6983, unknown on a real card.

    ``largest_read`` (1..256 bytes): the official module and OpenSC ask for 0xE7 at most, OpenSC also for 0x100.
    """

    exhausting: int = status.TRIES_LEFT
    short_read: ShortRead = ShortRead.END_OF_FILE
    largest_read: int = 0x100
    use_spent_by: UseSpentBy = UseSpentBy.RESET
    counters: CounterAnswers = CounterAnswers.TOLD
    reset_fault: ResetFault = ResetFault.NONE
