"""The only time that is kept: the ISO 8601 week."""

from __future__ import annotations

from datetime import date


def iso_week(day: date) -> str:
    """``YYYY-Www``, the week-based year and its week 01-53; text order is time order."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
