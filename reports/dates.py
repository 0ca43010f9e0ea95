"""Days in words. Papers give the day and no time: a time would tell which visit it was."""

from __future__ import annotations

from datetime import date

from reports.blocks import Translate


def long_day(day: date, _: Translate) -> str:
    """Return « 21 novembre 2026 » or « 1er mars 2027 »; the order of its parts is the translator's."""
    number = _("1er") if day.day == 1 else str(day.day)
    return _("{day} {month} {year}").format(day=number, month=_months(_)[day.month - 1], year=day.year)


def _months(_: Translate) -> tuple[str, ...]:
    return (
        _("janvier"),
        _("février"),
        _("mars"),
        _("avril"),
        _("mai"),
        _("juin"),
        _("juillet"),
        _("août"),
        _("septembre"),
        _("octobre"),
        _("novembre"),
        _("décembre"),
    )
