"""Which cells of a table with totals must be hidden, so that no small one can be computed back.

A cell below the threshold is hidden; so is a total below it. A reader who knows the totals can narrow a hidden cell
down by sums and differences, and by "no cell is negative". Other cells and totals are therefore hidden with it until,
for each small cell by itself, some table that agrees with all that is published has 0 there and another has the
threshold. So neither a small value nor "it is a small value" follows from the publication, and no sum of small cells
below the threshold does.

The table is a network: a row or a column is a node, a cell an arc between its row and its column, and a total is an arc
of the opposite sign, which makes each row and each column sum to zero. A change of one cell must travel back through
other hidden cells, none of which may go below zero: a flow. Where the flow does not suffice, the path that hides least
is hidden too (a shortest path, as in Castro, European Journal of Operational Research 177, 2007).

Limits: one table at a time; and a reader who runs this program on every table can drop those that it would not have
published so, which leaves some small cells one value only (deploy/guide/donnees.md says how many).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count

Position = tuple[int, int]
Grid = Sequence[Sequence[int]]

_Node = tuple[bool, int]  # (is a column, its index)


def with_totals(body: Grid) -> list[list[int]]:
    """``body`` with one more column and one more row: the totals."""
    rows = [[*row, sum(row)] for row in body]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden_positions(body: Grid, threshold: int) -> frozenset[Position]:
    """Positions (row, column) to hide in ``with_totals(body)``; index ``len(body)`` is the row of totals.

    ``body`` has at least one row and one column, all of the same length. Raises ValueError for a negative cell.
    """
    if any(n < 0 for row in body for n in row):
        raise ValueError("a counter cannot be negative")
    table = _Table(with_totals(body))
    small = table.below(threshold)
    table.hidden.update(small)
    for position in small:
        table.protect(position, threshold)
    return frozenset(table.hidden)


class _Table:
    def __init__(self, grid: list[list[int]]) -> None:
        self._grid = grid
        self._last_row = len(grid) - 1
        self._last_column = len(grid[0]) - 1
        self.hidden: set[Position] = set()

    def below(self, threshold: int) -> list[Position]:
        return [(r, c) for r, row in enumerate(self._grid) for c, n in enumerate(row) if n < threshold]

    def protect(self, position: Position, threshold: int) -> None:
        """Hide what it takes for this cell to be as low as 0 and as high as ``threshold``."""
        row, column = (False, position[0]), (True, position[1])
        ends: tuple[_Node, ...] = (column, row) if self._counts_up(position) else (row, column)
        value = self._grid[position[0]][position[1]]
        self._make_room(position, ends, threshold - value)
        self._make_room(position, ends[::-1], value)

    def _make_room(self, position: Position, ends: tuple[_Node, ...], needed: int) -> None:
        """Hide the cheapest paths through which ``needed`` can flow from one end to the other around ``position``."""
        changed = _Changed(self._grid)
        while needed > 0:
            path = self._cheapest_path(changed, position, *ends)
            amount = min([needed, *(changed.at(cell) for cell in path if self._shrinks(path[cell], cell))])
            for cell, node in path.items():
                changed.add(cell, -amount if self._shrinks(node, cell) else amount)
            self.hidden.update(path)
            needed -= amount

    def _cheapest_path(self, changed: _Changed, position: Position, start: _Node, end: _Node) -> dict[Position, _Node]:
        """Cells from ``start`` to ``end``, each with the node it is left from.

        There always is one: the three totals that complete a rectangle with the cell can grow and shrink with it. Of
        nodes as cheap as each other the last found goes first: where much is hidden, that is a short walk to the end.
        """
        latest_first = count(0, -1)
        queue: list[tuple[int, int, _Node]] = [(0, next(latest_first), start)]
        cost: dict[_Node, int] = {start: 0}
        came_by: dict[_Node, tuple[_Node, Position]] = {}
        while end not in came_by or cost[end] > queue[0][0]:
            so_far, _, node = heappop(queue)
            if so_far > cost[node]:
                continue
            for cell, neighbour in self._arcs(node):
                price = so_far + self._price(cell)
                if price < cost.get(neighbour, price + 1) and self._passable(changed, position, node, cell):
                    cost[neighbour] = price
                    came_by[neighbour] = (node, cell)
                    heappush(queue, (price, next(latest_first), neighbour))
        return dict(_walk_back(came_by, start, end))

    def _price(self, cell: Position) -> int:
        """What a reader loses with it: its value, and of two that are equal rather the total than the cell is kept."""
        if cell in self.hidden:
            return 0
        is_total = cell[0] == self._last_row or cell[1] == self._last_column
        return 1 + 2 * self._grid[cell[0]][cell[1]] + is_total

    def _passable(self, changed: _Changed, position: Position, node: _Node, cell: Position) -> bool:
        return cell != position and not (self._shrinks(node, cell) and changed.at(cell) == 0)

    def _arcs(self, node: _Node) -> Iterator[tuple[Position, _Node]]:
        is_column, index = node
        if is_column:
            return (((row, index), (False, row)) for row in range(self._last_row + 1))
        return (((index, column), (True, column)) for column in range(self._last_column + 1))

    def _shrinks(self, left_from: _Node, cell: Position) -> bool:
        """A flow that leaves a column takes from a cell that counts up, and adds to one that counts down."""
        return left_from[0] == self._counts_up(cell)

    def _counts_up(self, position: Position) -> bool:
        """Body cells and the grand total have one sign, the other totals the opposite one."""
        return (position[0] == self._last_row) == (position[1] == self._last_column)


class _Changed:
    """The grid with the changes that flows have made so far."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._changes: dict[Position, int] = {}

    def at(self, cell: Position) -> int:
        return self._grid[cell[0]][cell[1]] + self._changes.get(cell, 0)

    def add(self, cell: Position, amount: int) -> None:
        self._changes[cell] = self._changes.get(cell, 0) + amount


def _walk_back(
    came_by: dict[_Node, tuple[_Node, Position]], start: _Node, end: _Node
) -> Iterator[tuple[Position, _Node]]:
    node = end
    while node != start:
        node, cell = came_by[node]
        yield cell, node
