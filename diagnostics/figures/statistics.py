"""Figures made of counters: sums along any axes, and rates. Pure; nothing here is suppressed.

Raw figures are for two perimeters only: staff at the machine, and the central database's one reader. What is published
goes through ``diagnostics.publication.publication``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar, assert_never

from diagnostics.outcomes.cells import MarginCell, OutcomeCell
from diagnostics.outcomes.codes import INTERRUPTED, SOLVED, Code, Service
from diagnostics.outcomes.weeks import month_of

Counts = Mapping[OutcomeCell, int]
AnyCell = TypeVar("AnyCell", OutcomeCell, MarginCell)


class Axis(Enum):
    """What figures can be told apart by; the value is the name of the column."""

    WEEK = "week"
    MONTH = "month"
    SITE = "site"
    SERVICE = "service"
    OUTCOME = "outcome"
    GENERATION = "generation"


@dataclass(frozen=True, slots=True)
class Rate:
    """``part`` services out of ``whole``."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """0 to 100; None where there was nothing to count."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Rates:
    """The questions an office asks.

    Of the unblockings begun: proved (U01, U18 of a forgotten code), without the PUK (R01), with a wrong
    one (U05 to U07).
    Of all services: those a stop of the machine interrupted, whose result nobody knows.
    """

    unblocked: Rate
    without_puk: Rate
    wrong_puk: Rate
    interrupted: Rate


_WRONG_PUK = frozenset({Code.WRONG_PUK, Code.TWO_WRONG, Code.PUK_EXHAUSTED})
_INTERRUPTED = frozenset(INTERRUPTED.values())


def grouped(counts: Counts, axes: Sequence[Axis]) -> dict[tuple[str, ...], int]:
    """Sums by the values of ``axes``, in the order of the keys; without axes one sum, under the empty key."""
    sums: Counter[tuple[str, ...]] = Counter()
    for cell, n in counts.items():
        sums[tuple(_value(cell, axis) for axis in axes)] += n
    return dict(sorted(sums.items()))


def closed(counts: Mapping[AnyCell, int], current_week: str) -> dict[AnyCell, int]:
    """Only weeks that are over: what may be shown in full to staff, and pushed to the central database."""
    return {cell: n for cell, n in counts.items() if cell.iso_week < current_week}


def running_total(counts: Counts, current_week: str) -> int:
    """Services of the current week, as the one number that may be shown of it."""
    return sum(n for cell, n in counts.items() if cell.iso_week == current_week)


def rates(counts: Counts) -> Rates:
    unblock = {cell: n for cell, n in counts.items() if cell.service is Service.UNBLOCK}
    return Rates(
        unblocked=_rate(unblock, SOLVED),
        without_puk=_rate(unblock, frozenset({Code.PUK_UNKNOWN})),
        wrong_puk=_rate(unblock, _WRONG_PUK),
        interrupted=_rate(counts, _INTERRUPTED),
    )


def _rate(counts: Counts, codes: frozenset[Code]) -> Rate:
    return Rate(sum(n for cell, n in counts.items() if cell.code in codes), sum(counts.values()))


def _value(cell: OutcomeCell, axis: Axis) -> str:
    match axis:
        case Axis.WEEK:
            return cell.iso_week
        case Axis.MONTH:
            return month_of(cell.iso_week)
        case Axis.SITE:
            return cell.site
        case Axis.SERVICE:
            return cell.service.value
        case Axis.OUTCOME:
            return cell.code.value
        case Axis.GENERATION:
            return cell.generation.value
        case _:
            assert_never(axis)
