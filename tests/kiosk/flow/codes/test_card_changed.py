from __future__ import annotations

from diagnostics.outcomes.codes import Code
from kiosk.card.model import Voided
from kiosk.flow.model.effects import EVERYTHING, EndVisit, Wipe
from kiosk.flow.model.states import Action, State
from stories.story import BLOCKED, OTHER_SERIAL, Story


def test_a_card_that_changed_is_another_visit_counted_as_such() -> None:
    story = Story().card(BLOCKED).send().ends(Voided()).press(Action.REREAD)
    assert story.state is State.READING
    assert len(story.of(EndVisit)) == 1
    assert Wipe(EVERYTHING) in story.effects
    story.read(BLOCKED, OTHER_SERIAL).content().press(Action.FINISH)
    assert story.outcomes == [Code.READ_BLOCKED, Code.CARD_CHANGED, Code.READ_BLOCKED]
    assert len(story.of(EndVisit)) == 2
