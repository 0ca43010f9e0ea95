"""Staff mode over a visit, told as stories: the code, the pages, the call it answers, closing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.model.effects import CallStaff, Wipe
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import Pressed, Touched
from kiosk.flow.model.staff_desk import CodeAnswer, Page, Unavailable
from kiosk.flow.model.staff_messages import (
    AskStaff,
    CheckStaffCode,
    LookAtStaffCode,
    Question,
    StaffCodeAnswered,
    StaffTold,
    StaffTyped,
)
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.flow.staff.desk import staff_field
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from stories.staff_story import STAFF, StaffStory, visit
from stories.story import BLOCKED, TODAY, Story, slot


def put_away(kiosk: Kiosk) -> Kiosk:
    """The kiosk as the visit knows it."""
    return replace(kiosk, staff=None, staff_pages=0, touched_at=0.0)


# the code


def test_without_a_configured_code_the_corner_opens_nothing() -> None:
    story = StaffStory(Kiosk(rules=Rules()))
    story.card(BLOCKED)
    before = story.kiosk
    assert story.corner().kiosk is before


@pytest.mark.parametrize("state", [State.UNBLOCKING, State.CHANGING])
def test_nothing_covers_the_screen_while_codes_are_sent(state: State) -> None:
    story = visit()
    story.kiosk = replace(story.kiosk, state=state)
    assert story.corner().kiosk.staff is None


def test_the_desk_opens_over_a_visit_that_stays_as_it_is() -> None:
    story = visit()
    story.to_puk().entry(puk=5)
    before = put_away(story.kiosk)
    story.corner()
    assert story.page is Page.CODE
    assert put_away(story.kiosk) == before
    story.code().tap(Action.FIGURES, Action.BACK, Action.READINESS, Action.BACK, Action.STOP)
    assert story.kiosk.staff is None
    assert put_away(story.kiosk) == before
    assert story.entry(puk=8).press(Action.VALIDATE).state is State.NEW_PIN


def test_opening_asks_how_long_to_wait() -> None:
    story = visit().corner()
    assert story.effects[-1] == LookAtStaffCode(story.kiosk.front)
    story.tell(StaffCodeAnswered(story.kiosk.front, CodeAnswer.READY, 90.0))
    assert staff_field(story.kiosk, story.now) is None
    story.now += 90.0
    assert staff_field(story.kiosk, story.now) is not None


@pytest.mark.parametrize(("digits", "checked"), [(5, False), (6, True), (12, True), (13, False)])
def test_a_code_has_six_to_twelve_digits(digits: int, *, checked: bool) -> None:
    story = visit().corner().type_code(digits).tap(Action.VALIDATE)
    assert (CheckStaffCode(story.kiosk.front) in story.effects) is checked


def test_a_code_is_checked_once_however_often_it_is_validated() -> None:
    story = visit().corner().type_code().tap(Action.VALIDATE, Action.VALIDATE)
    story.type_code().tap(Action.VALIDATE)
    assert len([effect for effect in story.effects if isinstance(effect, CheckStaffCode)]) == 1


def test_a_wrong_code_is_told_and_another_waits() -> None:
    story = visit().corner().code(CodeAnswer.REFUSED, 30.0)
    assert (story.page, story.desk.typed, story.desk.answer) == (Page.CODE, 0, CodeAnswer.REFUSED)
    story.type_code().tap(Action.VALIDATE)
    assert len([effect for effect in story.effects if isinstance(effect, CheckStaffCode)]) == 1
    story.now += 30.0
    story.type_code().tap(Action.VALIDATE)
    assert len([effect for effect in story.effects if isinstance(effect, CheckStaffCode)]) == 2


def test_an_answer_to_another_page_opens_nothing() -> None:
    story = visit().corner()
    first = story.kiosk.front
    story.tap(Action.STOP).corner()
    story.tell(StaffCodeAnswered(first, CodeAnswer.ACCEPTED))
    story.tell(StaffTyped(6, first))
    assert (story.page, story.desk.typed) == (Page.CODE, 0)


def test_a_press_meant_for_the_visit_is_lost_on_the_desk_and_the_other_way_round() -> None:
    story = visit()
    number = story.kiosk.screen
    story.corner()
    page = story.kiosk.front
    story.tell(Pressed(Action.UNBLOCK, number))
    assert (story.state, story.page) == (State.VERDICT, Page.CODE)
    story.tap(Action.STOP)
    story.tell(Pressed(Action.STOP, page))
    assert story.state is State.VERDICT


@pytest.mark.parametrize("way", [Action.STOP, Action.BACK])
def test_leaving_the_pad_wipes_what_was_typed(way: Action) -> None:
    story = visit().corner().type_code(4).tap(way)
    assert story.kiosk.staff is None
    assert story.effects[-1] == Wipe((CodeSlot.STAFF,))


# answering a call


def calling() -> StaffStory:
    """Somebody types, and calls the counter."""
    story = visit()
    story.to_puk().entry(puk=4).press(Action.HELP)
    return story


def said(story: Story) -> tuple[str, ...]:
    overlay = story.screen.overlay
    return () if overlay is None else (overlay.title, *overlay.body)


def test_the_call_goes_on_until_a_code_is_accepted_and_then_the_screen_says_who_comes() -> None:
    story = calling().corner().code(CodeAnswer.REFUSED)
    story.tap(Action.STOP)
    assert (story.kiosk.overlay, story.of(CallStaff)) == (Overlay.HELP_CALLED, [CallStaff(calling=True)])
    assert "Un agent arrive" not in said(story)
    story.staff()
    assert story.of(CallStaff)[-1] == CallStaff(calling=False)
    story.tap(Action.STOP)
    assert "Un agent arrive" in said(story)
    story.press(Action.RESUME)
    assert (story.state, story.kiosk.overlay, story.kiosk.visit.entry.puk) == (State.PUK, Overlay.NONE, 4)


def test_a_kiosk_that_cannot_be_heard_never_says_that_it_calls() -> None:
    story = calling().staff().tap(Action.STOP)
    overlay = screen_of(story.kiosk, story.now, Words(TODAY, staff_hears=False)).overlay
    assert overlay is not None
    assert overlay.title == "Un agent arrive"


def over_nobody() -> StaffStory:
    """The bell of an empty kiosk rings, and staff come to their mode."""
    story = visit()
    story.press(Action.STOP).empty().press(Action.HELP)
    return story.staff()


@pytest.mark.parametrize("way", [Action.STOP, Action.BACK])
def test_where_nobody_is_in_a_visit_no_agent_is_announced_once_the_desk_is_closed(way: Action) -> None:
    story = over_nobody()
    assert (story.state, story.kiosk.overlay) == (State.WAITING, Overlay.HELP_CALLED)
    story.tap(way)
    assert (story.kiosk.overlay, story.kiosk.staff_answered) == (Overlay.NONE, False)


def test_staff_who_left_their_mode_open_are_not_announced_for_ever() -> None:
    story = calling().staff().wait(120)
    assert (story.kiosk.staff, story.kiosk.overlay) == (None, Overlay.NONE)


def test_staff_who_were_announced_and_do_not_come_are_not_announced_any_more() -> None:
    story = calling().staff().tap(Action.STOP).wait(119)
    assert "Un agent arrive" in said(story)
    story.wait(1)
    assert (story.state, story.kiosk.overlay, story.kiosk.staff_answered) == (State.PUK, Overlay.NONE, False)


def test_staff_whose_help_ends_are_not_said_to_come() -> None:
    story = visit()
    story.to_puk()
    story.helped().press(Action.HELP)
    assert story.kiosk.overlay is Overlay.HELP_CALLED
    story.tap(Action.END_ASSIST)
    assert (story.kiosk.overlay, story.kiosk.staff_answered) == (Overlay.NONE, False)


def test_whoever_calls_again_is_not_said_to_be_answered() -> None:
    story = calling().staff().tap(Action.STOP)
    story.press(Action.RESUME, Action.HELP)
    assert "Un agent arrive" not in said(story)
    assert story.of(CallStaff)[-1] == CallStaff(calling=True)


def test_staff_who_begin_to_help_stand_on_the_visit_s_own_screen() -> None:
    story = calling().helped()
    assert (story.state, story.kiosk.overlay) == (State.PUK, Overlay.NONE)


# time


def test_the_desk_warns_then_closes_by_itself() -> None:
    story = visit().staff()
    story.wait(STAFF.idle_s - story.kiosk.rules.times.warning_s - 1)
    assert not story.desk.warned
    story.wait(1)
    assert story.desk.warned
    story.wait(story.kiosk.rules.times.warning_s)
    assert story.kiosk.staff is None
    assert story.state is State.VERDICT


def test_under_the_warning_only_its_own_button_counts() -> None:
    story = visit().staff()
    story.wait(STAFF.idle_s - 1)
    story.tap(Action.FIGURES).tell(Touched())
    assert (story.page, story.desk.warned) == (Page.HOME, True)
    story.tap(Action.STILL_HERE)
    assert not story.desk.warned
    assert story.wait(STAFF.idle_s - 40).kiosk.staff is not None


def test_the_visit_neither_warns_nor_ends_while_staff_are_at_the_desk() -> None:
    story = visit().staff()
    for _ in range(5):
        story.wait(99)
        story.tap(Action.FIGURES, Action.BACK)
    assert (story.state, story.kiosk.overlay) == (State.VERDICT, Overlay.NONE)
    story.tap(Action.STOP)
    assert story.wait(99).kiosk.overlay is Overlay.NONE
    assert story.wait(1).kiosk.overlay is Overlay.STILL_THERE


# pages


@pytest.mark.parametrize(
    ("way", "question"),
    [
        ([Action.FIGURES], Question.FIGURES),
        ([Action.READINESS], Question.READINESS),
        ([Action.READINESS, Action.EVENTS], Question.EVENTS),
    ],
)
def test_a_page_asks_once_and_keeps_what_it_was_told(way: list[Action], question: Question) -> None:
    story = visit().staff().tap(*way)
    assert story.effects[-1] == AskStaff(story.kiosk.front, question)
    asked = len(story.effects)
    story.told(Unavailable()).wait(10)
    assert story.desk.known == Unavailable()
    assert story.since(asked) == []


def test_an_answer_that_comes_too_late_is_not_shown() -> None:
    story = visit().staff().tap(Action.FIGURES)
    late = story.kiosk.front
    story.tap(Action.BACK, Action.READINESS).tell(StaffTold(late, Unavailable()))
    assert story.desk.known is None


def test_without_a_card_there_is_nobody_to_help() -> None:
    story = StaffStory()
    story.empty()
    assert story.staff().tap(Action.ASSIST).page is Page.HOME


# closing


def test_the_kiosk_closes_and_opens() -> None:
    story = StaffStory()
    story.empty()
    story.staff().tap(Action.CLOSING, Action.CLOSE_KIOSK)
    assert (story.state, story.kiosk.visit.face) == (State.OUT_OF_SERVICE, Face.CLOSED)
    story.tap(Action.STOP).insert()
    assert (story.state, story.kiosk.visit.face) == (State.OUT_OF_SERVICE, Face.CLOSED)
    story.staff().tap(Action.CLOSING, Action.OPEN_KIOSK)
    assert (story.state, story.kiosk.visit.face) == (State.WAITING, Face.CARD_ALREADY_THERE)
    story.empty().insert()
    assert story.state is State.READING


@pytest.mark.parametrize("action", [Action.CLOSE_KIOSK, Action.END_OF_DAY])
def test_nothing_closes_over_a_card(action: Action) -> None:
    story = visit().staff().tap(Action.CLOSING, action)
    assert (story.kiosk.closed, story.state) == (False, State.VERDICT)
    second = StaffStory()
    second.readers(slot(atr=None, mute=True))
    assert second.staff().tap(Action.CLOSING, action).kiosk.closed is False


def test_a_kiosk_without_a_reader_can_be_closed_too() -> None:
    story = StaffStory()
    story.readers()
    assert story.staff().tap(Action.CLOSING, Action.END_OF_DAY).kiosk.visit.face is Face.CLOSED


def test_stories_without_staff_know_nothing_of_it() -> None:
    assert Story().card(BLOCKED).kiosk.staff is None
