"""What happened to a card that lost contact during an operation with the present code, told from its counters."""

from __future__ import annotations

from enum import Enum

from kiosk.card.model import CardKind, Counters, Purpose, Sent


class PresentAftermath(Enum):
    """Placeholder until the table stands."""

    SAME_CODE_NO_TRY = "same_code_no_try"
    SAME_CODE_TRY_COUNTED = "same_code_try_counted"
    CODE_UNKNOWN = "code_unknown"
    UNKNOWN = "unknown"


def after_present_tear(
    before: Counters, after: Counters, kind: CardKind, purpose: Purpose, sent: Sent
) -> PresentAftermath:
    """A first cautious table."""
    if before.puk != after.puk or before.pin.max != after.pin.max:
        return PresentAftermath.UNKNOWN
    if purpose is Purpose.CHANGE and sent in (Sent.NEW_CODE, Sent.PROOF):
        return PresentAftermath.CODE_UNKNOWN
    if after.pin.left == before.pin.left - 1 and sent is not Sent.NOTHING:
        return PresentAftermath.SAME_CODE_TRY_COUNTED
    if after.pin.left in (before.pin.left, after.pin.max):
        return PresentAftermath.SAME_CODE_NO_TRY
    return PresentAftermath.UNKNOWN
