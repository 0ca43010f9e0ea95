"""What happened to a card that lost contact while its current PIN was used, told from its counters alone (rule 9)."""

from __future__ import annotations

from enum import Enum

from kiosk.card.codes.current_pin.judgement import only_tries_changed
from kiosk.card.codes.judgement import tries_missing
from kiosk.card.cps.generations import dialect_of
from kiosk.card.model import CardKind, Counters, Purpose, Sent


class CurrentPinAftermath(Enum):
    """SAME_CODE_…: the card holds the code it had, without or with one try counted, which may have blocked it.

    CODE_UNKNOWN: the change may or may not have happened. UNKNOWN: the counters contradict what was sent.
    """

    SAME_CODE_NO_TRY = "same_code_no_try"
    SAME_CODE_TRY_COUNTED = "same_code_try_counted"
    CODE_UNKNOWN = "code_unknown"
    UNKNOWN = "unknown"


def after_current_pin_tear(
    before: Counters, after: Counters, kind: CardKind, purpose: Purpose, sent: Sent
) -> CurrentPinAftermath:
    """The truth about a use of the current PIN that was torn after ``sent`` had left.

    First row that applies; "tries" are those of the PIN, "max" their maximum, and "at once" is a generation
    that takes both codes in one command:

    ======================================================================  =======================
    before → after                                                          result
    ======================================================================  =======================
    a generation without a table, a ``sent`` that ``purpose`` never has     UNKNOWN
    anything but the tries changed; nothing was sent and they changed       UNKNOWN
    nothing was sent                                                        SAME_CODE_NO_TRY
    CURRENT_PIN, tries the same or at max                                   SAME_CODE_NO_TRY
    NEW_CODE at once, tries the same, below max                             SAME_CODE_NO_TRY
    CURRENT_PIN, or NEW_CODE at once, tries one lower                       SAME_CODE_TRY_COUNTED
    NEW_CODE, tries at max                                                  CODE_UNKNOWN
    PROOF, tries at max or one lower                                        CODE_UNKNOWN
    anything else                                                           UNKNOWN
    ======================================================================  =======================

    Tries that are back at max: the card accepted the code. Tries that are not: it did not, because a card that accepts
    a code sets its tries back before it does anything else with it (assumed).
    """
    sequence = _sequence(kind, purpose)
    if not sequence or sent not in (Sent.NOTHING, *sequence) or not only_tries_changed(before, after):
        return CurrentPinAftermath.UNKNOWN
    fallen = before.pin.left - after.pin.left
    if sent is Sent.NOTHING:
        return CurrentPinAftermath.UNKNOWN if fallen else CurrentPinAftermath.SAME_CODE_NO_TRY
    if sent is sequence[0]:
        return _after_comparing(fallen, after, sent)
    may_hold_the_new = tries_missing(after.pin) in ((0, 1) if sent is Sent.PROOF else (0,))
    return CurrentPinAftermath.CODE_UNKNOWN if may_hold_the_new else CurrentPinAftermath.UNKNOWN


def _after_comparing(fallen: int, after: Counters, sent: Sent) -> CurrentPinAftermath:
    """After the command that compares the current PIN."""
    full = tries_missing(after.pin) == 0
    if fallen == 1:
        return CurrentPinAftermath.SAME_CODE_TRY_COUNTED
    if full and sent is Sent.NEW_CODE:
        return CurrentPinAftermath.CODE_UNKNOWN
    return CurrentPinAftermath.SAME_CODE_NO_TRY if full or fallen == 0 else CurrentPinAftermath.UNKNOWN


def _sequence(kind: CardKind, purpose: Purpose) -> tuple[Sent, ...]:
    """The code commands in the order in which they leave; the first one compares the current PIN."""
    dialect = dialect_of(kind)
    if dialect is None:
        return ()
    steps = dialect.change_steps if purpose is Purpose.CHANGE else dialect.current_pin_steps
    return tuple(step.sent for step in steps)
