"""May the machine's date be believed? A wrong one would put figures into the wrong week and misjudge cards. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diagnostics.health.check import CheckResult, HealthCheck, fault, ok
from diagnostics.outcomes.weeks import iso_week

_SET_THE_CLOCK = "Réglez la date de la machine, ou son serveur de temps (timedatectl)."


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that this release believes."""

    first: date
    last: date


def check_clock(today: date, bounds: Bounds, last_week: str) -> CheckResult:
    """``last_week``: the latest week with figures (``YYYY-Www``), empty if there is none."""
    if today < bounds.first:
        return _wrong(f"L’horloge dit {_day(today)}, avant la sortie de cette version.")
    if today > bounds.last:
        return fault(
            HealthCheck.CLOCK,
            f"L’horloge dit {_day(today)}, trop loin de la sortie de cette version.",
            "Si la date est juste, installez une version plus récente\u00a0; sinon, réglez la date (timedatectl).",
        )
    if iso_week(today) < last_week:
        return _wrong(f"L’horloge dit {_day(today)}, mais des chiffres ont été comptés plus tard ({last_week}).")
    return ok(HealthCheck.CLOCK, f"L’horloge dit {_day(today)}.")


def _wrong(sentence: str) -> CheckResult:
    return fault(HealthCheck.CLOCK, sentence, _SET_THE_CLOCK)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
