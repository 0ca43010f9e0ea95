"""« Rien n’a été envoyé » is said only while it is true of the whole visit."""

from __future__ import annotations

from kiosk.card.model import PukRefused
from kiosk.flow.model.events import ReadFailure
from kiosk.flow.model.states import Action, Face, State
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from stories.story import BLOCKED, TODAY, Story, counters


def says_nothing_was_sent(story: Story) -> bool:
    return "Rien n’a été envoyé" in " ".join(screen_of(story.kiosk, story.now, Words(TODAY)).body)


def three_mismatches(story: Story) -> Story:
    story.to_confirm()
    story.differ().differ().entry(new_pin=4).press(Action.VALIDATE).differ()
    assert story.kiosk.visit.face is Face.MISMATCH_THRICE
    return story


def wrong_once() -> Story:
    return Story().card(BLOCKED).send().ends(PukRefused(counters(0, 9))).press(Action.YES)


def test_it_is_said_before_any_code_left() -> None:
    assert says_nothing_was_sent(three_mismatches(Story().card(BLOCKED).to_puk()))
    assert says_nothing_was_sent(Story().empty().insert().read(None))


def test_it_is_not_said_once_a_code_was_refused() -> None:
    assert not says_nothing_was_sent(three_mismatches(wrong_once()))


def test_it_is_not_said_of_a_card_that_became_unreadable_after_a_refused_code() -> None:
    story = wrong_once()
    story.to_confirm()
    story.agree().press(Action.SEND).fails(ReadFailure.IN_USE).press(Action.RETRY).read(None)
    assert story.state is State.UNREADABLE_COUNTERS
    assert not says_nothing_was_sent(story)
