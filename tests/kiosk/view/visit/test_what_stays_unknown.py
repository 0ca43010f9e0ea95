"""A lost contact that leaves the code unknown is not forgotten by the next operation of the same visit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import CurrentPinRefused, Sent, Torn, Unblocked, Unexpected
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.states import Action, State
from kiosk.view.model.words import Words
from kiosk.view.papers import document
from kiosk.view.screen_of import screen_of
from stories.story import BLOCKED, TODAY, Story, counters

SAME = ("n’a pas changé", "reste le même")


def back(story: Story, pin: int = 3) -> Story:
    return story.empty().insert().read(counters(pin)).content()


def after_a_change() -> Story:
    return back(Story().card(counters(3)).change().answers(Torn(Sent.NEW_CODE)))


def after_an_unblocking() -> Story:
    return back(Story().card(BLOCKED).send().ends(Torn(Sent.RESET)))


def words(story: Story) -> str:
    screen = screen_of(story.kiosk, story.now, Words(TODAY))
    return " ".join((screen.title, *screen.body))


UNKNOWN = pytest.mark.parametrize("unknown", [after_a_change, after_an_unblocking])


@UNKNOWN
@pytest.mark.parametrize("pin", [3, 2])
def test_a_torn_try_does_not_say_that_the_code_is_the_same(unknown: Callable[[], Story], pin: int) -> None:
    story = back(unknown().press(Action.TRY_PIN).current_pin().answers(Torn(Sent.CURRENT_PIN)), pin)
    assert story.state is State.TORN_NOT_DONE
    assert not any(said in words(story) for said in SAME)
    assert not any(said in repr(document(story.kiosk, PaperKind.RECEIPT, Words(TODAY))) for said in SAME)


@UNKNOWN
def test_a_try_that_is_never_cleared_up_does_not_either(unknown: Callable[[], Story]) -> None:
    story = unknown().press(Action.TRY_PIN).current_pin().answers(Torn(Sent.CURRENT_PIN)).empty().wait(181)
    assert (story.state, story.kiosk.visit.code) == (State.TORN_UNKNOWN, Code.CURRENT_PIN_TORN_UNKNOWN)
    assert not any(said in words(story) for said in SAME)


def test_a_code_chosen_in_this_visit_is_not_said_to_be_on_the_letter() -> None:
    story = Story().card(BLOCKED).send().ends(Unblocked(counters(3, 10, 99)))
    story.press(Action.DETAILS, Action.SITUATIONS).current_pin().answers(CurrentPinRefused(counters(2, 10, 99)))
    story.press(Action.FORGOTTEN)
    assert story.state is State.FORGOTTEN
    assert "Sauf si vous l’avez changé" in words(story)


@pytest.mark.parametrize(
    ("result", "unknown"),
    [
        (Unexpected(Sent.CURRENT_PIN, counters(3)), False),
        (Unexpected(Sent.NEW_CODE, counters(3)), True),
        (Unexpected(Sent.PROOF, None), True),
    ],
)
def test_an_unexpected_answer_to_a_new_code_leaves_it_unknown(result: Unexpected, *, unknown: bool) -> None:
    story = Story().card(counters(3)).change().answers(result)
    assert story.state is State.STOPPED
    assert ("quel code est enregistré" in words(story)) is unknown


@pytest.mark.parametrize(
    ("result", "unknown"),
    [
        (Unexpected(Sent.PUK, counters(0)), False),
        (Unexpected(Sent.RESET, counters(0, 10, 99)), False),
        (Unexpected(Sent.RESET, counters(3, 10, 99)), True),
        (Unexpected(Sent.RESET, None), True),
    ],
)
def test_so_does_one_in_an_unblocking_unless_the_card_is_blocked(result: Unexpected, *, unknown: bool) -> None:
    story = Story().card(BLOCKED).send().ends(result)
    assert story.state is State.STOPPED
    assert ("quel code est enregistré" in words(story)) is unknown
