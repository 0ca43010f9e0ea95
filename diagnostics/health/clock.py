"""May the machine's date be believed? A wrong one would put figures into the wrong week and misjudge cards. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from diagnostics.health.check import CheckResult, HealthCheck, fault, ok, warning
from diagnostics.outcomes.weeks import contradicting_week, iso_week, week_left_behind

_SET_THE_CLOCK = "Réglez la date de la machine, ou son serveur de temps (timedatectl)."


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that this release believes."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def check_clock(today: date, bounds: Bounds, counted: Collection[str]) -> CheckResult:
    """``counted``: the weeks with figures (``YYYY-Www``)."""
    if today < bounds.first:
        return _wrong(f"L’horloge dit {_day(today)}, avant la sortie de cette version.")
    if today > bounds.last:
        return fault(
            HealthCheck.CLOCK,
            f"L’horloge dit {_day(today)}, trop loin de la sortie de cette version.",
            "Si la date est juste, installez une version plus récente\u00a0; sinon, réglez la date (timedatectl).",
        )
    if later := contradicting_week(counted, iso_week(today)):
        return fault(
            HealthCheck.CLOCK,
            f"L’horloge dit {_day(today)}, mais des chiffres ont été comptés plus tard ({later}).",
            f"{_SET_THE_CLOCK} Si elle est juste, la borne la croira après quelques semaines de service.",
        )
    if behind := week_left_behind(counted, iso_week(today)):
        return warning(
            HealthCheck.CLOCK,
            f"L’horloge dit {_day(today)}, et les derniers chiffres sont loin derrière ({behind}).",
            f"{_SET_THE_CLOCK} Si elle est juste, la borne la croira à sa deuxième semaine de service.",
        )
    return ok(HealthCheck.CLOCK, f"L’horloge dit {_day(today)}.")


def _wrong(sentence: str) -> CheckResult:
    return fault(HealthCheck.CLOCK, sentence, _SET_THE_CLOCK)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
