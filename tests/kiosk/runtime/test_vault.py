from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.errors import SendRevoked
from kiosk.card.model import CodeRole
from kiosk.flow.model.effects import ALL_CODES, EVERYTHING
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, Weakness
from kiosk.runtime.vault import CAPACITY, REFUSED_MAX, Vault

AN_UNBLOCK, A_CHANGE = (CodeRole.PUK, CodeRole.NEW_PIN), (CodeRole.CURRENT_PIN, CodeRole.NEW_PIN)
CANARY_PUK, CANARY_PIN, CANARY_CURRENT_PIN = "90817263", "4071", "2746"


def typed(puk: str = "", new_pin: str = "", confirm: str = "") -> Vault:
    vault = Vault()
    for slot, digits in ((CodeSlot.PUK, puk), (CodeSlot.NEW_PIN, new_pin), (CodeSlot.CONFIRM, confirm)):
        type_into(vault, slot, digits)
    return vault


def type_into(vault: Vault, slot: CodeSlot, digits: str) -> None:
    for digit in digits:
        vault.add_digit(slot, int(digit), CAPACITY)


def test_an_empty_vault_knows_nothing() -> None:
    assert Vault().entry() == CodeEntry()


@pytest.mark.parametrize(
    ("max_digits", "count"), [(3, 3), (4, 4), (5, 5), (CAPACITY, CAPACITY), (CAPACITY + 1, CAPACITY)]
)
def test_digits_beyond_the_length_are_ignored(max_digits: int, count: int) -> None:
    vault = Vault()
    for at in range(CAPACITY + 3):
        vault.add_digit(CodeSlot.NEW_PIN, at % 10, max_digits)
    assert vault.entry().new_pin == count
    assert vault.peek(CodeSlot.NEW_PIN) == "0123456789012345"[:count]


@pytest.mark.parametrize("digit", [-1, 10, 48])
def test_only_digits_are_taken(digit: int) -> None:
    vault = Vault()
    with pytest.raises(ValueError, match="0 to 9"):
        vault.add_digit(CodeSlot.PUK, digit, 8)
    assert vault.entry() == CodeEntry()


def test_the_last_digit_can_be_taken_back_down_to_none() -> None:
    vault = typed(puk="12")
    counts = []
    for _ in range(3):
        vault.drop_digit(CodeSlot.PUK)
        counts.append(vault.entry().puk)
    assert counts == [1, 0, 0]


@given(st.lists(st.one_of(st.integers(0, 9), st.none()), max_size=40), st.integers(1, CAPACITY))
def test_typing_is_a_list_of_digits(keys: list[int | None], max_digits: int) -> None:
    vault, expected = Vault(), ""
    for key in keys:
        if key is None:
            vault.drop_digit(CodeSlot.CONFIRM)
            expected = expected[:-1]
        else:
            vault.add_digit(CodeSlot.CONFIRM, key, max_digits)
            expected = (expected + str(key))[:max_digits]
    assert vault.peek(CodeSlot.CONFIRM) == expected


@pytest.mark.parametrize(
    ("new_pin", "confirm", "expected"),
    [
        ("4071", "", Confirmation.INCOMPLETE),
        ("4071", "407", Confirmation.INCOMPLETE),
        ("4071", "999", Confirmation.INCOMPLETE),
        ("4071", "4071", Confirmation.MATCH),
        ("4071", "4072", Confirmation.DIFFER),
        ("4071", "3071", Confirmation.DIFFER),
        ("4071", "40711", Confirmation.DIFFER),
        ("", "", Confirmation.INCOMPLETE),
    ],
)
def test_the_confirmation_is_compared(new_pin: str, confirm: str, expected: Confirmation) -> None:
    assert typed(new_pin=new_pin, confirm=confirm).entry().confirmation is expected


@pytest.mark.parametrize(
    ("new_pin", "weakness"),
    [
        ("1111", Weakness.ALL_ALIKE),
        ("0123", Weakness.STRAIGHT_RUN),
        ("9876", Weakness.STRAIGHT_RUN),
        ("8901", None),
        ("1984", Weakness.LOOKS_LIKE_YEAR),
        ("2099", Weakness.LOOKS_LIKE_YEAR),
        ("4071", None),
        ("198407", None),
    ],
)
def test_a_weak_code_is_named(new_pin: str, weakness: Weakness | None) -> None:
    assert typed(new_pin=new_pin).entry().weakness is weakness


def test_the_refused_code_is_recognised_until_it_is_wiped() -> None:
    vault = typed(puk=CANARY_PUK)
    vault.keep_refused(CodeRole.PUK)
    assert vault.entry() == CodeEntry()
    type_into(vault, CodeSlot.PUK, CANARY_PUK[:-1])
    assert not vault.entry().puk_already_refused
    type_into(vault, CodeSlot.PUK, CANARY_PUK[-1])
    assert vault.entry().puk_already_refused
    vault.wipe(ALL_CODES)
    type_into(vault, CodeSlot.PUK, CANARY_PUK)
    assert vault.entry().puk_already_refused
    vault.wipe((CodeSlot.REFUSED_PUK,))
    assert not vault.entry().puk_already_refused


def changing(current_pin: str = CANARY_CURRENT_PIN, new_pin: str = CANARY_PIN) -> Vault:
    vault = typed(new_pin=new_pin)
    type_into(vault, CodeSlot.CURRENT_PIN, current_pin)
    return vault


def test_the_refused_current_pin_is_recognised_until_it_is_wiped() -> None:
    vault = changing()
    vault.keep_refused(CodeRole.CURRENT_PIN)
    assert (vault.entry().current_pin, vault.entry().new_pin) == (0, 4)
    type_into(vault, CodeSlot.CURRENT_PIN, CANARY_CURRENT_PIN[:-1])
    assert not vault.entry().current_pin_already_refused
    type_into(vault, CodeSlot.CURRENT_PIN, CANARY_CURRENT_PIN[-1])
    assert vault.entry().current_pin_already_refused
    vault.wipe(ALL_CODES)
    type_into(vault, CodeSlot.CURRENT_PIN, CANARY_CURRENT_PIN)
    assert vault.entry().current_pin_already_refused
    vault.wipe((CodeSlot.REFUSED_CURRENT_PIN,))
    assert not vault.entry().current_pin_already_refused


KINDS = pytest.mark.parametrize(
    ("slot", "refused", "told"),
    [
        (CodeSlot.PUK, CodeSlot.REFUSED_PUK, "puk_already_refused"),
        (CodeSlot.CURRENT_PIN, CodeSlot.REFUSED_CURRENT_PIN, "current_pin_already_refused"),
    ],
)


@KINDS
def test_every_refused_code_of_a_visit_is_recognised(slot: CodeSlot, refused: CodeSlot, told: str) -> None:
    """Code A, then B, then A again: not only the last one."""
    vault, codes = Vault(), [f"{number:04}" for number in range(1000, 1000 + REFUSED_MAX)]
    for code in codes:
        type_into(vault, slot, code)
        assert not getattr(vault.entry(), told)
        vault.keep_refused(slot.value)
    for code in codes:
        type_into(vault, slot, code)
        assert getattr(vault.entry(), told)
        vault.wipe((slot,))
    vault.wipe((refused,))
    for code in codes:
        type_into(vault, slot, code)
        assert not getattr(vault.entry(), told)
        vault.wipe((slot,))


@KINDS
def test_the_oldest_refused_code_makes_room(slot: CodeSlot, refused: CodeSlot, told: str) -> None:
    vault = Vault()
    for number in range(1000, 1001 + REFUSED_MAX):
        type_into(vault, slot, str(number))
        vault.keep_refused(slot.value)
    recognised = []
    for code in ("1000", "1001", str(1000 + REFUSED_MAX)):
        type_into(vault, slot, code)
        recognised.append(getattr(vault.entry(), told))
        vault.wipe((slot,))
    assert recognised == [False, True, True]


@KINDS
def test_no_digits_are_never_refused(slot: CodeSlot, refused: CodeSlot, told: str) -> None:
    vault = Vault()
    vault.keep_refused(slot.value)
    assert not getattr(vault.entry(), told)


@pytest.mark.parametrize(
    ("current_pin", "new_pin", "same"),
    [("2746", "2746", True), ("2746", "274", False), ("2746", "2747", False), ("", "2746", False), ("", "", False)],
)
def test_a_new_code_that_is_the_current_one_is_recognised(current_pin: str, new_pin: str, same: bool) -> None:
    assert changing(current_pin, new_pin).entry().same_as_current_pin is same


def test_a_refused_code_de_deblocage_is_no_refused_current_pin() -> None:
    vault = typed(puk=CANARY_CURRENT_PIN)
    vault.keep_refused(CodeRole.PUK)
    type_into(vault, CodeSlot.CURRENT_PIN, CANARY_CURRENT_PIN)
    assert not vault.entry().current_pin_already_refused


def test_the_current_pin_and_the_new_one_are_lent() -> None:
    codes = changing().lend(*A_CHANGE)
    handed_out = [codes.code(CodeRole.CURRENT_PIN), codes.code(CodeRole.NEW_PIN)]
    assert handed_out == [CANARY_CURRENT_PIN.encode(), CANARY_PIN.encode()]
    codes.close()
    assert handed_out == [bytearray(4), bytearray(4)]


def test_without_a_new_code_none_is_handed_out() -> None:
    codes = changing(new_pin="").lend(*A_CHANGE)
    assert codes.code(CodeRole.CURRENT_PIN) == CANARY_CURRENT_PIN.encode()
    with pytest.raises(SendRevoked):
        codes.code(CodeRole.NEW_PIN)


def test_what_was_not_asked_for_is_not_lent() -> None:
    vault = changing()
    type_into(vault, CodeSlot.PUK, CANARY_PUK)
    for lent, other in ((AN_UNBLOCK, CodeRole.CURRENT_PIN), (A_CHANGE, CodeRole.PUK)):
        codes = vault.lend(*lent)
        assert codes.code(CodeRole.NEW_PIN) == CANARY_PIN.encode()
        with pytest.raises(SendRevoked):
            codes.code(other)


@pytest.mark.parametrize("slots", [(CodeSlot.CURRENT_PIN,), (CodeSlot.NEW_PIN,), ALL_CODES])
def test_after_a_wipe_no_current_pin_is_handed_out_any_more(slots: tuple[CodeSlot, ...]) -> None:
    vault = changing()
    codes = vault.lend(*A_CHANGE)
    vault.wipe(slots)
    for role in A_CHANGE:
        with pytest.raises(SendRevoked):
            codes.code(role)


def test_what_was_refused_can_be_wiped_under_a_loan() -> None:
    vault = changing()
    codes = vault.lend(*A_CHANGE)
    vault.wipe((CodeSlot.REFUSED_CURRENT_PIN, CodeSlot.CONFIRM))
    assert codes.code(CodeRole.CURRENT_PIN) == CANARY_CURRENT_PIN.encode()


def test_one_loan_takes_the_other_back() -> None:
    vault = changing()
    type_into(vault, CodeSlot.PUK, CANARY_PUK)
    first, second = vault.lend(*AN_UNBLOCK), vault.lend(*A_CHANGE)
    with pytest.raises(SendRevoked):
        first.code(CodeRole.PUK)
    vault.lend(*AN_UNBLOCK)
    with pytest.raises(SendRevoked):
        second.code(CodeRole.CURRENT_PIN)


def test_wiping_overwrites_the_very_bytes() -> None:
    vault = typed(CANARY_PUK, CANARY_PIN, CANARY_PIN)
    vault.keep_refused(CodeRole.PUK)
    typed_in = [digits._bytes for digits in vault._slots.values()]
    refused = [digits._bytes for kept in vault._refused.values() for digits in kept._places]
    assert any(map(any, typed_in))
    assert any(map(any, refused))
    vault.wipe(EVERYTHING)
    assert typed_in == [bytearray(CAPACITY)] * (len(CodeSlot) - 2)
    assert refused == [bytearray(CAPACITY)] * (2 * REFUSED_MAX)
    assert vault.entry() == CodeEntry()


def test_correcting_overwrites_the_digit() -> None:
    vault = typed(puk="9")
    vault.drop_digit(CodeSlot.PUK)
    assert vault._slots[CodeSlot.PUK]._bytes == bytearray(CAPACITY)


def test_codes_are_lent_in_the_form_the_card_wants() -> None:
    codes = typed(CANARY_PUK, CANARY_PIN).lend(*AN_UNBLOCK)
    assert codes.code(CodeRole.PUK) == CANARY_PUK.encode()
    assert codes.code(CodeRole.NEW_PIN) == CANARY_PIN.encode()


def test_each_code_handed_out_is_a_buffer_of_its_own() -> None:
    codes = typed(CANARY_PUK, CANARY_PIN).lend(*AN_UNBLOCK)
    first = codes.code(CodeRole.PUK)
    first[:] = bytes(8)
    assert codes.code(CodeRole.PUK) == CANARY_PUK.encode()


def test_closing_overwrites_what_was_handed_out() -> None:
    codes = typed(CANARY_PUK, CANARY_PIN).lend(*AN_UNBLOCK)
    handed_out = [codes.code(CodeRole.PUK), codes.code(CodeRole.NEW_PIN)]
    codes.close()
    assert handed_out == [bytearray(8), bytearray(4)]
    codes.close()


@pytest.mark.parametrize("slots", [(CodeSlot.PUK,), (CodeSlot.NEW_PIN,), ALL_CODES])
def test_after_a_wipe_nothing_is_handed_out_any_more(slots: tuple[CodeSlot, ...]) -> None:
    vault = typed(CANARY_PUK, CANARY_PIN)
    codes = vault.lend(*AN_UNBLOCK)
    vault.wipe(slots)
    for role in AN_UNBLOCK:
        with pytest.raises(SendRevoked):
            codes.code(role)


def test_a_code_on_its_way_is_not_altered_by_a_wipe() -> None:
    """Overwritten between the vault and the card it would be another code, and cost a try."""
    vault = typed(CANARY_PUK, CANARY_PIN)
    on_its_way = vault.lend(*AN_UNBLOCK).code(CodeRole.PUK)
    vault.wipe(EVERYTHING)
    assert on_its_way == CANARY_PUK.encode()


def test_the_next_person_s_digits_never_reach_an_abandoned_call() -> None:
    vault = typed(CANARY_PUK, CANARY_PIN)
    abandoned = vault.lend(*AN_UNBLOCK)
    vault.wipe(EVERYTHING)
    type_into(vault, CodeSlot.PUK, "11223344")
    with pytest.raises(SendRevoked):
        abandoned.code(CodeRole.PUK)


def test_lending_again_takes_the_first_loan_back() -> None:
    vault = typed(CANARY_PUK, CANARY_PIN)
    first, second = vault.lend(*AN_UNBLOCK), vault.lend(*AN_UNBLOCK)
    with pytest.raises(SendRevoked):
        first.code(CodeRole.PUK)
    assert second.code(CodeRole.PUK) == CANARY_PUK.encode()


def test_wiping_the_confirmation_alone_leaves_a_loan_alone() -> None:
    vault = typed(CANARY_PUK, CANARY_PIN, CANARY_PIN)
    codes = vault.lend(*AN_UNBLOCK)
    vault.wipe((CodeSlot.CONFIRM, CodeSlot.REFUSED_PUK))
    assert codes.code(CodeRole.PUK) == CANARY_PUK.encode()


def hidden_things() -> list[Any]:
    vault, other = typed(CANARY_PUK, CANARY_PIN), changing()
    refused = vault._refused[CodeSlot.REFUSED_PUK]
    return [vault, vault.lend(*AN_UNBLOCK), other.lend(*A_CHANGE), vault._slots[CodeSlot.PUK], refused]


@pytest.mark.parametrize("thing", hidden_things(), ids=lambda thing: type(thing).__name__)
def test_codes_show_nothing_and_go_nowhere(thing: Any) -> None:
    for text in (repr(thing), str(thing), f"{thing}", f"{[thing]}"):
        assert "•••" in text
        assert not any(character.isdigit() for character in text)
    for refused in (
        lambda: hash(thing),
        lambda: copy.copy(thing),
        lambda: copy.deepcopy(thing),
        lambda: pickle.dumps(thing),
        lambda: thing == thing,
        lambda: vars(thing),
    ):
        with pytest.raises(TypeError):
            refused()
