"""How long counters are kept at the machine. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnostics.outcomes.weeks import contradicting_week, month_of, months_before, weeks_before


@dataclass(frozen=True, slots=True)
class Retention:
    """``after_acknowledgement_weeks``: once the central database has confirmed a week. ``at_most_months``: whatever it
    said, or if there is none. Raises ValueError below one of either.
    """

    after_acknowledgement_weeks: int = 13
    at_most_months: int = 25

    def __post_init__(self) -> None:
        if min(self.after_acknowledgement_weeks, self.at_most_months) < 1:
            raise ValueError("figures are kept for a week and a month at least")


def expired_weeks(
    counted: Iterable[str], acknowledged: Mapping[str, str], current_week: str, retention: Retention
) -> tuple[str, ...]:
    """The weeks of ``counted`` to delete, oldest first.

    ``acknowledged`` gives for a week the week in which the central database confirmed it; a clock may have been late
    then, and no week is confirmed before it is over.

    ======================================================  =======================================
    a week                                                  is deleted
    ======================================================  =======================================
    current, or later than the clock says                   never
    confirmed ``after_acknowledgement_weeks`` ago or more   yes
    of a month ``at_most_months`` ago or more               yes
    while the clock contradicts what was counted            never: nothing is deleted
    ======================================================  =======================================
    """
    weeks = sorted(counted)
    if not _clock_agrees(weeks, current_week, retention.after_acknowledgement_weeks):
        return ()
    last_confirmed = weeks_before(current_week, retention.after_acknowledgement_weeks)
    last_month = months_before(current_week, retention.at_most_months)
    return tuple(
        week
        for week in weeks
        if max(week, acknowledged.get(week, current_week)) <= last_confirmed or month_of(week) <= last_month
    )


def _clock_agrees(weeks: list[str], current_week: str, recent_weeks: int) -> bool:
    """A clock that jumped would delete everything: it is believed once it has moved on by itself.

    That is: nothing that was counted contradicts it, and two different weeks of the last ``recent_weeks`` have figures.
    """
    recent = [week for week in weeks if weeks_before(current_week, recent_weeks) <= week <= current_week]
    return len(recent) > 1 and not contradicting_week(weeks, current_week)
