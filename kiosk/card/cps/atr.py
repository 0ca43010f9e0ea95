"""From the answer to reset to the kind of card.

Only the exact ATRs of the issuer's own module make a card one that is read (CL card-cps.c:91 compares all bytes): an
ATR that merely looks like a CPS is recognised, explained and left alone, so that no code ever goes to it.
"""

from __future__ import annotations

from kiosk.card.model import CardKind

_EXACT = {
    bytes.fromhex("3BAC00402A001225006480000310009000"): CardKind.CPS3,
    bytes.fromhex("3BAC00402A001225006480820212009000"): CardKind.CPS2TER,
    bytes.fromhex("3BDC18FF00001225006480000401009000"): CardKind.CPS4,
    bytes.fromhex("3B9B1880010012250064800401000090 44"): CardKind.CPS4,
    bytes.fromhex("3B9B18800100122500648000040100 9044"): CardKind.CPS4,
    bytes.fromhex("3B6700002D201601789000"): CardKind.AGENT,
    bytes.fromhex("3F65250052096A9000"): CardKind.VITALE,
    bytes.fromhex("3F652500A3096A9000"): CardKind.VITALE,
    bytes.fromhex("3F652500A4096A9000"): CardKind.VITALE,
}
"""CL, PCSC-tools list of 3 June 2026; agent card of the CNAMTS and CPAM, and Vitale 1: that list."""

_MASKED = (
    ("3B8F80010031B8640000ECC0739401808290000E", "FFFFFFFFFFFFFFFF0000FFC0FFFFFFFFFFFFFFFF", CardKind.CPS3_CONTACTLESS),
    ("3B751300004009EA9000", "FFFFFFFFFFF0FFEFFFFF", CardKind.VITALE),
    ("3F6525000009699000", "FFFFFFFF00FFFFFFFF", CardKind.VITALE),
    ("3F6525000009F99000", "FFFFFFFF00FFFFFFFF", CardKind.VITALE),
    ("3B6500002063CB0000", "FFFFFFFFFFFFFF0000", CardKind.BANK),
    ("3F65250000046C9000", "FFFFFF0000FFFFFF0F", CardKind.BANK),
)
"""(ATR, mask, kind): contactless CPS3 as CL's installer registers it; Vitale 2 and 1; French payment cards, present and
past (PCSC-tools list of 3 June 2026: all 75 that begin 3B650000 2063CB with two bytes more are payment cards).
"""

_CPS_MARKER = bytes.fromhex("1225006480")
"""Country 250 and pre-issuing data, in every known ATR of the family (assumed to mean it in unknown ones)."""


def kind_of(atr: bytes) -> CardKind:
    """The kind of card behind an ATR of 0 to 33 bytes.

    A card of the family whose exact ATR is not known is CPS2TER, the kind that is sent to staff unread: saying "not a
    CPS" would be wrong, and reading it would be a guess.
    """
    exact = _EXACT.get(atr)
    if exact is not None:
        return exact
    for pattern, mask, kind in _MASKED:
        if _matches(atr, bytes.fromhex(pattern), bytes.fromhex(mask)):
            return kind
    return CardKind.CPS2TER if _CPS_MARKER in atr else CardKind.FOREIGN


def _matches(atr: bytes, pattern: bytes, mask: bytes) -> bool:
    if len(atr) != len(pattern):
        return False
    return all(a & m == p & m for a, p, m in zip(atr, pattern, mask, strict=True))
