"""What both operations believe of a card's answer, judged by its status word and the counters read after it.

A status word alone is never believed (rules 1 and 7): whatever the counters do not confirm is Unexpected.
"""

from __future__ import annotations

from kiosk.card.iso7816 import status_words
from kiosk.card.model import Counters, ProofRefused, Sent, TryCounter, Unexpected

_USED_UP = (status_words.BLOCKED, status_words.REFERENCE_DATA_UNUSABLE)


def is_refusal(sw: int, before: TryCounter, after: TryCounter, *, used_up: bool) -> bool:
    """True if ``sw`` refuses a code as its counter shows.

    63CX must name the count that the card then shows, one lower than before; 6983 and 6984 must come from a code that
    is used up, at the cost of at most one try.
    """
    fallen = before.left - after.left
    if sw in _USED_UP:
        return used_up and fallen in (0, 1)
    return fallen == 1 and status_words.tries_told(sw) == after.left


def refuses_the_new_code(sw: int) -> bool:
    """True for 67XX, 69XX or 6AXX but 6983 and 6984: nothing was written (checking errors, ISO 7816-4, 5.1.3)."""
    return sw >> 8 in (0x67, 0x69, 0x6A) and sw not in _USED_UP


def judge_proof_refusal(sw: int, after: Counters | None) -> ProofRefused | Unexpected:
    """The card answered ``sw``, not 9000, to VERIFY of the new code, after it had accepted to set it.

    "Not blocked any more" is only said with at least one try left, in ``sw`` and in the counters if they can be read.
    """
    tries = status_words.tries_told(sw)
    if not tries or (after is not None and after.pin.left != tries):
        return Unexpected(Sent.PROOF, after)
    return ProofRefused(after)


def same_maxima(before: Counters, after: Counters) -> bool:
    """True if neither maximum changed, as on every honest card."""
    return (before.pin.max, before.puk.max) == (after.pin.max, after.puk.max)


def pin_restored(before: TryCounter, after: TryCounter) -> bool:
    """True if the PIN has the tries that a right code leaves it: all of them (rule 10).

    Where the card does not tell its maximum: at least one, and no fewer than before.
    """
    missing = tries_missing(after)
    return missing == 0 if missing is not None else after.left > 0 and after.left >= before.left


def tries_missing(pin: TryCounter) -> int | None:
    """Tries of the PIN below its maximum, None if the card does not tell the maximum."""
    return None if pin.max is None else pin.max - pin.left
