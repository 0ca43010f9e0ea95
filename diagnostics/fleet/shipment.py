"""What a kiosk hands over to the fleet: its closed weeks, and nothing else. Pure.

The same fields travel in the file between two users of one machine and to the central database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from diagnostics.outcomes.cells import Margin, MarginCell, OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import monday

SCHEMA = 1
EPOCH = re.compile(r"[0-9a-z]{32}")
_SITE = re.compile(r"[a-z0-9-]{1,40}")
_WORD = re.compile(r"[a-z0-9_]{1,20}")

Row = dict[str, str | int]


class NotAShipment(Exception):
    """The text is not what ``shipment_from_text`` reads."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """``epoch`` names one database file for ever, ``revision`` grows with each of its transactions.

    Every week before ``before_week`` is complete. Raises ValueError for a cell of any other week: there is no way to
    send a week that is not over.
    """

    epoch: str
    revision: int
    before_week: str
    outcomes: Mapping[OutcomeCell, int]
    visits: Mapping[MarginCell, int]

    def __post_init__(self) -> None:
        monday(self.before_week)
        if not EPOCH.fullmatch(self.epoch) or self.revision < 0:
            raise ValueError("an epoch has 32 letters or digits, a revision counts from 0")
        if any(week >= self.before_week for week in self.weeks):
            raise ValueError(f"only weeks before {self.before_week} can be sent")

    @property
    def weeks(self) -> tuple[str, ...]:
        """Weeks in which something was counted, oldest first."""
        return tuple(sorted({cell.iso_week for cell in self.outcomes} | {cell.iso_week for cell in self.visits}))

    def only(self, weeks: Collection[str]) -> Shipment:
        """The same, without the weeks that are not in ``weeks``."""
        outcomes = {cell: n for cell, n in self.outcomes.items() if cell.iso_week in weeks}
        visits = {cell: n for cell, n in self.visits.items() if cell.iso_week in weeks}
        return replace(self, outcomes=outcomes, visits=visits)

    def digests(self) -> dict[str, str]:
        """For each week the SHA-256 of its counters, as ``fleet.received`` in deploy/fleet/schema.sql computes it."""
        lines: dict[str, list[str]] = {week: [] for week in self.weeks}
        for row in self.outcome_rows():
            lines[str(row["iso_week"])].append(_line("o", row))
        for row in self.visit_rows():
            lines[str(row["iso_week"])].append(_line("v", row))
        return {week: sha256("\n".join(sorted(found)).encode()).hexdigest() for week, found in lines.items()}

    def outcome_rows(self) -> list[Row]:
        return [
            {
                "iso_week": cell.iso_week,
                "site": cell.site,
                "service": cell.service.value,
                "outcome": cell.code.value,
                "generation": cell.generation.value,
                "n": n,
            }
            for cell, n in self.outcomes.items()
        ]

    def visit_rows(self) -> list[Row]:
        return [
            {"iso_week": cell.iso_week, "site": cell.site, "margin": cell.margin.value, "value": cell.value, "n": n}
            for cell, n in self.visits.items()
        ]


def shipment_as_text(shipment: Shipment) -> str:
    """One JSON object, sorted: whoever asks what leaves the machine may read it."""
    fields = {
        "schema": SCHEMA,
        "epoch": shipment.epoch,
        "revision": shipment.revision,
        "before_week": shipment.before_week,
        "outcomes": sorted(shipment.outcome_rows(), key=_line_of),
        "visits": sorted(shipment.visit_rows(), key=_line_of),
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def shipment_from_text(text: str) -> Shipment:
    """Raises NotAShipment."""
    try:
        fields = json.loads(text)
        if fields["schema"] != SCHEMA:
            raise NotAShipment(f"schema {fields['schema']}")
        return Shipment(
            str(fields["epoch"]),
            int(fields["revision"]),
            str(fields["before_week"]),
            {_outcome(row): _n(row) for row in fields["outcomes"]},
            {_visit(row): _n(row) for row in fields["visits"]},
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise NotAShipment(str(error)) from error


def _outcome(row: Mapping[str, Any]) -> OutcomeCell:
    generation = CardGeneration(row["generation"])
    return OutcomeCell(_week(row), _one(row, "site", _SITE), Service(row["service"]), Code(row["outcome"]), generation)


def _visit(row: Mapping[str, Any]) -> MarginCell:
    return MarginCell(Margin(row["margin"]), _week(row), _one(row, "site", _SITE), _one(row, "value", _WORD))


def _week(row: Mapping[str, Any]) -> str:
    week = str(row["iso_week"])
    monday(week)
    return week


def _one(row: Mapping[str, Any], field: str, pattern: re.Pattern[str]) -> str:
    """As the domains of deploy/fleet/schema.sql have it."""
    found = row[field]
    if pattern.fullmatch(found) is None:
        raise ValueError(f"not a {field}")
    return str(found)


def _n(row: Mapping[str, Any]) -> int:
    n = row["n"]
    if type(n) is not int or n < 1:
        raise ValueError("a counter that counts nothing is absent")
    return n


def _line(kind: str, row: Row) -> str:
    return "|".join([kind, *(str(value) for name, value in row.items() if name != "iso_week")])


def _line_of(row: Row) -> str:
    return f"{row['iso_week']}|{_line('', row)}"
