"""Which generation has which dialect."""

from __future__ import annotations

from kiosk.card.cps.cps3 import Cps3Dialect
from kiosk.card.cps.cps4 import Cps4Dialect
from kiosk.card.cps.dialect import Dialect
from kiosk.card.model import CardKind

_DIALECTS: dict[CardKind, Dialect] = {CardKind.CPS3: Cps3Dialect(), CardKind.CPS4: Cps4Dialect()}


def dialect_of(kind: CardKind) -> Dialect | None:
    """The dialect of a kind, None for cards that this kiosk does not speak to."""
    return _DIALECTS.get(kind)
