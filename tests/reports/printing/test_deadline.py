from __future__ import annotations

from threading import Thread

import pytest

from reports.printing.deadline import Deadline


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(("passed", "left"), [(0, 10), (9, 1), (10, 0), (11, 0)])
def test_it_runs_out(clock, passed, left):
    deadline = Deadline(10, clock)
    clock.now += passed
    assert deadline.left_s == left


@pytest.mark.parametrize(("passed", "lasts"), [(5.9, True), (6, False), (7, False)])
def test_it_lasts_until_its_reserve(clock, passed, lasts):
    deadline = Deadline(10, clock)
    clock.now += passed
    assert deadline.lasts(0, reserve_s=4) is lasts


@pytest.mark.parametrize(("seconds", "left"), [(3, 3), (10, 10), (20, 10), (0, 0)])
def test_it_is_made_shorter_never_longer(clock, seconds, left):
    deadline = Deadline(10, clock)
    deadline.shorten(seconds)
    assert deadline.left_s == left
    assert not deadline.stopped


def test_stopping_wakes_whoever_waits():
    deadline, woken = Deadline(600), []
    waiting = Thread(target=lambda: woken.append(deadline.lasts(600, reserve_s=1)))
    waiting.start()
    deadline.stop()
    waiting.join(30)
    assert woken == [False]
    assert deadline.stopped
