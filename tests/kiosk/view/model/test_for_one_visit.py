"""What one person sets on the sheets ends with their visit."""

from __future__ import annotations

import pytest

from kiosk.flow.model.states import State
from kiosk.view.model.appearance import Appearance
from kiosk.view.model.for_one_visit import BACK_TO_FIRST_S, ForOneVisit

LARGE = Appearance(text_scale=1.5)


def chosen() -> ForOneVisit[Appearance]:
    choice = ForOneVisit(Appearance())
    choice.choose(LARGE)
    return choice


def test_a_choice_made_before_the_card_lasts_through_the_visit_and_ends_with_it() -> None:
    choice = chosen()
    assert not choice.end_with_the_visit(State.WAITING, 0)
    assert not choice.end_with_the_visit(State.READING, 0)
    assert not choice.end_with_the_visit(State.TAKE_CARD, 500)
    assert choice.current == LARGE
    assert choice.end_with_the_visit(State.WAITING, 0)
    assert choice.current == Appearance()


def test_a_choice_that_nobody_uses_is_given_up() -> None:
    choice = chosen()
    assert not choice.end_with_the_visit(State.WAITING, BACK_TO_FIRST_S - 0.1)
    assert choice.end_with_the_visit(State.WAITING, BACK_TO_FIRST_S)
    assert not choice.end_with_the_visit(State.WAITING, BACK_TO_FIRST_S)


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("text_1", Appearance(1.0, contrast=True)),
        ("text_2", Appearance(2.0, contrast=True)),
        ("contrast_off", Appearance(1.5)),
        ("calm_on", Appearance(1.5, contrast=True, calm=True)),
    ],
)
def test_each_choice_sets_one_thing_and_leaves_the_others(name: str, then: Appearance) -> None:
    now = Appearance(1.5, contrast=True)
    assert now.choose(name) == then
    assert then.holds(name)
    assert now.holds(name) is (now == then)
