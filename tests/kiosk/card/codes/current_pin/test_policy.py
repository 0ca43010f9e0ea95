"""The policy of the current PIN: every reading, in a walk-up visit and with staff, against the table it promises."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bench.card import EF_SN, FORMATS, a_situation, counters, some_content
from kiosk.card.codes.current_pin.policy import (
    CurrentPinObstacle,
    CurrentPinPermit,
    current_pin_obstacle,
    issue_current_pin,
)
from kiosk.card.codes.permit import PERMIT_LIFE_S, Basis
from kiosk.card.codes.unblock.policy import Obstacle, Permit, Policy, issue, obstacle_to_offer
from kiosk.card.errors import PermitVoid
from kiosk.card.model import CardKind, Counters, Purpose

OPEN = a_situation(counters(3))
FORGOTTEN = replace(OPEN, staff_present=True, forgotten_by_staff=True)


@pytest.mark.parametrize("purpose", Purpose)
def test_an_ordinary_card_gets_a_permit_for_itself(purpose: Purpose) -> None:
    permit = issue_current_pin(OPEN, purpose, 5.0)
    assert isinstance(permit, CurrentPinPermit)
    assert (permit.purpose, permit.reader, permit.kind) == (purpose, "R", CardKind.CPS3)
    assert (permit.ef_sn, permit.counters, permit.formats) == (EF_SN, counters(3), FORMATS)
    assert not isinstance(permit, Permit)


def test_only_the_policy_makes_permits() -> None:
    with pytest.raises(PermitVoid):
        CurrentPinPermit(object(), Basis("R", CardKind.CPS3, EF_SN, counters(3), FORMATS), 0.0, Purpose.TRY)


def test_a_permit_is_spent_once_and_in_time() -> None:
    permit = issue_current_pin(OPEN, Purpose.TRY, 5.0)
    assert isinstance(permit, CurrentPinPermit)
    permit.spend(5.0 + PERMIT_LIFE_S)
    with pytest.raises(PermitVoid):
        permit.spend(5.0)


@pytest.mark.parametrize(
    ("situation", "obstacle"),
    [
        (replace(OPEN, snapshot=replace(OPEN.snapshot, counters=None)), CurrentPinObstacle.COUNTERS_UNREADABLE),
        (replace(OPEN, snapshot=replace(OPEN.snapshot, ef_sn=None)), CurrentPinObstacle.COUNTERS_UNREADABLE),
        (a_situation(counters(0)), CurrentPinObstacle.BLOCKED),
        (replace(OPEN, reader_commissioned=False), CurrentPinObstacle.NOT_COMMISSIONED),
        (replace(OPEN, content=replace(some_content(), formats=None)), CurrentPinObstacle.FORMAT_UNREADABLE),
        (OPEN, None),
        (replace(OPEN, content=None), None),
        (replace(OPEN, number_shown=False), None),
        (replace(OPEN, content=replace(some_content(), number=None)), None),
    ],
)
def test_what_is_offered(situation: object, obstacle: CurrentPinObstacle | None) -> None:
    assert current_pin_obstacle(situation) is obstacle


def test_nothing_is_sent_before_the_form_of_the_codes_is_known() -> None:
    assert issue_current_pin(replace(OPEN, content=None), Purpose.TRY, 0.0) is CurrentPinObstacle.FORMAT_UNREADABLE


@pytest.mark.parametrize(
    ("left", "dead", "staff", "confirmed"), [*product(range(1, 4), [False, True], [False, True], [False, True])]
)
def test_the_last_try(left: int, dead: bool, staff: bool, confirmed: bool) -> None:
    now = counters(left, puk=0 if dead else 10)
    situation = replace(a_situation(now), staff_present=staff, last_pin_try_confirmed=confirmed)
    offered, issued = current_pin_obstacle(situation), issue_current_pin(situation, Purpose.CHANGE, 0.0)
    ends_the_card = left == 1 and dead and not staff
    assert offered is (CurrentPinObstacle.LAST_TRY_WITHOUT_PUK if ends_the_card else None)
    assert isinstance(issued, CurrentPinPermit) is (not ends_the_card and (left > 1 or confirmed))
    if not ends_the_card and left == 1 and not confirmed:
        assert issued is CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED


def test_a_code_de_deblocage_without_uses_is_dead_too() -> None:
    situation = replace(a_situation(counters(1, uses=0)), last_pin_try_confirmed=True)
    assert issue_current_pin(situation, Purpose.TRY, 0.0) is CurrentPinObstacle.LAST_TRY_WITHOUT_PUK


@pytest.mark.parametrize(("flag", "staff", "allowed"), [*product([False, True], repeat=3)])
def test_a_forgotten_code_needs_the_choice_the_staff_and_the_configuration(
    flag: bool, staff: bool, allowed: bool
) -> None:
    situation = replace(OPEN, forgotten_by_staff=flag, staff_present=staff)
    policy = Policy(forgotten_with_staff=allowed)
    free = flag and staff and allowed
    assert obstacle_to_offer(situation, policy) is (None if free else Obstacle.NOT_BLOCKED)
    assert isinstance(issue(situation, policy, 0.0), Permit) is free


@pytest.mark.parametrize(
    ("now", "obstacle"),
    [
        (counters(3, puk=0), Obstacle.PUK_DEAD),
        (counters(3, uses=0), Obstacle.PUK_DEAD),
        (counters(3, puk=1), Obstacle.LAST_TRY_NOT_CONFIRMED),
    ],
)
def test_a_forgotten_code_is_held_to_every_other_rule(now: Counters, obstacle: Obstacle) -> None:
    situation = replace(FORGOTTEN, snapshot=replace(OPEN.snapshot, counters=now))
    assert issue(situation, Policy(forgotten_with_staff=True), 0.0) is obstacle


def test_a_forgotten_code_does_not_free_a_reader_nor_a_number() -> None:
    policy = Policy(forgotten_with_staff=True)
    assert issue(replace(FORGOTTEN, reader_commissioned=False), policy, 0.0) is Obstacle.NOT_COMMISSIONED
    assert issue(replace(FORGOTTEN, number_shown=False), policy, 0.0) is Obstacle.NUMBER_NOT_SHOWN
