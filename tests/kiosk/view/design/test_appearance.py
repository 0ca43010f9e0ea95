from __future__ import annotations

from kiosk.flow.model.states import State
from kiosk.view.design.appearance import APPEARANCES, AppearanceChoice
from kiosk.view.design.sizes import TEXT_SCALES
from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL
from kiosk.view.model.for_one_visit import BACK_TO_FIRST_S


def test_the_key_goes_round_every_size_in_both_colours() -> None:
    choice = AppearanceChoice()
    seen = {(choice.next().text_scale, choice.current.palette is NORMAL) for _ in APPEARANCES}
    assert seen == {(scale, normal) for scale in TEXT_SCALES for normal in (True, False)}
    assert (choice.current.text_scale, choice.current.palette) == (1.0, NORMAL)
    assert HIGH_CONTRAST in {appearance.palette for appearance in APPEARANCES}


def test_a_choice_made_before_the_card_lasts_through_the_visit_and_ends_with_it() -> None:
    choice = AppearanceChoice()
    choice.next()
    assert not choice.end_with_the_visit(State.WAITING, 0)
    assert not choice.end_with_the_visit(State.READING, 0)
    assert not choice.end_with_the_visit(State.TAKE_CARD, 500)
    assert choice.current.text_scale == 1.5
    assert choice.end_with_the_visit(State.WAITING, 0)
    assert choice.current.text_scale == 1.0


def test_a_choice_that_nobody_uses_is_given_up() -> None:
    choice = AppearanceChoice()
    choice.next()
    assert not choice.end_with_the_visit(State.WAITING, BACK_TO_FIRST_S - 0.1)
    assert choice.end_with_the_visit(State.WAITING, BACK_TO_FIRST_S)
    assert not choice.end_with_the_visit(State.WAITING, BACK_TO_FIRST_S)
