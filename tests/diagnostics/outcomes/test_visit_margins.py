from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.outcomes.weeks import iso_week

EPSILON_S = 0.001


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 15), "2026-W46"),
        (date(2026, 11, 16), "2026-W47"),
        (date(2024, 12, 29), "2024-W52"),
        (date(2024, 12, 30), "2025-W01"),  # ISO 8601: the week with the year's first Thursday
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_a_day_belongs_to_its_iso_week(day: date, week: str):
    assert iso_week(day) == week


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_weeks_sort_as_time_does(day: date):
    assert iso_week(day) < iso_week(day + timedelta(days=7))


@pytest.mark.parametrize(
    ("limit_s", "below", "from_there"),
    [
        (60, DurationBucket.UNDER_1_MIN, DurationBucket.FROM_1_TO_2_MIN),
        (120, DurationBucket.FROM_1_TO_2_MIN, DurationBucket.FROM_2_TO_5_MIN),
        (300, DurationBucket.FROM_2_TO_5_MIN, DurationBucket.FROM_5_TO_10_MIN),
        (600, DurationBucket.FROM_5_TO_10_MIN, DurationBucket.FROM_10_MIN),
    ],
)
def test_a_duration_falls_into_one_bucket(limit_s: int, below: DurationBucket, from_there: DurationBucket):
    assert DurationBucket.containing(limit_s - EPSILON_S) is below
    assert DurationBucket.containing(limit_s) is from_there


@pytest.mark.parametrize("duration_s", [-EPSILON_S, -math.inf, math.nan])
def test_a_duration_that_cannot_be_is_refused(duration_s: float):
    with pytest.raises(ValueError, match="cannot last"):
        DurationBucket.containing(duration_s)


@pytest.mark.parametrize("language", ["", "f", "fra", "FR", "fr-FR", "f1", "fr\n", "DUPONT"])
def test_free_text_cannot_enter_as_a_language(language: str):
    with pytest.raises(ValueError, match="ISO 639-1"):
        VisitMargins(DurationBucket.UNDER_1_MIN, language, printed=False, assisted=False)
