"""Contact lost while the current PIN was used: what the screen says is what the counters prove."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import CodeAccepted, Counters, Purpose, Sent, Torn
from kiosk.flow.model.effects import RestartCardService
from kiosk.flow.model.events import CardCallReturned
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.sending.lost_contact import may_begin_again
from stories.story import ATR_CPS4, OTHER_SERIAL, Story, counters, cps4_counters


@pytest.fixture
def healthy() -> Story:
    return Story().card(counters())


def trying(held: Counters) -> Story:
    story = Story().card(held).press(Action.TRY_PIN).current_pin()
    return story.press(Action.SEND) if story.state is State.CURRENT_PIN else story


@pytest.mark.parametrize(
    ("held", "after", "state", "face", "code"),
    [
        (counters(), counters(), State.TORN_NOT_DONE, Face.CURRENT_PIN_NO_TRY, Code.CURRENT_PIN_TORN_NO_TRY),
        (counters(), counters(2), State.TORN_NOT_DONE, Face.CURRENT_PIN_TRY_COUNTED, Code.CURRENT_PIN_TORN_TRY_COUNTED),
        (counters(2), counters(3), State.TORN_NOT_DONE, Face.CURRENT_PIN_NO_TRY, Code.CURRENT_PIN_TORN_NO_TRY),
        (counters(1), counters(0), State.TORN_NOT_DONE, Face.NOW_BLOCKED, Code.PIN_NOW_BLOCKED),
        (counters(), counters(1), State.TORN_UNKNOWN, Face.CURRENT_PIN, Code.CURRENT_PIN_TORN_UNKNOWN),
    ],
)
def test_the_truth_about_a_try(held: Counters, after: Counters, state: State, face: Face, code: Code) -> None:
    story = trying(held).answers(Torn(Sent.CURRENT_PIN)).empty()
    assert (story.state, story.kiosk.visit.face) == (State.TORN, Face.UNKNOWN)
    story.insert().read(after)
    assert (story.state, story.kiosk.visit.face, story.kiosk.visit.code) == (state, face, code)
    assert story.kiosk.visit.after == after
    story.press(Action.FINISH)
    assert story.outcomes[-1] is code
    assert story.begun == len(story.outcomes)


def test_a_change_that_may_have_been_made_leaves_the_code_unknown(healthy: Story) -> None:
    healthy.change().answers(Torn(Sent.NEW_CODE)).empty().insert().read(counters()).content()
    assert (healthy.state, healthy.kiosk.visit.code) == (State.CHANGE_UNKNOWN, Code.CHANGE_UNKNOWN)
    assert Code.CHANGE_UNKNOWN not in healthy.outcomes
    healthy.press(Action.TRY_PIN).current_pin()
    assert (healthy.state, healthy.kiosk.visit.purpose) == (State.CHANGING, Purpose.TRY)
    healthy.answers(CodeAccepted(counters(), None))
    assert (healthy.state, healthy.outcomes[-1]) == (State.PIN_WORKS, Code.PIN_WORKS)
    assert healthy.begun == len(healthy.outcomes)


def test_whoever_leaves_without_trying_is_counted_as_not_knowing(healthy: Story) -> None:
    healthy.change().answers(Torn(Sent.PROOF)).empty().insert().read(counters()).press(Action.FINISH)
    assert healthy.outcomes[-1] is Code.CHANGE_UNKNOWN


def test_a_change_on_a_cps4_torn_before_the_new_code_left_keeps_the_old_one() -> None:
    story = Story().card(cps4_counters(3), ATR_CPS4).change().answers(Torn(Sent.CURRENT_PIN)).empty().insert(ATR_CPS4)
    story.read(cps4_counters(2))
    assert (story.state, story.kiosk.visit.face) == (State.TORN_NOT_DONE, Face.CURRENT_PIN_TRY_COUNTED)


def test_one_begins_again_with_the_current_pin(healthy: Story) -> None:
    healthy.change().answers(Torn(Sent.NOTHING)).empty()
    assert (healthy.state, healthy.kiosk.visit.face) == (State.TORN, Face.NOTHING_SENT)
    healthy.insert().read(counters()).content()
    assert (healthy.state, healthy.kiosk.visit.face) == (State.TORN_NOT_DONE, Face.CURRENT_PIN_NO_TRY)
    assert may_begin_again(healthy.kiosk)
    healthy.press(Action.RESTART)
    assert (healthy.state, healthy.kiosk.visit.purpose) == (State.CURRENT_PIN, Purpose.CHANGE)


def test_a_card_blocked_by_the_lost_try_is_unblocked_from_there() -> None:
    story = trying(counters(1)).answers(Torn(Sent.CURRENT_PIN)).empty().insert().read(counters(0))
    assert not may_begin_again(story.kiosk)
    story.press(Action.RESTART)
    assert story.state is State.TORN_NOT_DONE
    story.press(Action.UNBLOCK)
    assert (story.state, story.kiosk.visit.purpose) == (State.HAVE_CODE, None)


def test_a_card_that_lost_its_last_try_of_all_must_be_replaced() -> None:
    story = Story().card(counters(1, 0)).with_staff().press(Action.TRY_PIN).current_pin().press(Action.SEND)
    story.answers(Torn(Sent.CURRENT_PIN)).empty().insert().read(counters(0, 0))
    assert (story.state, story.kiosk.visit.face) == (State.REPLACEMENT, Face.PUK_DEAD)
    assert story.outcomes[-2:] == [Code.PIN_NOW_BLOCKED, Code.REPLACE_PUK_DEAD]


@pytest.mark.parametrize(
    ("purpose", "sent", "code"),
    [
        (Purpose.CHANGE, Sent.PROOF, Code.CHANGE_UNKNOWN),
        (Purpose.CHANGE, Sent.CURRENT_PIN, Code.CURRENT_PIN_TORN_UNKNOWN),
        (Purpose.SITUATIONS, Sent.CURRENT_PIN, Code.CURRENT_PIN_TORN_UNKNOWN),
    ],
)
def test_a_card_that_never_comes_back(healthy: Story, purpose: Purpose, sent: Sent, code: Code) -> None:
    operation = healthy.change() if purpose is Purpose.CHANGE else healthy.open_situations()
    operation.answers(Torn(sent)).empty().wait(181)
    assert (healthy.state, healthy.kiosk.visit.face) == (State.TORN_UNKNOWN, Face.CURRENT_PIN)
    assert (healthy.kiosk.visit.code, healthy.kiosk.visit.after, healthy.outcomes[-1]) == (code, None, code)


def test_whoever_leaves_before_it_is_read_again_is_told_that_it_is_unknown(healthy: Story) -> None:
    healthy.change().answers(Torn(Sent.PROOF)).empty().press(Action.STOP)
    assert (healthy.state, healthy.outcomes[-1]) == (State.TORN_UNKNOWN, Code.CHANGE_UNKNOWN)


def test_another_card_is_not_taken_for_it(healthy: Story) -> None:
    healthy.change().answers(Torn(Sent.PROOF)).empty().insert().read(counters(), OTHER_SERIAL)
    assert healthy.state is State.OTHER_CARD
    healthy.wait(61)
    assert (healthy.state, healthy.outcomes[-1]) == (State.TORN_UNKNOWN, Code.CHANGE_UNKNOWN)


def test_a_card_that_does_not_answer_is_stuck_and_nothing_is_claimed(healthy: Story) -> None:
    healthy.change().stuck(nothing_sent=False)
    assert (healthy.state, healthy.kiosk.visit.face) == (State.STUCK, Face.CURRENT_PIN)
    assert len(healthy.of(RestartCardService)) == 1
    ticket = healthy.kiosk.ticket
    healthy.empty()
    assert healthy.state is State.TORN
    healthy.insert().read(counters())
    assert (healthy.state, healthy.outcomes[-1]) == (State.TORN_UNKNOWN, Code.CHANGE_UNKNOWN), "still at work"
    healthy.tell(CardCallReturned(ticket))
    assert healthy.state is State.TORN_UNKNOWN


def test_a_stuck_call_that_returned_lets_the_card_tell(healthy: Story) -> None:
    healthy.open_situations().stuck(nothing_sent=False)
    healthy.tell(CardCallReturned(healthy.kiosk.ticket)).empty().insert().read(counters(2))
    assert (healthy.state, healthy.kiosk.visit.face) == (State.TORN_NOT_DONE, Face.CURRENT_PIN_TRY_COUNTED)


def test_a_stuck_card_that_was_sent_nothing_is_said_so(healthy: Story) -> None:
    healthy.change().stuck(nothing_sent=True)
    assert (healthy.state, healthy.kiosk.visit.face) == (State.STUCK, Face.NOTHING_SENT)
    assert not healthy.kiosk.visit.code_sent
    healthy.empty()
    assert (healthy.state, healthy.outcomes[-1]) == (State.WAITING, Code.CHANGE_ABANDONED)


def test_a_torn_unblocking_lets_the_new_code_be_tried() -> None:
    story = Story().card(counters(0)).send().ends(Torn(Sent.RESET)).empty().insert().read(counters(3, 10, 99))
    assert story.content().state is State.TORN_DONE
    story.press(Action.TRY_PIN).current_pin().answers(CodeAccepted(counters(3, 10, 99), None))
    assert (story.state, story.outcomes[-2:]) == (State.PIN_WORKS, [Code.TORN_DONE, Code.PIN_WORKS])


def test_a_half_done_unblocking_lets_the_old_code_be_changed() -> None:
    story = Story().card(cps4_counters(), ATR_CPS4).send().ends(Torn(Sent.RESET)).empty().insert(ATR_CPS4)
    story.read(cps4_counters(3)).content().press(Action.CHANGE_PIN)
    assert (story.state, story.kiosk.visit.purpose) == (State.CURRENT_PIN, Purpose.CHANGE)
