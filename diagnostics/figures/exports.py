"""The staff's figures for other programs: CSV and JSON. The fields are described in deploy/guide/donnees.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from diagnostics.figures.staff_perimeter import StaffFigures
from diagnostics.figures.statistics import Counts, Rate, rates
from diagnostics.outcomes.cells import Margin, MarginCell, OutcomeCell

SCHEMA = 1

_COLUMNS = ("semaine", "site", "service", "code", "generation", "nombre")

Json = dict[str, Any]


def as_csv(figures: StaffFigures) -> str:
    """One line for each cell of a closed week, with semicolons, which is what a French spreadsheet opens in columns."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((*_address(cell).values(), n) for cell, n in _in_order(figures.outcomes))
    return text.getvalue()


def as_json(figures: StaffFigures, *, with_current: bool) -> Json:
    """``with_current`` adds the number of services of the current week."""
    current = {"current_week": {"week": figures.current_week, "services": figures.under_way}} if with_current else {}
    return {
        "schema": SCHEMA,
        "sites": list(figures.sites),
        "weeks": list(figures.weeks),
        **current,
        "outcomes": [{**_address(cell), "n": n} for cell, n in _in_order(figures.outcomes)],
        "visits": {margin.name.lower(): _margin(figures.visits, margin) for margin in Margin},
        "rates": _rates(figures.outcomes),
    }


def _in_order(counts: Counts) -> list[tuple[OutcomeCell, int]]:
    return sorted(counts.items(), key=lambda item: tuple(_address(item[0]).values()))


def _address(cell: OutcomeCell) -> dict[str, str]:
    return {
        "week": cell.iso_week,
        "site": cell.site,
        "service": cell.service.value,
        "outcome": cell.code.value,
        "generation": cell.generation.value,
    }


def _margin(visits: Mapping[MarginCell, int], margin: Margin) -> list[Json]:
    cells = sorted((cell.iso_week, cell.site, cell.value, n) for cell, n in visits.items() if cell.margin is margin)
    return [{"week": week, "site": site, "value": value, "n": n} for week, site, value, n in cells]


def _rates(counts: Counts) -> dict[str, Json]:
    found = rates(counts)
    return {
        "unblocked": _rate(found.unblocked),
        "without_puk": _rate(found.without_puk),
        "wrong_puk": _rate(found.wrong_puk),
        "interrupted": _rate(found.interrupted),
    }


def _rate(rate: Rate) -> Json:
    return {"part": rate.part, "whole": rate.whole, "percent": rate.percent}
