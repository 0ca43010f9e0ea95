"""The staff code: which are refused, how one is compared, and what stays of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.commands.staff import StaffWeakness, staff_weakness
from kiosk.flow.model.staff_desk import CodeAnswer
from kiosk.runtime.staff.back_off import BackOff, Uptime
from kiosk.runtime.staff.code import NotAHash, StaffGate, checked_hash, hash_of

CODE = b"271828"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(CODE)


def digits(text: str) -> list[int]:
    return [int(each) for each in text]


@pytest.mark.parametrize(
    ("text", "weakness"),
    [
        ("27182", StaffWeakness.LENGTH),
        ("271828", None),
        ("271828182845", None),
        ("2718281828459", StaffWeakness.LENGTH),
        ("444444", StaffWeakness.ALIKE_OR_RUN),
        ("234567", StaffWeakness.ALIKE_OR_RUN),
        ("987654", StaffWeakness.ALIKE_OR_RUN),
        ("7890123", None),
        ("112112", StaffWeakness.TOO_FEW_DIFFERENT),
        ("122122", StaffWeakness.TOO_FEW_DIFFERENT),
        ("258258", StaffWeakness.REPEATED),
        ("25825825", None),
        ("13571357", StaffWeakness.REPEATED),
        ("250389", StaffWeakness.DATE),
        ("890325", StaffWeakness.DATE),
        ("320389", None),
        ("25031989", StaffWeakness.DATE),
        ("19890325", StaffWeakness.DATE),
        ("25031889", None),
        ("29022000", StaffWeakness.DATE),
        ("29021900", None),
    ],
)
def test_weak_codes_are_told(text: str, weakness: StaffWeakness | None) -> None:
    assert staff_weakness(digits(text)) is weakness


@given(st.integers(0, 73_000))
def test_every_day_of_two_centuries_is_a_date(days: int) -> None:
    day = date(1900, 1, 1) + timedelta(days=days)
    for form in ("%d%m%Y", "%Y%m%d", "%d%m%y", "%y%m%d"):
        assert staff_weakness(digits(day.strftime(form))) is not None, day.strftime(form)


def test_most_six_digit_codes_are_left() -> None:
    refused = sum(staff_weakness(code) is not None for code in product(range(10), repeat=4) for code in [(7, 3, *code)])
    assert refused < 500


@pytest.fixture
def gate(tmp_path: Path) -> StaffGate:
    return StaffGate(CHEAP, BackOff(tmp_path / "essais-agent", Uptime("a", lambda: 1000.0)))


def test_the_right_code_opens(gate: StaffGate) -> None:
    assert gate.check(bytearray(CODE), 1).answer is CodeAnswer.ACCEPTED


@pytest.mark.parametrize("wrong", [b"271829", b"27182", b"2718281", b"", b"271828 "])
def test_any_other_does_not(gate: StaffGate, wrong: bytes) -> None:
    assert gate.check(bytearray(wrong), 1).answer is CodeAnswer.REFUSED


def test_after_three_wrong_ones_the_right_one_waits_too(gate: StaffGate) -> None:
    waits = [gate.check(bytearray(b"314159"), 1).wait_s for _ in range(3)]
    assert waits == [0, 0, 30]
    answer = gate.check(bytearray(CODE), 1)
    assert (answer.answer, answer.wait_s) == (CodeAnswer.TOO_SOON, 30)
    assert gate.standing(2).answer is CodeAnswer.TOO_SOON


@pytest.mark.parametrize("code", [CODE, b"314159"])
def test_what_was_typed_is_overwritten_whatever_comes_of_it(gate: StaffGate, code: bytes) -> None:
    for _ in range(5):
        typed = bytearray(code)
        gate.check(typed, 1)
        assert typed == bytes(6)


def test_the_hash_is_argon2id_and_another_one_each_time() -> None:
    one, other = hash_of(bytearray(CODE)), hash_of(bytearray(CODE))
    assert one != other
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHasher().verify(one, CODE)


ARGON2I = PasswordHasher(type=PasswordHasher().type.I).hash(CODE)


@pytest.mark.parametrize("text", ["", "271828", "$argon2id$", ARGON2I], ids=["nothing", "code", "name", "argon2i"])
def test_only_argon2id_is_taken(text: str) -> None:
    with pytest.raises(NotAHash):
        checked_hash(text)


@settings(max_examples=20, deadline=None)
@given(st.text("0123456789", min_size=6, max_size=12))
def test_a_code_is_its_own_and_nobody_elses(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    back_off = BackOff(tmp_path_factory.mktemp("kept") / "essais-agent", Uptime("a", lambda: 1000.0))
    answer = StaffGate(CHEAP, back_off).check(bytearray(text, "ascii"), 1).answer
    assert (answer is CodeAnswer.ACCEPTED) is (text.encode() == CODE)
