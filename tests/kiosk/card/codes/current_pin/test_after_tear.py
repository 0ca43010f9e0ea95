"""Every pair of counters around a torn use of the current PIN, against what a card can have become."""

from __future__ import annotations

from itertools import product

import pytest

from bench.card import counters, cps4_counters
from kiosk.card.codes.current_pin.after_tear import CurrentPinAftermath, after_current_pin_tear
from kiosk.card.model import CardKind, Counters, Purpose, Sent, TryCounter

SAME, COUNTED = CurrentPinAftermath.SAME_CODE_NO_TRY, CurrentPinAftermath.SAME_CODE_TRY_COUNTED
PERHAPS, CONTRADICTION = CurrentPinAftermath.CODE_UNKNOWN, CurrentPinAftermath.UNKNOWN

SEQUENCES = {
    (CardKind.CPS3, Purpose.CHANGE): (Sent.NEW_CODE, Sent.PROOF),
    (CardKind.CPS4, Purpose.CHANGE): (Sent.CURRENT_PIN, Sent.NEW_CODE, Sent.PROOF),
    **{
        (kind, purpose): (Sent.CURRENT_PIN,)
        for kind in (CardKind.CPS3, CardKind.CPS4)
        for purpose in (Purpose.TRY, Purpose.SITUATIONS)
    },
}
CASES = [(kind, purpose, sent) for (kind, purpose), sequence in SEQUENCES.items() for sent in sequence]


def a_count(kind: CardKind, pin: int) -> Counters:
    return counters(pin) if kind is CardKind.CPS3 else cps4_counters(pin)


def worlds(kind: CardKind, purpose: Purpose, sent: Sent, pin: int) -> set[tuple[int, bool, bool]]:
    """(tries, the new code can be registered, a try was counted): refused, cut off, or accepted."""
    compared = {(pin, False, False), (pin - 1, False, True), (3, False, False)}
    if sent is Sent.CURRENT_PIN:
        return compared
    if sent is Sent.NEW_CODE:
        changed = {(3, False, False), (3, True, False)}
        return compared | changed if kind is CardKind.CPS3 else changed
    return {(3, True, False), (2, True, False), (3, False, False), (2, False, False)}


def told_otherwise(kind: CardKind, purpose: Purpose, sent: Sent, before: int, after: int) -> CurrentPinAftermath:
    possible = {world for world in worlds(kind, purpose, sent, before) if world[0] == after}
    if not possible:
        return CONTRADICTION
    if any(may_be_new for _, may_be_new, _ in possible):
        return PERHAPS
    return COUNTED if all(counted for _, _, counted in possible) else SAME


@pytest.mark.parametrize(("kind", "purpose", "sent"), CASES)
def test_the_whole_table(kind: CardKind, purpose: Purpose, sent: Sent) -> None:
    for before, after in product(range(1, 4), range(4)):
        found = after_current_pin_tear(a_count(kind, before), a_count(kind, after), kind, purpose, sent)
        assert found is told_otherwise(kind, purpose, sent, before, after), (before, after)


@pytest.mark.parametrize(("kind", "purpose"), SEQUENCES)
def test_if_nothing_was_sent_anything_but_the_same_is_unknown(kind: CardKind, purpose: Purpose) -> None:
    for before, after in product(range(1, 4), range(4)):
        found = after_current_pin_tear(a_count(kind, before), a_count(kind, after), kind, purpose, Sent.NOTHING)
        assert found is (SAME if before == after else CONTRADICTION)


@pytest.mark.parametrize(("kind", "purpose"), SEQUENCES)
def test_a_step_that_this_operation_does_not_have_is_unknown(kind: CardKind, purpose: Purpose) -> None:
    for sent in set(Sent) - {Sent.NOTHING, *SEQUENCES[kind, purpose]}:
        assert after_current_pin_tear(a_count(kind, 3), a_count(kind, 3), kind, purpose, sent) is CONTRADICTION


@pytest.mark.parametrize(
    "after",
    [
        counters(3, puk=9),
        counters(3, uses=99),
        counters(3, uses=None),
        Counters(TryCounter(3, 4), TryCounter(10, 10), 100),
        Counters(TryCounter(3, None), TryCounter(10, 10), 100),
        Counters(TryCounter(3, 3), TryCounter(10, 15), 100),
    ],
)
@pytest.mark.parametrize("sent", [Sent.NOTHING, Sent.CURRENT_PIN])
def test_whatever_else_changed_is_a_contradiction(after: Counters, sent: Sent) -> None:
    assert after_current_pin_tear(counters(3), after, CardKind.CPS3, Purpose.TRY, sent) is CONTRADICTION


@pytest.mark.parametrize("kind", [kind for kind in CardKind if not kind.is_cps_in_contact])
@pytest.mark.parametrize("sent", Sent)
def test_a_generation_without_a_table_is_unknown(kind: CardKind, sent: Sent) -> None:
    assert after_current_pin_tear(counters(3), counters(3), kind, Purpose.TRY, sent) is CONTRADICTION
