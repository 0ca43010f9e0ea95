"""The only time that is kept: weeks of ISO 8601, and the months they belong to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.outcomes.weeks import (
    contradicting_week,
    iso_week,
    monday,
    month_of,
    months_before,
    week_left_behind,
    weeks_before,
)


@pytest.mark.parametrize(
    ("week", "month"),
    [
        ("2026-W44", "2026-10"),  # Thursday 29 October
        ("2026-W45", "2026-11"),  # Thursday 5 November
        ("2026-W53", "2026-12"),  # Thursday 31 December
        ("2027-W01", "2027-01"),  # Thursday 7 January
        ("2025-W01", "2025-01"),  # Monday 30 December 2024, Thursday 2 January
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday(week: str, month: str) -> None:
    assert month_of(week) == month


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(0, 600))
def test_weeks_are_counted_across_years(day: date, weeks: int) -> None:
    assert weeks_before(iso_week(day), weeks) == iso_week(day - timedelta(weeks=weeks))
    assert monday(iso_week(day)) == day - timedelta(days=day.weekday())


@pytest.mark.parametrize(
    ("week", "months", "month"),
    [
        ("2026-W47", 0, "2026-11"),
        ("2026-W47", 10, "2026-01"),
        ("2026-W47", 11, "2025-12"),
        ("2026-W47", 25, "2024-10"),
    ],
)
def test_months_before_a_week(week: str, months: int, month: str) -> None:
    assert months_before(week, months) == month


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-47", "2026-W54", "2025-W53", "26-W01", "2026-W1", "2026-W00"),
        *("+026-W01", " 026-W01", "2026-W 1", "2026-W01\n"),
        *("٢٠٢٦-W٤٧", "２０２６-W47"),  # digits of other scripts, which int() reads
    ],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        monday(text)


NOW = "2027-W20"


def in_weeks(*weeks: int) -> list[str]:
    """Weeks so many after NOW."""
    return [weeks_before(NOW, -after) for after in weeks]


@pytest.mark.parametrize(
    ("counted", "says"),
    [
        ([], None),
        ([-1, 0], None),
        ([-1, 0, 1], 1),
        ([*range(-13, 1), 13], 13),
        ([0, 14], 14),
        ([-1, 0, 14], None),
        ([-13, 0, 14], None),
        ([-14, 0, 14], 14),
        ([-1, 0, 14, 15], 15),
        ([-2, -1, 0, 14, 15], None),
        ([-2, -1, 0, 1, 15], 1),
        ([5 * 52], 5 * 52),
        ([5 * 52 + 2], None),
    ],
)
def test_which_weeks_say_that_the_clock_went_back(counted: list[int], says: int | None) -> None:
    assert contradicting_week(in_weeks(*counted), NOW) == ("" if says is None else in_weeks(says)[0])


def test_a_year_of_service_cannot_be_taken_for_an_error_by_a_clock_that_went_back() -> None:
    lived = [weeks_before(NOW, back) for back in range(52)]
    for back in range(1, 52):
        assert contradicting_week(lived, weeks_before(NOW, back))


@pytest.mark.parametrize(
    ("counted", "behind"),
    [
        ([], None),
        ([0], None),
        ([-13], None),
        ([-14], -14),
        ([-20, -14], -14),
        ([-14, 0], -14),
        ([-14, -13], -14),
        ([-14, -1, 0], None),
        ([-14, -13, 0], None),
        ([-14, 0, 1], -14),
    ],
)
def test_which_weeks_a_clock_has_left_behind(counted: list[int], behind: int | None) -> None:
    assert week_left_behind(in_weeks(*counted), NOW) == ("" if behind is None else in_weeks(behind)[0])
