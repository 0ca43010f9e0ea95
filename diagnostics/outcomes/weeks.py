"""The only time that is kept: the ISO 8601 week. Text order of weeks and of months is time order."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

BELIEVED_YEARS = 5
"""Years after its release for which a release believes a clock (rule 12)."""

A_QUARTER_WEEKS = 13
"""For so long a kiosk may serve nobody and still be known to live on."""

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


def contradicting_week(counted: Collection[str], current_week: str) -> str:
    """The latest week of ``counted`` that says that it cannot be ``current_week`` yet; empty if none does.

    =========================================  ======================================================================
    a week in which something was counted      contradicts the clock
    =========================================  ======================================================================
    up to the current one                      no
    up to 13 weeks later                       yes: it is the clock that went back
    later                                      unless more weeks were counted in the last 13 than there are such weeks
    more than BELIEVED_YEARS later             no: no release believed the clock that counted it
    =========================================  ======================================================================

    So a day or a week under a clock that was far ahead is outlived by the kiosk, and not believed until it comes.
    """
    horizon = f"{int(current_week[:4]) + BELIEVED_YEARS:04}{current_week[4:]}"
    quarter_ago, quarter_on = (weeks_before(current_week, weeks) for weeks in (A_QUARTER_WEEKS, -A_QUARTER_WEEKS))
    later = [week for week in counted if current_week < week <= horizon]
    lived = len({week for week in counted if quarter_ago <= week <= current_week})
    far = len({week for week in later if week > quarter_on})
    return max((week for week in later if week <= quarter_on or far >= lived), default="")


def week_left_behind(counted: Collection[str], current_week: str) -> str:
    """The latest week of ``counted``, if the clock has since run 13 weeks ahead of it; empty if it has not.

    It may have jumped, or the kiosk stood unused: either way it is believed once two of the last 13 weeks were counted.
    """
    quarter_ago = weeks_before(current_week, A_QUARTER_WEEKS)
    lived = {week for week in counted if quarter_ago <= week <= current_week}
    return max((week for week in counted if week < quarter_ago), default="") if len(lived) <= 1 else ""
