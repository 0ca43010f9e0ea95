from __future__ import annotations

import pytest

from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, Weakness

TYPED = {
    CodeSlot.PUK: CodeEntry(puk=8, puk_already_refused=True),
    CodeSlot.CURRENT_PIN: CodeEntry(current_pin=4, current_pin_already_refused=True, same_as_current_pin=True),
    CodeSlot.NEW_PIN: CodeEntry(
        new_pin=4, same_as_current_pin=True, weakness=Weakness.ALL_ALIKE, confirmation=Confirmation.DIFFER
    ),
    CodeSlot.CONFIRM: CodeEntry(confirm=4, confirmation=Confirmation.MATCH),
}


@pytest.mark.parametrize("slot", TYPED, ids=lambda slot: slot.name)
def test_nothing_is_known_any_more_of_a_code_that_was_wiped(slot: CodeSlot) -> None:
    assert TYPED[slot].digits(slot) > 0
    assert TYPED[slot].without(slot) == CodeEntry()


@pytest.mark.parametrize("slot", TYPED, ids=lambda slot: slot.name)
def test_wiping_the_other_codes_leaves_it_known(slot: CodeSlot) -> None:
    others = [other for other in TYPED if other is not slot]
    assert TYPED[slot].without(*others).digits(slot) == TYPED[slot].digits(slot)
