"""Rule 13 in a visit: a real reader unblocks only what it was commissioned for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.card.commission import Commission
from kiosk.card.model import CardKind
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk, Rules
from stories.story import ATR_CPS4, Story, cps4_counters

MODEL = "Virtual PCD"
HERE = Commission(CardKind.CPS4, MODEL, "00")
"""The stories' card is in ``Virtual PCD 00 00``, which is a real reader here; its AODF has the hash 00."""


def kiosk(*commissions: Commission) -> Kiosk:
    return Kiosk(rules=Rules(simulated_readers=("Other",), commissions=frozenset(commissions)))


def inserted(*commissions: Commission) -> Story:
    """Its counters were read; what else stands on it is still being read."""
    return Story(kiosk(*commissions)).empty().insert(ATR_CPS4).read(cps4_counters())


@pytest.mark.parametrize(
    ("commission", "face"),
    [
        (HERE, Face.BLOCKED),
        (replace(HERE, kind=CardKind.CPS3), Face.NOT_HERE_MODEL),
        (replace(HERE, reader_model=MODEL + "0"), Face.NOT_HERE_MODEL),
        (replace(HERE, aodf_hash="01"), Face.NOT_HERE_MODEL),
    ],
)
def test_a_real_reader_unblocks_what_it_was_commissioned_for(commission: Commission, face: Face) -> None:
    story = inserted(commission).content()
    assert story.kiosk.visit.face is face


def test_without_any_commissioning_a_real_reader_unblocks_nothing() -> None:
    assert inserted().kiosk.visit.face is Face.NOT_HERE_MODEL


def test_it_is_offered_before_the_aodf_is_known_and_withdrawn_when_it_is_another() -> None:
    story = inserted(replace(HERE, aodf_hash="01"))
    assert story.kiosk.visit.face is Face.BLOCKED
    story.content()
    assert story.kiosk.visit.face is Face.NOT_HERE_MODEL


def test_whoever_pressed_before_the_aodf_was_known_gets_no_further_when_it_is_another() -> None:
    story = inserted(replace(HERE, aodf_hash="01")).press(Action.UNBLOCK).content()
    assert story.state is State.HAVE_CODE
    story.press(Action.YES)
    assert (story.state, story.kiosk.visit.face, story.sends) == (State.VERDICT, Face.NOT_HERE_MODEL, 0)


def test_one_of_several_records_is_enough() -> None:
    story = inserted(replace(HERE, aodf_hash="01"), HERE).content()
    assert story.kiosk.visit.face is Face.BLOCKED
