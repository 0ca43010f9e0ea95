"""Status words of the simulated card (ISO/IEC 7816-4 §5.6), kept apart from the reader's own table."""

from __future__ import annotations

OK = 0x9000
BYTES_WAITING = 0x6100  # low byte: how many, 00 = 256
BYTES_WAITING_CPS2TER = 0x9F00  # likewise, in the half with class A0
END_OF_FILE = 0x6282
TRIES_LEFT = 0x63C0  # low nibble: how many
WRONG_LENGTH = 0x6700
CHANNEL_UNSUPPORTED = 0x6881
SECURITY_NOT_SATISFIED = 0x6982
BLOCKED = 0x6983
CONDITIONS_NOT_SATISFIED = 0x6985
NO_CURRENT_FILE = 0x6986
BAD_DATA = 0x6A80
FILE_NOT_FOUND = 0x6A82
BAD_P1P2 = 0x6A86
REFERENCE_NOT_FOUND = 0x6A88
OFFSET_OUTSIDE = 0x6B00
EXACT_LENGTH = 0x6C00  # low byte: the Le to ask for, 00 = 256
BAD_INS = 0x6D00
BAD_CLA = 0x6E00
NO_DIAGNOSIS = 0x6F00
