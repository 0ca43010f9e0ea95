"""The third perimeter: month × département, small cells hidden and protected. Nothing else is published.

One table for each month and each service: a row for each département, a column for each way the service can end, and
the totals. Rows and columns are those that could be counted, never those that were: the shape of a table says nothing.
No total runs across months or services, so each table is protected by itself.

A month is published once, when its last week is over. To publish it again after late figures would give the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.outcomes.codes import Code, Service
from diagnostics.publication.suppression import hidden_positions, with_totals

SMALLEST_THRESHOLD = 11
"""No published cell below this: the rule of the CASD and of the national health data system for their exports."""

Address = tuple[str, Service, Code]
"""Of a cell that is not a total: its département, and its place in the catalogue."""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row of a table: ``department`` and ``code`` None for the totals, ``n`` None where hidden."""

    month: str
    service: Service
    department: str | None
    code: Code | None
    n: int | None


def protected(
    sums: Mapping[Address, int], departments: Iterable[str], month: str, threshold: int = SMALLEST_THRESHOLD
) -> tuple[PublishedRow, ...]:
    """All tables of one month of ``sums``; ``departments`` are all that could have counted something.

    Raises ValueError for a threshold below SMALLEST_THRESHOLD, and for a sum outside the tables.
    """
    if threshold < SMALLEST_THRESHOLD:
        raise ValueError(f"nothing below {SMALLEST_THRESHOLD} is published")
    rows = sorted(set(departments))
    _refuse_outsiders(sums, rows)
    return tuple(row for service in Service for row in _table(sums, rows, month, service, threshold))


def _refuse_outsiders(sums: Mapping[Address, int], departments: Sequence[str]) -> None:
    for department, service, code in sums:
        if department not in departments or service not in code.services:
            raise ValueError(f"no table has a place for {department}, {service.value}, {code.value}")


def _table(
    sums: Mapping[Address, int], rows: Sequence[str], month: str, service: Service, threshold: int
) -> Iterator[PublishedRow]:
    columns = sorted((code for code in Code if service in code.services), key=lambda c: c.value)
    body = [[sums.get((department, service, code), 0) for code in columns] for department in rows]
    hidden = hidden_positions(body, threshold)
    for r, line in enumerate(with_totals(body)):
        for c, n in enumerate(line):
            yield PublishedRow(
                month,
                service,
                rows[r] if r < len(rows) else None,
                columns[c] if c < len(columns) else None,
                None if (r, c) in hidden else n,
            )
