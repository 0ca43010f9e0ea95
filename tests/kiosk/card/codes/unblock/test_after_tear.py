"""Every pair of counters, before and after, against a second telling of the same table."""

from __future__ import annotations

from itertools import product

import pytest

from bench.card import counters, cps4_counters
from kiosk.card.codes.unblock.after_tear import UnblockAftermath, after_unblock_tear
from kiosk.card.model import CardKind, Counters, Sent, TryCounter

USES = ((None, None), (100, 100), (100, 99), (100, 98), (100, 97), (99, 100), (1, 0), (None, 100), (100, None), (0, 0))


World = tuple[int, bool, bool]
"""Tries of the PIN, whether the reset acted, and whether the new code can be registered."""


def worlds_of_a_cps3(pin: int, sent: Sent) -> set[World]:
    """What a card that was not blocked may have become: its reset sets tries and code at once."""
    untouched = {(pin, False, False)}
    match sent:
        case Sent.RESET:
            return untouched | {(3, True, True)}
        case Sent.PROOF:
            return untouched | {(3, True, True), (2, True, True)}
        case _:
            return untouched


def worlds_of_a_cps4(pin: int, sent: Sent) -> set[World]:
    """Its reset sets the tries, and was accepted before the new code left."""
    match sent:
        case Sent.RESET:
            return {(pin, False, False), (3, True, False)}
        case Sent.NEW_CODE:
            return {(3, True, False), (3, True, True)}
        case Sent.PROOF:
            return {(3, True, False), (3, True, True), (2, True, False), (2, True, True)}
        case _:
            return {(pin, False, False)}


def told_of_a_forgotten_code(pins: tuple[int, int], tries_grown: int, worlds: set[World]) -> UnblockAftermath:
    """What may be said is what is true in every world that shows these tries."""
    before, after = pins
    possible = {world for world in worlds if world[0] == after}
    if not possible:
        return UnblockAftermath.UNKNOWN
    if all(not may_be_new for _, _, may_be_new in possible):
        if any(acted for _, acted, _ in possible) and after > before:
            return UnblockAftermath.DONE_OLD_CODE
        return UnblockAftermath.NOT_DONE_TRY_COUNTED if tries_grown == -1 else UnblockAftermath.NOT_DONE_NO_TRY
    certain = all(acted and may_be_new for _, acted, may_be_new in possible) and after > before
    return UnblockAftermath.DONE if certain else UnblockAftermath.CODE_UNKNOWN


def told_otherwise(
    pin: int, puk: int, pin_after: int, puk_after: int, uses: tuple[int | None, int | None], sent: Sent = Sent.RESET
) -> UnblockAftermath:
    """Told from what a card can do, without the maxima: tries stay, fall by one, or come back to ten."""
    possible_uses = uses in ((None, None), (100, 100), (100, 99), (100, 98), (1, 0), (0, 0))
    if not possible_uses or puk_after not in (puk, puk - 1, 10):
        return UnblockAftermath.UNKNOWN
    if pin > 0:
        return told_of_a_forgotten_code((pin, pin_after), puk_after - puk, worlds_of_a_cps3(pin, sent))
    if pin_after > 0:
        return UnblockAftermath.DONE
    return UnblockAftermath.NOT_DONE_TRY_COUNTED if puk_after == puk - 1 else UnblockAftermath.NOT_DONE_NO_TRY


@pytest.mark.parametrize("sent", [Sent.PUK, Sent.RESET, Sent.PROOF])
def test_the_whole_table(sent: Sent) -> None:
    for pin, puk, pin_after, puk_after in product(range(4), range(11), range(4), range(11)):
        for uses in USES:
            before, after = counters(pin, puk, uses[0]), counters(pin_after, puk_after, uses[1])
            found = after_unblock_tear(before, after, CardKind.CPS3, sent)
            assert found is told_otherwise(pin, puk, pin_after, puk_after, uses, sent), (before, after)


def test_if_nothing_was_sent_anything_but_the_same_is_unknown() -> None:
    for pin_after, puk_after, uses_after in product(range(4), range(11), (98, 99, 100)):
        after = counters(pin_after, puk_after, uses_after)
        expected = UnblockAftermath.NOT_DONE_NO_TRY if after == counters() else UnblockAftermath.UNKNOWN
        assert after_unblock_tear(counters(), after, CardKind.CPS3, Sent.NOTHING) is expected


@pytest.mark.parametrize(
    "after", [Counters(TryCounter(3, 5), TryCounter(10, 10), 100), Counters(TryCounter(3, 3), TryCounter(8, 8), 100)]
)
def test_a_maximum_that_changed_is_unknown(after: Counters) -> None:
    assert after_unblock_tear(counters(), after, CardKind.CPS3, Sent.RESET) is UnblockAftermath.UNKNOWN


def told_otherwise_of_a_cps4(pin: int, puk: int, pin_after: int, puk_after: int, sent: Sent) -> UnblockAftermath:
    """It has no uses, and its PUK may come back to a maximum that nobody knows: any growth is possible."""
    if puk_after < puk - 1:
        return UnblockAftermath.UNKNOWN
    if pin > 0:
        return told_of_a_forgotten_code((pin, pin_after), puk_after - puk, worlds_of_a_cps4(pin, sent))
    if pin_after > 0:
        return UnblockAftermath.DONE_OLD_CODE if sent is Sent.RESET else UnblockAftermath.DONE
    return UnblockAftermath.NOT_DONE_TRY_COUNTED if puk_after < puk else UnblockAftermath.NOT_DONE_NO_TRY


@pytest.mark.parametrize("sent", [Sent.PUK, Sent.RESET, Sent.NEW_CODE, Sent.PROOF])
def test_the_whole_table_of_a_cps4(sent: Sent) -> None:
    for pin, puk, pin_after, puk_after in product(range(4), range(16), range(4), range(16)):
        before, after = cps4_counters(pin, puk), cps4_counters(pin_after, puk_after)
        found = after_unblock_tear(before, after, CardKind.CPS4, sent)
        assert found is told_otherwise_of_a_cps4(pin, puk, pin_after, puk_after, sent), (before, after)


def test_if_nothing_was_sent_to_a_cps4_anything_but_the_same_is_unknown() -> None:
    for pin_after, puk_after in product(range(4), range(16)):
        after = cps4_counters(pin_after, puk_after)
        expected = UnblockAftermath.NOT_DONE_NO_TRY if after == cps4_counters() else UnblockAftermath.UNKNOWN
        assert after_unblock_tear(cps4_counters(), after, CardKind.CPS4, Sent.NOTHING) is expected


def test_a_cps3_sets_counter_and_code_at_once() -> None:
    assert after_unblock_tear(counters(), counters(3), CardKind.CPS3, Sent.RESET) is UnblockAftermath.DONE


@pytest.mark.parametrize("kind", [kind for kind in CardKind if not kind.is_cps_in_contact])
def test_a_generation_without_a_table_is_unknown(kind: CardKind) -> None:
    assert after_unblock_tear(counters(), counters(pin=3), kind, Sent.PROOF) is UnblockAftermath.UNKNOWN
