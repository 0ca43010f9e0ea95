"""A forgotten code: where it stands, and how staff replace one that was changed."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import (
    Counters,
    CurrentPinRefused,
    HalfDone,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    UnblockResult,
)
from kiosk.flow.codes.forgotten import settable_with
from kiosk.flow.model.events import ReadFailure
from kiosk.flow.model.states import Action, Face, State
from stories.story import ATR_CPS4, BLOCKED, Story, counters, cps4_counters


def allowed(held: Counters | None = None) -> Story:
    """Staff stand beside a card that is not blocked, where the office allows it."""
    return Story().card(held or counters()).with_staff(forgotten=True).press(Action.FORGOTTEN)


def sent(held: Counters | None = None) -> Story:
    story = allowed(held).press(Action.SET_WITH_PUK, Action.YES, Action.YES)
    return story.to_confirm().agree().press(Action.SEND)


def test_it_is_explained_before_anyone_burns_tries() -> None:
    story = Story().card(counters()).press(Action.FORGOTTEN)
    assert (story.state, story.begun) == (State.FORGOTTEN, 2 - 1)
    story.press(Action.BACK)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NOT_BLOCKED)


def test_it_is_explained_after_a_wrong_code_too_and_the_letter_s_code_can_be_tried() -> None:
    story = Story().card(counters()).press(Action.CHANGE_PIN).current_pin()
    story.entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND).answers(CurrentPinRefused(counters(2)))
    story.press(Action.FORGOTTEN, Action.TRY_PIN)
    assert story.state is State.CURRENT_PIN


@pytest.mark.parametrize("missing", ["staff", "office", "blocked"])
def test_no_other_code_is_set_unless_all_agree(missing: str) -> None:
    story = Story().card(BLOCKED if missing == "blocked" else counters())
    if missing != "staff":
        story.with_staff(forgotten=missing == "blocked")
    assert not settable_with(story.kiosk)
    story.press(Action.FORGOTTEN, Action.SET_WITH_PUK)
    assert story.state is (State.VERDICT if missing == "blocked" else State.FORGOTTEN)
    assert story.kiosk.visit.forgotten is False


def test_staff_set_another_code_and_it_is_counted_apart() -> None:
    story = allowed()
    assert settable_with(story.kiosk)
    story.press(Action.SET_WITH_PUK)
    assert (story.state, story.kiosk.visit.forgotten) == (State.HAVE_CODE, True)
    story.press(Action.YES, Action.YES).to_confirm().agree().press(Action.SEND)
    assert (story.state, story.sends) == (State.UNBLOCKING, 1)
    story.ends(Unblocked(counters(3, 10, 99)))
    assert (story.state, story.kiosk.visit.face) == (State.UNBLOCKED, Face.FORGOTTEN)
    assert story.outcomes[-1] is Code.FORGOTTEN_SET
    story.press(Action.DETAILS, Action.BACK)
    assert (story.state, story.kiosk.visit.face) == (State.UNBLOCKED, Face.FORGOTTEN)


def test_staff_that_left_before_the_send_stop_it() -> None:
    story = allowed().press(Action.SET_WITH_PUK, Action.YES, Action.YES).to_confirm().agree()
    story.kiosk = Story(story.kiosk).with_staff().kiosk
    story.press(Action.SEND)
    assert (story.state, story.kiosk.visit.face, story.sends) == (State.VERDICT, Face.NOT_BLOCKED, 0)


@pytest.mark.parametrize(
    "way_back",
    [
        (Action.BACK,),
        (Action.YES, Action.BACK, Action.BACK),
    ],
)
def test_the_way_back_is_the_verdict_of_a_card_that_is_not_blocked(way_back: tuple[Action, ...]) -> None:
    story = allowed().press(Action.SET_WITH_PUK, *way_back)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NOT_BLOCKED)
    assert story.kiosk.visit.forgotten is False


def test_three_different_confirmations_are_not_taken_for_a_blocked_card() -> None:
    story = allowed().press(Action.SET_WITH_PUK, Action.YES, Action.YES).to_confirm().differ().differ()
    story.entry(new_pin=4).press(Action.VALIDATE).differ()
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NOT_BLOCKED)


@pytest.mark.parametrize(
    ("result", "state", "code"),
    [
        (ProofRefused(counters(2)), State.NOT_PROVED, Code.NOT_PROVED),
        (HalfDone(counters()), State.HALF_DONE, Code.HALF_DONE),
    ],
)
def test_what_is_said_of_a_blocked_card_is_not_said_of_this_one(
    result: UnblockResult, state: State, code: Code
) -> None:
    story = sent().ends(result)
    assert (story.state, story.kiosk.visit.face, story.outcomes[-1]) == (state, Face.FORGOTTEN, code)


@pytest.mark.parametrize(
    ("after", "how_far", "state", "face", "code"),
    [
        (counters(3, 9), Sent.PUK, State.TORN_NOT_DONE, Face.FORGOTTEN_TRY_COUNTED, Code.FORGOTTEN_TORN_TRY_COUNTED),
        (counters(3, 10), Sent.PUK, State.TORN_NOT_DONE, Face.FORGOTTEN, Code.FORGOTTEN_TORN_NO_TRY),
        (counters(3, 10), Sent.NOTHING, State.TORN_NOT_DONE, Face.FORGOTTEN, Code.FORGOTTEN_TORN_NO_TRY),
        (counters(3, 10, 99), Sent.PROOF, State.CHANGE_UNKNOWN, Face.FORGOTTEN, Code.FORGOTTEN_UNKNOWN),
        (counters(3, 4), Sent.PROOF, State.TORN_UNKNOWN, Face.FORGOTTEN, Code.FORGOTTEN_UNKNOWN),
    ],
)
def test_the_truth_after_a_lost_contact(after: Counters, how_far: Sent, state: State, face: Face, code: Code) -> None:
    story = sent().ends(Torn(how_far)).empty().insert().read(after)
    assert (story.state, story.kiosk.visit.face, story.kiosk.visit.code) == (state, face, code)
    story.press(Action.FINISH)
    assert story.outcomes[-1] is code


def test_a_code_that_is_not_known_can_be_tried() -> None:
    story = sent().ends(Torn(Sent.PROOF)).empty().insert().read(counters(3, 10, 99)).content()
    story.press(Action.TRY_PIN).current_pin()
    assert (story.state, story.kiosk.visit.forgotten) == (State.CHANGING, False)


def test_a_cps4_torn_between_its_two_commands_is_not_said_to_be_unblocked() -> None:
    story = Story().card(cps4_counters(2), ATR_CPS4).with_staff(forgotten=True).press(Action.FORGOTTEN)
    story.press(Action.SET_WITH_PUK, Action.YES, Action.YES).to_confirm().agree().press(Action.SEND)
    story.ends(Torn(Sent.RESET)).empty().insert(ATR_CPS4).read(cps4_counters(3))
    assert story.state in (State.HALF_DONE, State.TORN_NOT_DONE)
    assert story.kiosk.visit.face is Face.FORGOTTEN


def test_one_begins_again_where_it_was() -> None:
    story = sent().ends(Torn(Sent.PUK)).empty().insert().read(counters(3, 9)).content().press(Action.RESTART)
    assert (story.state, story.kiosk.visit.forgotten) == (State.LETTER_CHECK, True)


def test_a_wrong_code_is_counted_as_for_any_unblocking() -> None:
    story = sent().ends(PukRefused(counters(3, 9)))
    assert story.state is State.WRONG_PUK
    story.press(Action.STOP)
    assert story.outcomes[-1] is Code.WRONG_PUK


def test_a_card_that_never_comes_back() -> None:
    story = sent().ends(Torn(Sent.RESET)).empty().wait(181)
    assert (story.state, story.kiosk.visit.face) == (State.TORN_UNKNOWN, Face.FORGOTTEN)
    assert story.outcomes[-1] is Code.FORGOTTEN_UNKNOWN


def test_a_stuck_card_is_not_said_to_be_blocked() -> None:
    story = sent().stuck(nothing_sent=False)
    assert (story.state, story.kiosk.visit.face) == (State.STUCK, Face.FORGOTTEN)


def test_the_card_s_answer_to_the_long_reading_may_come_while_one_reads_about_it() -> None:
    story = Story().empty().insert().read(counters()).press(Action.FORGOTTEN)
    story.content()
    assert story.state is State.FORGOTTEN
    other = Story().empty().insert().read(counters()).press(Action.FORGOTTEN).fails(ReadFailure.IN_USE)
    assert other.state is State.IN_USE
