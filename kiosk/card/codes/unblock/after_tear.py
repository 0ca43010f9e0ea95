"""What happened to a card that lost contact during an unblocking, told from its counters alone (rule 9).

They prove that a card is no longer blocked; they do not prove which code it holds.
"""

from __future__ import annotations

from enum import Enum

from kiosk.card.codes.unblock.judgement import same_maxima, uses_fit
from kiosk.card.model import CardKind, Counters, Sent


class Aftermath(Enum):
    """DONE: no longer blocked; DONE_OLD_CODE: and the new code never left. NOT_DONE_…: still blocked, without or with
    one try of the PUK counted.

    Of a card that was not blocked before, DONE: the reset acted; DONE_OLD_CODE: and the new code never left;
    NOT_DONE_…: it did not act and the old code stands; CODE_UNKNOWN: the card does not say which code it holds.
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

_CODE_WITH_THE_COUNTER = frozenset({CardKind.CPS3})
"""Generations whose reset sets both at once, so that one tells of the other."""


def after_unblock_tear(before: Counters, after: Counters, kind: CardKind, sent: Sent) -> Aftermath:
    """The truth about an unblocking that was torn after ``sent`` had left.

    First row that applies to a card that was blocked; "tries" are those of the PUK:

    ==============================================================  =====================
    before → after                                                  result
    ==============================================================  =====================
    a generation without a table                                    UNKNOWN
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

    A card that was not blocked (a forgotten code) is told by ``_after_forgotten``, after the same first four rows.
    """
    old_code_stands = _BEFORE_THE_NEW_CODE.get(kind)
    if old_code_stands is None or _contradictory(before, after, sent):
        return Aftermath.UNKNOWN
    if not before.pin_blocked:
        return _after_forgotten(before, after, kind, sent)
    if not after.pin_blocked:
        return Aftermath.DONE_OLD_CODE if sent in old_code_stands else Aftermath.DONE
    return _not_done(before, after)


def _after_forgotten(before: Counters, after: Counters, kind: CardKind, sent: Sent) -> Aftermath:
    """The same for a card that was not blocked; "PIN" are the tries of the PIN, "max" their maximum.

    ==========================  ====================================================  =====================
    sent                        PIN before → after                                    result
    ==========================  ====================================================  =====================
    NOTHING, PUK                the same                                              NOT_DONE_…
    RESET, PROOF of a CPS3      grown to max, after PROOF to one less too             DONE
    RESET, PROOF of a CPS3      the same, and less than that                          NOT_DONE_…
    RESET, PROOF of a CPS3      at max, after PROOF at one less too                   CODE_UNKNOWN
    RESET of a CPS4             the same                                              NOT_DONE_…
    RESET of a CPS4             grown to max                                          DONE_OLD_CODE
    NEW_CODE, PROOF of a CPS4   at max, after PROOF at one less too                   CODE_UNKNOWN
    anything                    anything else                                         UNKNOWN
    ==========================  ====================================================  =====================
    """
    same, grown = after.pin.left == before.pin.left, after.pin.left > before.pin.left
    reached = _as_after_a_reset(after, sent)
    if sent in (Sent.NOTHING, Sent.PUK):
        return _not_done(before, after) if same else Aftermath.UNKNOWN
    if sent in _BEFORE_THE_NEW_CODE[kind] and not (grown and reached):
        return _not_done(before, after) if same else Aftermath.UNKNOWN
    if sent in _BEFORE_THE_NEW_CODE[kind]:
        return Aftermath.DONE_OLD_CODE
    at_once = kind in _CODE_WITH_THE_COUNTER
    if not reached:
        return _not_done(before, after) if same and at_once else Aftermath.UNKNOWN
    return Aftermath.DONE if grown and at_once else Aftermath.CODE_UNKNOWN


def _as_after_a_reset(after: Counters, sent: Sent) -> bool:
    """True if the PIN has the tries that a reset leaves, less the one that a proof may have counted."""
    most = after.pin.max
    return most is not None and most - after.pin.left in ((0, 1) if sent is Sent.PROOF else (0,))


def _not_done(before: Counters, after: Counters) -> Aftermath:
    counted = after.puk.left == before.puk.left - 1
    return Aftermath.NOT_DONE_TRY_COUNTED if counted else Aftermath.NOT_DONE_NO_TRY


def _contradictory(before: Counters, after: Counters, sent: Sent) -> bool:
    if sent is Sent.NOTHING and after != before:
        return True
    grown = after.puk.left - before.puk.left
    tries_impossible = grown < -1 or (grown > 0 and after.puk.max not in (None, after.puk.left))
    return tries_impossible or not same_maxima(before, after) or not uses_fit(before, after)
