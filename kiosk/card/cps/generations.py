"""Every kind of card that is told from another: one row each, in a file of its own where it is spoken to.

Sources of the answers to reset: CL and the PCSC-tools list of 3 June 2026; for the agent card (CNAMTS and CPAM), Vitale
1 and 2 and French payment cards, present and past, that list alone (all its 75 that begin 3B650000 2063CB with two
bytes more are payment cards); for the contactless CPS3, what CL's installer registers.
"""

from __future__ import annotations

from kiosk.card.cps.cps3 import CPS3
from kiosk.card.cps.cps4 import CPS4
from kiosk.card.cps.dialect import Dialect, Generation
from kiosk.card.model import CardKind


def _masked(*pairs: tuple[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((bytes.fromhex(atr), bytes.fromhex(mask)) for atr, mask in pairs)


GENERATIONS = (
    CPS3,
    CPS4,
    Generation(
        CardKind.CPS2TER,
        word="CPS2ter",
        found="une CPS d’un ancien modèle",
        statistics="older",
        atrs=(bytes.fromhex("3BAC00402A001225006480820212009000"),),
    ),
    Generation(
        CardKind.CPS3_CONTACTLESS,
        word="CPS3, sans contact",
        found="une CPS3 sans contact",
        statistics="contactless",
        masked=_masked(("3B8F80010031B8640000ECC0739401808290000E", "FFFFFFFFFFFFFFFF0000FFC0FFFFFFFFFFFFFFFF")),
    ),
    Generation(
        CardKind.VITALE,
        word="carte Vitale",
        found="une carte Vitale",
        statistics="other",
        atrs=tuple(map(bytes.fromhex, ("3F65250052096A9000", "3F652500A3096A9000", "3F652500A4096A9000"))),
        masked=_masked(
            ("3B751300004009EA9000", "FFFFFFFFFFF0FFEFFFFF"),
            ("3F6525000009699000", "FFFFFFFF00FFFFFFFF"),
            ("3F6525000009F99000", "FFFFFFFF00FFFFFFFF"),
        ),
    ),
    Generation(
        CardKind.AGENT,
        word="carte d’agent",
        found="une carte d’agent",
        statistics="other",
        atrs=(bytes.fromhex("3B6700002D201601789000"),),
    ),
    Generation(
        CardKind.BANK,
        word="carte bancaire",
        found="une carte bancaire",
        statistics="other",
        masked=_masked(("3B6500002063CB0000", "FFFFFFFFFFFFFF0000"), ("3F65250000046C9000", "FFFFFF0000FFFFFF0F")),
    ),
    Generation(CardKind.FOREIGN, word="autre carte", found="une carte inconnue", statistics="other"),
)
_BY_KIND = {each.kind: each for each in GENERATIONS}


def generation_of(kind: CardKind) -> Generation:
    """The row of a kind; each has one."""
    return _BY_KIND[kind]


def dialect_of(kind: CardKind) -> Dialect | None:
    """The dialect of a kind, None for cards that this kiosk does not speak to."""
    return generation_of(kind).dialect
