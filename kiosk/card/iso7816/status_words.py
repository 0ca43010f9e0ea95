"""Status words (ISO 7816-4, 5.1.3), as far as a CPS or its reader answers them (deploy/reference/card.md §4.3)."""

from __future__ import annotations

SUCCESS = 0x9000
END_OF_FILE = 0x6282
"""Fewer bytes than asked: the file ended. The data are good."""
BLOCKED = 0x6983
REFERENCE_DATA_UNUSABLE = 0x6984
FILE_NOT_FOUND = 0x6A82
OFFSET_OUTSIDE_FILE = 0x6B00


def tries_told(sw: int) -> int | None:
    """The X of 63CX, 0 to 15: tries left after a refused code; None for any other status word."""
    return sw & 0x0F if sw & 0xFFF0 == 0x63C0 else None


def bytes_waiting(sw: int) -> int | None:
    """The length that 61XX offers for GET RESPONSE, 1 to 256 (XX = 00 means 256); None for any other status word."""
    return (sw & 0xFF) or 256 if sw >> 8 == 0x61 else None


def bytes_waiting_cps2ter(sw: int) -> int | None:
    """The same of 9FXX, as the CPS2ter half of a card says it (deploy/reference/card.md §3.1)."""
    return (sw & 0xFF) or 256 if sw >> 8 == 0x9F else None


def right_length(sw: int) -> int | None:
    """The Le that 6CXX asks for, 1 to 256 (XX = 00 means 256); None for any other status word."""
    return (sw & 0xFF) or 256 if sw >> 8 == 0x6C else None
