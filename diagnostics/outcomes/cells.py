"""The addresses of the counters. There is no event anywhere: only a cell, and how much to add to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import VisitMargins


class Margin(Enum):
    """The tables of one dimension; the value is the table's name."""

    DURATION = "visit_duration"
    LANGUAGE = "visit_language"
    PRINTED = "visit_printed"
    ASSISTED = "visit_assisted"


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """One counter of outcomes; ``iso_week`` as ``YYYY-Www``."""

    iso_week: str
    site: str
    service: Service
    code: Code
    generation: CardGeneration


@dataclass(frozen=True, slots=True)
class MarginCell:
    """One counter of visits in a table of one dimension."""

    margin: Margin
    iso_week: str
    site: str
    value: str


Cell = OutcomeCell | MarginCell


def margin_cells(margins: VisitMargins, iso_week: str, site: str) -> tuple[MarginCell, ...]:
    """One cell in each table of one dimension."""
    values = {
        Margin.DURATION: margins.duration.value,
        Margin.LANGUAGE: margins.language,
        Margin.PRINTED: _yes_or_no(margins.printed),
        Margin.ASSISTED: _yes_or_no(margins.assisted),
    }
    return tuple(MarginCell(margin, iso_week, site, value) for margin, value in values.items())


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
