"""A reader with pencil, paper and patience, who knows the published tables and that no counter is negative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from diagnostics.publication.suppression import hidden_positions, with_totals

Position = tuple[int, int]
Published = list[list[int | None]]


def equations(grid: Published) -> Iterator[dict[Position, int]]:
    """Every sum a reader knows: each row's cells minus its total, each column's likewise, the totals included."""
    last_row, last_column = len(grid) - 1, len(grid[0]) - 1
    for r in range(last_row + 1):
        yield {(r, c): -1 if c == last_column else 1 for c in range(last_column + 1)}
    for c in range(last_column + 1):
        yield {(r, c): -1 if r == last_row else 1 for r in range(last_row + 1)}


def solved_by_elimination(grid: Published) -> dict[Position, Fraction]:
    """Hidden cells that linear algebra alone finds, with their values (Gauss and Jordan, exact fractions)."""
    unknown = [(r, c) for r, row in enumerate(grid) for c, n in enumerate(row) if n is None]
    matrix = []
    for equation in equations(grid):
        known = sum(sign * grid[r][c] for (r, c), sign in equation.items() if grid[r][c] is not None)
        matrix.append([Fraction(equation.get(cell, 0)) for cell in unknown] + [Fraction(-known)])
    pivots: list[int] = []
    for column in range(len(unknown)):
        found = next((r for r in range(len(pivots), len(matrix)) if matrix[r][column]), None)
        if found is None:
            continue
        top = len(pivots)
        matrix[top], matrix[found] = matrix[found], matrix[top]
        matrix[top] = [n / matrix[top][column] for n in matrix[top]]
        for r in range(len(matrix)):
            if r != top and matrix[r][column]:
                matrix[r] = [a - matrix[r][column] * b for a, b in zip(matrix[r], matrix[top], strict=True)]
        pivots.append(column)
    return {
        unknown[column]: matrix[r][-1] for r, column in enumerate(pivots) if sum(bool(n) for n in matrix[r][:-1]) == 1
    }


def narrowed_by_bounds(grid: Published) -> dict[Position, tuple[int, float]]:
    """Lower and upper bound of each hidden cell: every equation bounds each of its cells, until none is narrowed."""
    bounds: dict[Position, tuple[float, float]] = {
        (r, c): (0, float("inf")) if n is None else (n, n) for r, row in enumerate(grid) for c, n in enumerate(row)
    }
    sums = list(equations(grid))
    for _ in range(4 * len(sums)):
        before = dict(bounds)
        for equation, (cell, sign) in ((e, item) for e in sums for item in e.items()):
            rest = [(s * -sign, bounds[other]) for other, s in equation.items() if other != cell]
            low = sum(s * (b[0] if s > 0 else b[1]) for s, b in rest)
            high = sum(s * (b[1] if s > 0 else b[0]) for s, b in rest)
            bounds[cell] = (max(bounds[cell][0], low), min(bounds[cell][1], high))
        if bounds == before:
            break
    return {(r, c): bounds[r, c] for r, row in enumerate(grid) for c, n in enumerate(row) if n is None}


def agreeing_tables(grid: Published, largest: int) -> list[list[list[int]]]:
    """Every table with hidden body cells of 0 to ``largest`` that agrees with all that is published."""
    body = [row[:-1] for row in grid[:-1]]
    choices = [
        [
            row
            for row in product(*([n] if n is not None else range(largest + 1) for n in cells))
            if total in (None, sum(row))
        ]
        for cells, total in zip(body, (row[-1] for row in grid[:-1]), strict=True)
    ]
    candidates = (with_totals([list(row) for row in rows]) for rows in product(*choices))
    return [
        candidate
        for candidate in candidates
        if all(n in (None, found) for n, found in zip(grid[-1], candidate[-1], strict=True))
    ]


Row = tuple[int, ...]
PublishedRow = tuple[int | None, ...]


def published_alike(largest_total: int, threshold: int) -> dict[PublishedRow, set[Row]]:
    """Every table of one row and three columns by what the program publishes of its row, the total at the end.

    Totals up to ``largest_total``; where the total of the row is hidden, and with it how many tables there are, none.
    """
    alike: dict[PublishedRow, set[Row]] = defaultdict(set)
    for row in product(range(largest_total + 1), repeat=3):
        if sum(row) > largest_total:
            continue
        hidden = hidden_positions([row], threshold)
        if (0, 3) not in hidden:
            shown = tuple(None if (0, c) in hidden else n for c, n in enumerate((*row, sum(row))))
            alike[shown].add(row)
    return alike
