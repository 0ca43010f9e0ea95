"""All pairs: few rows in which every two values of two factors meet, in place of every product of the factors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, product
from typing import Any, TypeAlias

Place: TypeAlias = tuple[int, int]
"""A factor and one of its values, both by number."""


def all_pairs(*values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """As ``itertools.product``, but only as many rows as let every pair of values meet; always the same ones.

    Needs two factors at least. Each row begins with the first pair that is missing; every other factor brings the
    value that adds most of the missing pairs, and of those the one that has met its company least often.
    """
    factors = [list(factor) for factor in values]
    places = [[(number, value) for value in range(len(factor))] for number, factor in enumerate(factors)]
    missing = dict.fromkeys(pair for one, other in combinations(places, 2) for pair in product(one, other))
    met: Counter[tuple[Place, Place]] = Counter()
    rows = []
    while missing:
        row = _row(next(iter(missing)), places, met)
        for pair in combinations(row, 2):
            met[pair] += 1
            missing.pop(pair, None)
        rows.append(tuple(factors[number][value] for number, value in row))
    return rows


def _row(first: tuple[Place, Place], places: list[list[Place]], met: Counter[tuple[Place, Place]]) -> list[Place]:
    row = list(first)

    def fitness(place: Place) -> tuple[int, int]:
        times = [met[min(place, other), max(place, other)] for other in row]
        return times.count(0), -sum(times)

    for factor in places:
        if factor[0][0] not in (number for number, _ in first):
            row.append(max(factor, key=fitness))
    return sorted(row)
