"""The only time that is kept: the ISO 8601 week. Text order of weeks and of months is time order."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

_MONTHS_IN_A_YEAR = 12
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")  # not \d, which takes the digits of every script


def iso_week(day: date) -> str:
    """``YYYY-Www``, the week-based year and its week 01-53; text order is time order."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def monday(week: str) -> date:
    """The first day of ``YYYY-Www``. Raises ValueError if there is no such week."""
    written = _WEEK.fullmatch(week)
    if written is None:
        raise ValueError(f"{week} is not a week")
    return date.fromisocalendar(int(written[1]), int(written[2]), 1)


@lru_cache(maxsize=2048)
def month_of(week: str) -> str:
    """``YYYY-MM``: a week belongs to the month of its Thursday, as ISO 8601 gives it to the year of its Thursday."""
    return f"{monday(week) + timedelta(days=3):%Y-%m}"


def weeks_before(week: str, weeks: int) -> str:
    return iso_week(monday(week) - timedelta(weeks=weeks))


def months_before(week: str, months: int) -> str:
    """The month (``YYYY-MM``) that many months before the month of ``week``."""
    year, month = month_of(week).split("-")
    years, number = divmod(int(year) * _MONTHS_IN_A_YEAR + int(month) - 1 - months, _MONTHS_IN_A_YEAR)
    return f"{years:04}-{number + 1:02}"
