"""The cells of payoff tables from which no player gains by moving alone along its own axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

STEPS = 6  # interpreted steps of one payoff
ROWS = 2  # room for this many rows a game at first


@compiled()
def column_best(own: Any, size: int, best: Any, alive: Any) -> int:
    """List the cells that are best for the first player against the others' strategies; return how many.

    Shapes: own (cell,), best and alive (cell,), filled in.
    """
    inner = own.shape[0] // size
    for i in range(inner):
        best[i] = own[i]
    for start in range(inner, own.shape[0], inner):
        for i in range(inner):
            best[i] = max(best[i], own[start + i])
    count = 0
    for start in range(0, own.shape[0], inner):
        for i in range(inner):
            alive[count] = start + i
            count += own[start + i] >= best[i]
    return count


@compiled()
def stable_cells(payoffs: Any, shape: Any, state: Any, alive: Any, best: Any, cell: Any, item: Any) -> None:
    """List the stable cells game by game, until games or room are used up.

    The cells that are best for one player are few, so the others are asked about these alone.

    Parameters
    ----------
    payoffs
        Shape (batch, player, cell). Cells in the order of the payoff axes, the last player's strategy running fastest.
    shape
        Strategies of every player.
    state
        Shape (2,). Games done and cells found so far; updated.
    alive, best
        Shapes (cell + 1,) and (cell,). Scratch.
    cell, item
        Shape (row,). Filled in: the stable cells, and their games.
    """
    batch, players, cells = payoffs.shape
    rows = state[1]
    for g in range(state[0], batch):
        if rows + cells > cell.shape[0]:
            state[0], state[1] = g, rows
            return
        count = column_best(payoffs[g, 0], shape[0], best, alive)
        inner = cells // shape[0]
        for k in range(1, players):
            own, size = payoffs[g, k], shape[k]
            inner //= size
            kept = 0
            for place in range(count):
                c = alive[place]
                start = c - (c // inner) % size * inner
                top = own[start]
                for s in range(start + inner, start + size * inner, inner):
                    top = max(top, own[s])
                alive[kept] = c
                kept += own[c] >= top
            count = kept
        for place in range(count):
            cell[rows] = alive[place]
            item[rows] = g
            rows += 1
    state[0], state[1] = batch, rows


@compiled()
def pure_rows(cell: Any, shape: Any, weights: Any) -> None:
    """Write cells as pure profiles.

    Parameters
    ----------
    cell
        Shape (row,).
    shape
        Strategies of every player.
    weights
        Shape (row, choice), all zero. Filled in.
    """
    for row in range(cell.shape[0]):
        left, place = cell[row], weights.shape[1]
        for k in range(shape.shape[0] - 1, -1, -1):
            place -= shape[k]
            weights[row, place + left % shape[k]] = 1.0
            left //= shape[k]


@compiled()
def two_by_two(payoffs: Any, rows: Any, counts: Any, weights: Any, item: Any, found: Any) -> int:
    """Write the pure equilibria of games of two players with two strategies each.

    Which cells are stable is a number from 0 to 15, whose rows are looked up: two are written whether there are two or
    not, so that nothing branches but for the rare game with more.

    Parameters
    ----------
    payoffs
        Shape (batch, 8). Both players' payoffs, flat.
    rows, counts
        Shapes (16, 4, 4) and (16,). Weights of the stable cells, and how many there are.
    weights, item
        Shape (row, 4) and (row,), two rows more than needed. Filled in.
    found
        Shape (batch,). Filled in: whether the game has a pure equilibrium.

    Returns
    -------
    int
        How many rows are filled.
    """
    row = 0
    for g in range(payoffs.shape[0]):
        u00, u01, u10, u11 = payoffs[g, 0], payoffs[g, 1], payoffs[g, 2], payoffs[g, 3]
        v00, v01, v10, v11 = payoffs[g, 4], payoffs[g, 5], payoffs[g, 6], payoffs[g, 7]
        stable = (
            ((u00 >= u10) & (v00 >= v01))
            + 2 * ((u01 >= u11) & (v01 >= v00))
            + 4 * ((u10 >= u00) & (v10 >= v11))
            + 8 * ((u11 >= u01) & (v11 >= v10))
        )
        for k in range(2):
            for c in range(4):
                weights[row + k, c] = rows[stable, k, c]
            item[row + k] = g
        count = counts[stable]
        for k in range(2, count):
            for c in range(4):
                weights[row + k, c] = rows[stable, k, c]
            item[row + k] = g
        found[g] = count > 0
        row += count
    return row


def _rows_of_two_by_two() -> tuple[Any, Any]:
    """Return the rows of every set of stable cells, and their number; the cell's bit is its place in the table."""
    rows, counts = np.zeros((16, 4, 4)), np.zeros(16, np.intp)
    for stable in range(16):
        cells = [c for c in range(4) if stable >> c & 1]
        counts[stable] = len(cells)
        for k, c in enumerate(cells):
            rows[stable, k, c // 2] = rows[stable, k, 2 + c % 2] = 1.0
    return rows, counts


ROWS_OF_STABLE, COUNT_OF_STABLE = _rows_of_two_by_two()


def pure_equilibria(payoffs: Any) -> tuple[Any, Any, Any]:
    """Find every pure equilibrium of a batch of games.

    Parameters
    ----------
    payoffs
        Shape (batch, player, strategy of player 0, ...).

    Returns
    -------
    tuple of arrays
        Weights (row, choice), the game of every row (row,), and whether each game has any (batch,).
    """
    batch, shape = len(payoffs), np.array(payoffs.shape[2:])
    cells = int(shape.prod())
    work = batch * len(shape) * cells * STEPS
    found = np.empty(batch, bool)
    if shape.tolist() == [2, 2]:
        weights, item = np.empty((4 * batch + 2, 4)), np.empty(4 * batch + 2, np.intp)
        tables = ROWS_OF_STABLE, COUNT_OF_STABLE
        count = two_by_two.sized(work)(payoffs.reshape(batch, 8), *tables, weights, item, found)
        return weights[:count], item[:count], found
    item, weights = _from_tables(payoffs.reshape(batch, len(shape), cells), shape, work)
    found[:] = False
    found[item] = True
    return weights, item, found


def _from_tables(payoffs: Any, shape: Any, work: float) -> tuple[Any, Any]:
    batch, _, cells = payoffs.shape
    state, room = np.zeros(2, np.int64), ROWS * batch + cells
    cell, item = np.empty(room, np.intp), np.empty(room, np.intp)
    alive, best = np.empty(cells + 1, np.intp), np.empty(cells)
    run = stable_cells.sized(work)
    while True:
        run(payoffs, shape, state, alive, best, cell, item)
        done, count = state
        if done == batch:
            break
        cell = np.concatenate([cell, np.empty(len(cell), np.intp)])
        item = np.concatenate([item, np.empty(len(item), np.intp)])
    weights = np.zeros((count, int(shape.sum())))
    pure_rows.sized(work)(cell[:count], shape, weights)
    return item[:count], weights
