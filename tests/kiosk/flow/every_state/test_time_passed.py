"""Every state that waits for a person ends by itself, after a warning; to the tenth of a second."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.effects import CallStaff
from kiosk.flow.model.events import Touched
from kiosk.flow.model.staff_desk import StaffRules
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.model.visit import Kiosk, Rules
from stories.every_screen import NAMES, story
from stories.staff_story import StaffStory
from stories.story import BLOCKED, Story, counters


@pytest.mark.parametrize(
    ("name", "limit_s"),
    [
        ("reading", 120),
        ("verdict-not-blocked", 120),
        ("have_code", 120),
        ("last_try", 120),
        ("current_pin-last-try", 120),
        ("puk", 300),
        ("new_pin", 300),
        ("confirm", 300),
        ("current_pin-change", 300),
        ("unblocked", 120),
    ],
)
def test_the_warning_comes_20_seconds_before_the_end_and_can_be_answered(name: str, limit_s: float) -> None:
    told = story(name)
    state, warned_at = told.state, limit_s - 20
    screen = told.wait(warned_at - 0.1).kiosk.screen
    assert told.kiosk.overlay is Overlay.NONE
    assert told.wait(0.1).kiosk.overlay is Overlay.STILL_THERE
    assert told.kiosk.screen == screen + 1, "a press meant for the state does not answer the warning"
    assert told.press(Action.STILL_HERE).kiosk.overlay is Overlay.NONE
    warned = told.wait(warned_at).kiosk.screen
    assert told.wait(19.9).kiosk.screen == warned
    assert (told.state, told.kiosk.overlay) == (state, Overlay.STILL_THERE)
    assert told.wait(0.1).state is State.TAKE_CARD


@pytest.mark.parametrize(
    ("name", "limit_s", "then"),
    [
        ("torn", 180, State.TORN_UNKNOWN),
        ("torn-nothing-sent", 180, State.WAITING),
        ("other_card", 60, State.TORN_UNKNOWN),
        ("stuck-unknown", 60, State.TORN_UNKNOWN),
        ("stuck-nothing-sent", 60, State.OUT_OF_SERVICE),
    ],
)
def test_no_warning_hides_what_the_person_is_asked_to_do(name: str, limit_s: float, then: State) -> None:
    told = story(name)
    state = told.state
    told.wait(limit_s - 0.1)
    assert (told.state, told.kiosk.overlay) == (state, Overlay.NONE)
    assert told.wait(0.1).state is then


@pytest.mark.parametrize("name", [name for name in NAMES if not story(name).state.traits.offers_stop])
def test_what_ends_by_itself_never_ends_for_want_of_a_touch(name: str) -> None:
    told = story(name)
    if told.kiosk.staff is not None:
        return
    state, face = told.state, told.kiosk.visit.face
    told.wait(3600)
    assert (told.state, told.kiosk.visit.face, told.kiosk.overlay) == (state, face, Overlay.NONE)


def test_no_warning_stands_under_the_desk_and_staff_who_help_give_more_time() -> None:
    told = StaffStory()
    told.card(BLOCKED)
    told.staff().wait(99)
    assert told.tap(Action.FIGURES).wait(99).kiosk.overlay is Overlay.NONE
    told.tap(Action.BACK, Action.ASSIST, Action.CONTINUE)
    for _ in range(3):
        told.wait(150).tell(Touched())
    assert (told.state, told.kiosk.overlay) == (State.VERDICT, Overlay.NONE)


def test_no_warning_of_the_visit_ever_stands_under_a_page_of_staff() -> None:
    """However long the office lets a page stand."""
    told = StaffStory(Kiosk(rules=Rules(staff=StaffRules(enabled=True, idle_s=700))))
    told.card(BLOCKED)
    assert told.staff().wait(599).kiosk.overlay is Overlay.NONE


def test_only_a_reading_that_lost_contact_is_called_mute_after_two_seconds() -> None:
    told = story("half_done-contact-lost").wait(5)
    assert told.state is State.HALF_DONE


def test_a_warning_is_given_once_the_desk_is_closed() -> None:
    told = StaffStory()
    told.card(BLOCKED)
    told.staff().tap(Action.STOP)
    assert told.wait(99.9).kiosk.overlay is Overlay.NONE
    assert told.wait(0.1).kiosk.overlay is Overlay.STILL_THERE


def test_whoever_touches_a_screen_stays() -> None:
    story_ = Story().card(counters()).wait(99).tell(Touched()).wait(99)
    assert story_.kiosk.overlay is Overlay.NONE


def test_typing_has_300_seconds_after_the_last_key() -> None:
    story = Story().card(BLOCKED).to_puk().wait(279).entry(puk=1).wait(279).entry(puk=2)
    assert story.kiosk.overlay is Overlay.NONE
    story.wait(280)
    assert story.kiosk.overlay is Overlay.STILL_THERE
    story.wait(20)
    assert story.state is State.TAKE_CARD
    assert story.outcomes[-1] is Code.UNBLOCK_TIMED_OUT
    assert story.kiosk.visit.entry.puk == 0


def test_keys_under_the_warning_do_not_type() -> None:
    story = Story().card(BLOCKED).to_puk().wait(280).entry(puk=4)
    assert story.kiosk.visit.entry.puk == 0


def test_help_suspends_the_time_but_not_for_ever() -> None:
    story = Story().card(BLOCKED).to_puk().entry(puk=4).press(Action.HELP)
    assert (story.kiosk.overlay, story.effects[-1]) == (Overlay.HELP_CALLED, CallStaff(calling=True))
    story.wait(599)
    assert (story.state, story.kiosk.visit.entry.puk) == (State.PUK, 4)
    story.wait(1)
    assert story.state is State.TAKE_CARD
    assert story.outcomes[-1] is Code.HELP_ASKED


def test_unblocking_has_no_way_out() -> None:
    story = Story().card(BLOCKED).send()
    story.press(Action.STOP, Action.HELP, Action.BACK, Action.FINISH).wait(3600).empty()
    assert (story.state, story.kiosk.overlay) == (State.UNBLOCKING, Overlay.NONE)
