from __future__ import annotations

import pytest

from kiosk.flow.model.states import Face, Limit, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.move import Move
from kiosk.view.model.screen import Message, PictureName
from stories.every_screen import NAMES, story


def test_every_wording_is_one_of_a_state() -> None:
    assert {face for state in State for face in state.traits.faces} == set(Face)


def test_a_state_has_no_wording_of_another() -> None:
    move = Move(Kiosk(), 0.0).enter(State.PUK, Face.SAME_PUK)
    assert move.kiosk.visit.face is Face.SAME_PUK
    with pytest.raises(ValueError, match="LAST_TRY"):
        move.enter(State.PUK, Face.LAST_TRY)
    with pytest.raises(ValueError, match="RUNNING"):
        move.with_face(Face.RUNNING)


def test_no_visit_is_ever_in_the_state_of_staff_mode() -> None:
    assert [state for state in State if not state.traits.faces] == [State.STAFF]
    with pytest.raises(ValueError, match="STAFF"):
        Move(Kiosk(), 0.0).enter(State.STAFF)


@pytest.mark.parametrize("state", sorted(set(State) - {State.STAFF}, key=lambda state: state.value))
def test_the_traits_of_a_state_agree(state: State) -> None:
    traits = state.traits
    assert not (traits.unattended or traits.sending) or traits.limit is Limit.NEVER
    assert not traits.idle or traits.unattended
    assert (traits.slot is not None) is (traits.limit is Limit.TYPING)
    assert traits.slot is None or traits.before_send
    assert traits.unattended + traits.before_send + traits.sending + traits.result + traits.needs_card <= 1
    assert not traits.shows_outcome or not any(traits.faces.values())


@pytest.mark.parametrize("name", NAMES)
def test_whoever_sees_a_hand_take_the_card_out_is_in_a_state_that_wants_it_out(name: str) -> None:
    content = story(name).screen.content
    if isinstance(content, Message) and content.picture is PictureName.TAKE_CARD:
        assert story(name).state.traits.wants_card_out
