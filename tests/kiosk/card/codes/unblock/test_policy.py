"""Who may send a code: the table of the policy row by row, the permit's life to the millisecond, and one spending."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.card import EF_SN, FORMATS, a_permit, a_situation, a_snapshot, counters, some_content
from kiosk.card.codes.permit import PERMIT_LIFE_S, Basis
from kiosk.card.codes.unblock.policy import Obstacle, Permit, PermitRequest, Policy, issue, obstacle_to_offer
from kiosk.card.errors import PermitVoid, SendRevoked
from kiosk.card.model import CardKind, Counters, TryCounter
from kiosk.card.send_right import SendRight

GOOD = a_situation()
POLICY = Policy()
UNREADABLE = replace(GOOD, snapshot=a_snapshot(None))
NO_SERIAL = replace(GOOD, snapshot=replace(GOOD.snapshot, ef_sn=None))


def with_content(**changes: object) -> PermitRequest:
    return replace(GOOD, content=replace(some_content(), **changes))


@pytest.mark.parametrize(
    ("situation", "walk_up", "staff"),
    [
        (GOOD, None, None),
        (UNREADABLE, Obstacle.COUNTERS_UNREADABLE, Obstacle.COUNTERS_UNREADABLE),
        (NO_SERIAL, Obstacle.COUNTERS_UNREADABLE, Obstacle.COUNTERS_UNREADABLE),
        (a_situation(counters(pin=1)), Obstacle.NOT_BLOCKED, Obstacle.NOT_BLOCKED),
        (a_situation(counters(puk=0)), Obstacle.PUK_DEAD, Obstacle.PUK_DEAD),
        (a_situation(counters(uses=0)), Obstacle.PUK_DEAD, Obstacle.PUK_DEAD),
        (with_content(formats=None), Obstacle.FORMAT_UNREADABLE, Obstacle.FORMAT_UNREADABLE),
        (with_content(number=None), Obstacle.NUMBER_UNREADABLE, Obstacle.NUMBER_UNREADABLE),
        (replace(GOOD, reader_commissioned=False), Obstacle.NOT_COMMISSIONED, Obstacle.NOT_COMMISSIONED),
        (replace(GOOD, tries_spent=1), None, None),
        (replace(GOOD, tries_spent=2), Obstacle.TWO_TRIES_SPENT, None),
        (a_situation(counters(puk=3)), None, None),
        (a_situation(counters(puk=2)), Obstacle.TOO_FEW_TRIES, None),
        (a_situation(counters(uses=2)), None, None),
        (a_situation(counters(uses=None)), None, None),
        (a_situation(counters(puk=1)), Obstacle.TOO_FEW_TRIES, Obstacle.LAST_TRY_NOT_CONFIRMED),
        (a_situation(counters(uses=1)), Obstacle.TOO_FEW_TRIES, Obstacle.LAST_TRY_NOT_CONFIRMED),
        (replace(GOOD, number_shown=False), Obstacle.NUMBER_NOT_SHOWN, Obstacle.NUMBER_NOT_SHOWN),
    ],
)
def test_each_row_of_the_table(situation: PermitRequest, walk_up: Obstacle | None, staff: Obstacle | None) -> None:
    for present, expected in ((False, walk_up), (True, staff)):
        answer = issue(replace(situation, staff_present=present), POLICY, 0.0)
        assert (None if isinstance(answer, Permit) else answer) is expected


@pytest.mark.parametrize("last", [counters(puk=1), counters(uses=1), counters(puk=1, uses=1)])
def test_the_last_try_takes_staff_and_its_own_gate(last: Counters) -> None:
    for staff, gate in product((False, True), repeat=2):
        situation = replace(a_situation(last), staff_present=staff, last_try_confirmed=gate)
        assert isinstance(issue(situation, POLICY, 0.0), Permit) is (staff and gate)


def test_offering_does_not_wait_for_the_longer_reading_but_a_permit_does() -> None:
    early = replace(GOOD, content=None)
    assert obstacle_to_offer(early, POLICY) is None
    assert issue(early, POLICY, 0.0) is Obstacle.FORMAT_UNREADABLE


@pytest.mark.parametrize(("floor", "offered"), [(0, True), (3, True), (4, False), (5, False)])
def test_the_floor_of_tries_is_configured(floor: int, offered: bool) -> None:
    found = obstacle_to_offer(a_situation(counters(puk=4)), Policy(staff_at_or_below=floor))
    assert (found is None) is offered


@given(
    st.builds(
        PermitRequest,
        snapshot=st.builds(
            lambda pin, puk, uses: a_snapshot(Counters(TryCounter(pin, 3), TryCounter(puk, 10), uses)),
            st.integers(0, 3),
            st.integers(0, 10),
            st.one_of(st.none(), st.integers(0, 3)),
        ),
        content=st.one_of(st.none(), st.just(some_content())),
        reader_commissioned=st.booleans(),
        tries_spent=st.integers(0, 3),
        staff_present=st.booleans(),
        number_shown=st.booleans(),
        last_try_confirmed=st.booleans(),
    )
)
def test_what_no_permit_may_ever_be_made_for(situation: PermitRequest) -> None:
    answer = issue(situation, POLICY, 0.0)
    if not isinstance(answer, Permit):
        return
    now = situation.snapshot.counters
    assert now is not None
    assert situation.content is not None
    assert now.pin.left == 0
    assert now.puk.left > 0
    assert now.puk_uses_left is None or now.puk_uses_left > 0
    assert situation.reader_commissioned
    assert situation.number_shown
    assert situation.staff_present or (situation.tries_spent < 2 and now.puk.left > 2 and now.puk_uses_left != 1)
    assert situation.last_try_confirmed or (now.puk.left > 1 and now.puk_uses_left != 1)


def test_a_permit_says_what_it_is_for() -> None:
    permit = a_permit(counters(puk=7))
    assert (permit.reader, permit.kind, permit.ef_sn) == ("R", CardKind.CPS3, EF_SN)
    assert (permit.counters, permit.formats) == (counters(puk=7), FORMATS)


def test_only_the_policy_makes_permits() -> None:
    with pytest.raises(PermitVoid):
        Permit(object(), Basis("R", CardKind.CPS3, EF_SN, counters(), FORMATS), 0.0)


@pytest.mark.parametrize("age", [0.0, 0.001, 7.999, PERMIT_LIFE_S])
def test_a_permit_lives_eight_seconds(age: float) -> None:
    a_permit(pressed_at=100.0).spend(100.0 + age)


@pytest.mark.parametrize("age", [PERMIT_LIFE_S + 0.001, 60.0, -0.001, float("nan"), float("inf")])
def test_a_permit_is_void_before_the_press_and_after_its_life(age: float) -> None:
    permit = a_permit(pressed_at=100.0)
    with pytest.raises(PermitVoid):
        permit.spend(100.0 + age)
    with pytest.raises(PermitVoid):
        permit.spend(100.0)


def test_a_permit_is_spent_once_and_a_discarded_one_never() -> None:
    permit = a_permit()
    permit.spend(1.0)
    with pytest.raises(PermitVoid):
        permit.spend(1.0)
    discarded = a_permit()
    discarded.discard()
    with pytest.raises(PermitVoid):
        discarded.spend(1.0)


def test_of_two_threads_one_spends() -> None:
    for _ in range(200):
        permit, start, spent = a_permit(), threading.Barrier(2), []

        def spend(permit: Permit = permit, start: threading.Barrier = start, spent: list[bool] = spent) -> None:
            start.wait()
            try:
                permit.spend(1.0)
            except PermitVoid:
                return
            spent.append(True)

        threads = [threading.Thread(target=spend) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert spent == [True]


def test_a_right_may_be_claimed_again_until_it_is_revoked() -> None:
    right = SendRight()
    right.claim()
    right.claim()
    assert not right.revoked
    assert right.revoke() is False
    assert right.revoked
    with pytest.raises(SendRevoked):
        right.claim()
    assert right.revoke() is False


def test_a_right_revoked_first_was_never_used() -> None:
    right = SendRight()
    assert right.revoke() is True
    with pytest.raises(SendRevoked):
        right.claim()
    assert right.revoke() is True


def test_claim_and_revoke_never_both_win() -> None:
    for _ in range(200):
        right, start, claimed, unused = SendRight(), threading.Barrier(2), [], []

        def claim(right: SendRight = right, start: threading.Barrier = start, claimed: list[bool] = claimed) -> None:
            start.wait()
            try:
                right.claim()
            except SendRevoked:
                return
            claimed.append(True)

        worker = threading.Thread(target=claim)
        worker.start()
        start.wait()
        unused.append(right.revoke())
        worker.join()
        assert unused == [not claimed]
