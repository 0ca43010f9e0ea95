"""The clock's three bounds, each a day before, on and after; and it agrees with what the kiosk believes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.health.clock import Bounds, check_clock
from diagnostics.outcomes.status import Status
from diagnostics.outcomes.weeks import iso_week
from kiosk.runtime.process.sane_clock import BELIEVED_YEARS, RELEASED, SaneClock

BOUNDS = Bounds(date(2026, 11, 1), date(2031, 11, 1))
MONDAY = date(2027, 3, 8)


@pytest.mark.parametrize(
    ("today", "last_week", "state"),
    [
        (date(2026, 10, 31), "", Status.FAULT),
        (date(2026, 11, 1), "", Status.OK),
        (date(2031, 11, 1), "", Status.OK),
        (date(2031, 11, 2), "", Status.FAULT),
        (MONDAY, iso_week(MONDAY), Status.OK),
        (MONDAY - timedelta(days=1), iso_week(MONDAY), Status.FAULT),
        (MONDAY + timedelta(days=1), iso_week(MONDAY), Status.OK),
    ],
)
def test_each_bound(today: date, last_week: str, state: Status) -> None:
    result = check_clock(today, BOUNDS, last_week)
    assert result.state is state
    assert bool(result.remedy) is (state is Status.FAULT)
    assert f"{today:%d/%m/%Y}" in result.sentence


def test_after_five_years_a_newer_release_is_the_first_advice() -> None:
    assert "version plus récente" in check_clock(date(2040, 1, 1), BOUNDS, "").remedy


DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(today=DAYS, recorded=st.none() | DAYS)
def test_the_kiosk_and_its_check_believe_the_same_days(today: date, recorded: date | None) -> None:
    week = "" if recorded is None else iso_week(recorded)
    clock = SaneClock(lambda: today)
    if week:
        clock.recorded(week)
    bounds = Bounds(RELEASED, RELEASED.replace(year=RELEASED.year + BELIEVED_YEARS))
    assert (check_clock(today, bounds, week).state is Status.OK) is clock.believes(today)
