"""From the answer to reset to the kind of card.

Only the exact ATRs of the issuer's own module make a card one that is read (CL card-cps.c:91 compares all bytes): an
ATR that merely looks like a CPS is recognised, explained and left alone, so that no code ever goes to it.
"""

from __future__ import annotations

from kiosk.card.cps.generations import GENERATIONS
from kiosk.card.model import CardKind

_EXACT = {atr: each.kind for each in GENERATIONS for atr in each.atrs}
_MASKED = tuple((atr, mask, each.kind) for each in GENERATIONS for atr, mask in each.masked)

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
        if _matches(atr, pattern, mask):
            return kind
    return CardKind.CPS2TER if _CPS_MARKER in atr else CardKind.FOREIGN


def _matches(atr: bytes, pattern: bytes, mask: bytes) -> bool:
    if len(atr) != len(pattern):
        return False
    return all(a & m == p & m for a, p, m in zip(atr, pattern, mask, strict=True))
