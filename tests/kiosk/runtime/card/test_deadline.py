"""How long each part of a call may take, and what becomes of one whose time is up."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kiosk.runtime.card.call import BACK_OFF_S
from kiosk.runtime.card.deadline import Abandoned, CallProgress, Limits, Phase

TIMES = [
    (Phase.CONNECTING, 1.75),
    (Phase.READING, 5.0),
    (Phase.CODE, 30.0),
    (Phase.AFTER_CODE, 60.0),
]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("phase", "limit_s"), TIMES)
def test_a_call_is_abandoned_when_the_time_of_its_part_is_up(phase: Phase, limit_s: float) -> None:
    clock = Clock()
    progress = CallProgress(Limits(), clock)
    progress.enter(phase)
    clock.now += limit_s - 0.01
    assert progress.abandon(only_if_overdue=True) is None
    clock.now += 0.01
    assert progress.abandon(only_if_overdue=True) == Abandoned(phase, nothing_sent=True)


def test_the_long_reading_has_more_time() -> None:
    assert Limits().of_the_long_reading == Limits(reads_s=20.0)


@pytest.mark.parametrize("seconds", [60.0, 61.0, 600.0])
def test_no_call_lasts_longer_than_the_whole_however_its_parts_go_on(seconds: float) -> None:
    clock = Clock()
    progress = CallProgress(Limits(), clock)
    clock.now += seconds
    progress.enter(Phase.READING)
    assert progress.abandon(only_if_overdue=True) is not None


def test_an_abandoned_call_goes_on_to_nothing() -> None:
    progress = CallProgress(Limits(), Clock())
    progress.enter(Phase.READING)
    assert progress.abandon(only_if_overdue=False) is not None
    assert not progress.open
    assert not progress.enter(Phase.CODE)
    assert progress.abandon(only_if_overdue=False) is None


def test_a_card_that_another_program_holds_is_asked_less_and_less_often() -> None:
    assert BACK_OFF_S[0] > 0
    assert all(sooner < later for sooner, later in pairwise(BACK_OFF_S))
