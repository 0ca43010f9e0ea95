"""What happened to a card that lost contact during an unblocking, told from its counters alone (rule 9).

They prove that a card is no longer blocked; they do not prove which code it holds.
"""

from __future__ import annotations

from enum import Enum

from kiosk.card.judgement import same_maxima, uses_fit
from kiosk.card.model import CardKind, Counters, Sent


class Aftermath(Enum):
    """DONE: no longer blocked; DONE_OLD_CODE: and the new code never left. NOT_DONE_…: still blocked, without or with
    one try counted. Of a card that was not blocked before, DONE: it holds the new code; NOT_DONE_…: the old one;
    CODE_UNKNOWN: it does not say which.
    """

    DONE = "done"
    DONE_OLD_CODE = "done_old_code"
    CODE_UNKNOWN = "code_unknown"
    NOT_DONE_NO_TRY = "not_done_no_try"
    NOT_DONE_TRY_COUNTED = "not_done_try_counted"
    UNKNOWN = "unknown"


_BEFORE_THE_NEW_CODE: dict[CardKind, frozenset[Sent]] = {
    CardKind.CPS3: frozenset(),
    CardKind.CPS4: frozenset({Sent.RESET}),
}
"""For each generation with a table: the steps that unblock it while the new code has not left yet."""


def after_unblock_tear(before: Counters, after: Counters, kind: CardKind, sent: Sent) -> Aftermath:
    """The truth about an unblocking of a blocked card that was torn after ``sent`` had left.

    First row that applies; "tries" are those of the code de déblocage:

    ==============================================================  =====================
    before → after                                                  result
    ==============================================================  =====================
    a generation without a table, or not blocked before             UNKNOWN
    a maximum changed; uses appeared, vanished, grew, fell by 3     UNKNOWN
    nothing was sent, and any counter changed                       UNKNOWN
    tries fell by 2 or more, or grew to less than their maximum     UNKNOWN
    PIN above 0, CPS4, and RESET was the last to leave              DONE_OLD_CODE
    PIN above 0                                                     DONE
    PIN 0, tries one lower                                          NOT_DONE_TRY_COUNTED
    PIN 0, tries the same, or back at their maximum                 NOT_DONE_NO_TRY
    ==============================================================  =====================

    Tries back at their maximum, or grown where the card does not tell it: VERIFY accepted the code (assumed to restore
    them), RESET RETRY COUNTER did not act.
    """
    old_code_stands = _BEFORE_THE_NEW_CODE.get(kind)
    if old_code_stands is None or not before.pin_blocked or _contradictory(before, after, sent):
        return Aftermath.UNKNOWN
    if not after.pin_blocked:
        return Aftermath.DONE_OLD_CODE if sent in old_code_stands else Aftermath.DONE
    if after.puk.left == before.puk.left - 1:
        return Aftermath.NOT_DONE_TRY_COUNTED
    return Aftermath.NOT_DONE_NO_TRY


def _contradictory(before: Counters, after: Counters, sent: Sent) -> bool:
    if sent is Sent.NOTHING and after != before:
        return True
    grown = after.puk.left - before.puk.left
    tries_impossible = grown < -1 or (grown > 0 and after.puk.max not in (None, after.puk.left))
    return tries_impossible or not same_maxima(before, after) or not uses_fit(before, after)
