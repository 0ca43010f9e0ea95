"""The clock's three bounds, each a day before, on and after; and it agrees with what the kiosk believes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.health.clock import Bounds, check_clock
from diagnostics.outcomes.status import Status
from diagnostics.outcomes.weeks import iso_week
from kiosk.runtime.process.sane_clock import RELEASED, SaneClock, believed_since

BOUNDS = Bounds(date(2026, 11, 1), date(2031, 11, 1))
MONDAY = date(2027, 3, 8)


@pytest.mark.parametrize(
    ("today", "last_week", "state"),
    [
        (date(2026, 10, 31), None, Status.FAULT),
        (date(2026, 11, 1), None, Status.OK),
        (date(2031, 11, 1), None, Status.OK),
        (date(2031, 11, 2), None, Status.FAULT),
        (MONDAY, iso_week(MONDAY), Status.OK),
        (MONDAY - timedelta(days=1), iso_week(MONDAY), Status.FAULT),
        (MONDAY + timedelta(days=1), iso_week(MONDAY), Status.OK),
    ],
)
def test_each_bound(today: date, last_week: str | None, state: Status) -> None:
    result = check_clock(today, BOUNDS, () if last_week is None else (last_week,))
    assert result.state is state
    assert bool(result.remedy) is (state is Status.FAULT)
    assert f"{today:%d/%m/%Y}" in result.sentence


def test_after_five_years_a_newer_release_is_the_first_advice() -> None:
    assert "version plus récente" in check_clock(date(2040, 1, 1), BOUNDS, ()).remedy


DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_one_week_under_a_clock_in_2099_is_no_fault_of_todays() -> None:
    assert check_clock(MONDAY, BOUNDS, [iso_week(MONDAY), "2099-W01"]).state is Status.OK


def test_a_clock_that_was_set_right_is_believed_after_some_weeks_and_the_remedy_says_so() -> None:
    result = check_clock(MONDAY, BOUNDS, [iso_week(MONDAY), "2029-W10"])
    assert result.state is Status.FAULT
    assert "Si elle est juste, la borne la croira après quelques semaines de service." in result.remedy
    assert check_clock(MONDAY, BOUNDS, ["2027-W09", "2027-W10", "2029-W10"]).state is Status.OK


def test_a_clock_far_ahead_of_the_figures_is_to_be_looked_at() -> None:
    result = check_clock(MONDAY, BOUNDS, ["2026-W47"])
    assert result.state is Status.WARNING
    assert "2026-W47" in result.sentence
    assert "à sa deuxième semaine de service" in result.remedy
    assert check_clock(MONDAY, BOUNDS, ["2026-W47", "2027-W09", "2027-W10"]).state is Status.OK


@given(today=DAYS, recorded=st.lists(DAYS.map(iso_week), max_size=20))
def test_the_kiosk_and_its_check_believe_the_same_days(today: date, recorded: list[str]) -> None:
    clock = SaneClock(lambda: today)
    for week in recorded:
        clock.recorded(week)
    bounds = believed_since(RELEASED)
    assert (check_clock(today, bounds, recorded).state is Status.OK) is clock.believes(today)
