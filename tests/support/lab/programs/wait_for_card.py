"""Wait, inside the laboratory, until a reader shows what is asked for.

``wait_for_card.py READER card|empty|mute SECONDS``

Prints the ATR in hexadecimal (empty without a card or for a mute one) and exits 0; exits 1 when the time is over.
"""

from __future__ import annotations

import sys
import time

from smartcard.scard import (
    SCARD_S_SUCCESS,
    SCARD_SCOPE_SYSTEM,
    SCARD_STATE_EMPTY,
    SCARD_STATE_MUTE,
    SCARD_STATE_PRESENT,
    SCARD_STATE_UNAWARE,
    SCardEstablishContext,
    SCardGetStatusChange,
    SCardReleaseContext,
)

_LOOK_MS = 500


def situation(state: int) -> str:
    """``card``, ``mute``, ``empty`` or, for anything else, an empty word."""
    if state & SCARD_STATE_MUTE:
        return "mute"
    if state & SCARD_STATE_PRESENT:
        return "card"
    return "empty" if state & SCARD_STATE_EMPTY else ""


def main(reader: str, wanted: str, seconds: str) -> int:
    """Follow the reader's state until it is ``wanted``."""
    deadline = time.monotonic() + float(seconds)
    result, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    if result != SCARD_S_SUCCESS:
        return 1
    known = SCARD_STATE_UNAWARE
    while time.monotonic() < deadline:
        result, states = SCardGetStatusChange(context, _LOOK_MS, [(reader, known)])
        if result != SCARD_S_SUCCESS:
            continue
        _, known, atr = states[0]
        if situation(known) == wanted:
            sys.stdout.write(bytes(atr).hex() + "\n")
            SCardReleaseContext(context)
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
