"""What a paper claims, held against what is known of the visit that asked for it."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import PukRefused
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.states import Action, State
from kiosk.view.model.words import Words
from kiosk.view.papers import document
from kiosk.view.phrases.receipts import receipt_title
from kiosk.view.screen_of import screen_of
from stories.every_screen import NAMES, story
from stories.story import TODAY, Story, counters

UNTITLED = receipt_title(Code.NO_READER)


def printed(visit: Story) -> str:
    """All words of the paper that the visit asks for now."""
    visit.press(Action.PRINT)
    assert visit.state is State.PRINTING
    assert visit.kiosk.visit.paper is not None
    return repr(document(visit.kiosk, visit.kiosk.visit.paper, Words(TODAY)))


@pytest.mark.parametrize("name", ["verdict-not-here-tries", "verdict-not-here-model"])
def test_who_may_hold_the_code_is_not_told_that_it_is_missing(name: str) -> None:
    words = printed(story(name))
    assert "Cette borne ne peut pas débloquer seule cette carte." in words
    assert "pas votre code de déblocage" not in words
    assert "débloquer ici" not in words


def test_one_refused_code_is_not_told_as_two() -> None:
    visit = Story().card(counters(0, 3)).send().ends(PukRefused(counters(0, 2)))
    assert visit.state is State.TWO_WRONG
    words = printed(visit).lower()
    assert "deux codes" not in words
    assert "deux essais" not in words


@pytest.mark.parametrize("name", ["half_done-forgotten", "not_proved-forgotten"])
def test_a_card_that_was_not_blocked_is_not_told_as_unblocked(name: str) -> None:
    assert "n’est plus bloquée" not in printed(story(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_is_asked_for_only_once_its_outcome_is_known_and_each_receipt_has_its_title(name: str) -> None:
    told = story(name)
    buttons = screen_of(told.kiosk, told.now, Words(TODAY)).buttons
    if told.kiosk.covered or Action.PRINT not in [button.action for button in buttons]:
        return
    told.press(Action.PRINT)
    visit = told.kiosk.visit
    assert visit.code is not None or visit.paper is PaperKind.AUDIT
    assert visit.code is None or visit.paper is not PaperKind.RECEIPT or receipt_title(visit.code) != UNTITLED
