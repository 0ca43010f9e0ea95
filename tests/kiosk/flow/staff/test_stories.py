"""Staff mode over a visit, told as stories."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import PukRefused, Sent, Torn, Unblocked, Unexpected
from kiosk.flow.model.effects import CallStaff, PaperKind, Wipe
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import PaperEnded, PaperResult, Pressed, Touched
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
from kiosk.view.papers import paper
from kiosk.view.screen_of import screen_of
from reports.papers.papers import Replacement, ReplacementReason
from stories.staff_story import STAFF, StaffStory, rules
from stories.story import BLOCKED, OTHER_SERIAL, TODAY, Story, counters, slot


def visit() -> StaffStory:
    story = StaffStory()
    story.card(BLOCKED)
    return story


def few_tries(puk: int = 2, **policy: bool) -> StaffStory:
    story = StaffStory(Kiosk(rules=rules(**policy)))
    story.card(counters(0, puk))
    return story


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
    overlay = screen_of(story.kiosk, story.now, Words(TODAY)).overlay
    return () if overlay is None else overlay.body


def test_the_call_goes_on_until_a_code_is_accepted_and_then_the_screen_says_who_comes() -> None:
    story = calling().corner().code(CodeAnswer.REFUSED)
    story.tap(Action.STOP)
    assert (story.kiosk.overlay, story.of(CallStaff)) == (Overlay.HELP_CALLED, [CallStaff(calling=True)])
    assert "Un agent arrive." not in said(story)
    story.staff()
    assert story.of(CallStaff)[-1] == CallStaff(calling=False)
    story.tap(Action.STOP)
    assert "Un agent arrive." in said(story)
    story.press(Action.RESUME)
    assert (story.state, story.kiosk.overlay, story.kiosk.visit.entry.puk) == (State.PUK, Overlay.NONE, 4)


def test_a_kiosk_that_cannot_be_heard_never_says_that_it_calls() -> None:
    story = calling().staff().tap(Action.STOP)
    overlay = screen_of(story.kiosk, story.now, Words(TODAY, staff_hears=False)).overlay
    assert overlay is not None
    assert (overlay.title, overlay.body[0]) == ("Demandez de l’aide au comptoir", "Un agent arrive.")


def test_whoever_calls_again_is_not_said_to_be_answered() -> None:
    story = calling().staff().tap(Action.STOP)
    story.press(Action.RESUME, Action.HELP)
    assert "Un agent arrive." not in said(story)
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


# help


def test_staff_make_a_card_with_few_tries_possible_for_this_visit() -> None:
    story = few_tries()
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES
    story.helped()
    assert (story.kiosk.visit.face, story.kiosk.visit.staff_present) == (Face.BLOCKED, True)
    assert story.send().sends == 1
    story.ends(Unblocked(counters(3, 2, 99)))
    assert story.state is State.UNBLOCKED


def test_the_last_try_passes_its_gate_with_staff() -> None:
    story = few_tries(1).helped()
    assert story.send().state is State.LAST_TRY
    assert story.sends == 0
    story.press(Action.SEND)
    assert (story.state, story.sends) == (State.UNBLOCKING, 1)


def test_the_last_try_may_be_forbidden_even_with_staff() -> None:
    story = few_tries(1, last_try_with_staff=False).helped()
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES
    assert few_tries(2, last_try_with_staff=False).helped().kiosk.visit.face is Face.BLOCKED


def test_a_forgotten_code_is_replaced_with_staff_where_that_is_configured() -> None:
    story = StaffStory(Kiosk(rules=rules(forgotten_with_staff=True)))
    story.card(counters(3))
    story.press(Action.FORGOTTEN, Action.SET_WITH_PUK)
    assert story.state is State.FORGOTTEN
    story.helped().press(Action.SET_WITH_PUK)
    assert story.state is State.HAVE_CODE
    story.press(Action.YES, Action.YES).to_confirm().agree().press(Action.SEND)
    assert story.sends == 1


def test_after_two_refused_codes_staff_may_go_on() -> None:
    story = visit()
    story.send().ends(PukRefused(counters(0, 9))).press(Action.YES)
    story.to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 8)))
    assert story.press(Action.GO_ON).state is State.TWO_WRONG
    story.helped().press(Action.GO_ON)
    assert story.state is State.LETTER_CHECK
    story.press(Action.YES).to_confirm().agree().press(Action.SEND).ends(Unblocked(counters(3, 8, 99)))
    assert [code for code in story.outcomes if code.value.startswith("U")] == [Code.TWO_WRONG, Code.UNBLOCKED]


def test_staff_who_saw_the_answers_of_a_card_may_send_its_holder_for_another_one() -> None:
    story = visit()
    story.send().ends(Unexpected(Sent.PUK, counters(0, 9)))
    assert story.press(Action.REPLACE).state is State.STOPPED
    story.helped().press(Action.REPLACE)
    assert (story.state, story.kiosk.visit.paper) == (State.PRINTING, PaperKind.REPLACEMENT)
    assert story.outcomes[-2:] == [Code.STOPPED, Code.REPLACE_FAULTY]
    said = paper(story.kiosk, PaperKind.REPLACEMENT, Words(TODAY))
    assert isinstance(said, Replacement)
    assert said.reason is ReplacementReason.FAULTY


def test_the_paper_comes_out_again_while_staff_help() -> None:
    story = visit()
    story.send().ends(Unblocked(counters(3, 10, 99))).press(Action.PRINT)
    story.tell(PaperEnded(story.kiosk.paper_ticket, PaperResult.FAILED)).press(Action.REPRINT)
    assert story.kiosk.visit.face is Face.FAILED
    story.helped().press(Action.REPRINT)
    assert story.kiosk.visit.face is Face.RUNNING


def test_a_helped_visit_counts_as_assisted_and_one_beside_which_staff_looked_at_figures_does_not() -> None:
    assert visit().helped().kiosk.visit.assisted
    assert not visit().staff().tap(Action.FIGURES).kiosk.visit.assisted


def test_whoever_is_helped_calls_nobody() -> None:
    story = few_tries().helped()
    called = story.of(CallStaff)
    story.press(Action.UNBLOCK, Action.YES, Action.NOT_SURE)
    assert (story.kiosk.overlay, story.of(CallStaff)) == (Overlay.HELP_CALLED, called)
    assert story.press(Action.RESUME).state is State.LETTER_CHECK


# the end of what staff permit


def typing_with_staff() -> StaffStory:
    story = few_tries().helped()
    story.to_puk().entry(puk=8)
    return story


def no_longer_permitted(story: StaffStory) -> None:
    assert not story.kiosk.visit.staff_present
    assert story.kiosk.staff is None
    assert story.press(Action.VALIDATE, Action.SEND).sends == 0


def test_help_ended_by_its_button_takes_the_codes_with_it() -> None:
    story = typing_with_staff()
    mark = len(story.effects)
    story.press(Action.END_ASSIST)
    no_longer_permitted(story)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NOT_HERE_TRIES)
    wiped = {slot for effect in story.since(mark) if isinstance(effect, Wipe) for slot in effect.slots}
    assert wiped >= {CodeSlot.PUK, CodeSlot.NEW_PIN, CodeSlot.CONFIRM}


def test_help_ends_by_itself_after_a_warning() -> None:
    story = typing_with_staff().wait(STAFF.assist_s - 20)
    assert story.kiosk.front < 0
    no_longer_permitted(story.wait(20))


def test_typing_keeps_the_help_alive() -> None:
    story = typing_with_staff()
    for _ in range(4):
        story.wait(STAFF.assist_s - 30).entry(puk=7)
    assert story.kiosk.visit.staff_present


def test_help_ends_with_the_card() -> None:
    no_longer_permitted(typing_with_staff().empty())


def test_help_ends_when_another_card_takes_the_place() -> None:
    story = typing_with_staff().insert()
    no_longer_permitted(story)
    story.read(counters(0, 2), OTHER_SERIAL).content()
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES


def test_help_ends_with_the_visit() -> None:
    story = few_tries().helped()
    story.press(Action.STOP)
    assert (story.state, story.kiosk.staff) == (State.TAKE_CARD, None)


def test_help_ends_when_contact_is_lost_and_the_card_taken_out() -> None:
    story = few_tries(3).helped()
    story.send().ends(Torn(Sent.PUK)).empty()
    assert not story.kiosk.visit.staff_present
    story.insert().read(counters(0, 2))
    assert story.press(Action.RESTART).state is State.TORN_NOT_DONE


def test_help_is_not_cut_off_while_codes_are_sent() -> None:
    story = few_tries().helped().send()
    story.wait(STAFF.assist_s + 1)
    assert (story.state, story.kiosk.visit.staff_present) == (State.UNBLOCKING, True)


def test_the_corner_asks_nothing_of_whoever_is_helped() -> None:
    """The professional could otherwise reach the desk without a code."""
    story = few_tries().helped()
    story.corner()
    assert story.desk.assisting


def test_a_briefing_ends_with_the_card() -> None:
    story = few_tries().staff().tap(Action.ASSIST)
    assert story.page is Page.BRIEFING
    assert story.empty().kiosk.staff is None


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
