"""What a card's answer to its current PIN means: believed only with the counters that say the same."""

from __future__ import annotations

from itertools import product

import pytest

from bench.card import counters, cps4_counters
from kiosk.card.codes.current_pin.judgement import (
    judge_change,
    judge_change_refusal,
    judge_current_pin,
    judge_current_pin_refusal,
    judge_one_command_change_refusal,
)
from kiosk.card.model import (
    CodeAccepted,
    CodeChanged,
    Counters,
    CurrentPinRefused,
    NewCodeRefused,
    Sent,
    TryCounter,
    Unexpected,
)

WORDS = [0x9001, 0x6282, 0x6300, *range(0x63C0, 0x63D0), 0x6700, 0x6982, 0x6983, 0x6984, 0x6985, 0x6A80, 0x6F00, 0x0000]
OTHERS = [
    counters(2, puk=9),
    counters(2, uses=99),
    counters(2, uses=None),
    Counters(TryCounter(2, 5), TryCounter(10, 10), 100),
    Counters(TryCounter(2, 3), TryCounter(10, 15), 100),
]


@pytest.mark.parametrize(("before", "after"), [*product(range(1, 4), range(4))])
def test_a_refusal_names_the_count_that_the_card_then_shows(before: int, after: int) -> None:
    for sw in WORDS:
        result = judge_current_pin_refusal(sw, counters(before), counters(after), Sent.CURRENT_PIN)
        told = sw == 0x63C0 + after and after == before - 1
        blocked = sw in (0x6983, 0x6984) and after == 0 and before == 1
        expected = CurrentPinRefused if told or blocked else Unexpected
        assert type(result) is expected, (hex(sw), before, after)
        assert result.counters == counters(after)


@pytest.mark.parametrize("after", [None, *OTHERS])
@pytest.mark.parametrize("sent", [Sent.CURRENT_PIN, Sent.NEW_CODE])
def test_a_refusal_that_touches_anything_else_is_unexpected(after: Counters | None, sent: Sent) -> None:
    assert judge_current_pin_refusal(0x63C2, counters(3), after, sent) == Unexpected(sent, after)


@pytest.mark.parametrize(("before", "after"), [*product(range(1, 4), range(4))])
def test_an_accepted_code_brings_all_tries_back(before: int, after: int) -> None:
    """A right code sets them back: anything less contradicts it."""
    accepted = judge_current_pin(counters(before), counters(after))
    changed = judge_change(counters(before), counters(after))
    if after == 3:
        assert (accepted, changed) == (CodeAccepted(counters(after), None), CodeChanged(counters(after)))
    else:
        assert accepted == Unexpected(Sent.CURRENT_PIN, counters(after))
        assert changed == Unexpected(Sent.PROOF, counters(after))


@pytest.mark.parametrize(("before", "after"), [*product(range(1, 4), range(4))])
def test_an_accepted_code_costs_no_try_if_the_card_tells_no_maximum(before: int, after: int) -> None:
    then, now = (Counters(TryCounter(pin, None), TryCounter(10, None), None) for pin in (before, after))
    expected = CodeChanged(now) if after >= before else Unexpected(Sent.PROOF, now)
    assert judge_change(then, now) == expected


@pytest.mark.parametrize(
    "after",
    [
        None,
        counters(3, puk=9),
        counters(3, uses=99),
        Counters(TryCounter(3, 4), TryCounter(10, 10), 100),
        Counters(TryCounter(3, 3), TryCounter(10, 15), 100),
    ],
)
def test_success_with_other_counters_than_its_own_is_unexpected(after: Counters | None) -> None:
    assert judge_current_pin(counters(2), after) == Unexpected(Sent.CURRENT_PIN, after)
    assert judge_change(counters(2), after) == Unexpected(Sent.PROOF, after)


def test_the_old_code_is_only_said_to_stand_after_a_refusal_with_a_reason() -> None:
    for sw in range(0x10000):
        result = judge_change_refusal(sw, cps4_counters(2), cps4_counters(3))
        checking = 0x6700 <= sw <= 0x67FF or 0x6900 <= sw <= 0x6AFF
        believed = checking and sw not in (0x6983, 0x6984)
        expected = NewCodeRefused(cps4_counters(3)) if believed else Unexpected(Sent.NEW_CODE, cps4_counters(3))
        assert result == expected, hex(sw)


@pytest.mark.parametrize("after", [None, cps4_counters(1), cps4_counters(0), cps4_counters(3, puk=9), counters(3)])
def test_a_refused_new_code_costs_nothing(after: Counters | None) -> None:
    assert judge_change_refusal(0x6A80, cps4_counters(2), after) == Unexpected(Sent.NEW_CODE, after)


@pytest.mark.parametrize(("before", "after"), [*product(range(1, 4), range(4))])
def test_one_command_with_both_codes_is_refused_for_one_of_them(before: int, after: int) -> None:
    """The current PIN was right only where its tries came back."""
    for sw in WORDS:
        result = judge_one_command_change_refusal(sw, counters(before), counters(after))
        told = sw == 0x63C0 + after and after == before - 1
        blocked = sw in (0x6983, 0x6984) and after == 0 and before == 1
        came_back = before < 3 and after == 3 and sw in (0x6700, 0x6982, 0x6985, 0x6A80)
        expected = CurrentPinRefused if told or blocked else NewCodeRefused if came_back else Unexpected
        assert type(result) is expected, (hex(sw), before, after)


def test_one_command_without_counters_after_it_is_unexpected() -> None:
    assert judge_one_command_change_refusal(0x6A80, counters(2), None) == Unexpected(Sent.NEW_CODE, None)
