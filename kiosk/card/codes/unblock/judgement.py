"""What the card's answers during an unblocking mean: believed only with the counters that say the same."""

from __future__ import annotations

from kiosk.card.codes.judgement import is_refusal, pin_restored, refuses_the_new_code, same_maxima
from kiosk.card.model import Counters, HalfDone, PukRefused, Sent, Unblocked, Unexpected

USES_SPENT_MAX = 2
"""Uses of the PUK that one unblocking may cost (assumed: what spends one is not known)."""


def judge_puk_refusal(sw: int, before: Counters, after: Counters | None) -> PukRefused | Unexpected:
    """The card answered ``sw``, not 9000, to VERIFY of the PUK.

    =============  ==========================================================  ==========
    sw             counters after                                              result
    =============  ==========================================================  ==========
    63CX           one try fewer, X of them left, all else as it may be        PukRefused
    6983, 6984     at most one try fewer, and no try or no use left            PukRefused
    anything       anything else, or unreadable                                Unexpected
    =============  ==========================================================  ==========
    """
    if after is None or after.pin != before.pin or before.puk.max != after.puk.max or not uses_fit(before, after):
        return Unexpected(Sent.PUK, after)
    refused = is_refusal(sw, before.puk, after.puk, used_up=after.puk_dead)
    return PukRefused(after) if refused else Unexpected(Sent.PUK, after)


def judge_new_code_refusal(sw: int, before: Counters, after: Counters | None) -> HalfDone | Unexpected:
    """A CPS4 reset the counter, then answered ``sw``, not 9000, to the new code.

    "The old code stands" is only said of 67XX, 69XX or 6AXX, and with counters that show a card no longer blocked,
    which 6983 and 6984 would contradict.
    """
    if after is None or after.pin_blocked or not refuses_the_new_code(sw) or not _of_the_same_card(before, after):
        return Unexpected(Sent.NEW_CODE, after)
    return HalfDone(after)


def judge_proof(before: Counters, after: Counters | None) -> Unblocked | Unexpected:
    """The card accepted the proof: its counters must say the same (rule 10)."""
    if after is None or not pin_restored(before.pin, after.pin) or not _of_the_same_card(before, after):
        return Unexpected(Sent.PROOF, after)
    return Unblocked(after)


def uses_fit(before: Counters, after: Counters) -> bool:
    """True if the usage counter is there as before and fell by no more than one unblocking may cost."""
    if before.puk_uses_left is None or after.puk_uses_left is None:
        return before.puk_uses_left is after.puk_uses_left
    return 0 <= before.puk_uses_left - after.puk_uses_left <= USES_SPENT_MAX


def _of_the_same_card(before: Counters, after: Counters) -> bool:
    return same_maxima(before, after) and uses_fit(before, after)
