"""What a CPS4 tells and a CPS3 does not: its counter and its code are set one after the other."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import CurrentPinRefused, HalfDone, PukRefused, Sent, Torn, Unblocked, UnblockResult, Unexpected
from kiosk.flow.model.effects import Wipe
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action, Face, State
from stories.story import ATR_CPS4, Story, cps4_counters


@pytest.fixture
def blocked() -> Story:
    return Story().card(cps4_counters(), ATR_CPS4)


def test_a_blocked_cps4_is_unblocked(blocked: Story) -> None:
    assert blocked.send().ends(Unblocked(cps4_counters(3))).state is State.UNBLOCKED
    assert (blocked.sends, blocked.outcomes) == (1, [Code.READ_BLOCKED, Code.UNBLOCKED])


def test_a_refused_new_code_is_half_done(blocked: Story) -> None:
    blocked.send().ends(HalfDone(cps4_counters(3)))
    assert (blocked.state, blocked.outcomes[-1], blocked.kiosk.visit.face) == (
        State.HALF_DONE,
        Code.HALF_DONE,
        Face.PLAIN,
    )


@pytest.mark.parametrize(("left", "state"), [(9, State.WRONG_PUK), (2, State.TWO_WRONG), (0, State.REPLACEMENT)])
def test_a_wrong_code_counts_without_a_known_maximum(left: int, state: State) -> None:
    story = Story().card(cps4_counters(0, max(left + 1, 3)), ATR_CPS4).send().ends(PukRefused(cps4_counters(0, left)))
    assert story.state is state


def test_counters_that_cannot_be_read_offer_nothing() -> None:
    story = Story().empty().insert(ATR_CPS4).read(None).content()
    assert story.state is State.UNREADABLE_COUNTERS
    assert story.press(Action.UNBLOCK).sends == 0


@pytest.mark.parametrize(
    ("sent", "state", "code"),
    [
        (Sent.RESET, State.HALF_DONE, Code.HALF_DONE),
        (Sent.NEW_CODE, State.TORN_DONE, Code.TORN_DONE),
        (Sent.PROOF, State.TORN_DONE, Code.TORN_DONE),
    ],
)
def test_a_cps4_torn_before_its_new_code_left_keeps_the_old_one(sent: Sent, state: State, code: Code) -> None:
    story = Story().card(cps4_counters(), ATR_CPS4).send().ends(Torn(sent)).empty().insert(ATR_CPS4)
    story.read(cps4_counters(3))
    assert (story.state, story.outcomes[-1]) == (state, code)
    assert story.kiosk.visit.face is (Face.CONTACT_LOST if state is State.HALF_DONE else Face.PLAIN)


@pytest.mark.parametrize(
    ("result", "forgets"),
    [
        (HalfDone(cps4_counters(3)), False),
        (Torn(Sent.RESET), False),
        (Unexpected(Sent.RESET, cps4_counters(3)), False),
        (Torn(Sent.NEW_CODE), True),
        (Unblocked(cps4_counters(3)), True),
    ],
)
def test_a_refused_pin_stays_refused_as_long_as_the_old_code_stands(result: UnblockResult, *, forgets: bool) -> None:
    story = Story().card(cps4_counters(1), ATR_CPS4).press(Action.TRY_PIN).current_pin().press(Action.SEND)
    story.answers(CurrentPinRefused(cps4_counters(0))).send()
    before = len(story.effects)
    story.ends(result)
    wiped = [effect.slots for effect in story.effects[before:] if isinstance(effect, Wipe)]
    assert wiped
    assert any(CodeSlot.REFUSED_CURRENT_PIN in slots for slots in wiped) is forgets
