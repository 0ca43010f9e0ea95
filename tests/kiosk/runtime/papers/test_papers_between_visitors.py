"""Whoever comes next finds no paper of the one before, however quickly they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.card.model import Unblocked
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk
from kiosk.runtime.lanes import SerialLane
from kiosk.runtime.papers.lane import AFTER_VISIT_S, Delivery, PaperLane
from reports.printing.trouble import Trouble
from stories.story import ATR_CPS3, BLOCKED, READER, Story, counters, slot

OTHER = "Lecteur 2"


class Press:
    """Notes what is asked of it; ``under_way`` says whether the paper of the visit before may still come out."""

    def __init__(self) -> None:
        self.under_way = True
        self.hurried: list[float] = []

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        raise AssertionError

    def trouble(self) -> Trouble | None:
        return None

    def hurry(self, seconds: float) -> None:
        self.hurried.append(seconds)

    def cancel(self) -> None:
        self.under_way = False

    def tidy(self) -> None:
        raise AssertionError


@pytest.fixture
def press() -> Press:
    return Press()


@pytest.fixture
def lane(press: Press, lines: Any) -> PaperLane:
    return PaperLane(press, SerialLane("paper", lambda _: None, lines.journal), lambda _: None, lines.journal)


@pytest.fixture
def printing(lane: PaperLane) -> Story:
    """A receipt is on its way."""
    story = Story().card(BLOCKED).send().ends(Unblocked(counters(3, 10, 99))).press(Action.PRINT)
    lane.see(story.kiosk)
    assert story.state is State.PRINTING
    return story


def pulled_and_the_next_one_inserted(story: Story) -> None:
    story.readers(slot(atr=None, changes=2)).readers(slot(changes=3))


def pulled_and_the_next_one_inserted_at_the_end(story: Story) -> None:
    story.readers(slot(), slot(OTHER, ATR_CPS3)).readers(slot(atr=None, changes=2), slot(OTHER, ATR_CPS3))
    story.press(Action.FINISH)


def taken_and_swapped_at_once(story: Story) -> None:
    story.press(Action.FINISH)
    assert story.state is State.TAKE_CARD
    story.readers(slot(changes=3))


@pytest.mark.parametrize(
    "comes", [pulled_and_the_next_one_inserted, pulled_and_the_next_one_inserted_at_the_end, taken_and_swapped_at_once]
)
def test_the_next_visit_may_begin_in_the_step_that_ends_the_last(
    printing: Story, lane: PaperLane, press: Press, comes: Callable[[Story], None]
) -> None:
    comes(printing)
    assert (printing.state, printing.kiosk.visit.paper) == (State.READING, None)
    lane.see(printing.kiosk)
    assert not press.under_way


def test_a_reader_that_goes_away_meanwhile_gives_the_paper_no_more_time(
    printing: Story, lane: PaperLane, press: Press
) -> None:
    printing.readers().press(Action.FINISH)
    lane.see(printing.kiosk)
    assert (printing.state, press.hurried, press.under_way) == (State.OUT_OF_SERVICE, [AFTER_VISIT_S], True)
    lane.see(printing.readers(slot(READER, ATR_CPS3, 3)).press(Action.START).kiosk)
    assert (printing.state, press.under_way) == (State.READING, False)


def test_a_paper_goes_on_while_its_visit_does(printing: Story, lane: PaperLane, press: Press) -> None:
    printing.readers(slot(atr=None, changes=2))
    lane.see(printing.kiosk)
    assert (printing.state, press.hurried, press.under_way) == (State.PRINTING, [], True)
