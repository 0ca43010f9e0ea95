"""Which touches and keys count, at the edges of the 400 ms and of their screens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.view.touch import ARMED_AFTER_S, Arming


@pytest.fixture
def arming() -> Arming:
    fresh = Arming()
    fresh.replaced()
    fresh.painted(10.0)
    return fresh


@pytest.mark.parametrize(("after", "counts"), [(0.0, False), (0.399, False), (0.4, True), (0.401, True)])
def test_a_touch_begins_to_count_at_400_ms(arming: Arming, after: float, counts: bool) -> None:
    assert arming.touch_begins(1, "yes", 10.0 + after) is counts
    assert arming.touch_ends(1, "yes") is counts


@pytest.mark.parametrize(("after", "counts"), [(0.399, False), (0.4, True)])
def test_a_key_begins_to_count_at_400_ms(arming: Arming, after: float, counts: bool) -> None:
    assert arming.key_begins("enter", 10.0 + after) is counts


def test_nothing_counts_before_the_first_frame() -> None:
    arming = Arming()
    arming.replaced()
    assert not arming.touch_begins(1, "yes", 1e9)
    assert not arming.key_begins("enter", 1e9)


def test_later_frames_do_not_put_the_moment_off(arming: Arming) -> None:
    arming.painted(10.3)
    assert arming.touch_begins(1, "yes", 10.4)


def test_a_touch_that_ends_elsewhere_does_not_count(arming: Arming) -> None:
    for end in ("no", None):
        arming.touch_begins(1, "yes", 11.0)
        assert not arming.touch_ends(1, end)


def test_a_touch_from_nowhere_does_not_count_on_a_key(arming: Arming) -> None:
    assert not arming.touch_begins(1, None, 11.0)
    assert not arming.touch_ends(1, "yes")
    assert not arming.touch_ends(1, None)


def test_a_touch_across_two_screens_does_not_count(arming: Arming) -> None:
    arming.touch_begins(1, "yes", 11.0)
    arming.replaced()
    arming.painted(11.1)
    assert not arming.touch_ends(1, "yes")


def test_a_held_enter_does_not_answer_the_next_question(arming: Arming) -> None:
    assert arming.key_begins("enter", 11.0)
    arming.replaced()
    arming.painted(11.1)
    assert not any(arming.key_begins("enter", 11.1 + repeat / 30) for repeat in range(300))
    arming.key_ends("enter")
    assert arming.key_begins("enter", 30.0)


def test_a_key_pressed_too_early_stays_dead_until_it_is_up(arming: Arming) -> None:
    assert not arming.key_begins("enter", 10.1)
    assert not arming.key_begins("enter", 12.0)
    arming.key_ends("enter")
    assert arming.key_begins("enter", 12.1)


def test_two_fingers_are_two_touches(arming: Arming) -> None:
    arming.touch_begins(1, "yes", 11.0)
    arming.touch_begins(2, "no", 11.0)
    assert arming.touch_ends(2, "no")
    assert arming.touch_ends(1, "yes")


@given(st.lists(st.floats(0, 2), min_size=1, max_size=30))
def test_one_screen_takes_no_press_that_began_within_its_first_400_ms(gaps: list[float]) -> None:
    """Taps at any rhythm, each answered by a new screen: every counted tap is 400 ms younger than its screen."""
    arming, now = Arming(), 0.0
    arming.replaced()
    arming.painted(now)
    painted = now
    for touch, gap in enumerate(gaps):
        now += gap
        began = arming.touch_begins(touch, "yes", now)
        assert began == (now >= painted + ARMED_AFTER_S)
        if arming.touch_ends(touch, "yes"):
            arming.replaced()
            arming.painted(now)
            painted = now
