"""The rows that stand for all products in the tests of the screens."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from bench.pairs import all_pairs


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5))
def test_every_pair_of_values_is_in_a_row(sizes: list[int]) -> None:
    factors = [[f"{name}{n}" for n in range(size)] for name, size in zip("abcde", sizes, strict=False)]
    rows = all_pairs(*factors)
    for one, other in combinations(range(len(factors)), 2):
        assert {(row[one], row[other]) for row in rows} == set(product(factors[one], factors[other]))
    assert set(rows) <= set(product(*factors))
    assert len(set(rows)) == len(rows)
    assert rows == all_pairs(*factors)


def test_there_are_few_of_them_and_all_values_are_met_as_often() -> None:
    screens, settings, languages = range(30), range(6), "fes"
    rows = all_pairs(screens, settings, languages, (False, True))
    assert len(rows) == 30 * 6
    times = [sum(row[1:3] == pair for row in rows) for pair in product(settings, languages)]
    assert max(times) - min(times) <= 2
