"""Staff leave while a refused code stands on the screen: nobody types codes that will not be sent."""

from __future__ import annotations

import pytest

from kiosk.card.model import Counters, PukRefused
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk
from stories.staff_story import StaffStory, rules
from stories.story import BLOCKED, counters


def refused(before: Counters, after: Counters) -> StaffStory:
    """With an agent's help, the PUK was refused once; then the help ended."""
    story = StaffStory(kiosk=Kiosk(rules=rules(forgotten_with_staff=True)))
    story.card(before)
    story.helped()
    if before.pin_blocked:
        story.press(Action.UNBLOCK)
    else:
        story.press(Action.FORGOTTEN, Action.SET_WITH_PUK)
    story.press(Action.YES, Action.YES).to_confirm()
    story.agree().press(Action.SEND).ends(PukRefused(after))
    assert story.state is State.WRONG_PUK
    story.tap(Action.END_ASSIST)
    assert story.kiosk.staff is None
    return story


@pytest.mark.parametrize(
    ("before", "after"),
    [(counters(0, 3), counters(0, 2)), (counters(3), counters(3, 9))],
    ids=["few tries", "forgotten"],
)
def test_what_only_staff_made_possible_is_not_typed_again(before: Counters, after: Counters) -> None:
    story = refused(before, after)
    story.press(Action.YES)
    assert story.state is State.VERDICT
    assert not story.kiosk.visit.forgotten


def test_what_is_possible_without_them_is() -> None:
    story = refused(BLOCKED, counters(0, 9))
    assert story.press(Action.YES).state is State.PUK
