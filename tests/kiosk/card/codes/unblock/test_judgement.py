"""A status word is believed only if the counters say the same: every word, every fall, every maximum."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from bench.card import counters, cps4_counters
from kiosk.card.codes.judgement import judge_proof_refusal
from kiosk.card.codes.unblock.judgement import (
    judge_new_code_refusal,
    judge_proof,
    judge_puk_refusal,
)
from kiosk.card.model import Counters, HalfDone, ProofRefused, PukRefused, Sent, TryCounter, Unblocked, Unexpected

WORDS = [0x9001, 0x6282, 0x6300, *range(0x63C0, 0x63D0), 0x6700, 0x6982, 0x6983, 0x6984, 0x6985, 0x6A80, 0x6F00, 0x0000]
OTHER_PIN_MAX = Counters(TryCounter(0, 5), TryCounter(9, 10), 100)
OTHER_PUK_MAX = Counters(TryCounter(0, 3), TryCounter(9, 15), 100)


@pytest.mark.parametrize("before", range(1, 11))
@pytest.mark.parametrize("after", range(11))
def test_a_refusal_names_the_count_that_the_card_then_shows(before: int, after: int) -> None:
    for sw in WORDS:
        result = judge_puk_refusal(sw, counters(puk=before), counters(puk=after))
        told = sw == 0x63C0 + after and after == before - 1
        blocked = sw in (0x6983, 0x6984) and after == 0 and before == 1
        assert isinstance(result, PukRefused) is (told or blocked), (hex(sw), before, after)


@pytest.mark.parametrize(
    ("uses", "believed"), [(100, True), (99, True), (98, True), (97, False), (101, False), (None, False)]
)
def test_uses_fall_by_what_one_unblocking_may_cost(uses: int | None, believed: bool) -> None:
    refusal = judge_puk_refusal(0x63C9, counters(), counters(puk=9, uses=uses))
    proof = judge_proof(counters(), counters(pin=3, uses=uses))
    assert isinstance(refusal, PukRefused) is believed
    assert isinstance(proof, Unblocked) is believed


def test_the_last_use_may_end_in_a_block_with_tries_left() -> None:
    after = counters(puk=10, uses=0)
    assert judge_puk_refusal(0x6983, counters(uses=1), after) == PukRefused(after)
    assert judge_puk_refusal(0x6F00, counters(uses=1), after) == Unexpected(Sent.PUK, after)


@pytest.mark.parametrize("after", [None, OTHER_PIN_MAX, OTHER_PUK_MAX, counters(pin=1, puk=9)])
def test_a_refusal_with_other_counters_than_its_own_is_unexpected(after: Counters | None) -> None:
    assert judge_puk_refusal(0x63C9, counters(), after) == Unexpected(Sent.PUK, after)


@pytest.mark.parametrize(
    "after",
    [
        None,
        counters(pin=0),
        Counters(TryCounter(3, 5), TryCounter(10, 10), 100),
        Counters(TryCounter(3, 3), TryCounter(10, 15), 100),
    ],
)
def test_a_proof_with_counters_that_contradict_it_is_unexpected(after: Counters | None) -> None:
    assert judge_proof(counters(), after) == Unexpected(Sent.PROOF, after)


@pytest.mark.parametrize("now", [counters, cps4_counters])
def test_a_proof_is_believed_with_all_tries_only(now: Callable[[int], Counters]) -> None:
    """A right code sets them back: anything less contradicts it."""
    for before, left in product((0, 1, 2, 3), (0, 1, 2, 3)):
        expected = Unblocked(now(left)) if left == 3 else Unexpected(Sent.PROOF, now(left))
        assert judge_proof(now(before), now(left)) == expected


@pytest.mark.parametrize("left", [1, 2, 3])
def test_a_proof_is_believed_with_any_try_left_if_the_card_tells_no_maximum(left: int) -> None:
    before, after = (Counters(TryCounter(pin, None), TryCounter(10, None), None) for pin in (0, left))
    assert judge_proof(before, after) == Unblocked(after)


def test_a_refused_proof_is_only_told_of_a_card_that_is_not_blocked() -> None:
    for sw in WORDS:
        for after in (None, counters(pin=0), counters(pin=1), counters(pin=2)):
            result = judge_proof_refusal(sw, after)
            tries = sw - 0x63C0 if 0x63C1 <= sw <= 0x63CF else None
            believed = tries is not None and (after is None or after.pin.left == tries)
            assert result == (ProofRefused(after) if believed else Unexpected(Sent.PROOF, after))


def test_the_old_code_is_only_said_to_stand_after_a_refusal_with_a_reason() -> None:
    for sw in range(0x10000):
        result = judge_new_code_refusal(sw, cps4_counters(), cps4_counters(3))
        checking = 0x6700 <= sw <= 0x67FF or 0x6900 <= sw <= 0x6AFF
        assert isinstance(result, HalfDone) is (checking and sw not in (0x6983, 0x6984)), hex(sw)
        assert isinstance(result, HalfDone) or result == Unexpected(Sent.NEW_CODE, cps4_counters(3))


@pytest.mark.parametrize(("left", "believed"), [(0, False), (1, True), (2, True), (3, True)])
def test_a_card_still_blocked_is_not_half_done(left: int, believed: bool) -> None:
    after = cps4_counters(left)
    expected = HalfDone(after) if believed else Unexpected(Sent.NEW_CODE, after)
    assert judge_new_code_refusal(0x6A80, cps4_counters(), after) == expected


@pytest.mark.parametrize("after", [None, counters(3), Counters(TryCounter(3, 4), TryCounter(10, None), None)])
def test_half_done_needs_counters_of_the_same_card(after: Counters | None) -> None:
    assert judge_new_code_refusal(0x6A80, cps4_counters(), after) == Unexpected(Sent.NEW_CODE, after)
