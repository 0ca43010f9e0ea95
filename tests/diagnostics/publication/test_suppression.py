"""What is hidden cannot be computed back: an adversary with pencil, paper and patience tries, and fails."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.suppression_adversary import (
    Published,
    agreeing_tables,
    narrowed_by_bounds,
    published_alike,
    solved_by_elimination,
)
from checkout import ROOT
from diagnostics.publication.suppression import hidden_positions, with_totals

THRESHOLD = 11


def published(body: list[list[int]], threshold: int = THRESHOLD) -> Published:
    hidden = hidden_positions(body, threshold)
    grid = with_totals(body)
    return [[None if (r, c) in hidden else n for c, n in enumerate(row)] for r, row in enumerate(grid)]


def tables(rows: int, columns: int, largest: int) -> st.SearchStrategy[list[list[int]]]:
    """Tables of up to that many rows and columns, with many zeros and many cells around the threshold."""
    cell = st.one_of(st.integers(0, largest), st.sampled_from([0, 0, 1, *range(max(largest - 1, 0), largest + 1)]))
    return st.tuples(st.integers(1, rows), st.integers(1, columns)).flatmap(
        lambda shape: st.lists(
            st.lists(cell, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
        )
    )


@settings(max_examples=300)
@given(tables(6, 6, 30))
def test_no_small_value_is_published(body: list[list[int]]) -> None:
    grid = with_totals(body)
    for shown, truth in zip(published(body), grid, strict=True):
        assert all(n is None or (n == true >= THRESHOLD) for n, true in zip(shown, truth, strict=True))
        assert all(n is None for n, true in zip(shown, truth, strict=True) if true < THRESHOLD)


@settings(max_examples=300)
@given(tables(5, 5, 30))
def test_elimination_finds_no_small_cell(body: list[list[int]]) -> None:
    grid = with_totals(body)
    found = solved_by_elimination(published(body))
    assert {cell: n for cell, n in found.items() if grid[cell[0]][cell[1]] < THRESHOLD} == {}


@settings(max_examples=200)
@given(tables(4, 5, 30))
def test_bounds_leave_every_small_cell_from_nothing_to_the_threshold(body: list[list[int]]) -> None:
    grid = with_totals(body)
    for cell, (low, high) in narrowed_by_bounds(published(body)).items():
        if grid[cell[0]][cell[1]] < THRESHOLD:
            assert low <= 0, cell
            assert high >= THRESHOLD, cell


@settings(max_examples=150, deadline=None)
@given(st.one_of(tables(2, 2, 6), tables(1, 4, 5), tables(2, 3, 4)))
def test_trying_every_table_that_agrees_leaves_both_ends_possible(body: list[list[int]]) -> None:
    """Exhaustive, hence with a smaller threshold: no reader can do better than this."""
    threshold = 3
    grid = with_totals(body)
    agreeing = agreeing_tables(published(body, threshold), largest=max(n for row in body for n in row) + threshold)
    assert grid in agreeing
    for r, row in enumerate(grid):
        for c, n in enumerate(row):
            if n < threshold:
                values = {table[r][c] for table in agreeing}
                assert 0 in values, (r, c)
                assert max(values) >= threshold, (r, c)


@pytest.mark.parametrize(("n", "shown"), [(10, False), (11, True), (12, True)])
def test_the_threshold_itself_may_be_shown(n: int, shown: bool) -> None:
    grid = published([[n, 500], [500, 500]])
    assert (grid[0][0] == n) is shown


def test_a_table_of_large_cells_is_shown_whole() -> None:
    assert published([[11, 12], [13, 14]]) == [[11, 12, 23], [13, 14, 27], [24, 26, 50]]


def test_one_small_cell_takes_three_more_with_it() -> None:
    """Hidden alone it would be its row's total less the rest; a rectangle of four cells has no such equation."""
    grid = published([[3, 40, 900], [50, 60, 900], [900, 900, 900]])
    assert {(r, c) for r, row in enumerate(grid) for c, n in enumerate(row) if n is None} == {
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    }


@pytest.mark.parametrize("cheap", [1, 2])
def test_the_smallest_cells_are_hidden_with_it(cheap: int) -> None:
    """Every rectangle would do: the one that costs the reader least is taken."""
    body = [[900] * 3 for _ in range(3)]
    body[0][0] = 3
    body[0][cheap], body[cheap][0], body[cheap][cheap] = 40, 50, 60
    grid = published(body)
    assert {(r, c) for r, row in enumerate(grid) for c, n in enumerate(row) if n is None} == set(
        product((0, cheap), (0, cheap))
    )


def test_two_small_cells_whose_sum_is_small_do_not_protect_each_other() -> None:
    """1 + 2 = 3 could be read off the row's total: each could then be 3 at most."""
    grid = published([[1, 2, 100], [3, 4, 100], [100, 100, 100]])
    assert {(r, c) for r, row in enumerate(grid) for c, n in enumerate(row) if n is None} > set(product((0, 1), (0, 1)))


def test_who_runs_this_program_learns_what_the_guide_says() -> None:
    alike = published_alike(40, THRESHOLD)
    assert alike[None, None, 11, 31] == {(10, 10, 11)}
    hidden = [
        {row[column] for row in rows} for shown, rows in alike.items() for column in range(3) if shown[column] is None
    ]
    known = [min(values) for values in hidden if len(values) == 1]
    said = f"{len(known)} cases cachées sur {len(hidden):,}, dont {sum(n < THRESHOLD for n in known)} petites"
    guide = " ".join((ROOT / "deploy" / "guide" / "donnees.md").read_text().split())
    assert said.replace(",", " ", 1) in guide


def test_a_counter_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        hidden_positions([[-1]], THRESHOLD)


def test_the_adversary_finds_what_is_badly_hidden() -> None:
    """The attacks are worth something: one hidden cell falls to each of them."""
    alone: Published = [[None, 20, 23], [15, 16, 31], [18, 36, 54]]
    assert solved_by_elimination(alone) == {(0, 0): 3}
    assert narrowed_by_bounds(alone) == {(0, 0): (3, 3)}
    small_sum: Published = [[None, None, 3], [None, None, 30], [16, 17, 33]]
    assert solved_by_elimination(small_sum) == {}
    assert narrowed_by_bounds(small_sum)[0, 0] == (0, 3)
    assert {table[0][0] for table in agreeing_tables(small_sum, 30)} == {0, 1, 2, 3}
