"""What happened to a card that lost contact during an unblocking, told from its counters alone (rule 9).

They prove that a card is no longer blocked; they do not prove which code it holds.
"""

from __future__ import annotations

from enum import Enum

from kiosk.card.codes.judgement import same_maxima, tries_missing
from kiosk.card.codes.unblock.judgement import uses_fit
from kiosk.card.cps.dialect import CodeStep
from kiosk.card.cps.generations import dialect_of
from kiosk.card.model import CardKind, Counters, Sent


class UnblockAftermath(Enum):
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


def after_unblock_tear(before: Counters, after: Counters, kind: CardKind, sent: Sent) -> UnblockAftermath:
    """The truth about an unblocking that was torn after ``sent`` had left.

    First row that applies to a card that was blocked; "tries" are those of the PUK, and "alone" is the RESET of a
    generation that sets the code by a command of its own:

    ==============================================================  =====================
    before → after                                                  result
    ==============================================================  =====================
    a generation that is not unblocked, a ``sent`` it never has     UNKNOWN
    a maximum changed; uses appeared, vanished, grew, fell by 3     UNKNOWN
    nothing was sent, and any counter changed                       UNKNOWN
    tries fell by 2 or more, or grew to less than their maximum     UNKNOWN
    PIN above 0, and RESET alone was the last to leave              DONE_OLD_CODE
    PIN above 0                                                     DONE
    PIN 0, tries one lower                                          NOT_DONE_TRY_COUNTED
    PIN 0, tries the same, or back at their maximum                 NOT_DONE_NO_TRY
    ==============================================================  =====================

    Tries back at their maximum, or grown where the card does not tell it: VERIFY accepted the code (assumed to restore
    them), RESET RETRY COUNTER did not act.

    A card that was not blocked (a forgotten code) is told by ``_after_forgotten``, after the same first four rows.
    """
    dialect = dialect_of(kind)
    steps = () if dialect is None else dialect.unblock_steps
    if sent not in (Sent.NOTHING, *(step.sent for step in steps)) or not steps or _contradictory(before, after, sent):
        return UnblockAftermath.UNKNOWN
    if not before.pin_blocked:
        return _after_forgotten(before, after, sent, at_once=_sets_both_at_once(steps))
    if after.pin_blocked:
        return _not_done(before, after)
    alone = sent is Sent.RESET and not _sets_both_at_once(steps)
    return UnblockAftermath.DONE_OLD_CODE if alone else UnblockAftermath.DONE


def _after_forgotten(before: Counters, after: Counters, sent: Sent, *, at_once: bool) -> UnblockAftermath:
    """The same for a card that was not blocked; "PIN" are the tries of the PIN, "max" their maximum.

    ``at_once``: RESET sets the tries and the code together.

    ==========================  ====================================================  =====================
    sent                        PIN before → after                                    result
    ==========================  ====================================================  =====================
    NOTHING, PUK                the same                                              NOT_DONE_…
    RESET, PROOF, at once       grown to max, after PROOF to one less too             DONE
    RESET, PROOF, at once       the same, and less than that                          NOT_DONE_…
    RESET, PROOF, at once       at max, after PROOF at one less too                   CODE_UNKNOWN
    RESET alone                 the same                                              NOT_DONE_…
    RESET alone                 grown to max                                          DONE_OLD_CODE
    NEW_CODE, PROOF after it    at max, after PROOF at one less too                   CODE_UNKNOWN
    anything                    anything else                                         UNKNOWN
    ==========================  ====================================================  =====================
    """
    same, grown = after.pin.left == before.pin.left, after.pin.left > before.pin.left
    reached = tries_missing(after.pin) in ((0, 1) if sent is Sent.PROOF else (0,))
    acted = sent not in (Sent.NOTHING, Sent.PUK) and reached
    if acted and (at_once or sent is not Sent.RESET):
        return UnblockAftermath.DONE if grown and at_once else UnblockAftermath.CODE_UNKNOWN
    if acted and grown:
        return UnblockAftermath.DONE_OLD_CODE
    may_be_untouched = at_once or sent in (Sent.NOTHING, Sent.PUK, Sent.RESET)
    return _not_done(before, after) if same and may_be_untouched else UnblockAftermath.UNKNOWN


def _sets_both_at_once(steps: tuple[CodeStep, ...]) -> bool:
    return any(step.sent is Sent.RESET and step.codes for step in steps)


def _not_done(before: Counters, after: Counters) -> UnblockAftermath:
    counted = after.puk.left == before.puk.left - 1
    return UnblockAftermath.NOT_DONE_TRY_COUNTED if counted else UnblockAftermath.NOT_DONE_NO_TRY


def _contradictory(before: Counters, after: Counters, sent: Sent) -> bool:
    if sent is Sent.NOTHING and after != before:
        return True
    grown = after.puk.left - before.puk.left
    tries_impossible = grown < -1 or (grown > 0 and after.puk.max not in (None, after.puk.left))
    return tries_impossible or not same_maxima(before, after) or not uses_fit(before, after)
