"""A BER-TLV encoder of the simulator's own.

It shares no line with the reader in ``kiosk.card``, so that reader and writer cannot share a bug.
"""

from __future__ import annotations


def length_octets(length: int) -> bytes:
    """Definite length, shortest form (ISO/IEC 7816-4 §5.2.2.2). ``length`` is 0..65535, else ValueError."""
    if not 0 <= length <= 0xFFFF:
        raise ValueError(f"a length of {length} is not encoded here")
    if length < 0x80:
        return bytes([length])
    if length < 0x100:
        return bytes([0x81, length])
    return bytes([0x82, length >> 8, length & 0xFF])


def tlv(tag: int, *values: bytes) -> bytes:
    """One data object: ``tag`` written big-endian as it stands (``0x30``, ``0xBF81``), then length, then the values."""
    value = b"".join(values)
    return tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big") + length_octets(len(value)) + value
