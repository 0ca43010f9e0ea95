"""What a refusal by the card means, judged by its status word and the counters read after it.

A status word alone is never believed: 63CX must name the count that the card then shows, and 6983 or 6984 must come
from a code that is used up. Anything else is Unexpected (rules 1 and 7).
"""

from __future__ import annotations

from kiosk.card.iso7816 import status_words
from kiosk.card.model import Counters, HalfDone, ProofRefused, PukRefused, Sent, Unblocked, Unexpected

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
    if after is None or after.pin != before.pin or not uses_fit(before, after):
        return Unexpected(Sent.PUK, after)
    if before.puk.max != after.puk.max or not _is_refusal(sw, before, after):
        return Unexpected(Sent.PUK, after)
    return PukRefused(after)


def judge_new_code_refusal(sw: int, before: Counters, after: Counters | None) -> HalfDone | Unexpected:
    """A CPS4 reset the counter, then answered ``sw``, not 9000, to the new code.

    "The old code stands" is only said of a checking error with a reason, after which nothing was written (67XX, 69XX
    and 6AXX, ISO 7816-4, 5.1.3), and with counters that show a card no longer blocked, which 6983 and 6984 would
    contradict.
    """
    refused = refuses_the_new_code(sw)
    if after is None or after.pin_blocked or not (refused and same_maxima(before, after) and uses_fit(before, after)):
        return Unexpected(Sent.NEW_CODE, after)
    return HalfDone(after)


def judge_proof_refusal(sw: int, after: Counters | None) -> ProofRefused | Unexpected:
    """The card answered ``sw``, not 9000, to VERIFY of the new code, after it had accepted the reset.

    "Not blocked any more" is only said with at least one try left, in ``sw`` and in the counters if they can be read.
    """
    tries = status_words.tries_told(sw)
    if not tries or (after is not None and after.pin.left != tries):
        return Unexpected(Sent.PROOF, after)
    return ProofRefused(after)


def judge_proof(before: Counters, after: Counters | None) -> Unblocked | Unexpected:
    """The card accepted the proof: its counters must say the same (rule 10)."""
    if after is None or after.pin_blocked or not same_maxima(before, after) or not uses_fit(before, after):
        return Unexpected(Sent.PROOF, after)
    return Unblocked(after)


def refuses_the_new_code(sw: int) -> bool:
    """True for a checking error with a reason, after which nothing was written (ISO 7816-4, 5.1.3)."""
    return sw >> 8 in (0x67, 0x69, 0x6A) and sw not in (status_words.BLOCKED, status_words.REFERENCE_DATA_UNUSABLE)


def same_maxima(before: Counters, after: Counters) -> bool:
    """True if neither maximum changed, as on every honest card."""
    return (before.pin.max, before.puk.max) == (after.pin.max, after.puk.max)


def uses_fit(before: Counters, after: Counters) -> bool:
    """True if the usage counter is there as before and fell by no more than one unblocking may cost."""
    if before.puk_uses_left is None or after.puk_uses_left is None:
        return before.puk_uses_left is after.puk_uses_left
    return 0 <= before.puk_uses_left - after.puk_uses_left <= USES_SPENT_MAX


def _is_refusal(sw: int, before: Counters, after: Counters) -> bool:
    fallen = before.puk.left - after.puk.left
    if sw in (status_words.BLOCKED, status_words.REFERENCE_DATA_UNUSABLE):
        return after.puk_dead and fallen in (0, 1)
    return fallen == 1 and status_words.tries_told(sw) == after.puk.left
