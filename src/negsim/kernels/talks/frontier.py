"""The efficient frontier of lotteries over the points of two players: the upper right boundary of their convex hull.

Take `frontiers` of the gains over disagreement. The vertices of game k are the rows ``start[k]:start[k + 1]``, from the
best for player 1 to the best for player 0: gains of player 0 rise, and those of player 1 fall, strictly. A game without
rows has no lottery under which nobody loses. The largest gains possible are ``gains[start[k + 1] - 1, 0]`` and
``gains[start[k], 1]``. Between two rows the frontier is straight, and `between` writes any point of it as a lottery
over two points of the list::

    found = frontiers(game.gains, CLOSE * game.spread)
    agreement, weights = between(found, row, step)    # the point at (1 - step) * gains[row] + step * gains[row + 1]
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

FLAT = 1e-12  # of the frontier's width: how far a corner must stand out to count as one
BLOCK = 2_000_000  # vertices that are found at a time
STEPS = 30  # elementary steps per point, interpreted


class Frontier(NamedTuple):
    """Vertices of the frontiers of a batch, one game after the other.

    Attributes
    ----------
    start
        Shape (batch + 1,). Where each game's vertices begin; those of game k are ``start[k]:start[k + 1]``.
    first, second
        Shape (vertex,). The points of the list that a vertex mixes; the same one where it is a point of the list.
    share
        Shape (vertex,). Weight of the second; 0 where they are the same.
    gains
        Shape (vertex, 2). What both players get there.
    """

    start: Integers
    first: Integers
    second: Integers
    share: Numbers
    gains: Numbers


def frontiers(gains: Numbers, close: Numbers) -> Frontier:
    """Return the vertices of every game's frontier, cut off where a player would lose.

    Points on a straight part are no vertices; of equal points, the first of the list is taken. Where the frontier goes
    on below zero, its last vertices are the lotteries that give a player exactly nothing. Quickhull: costs about
    n log n for n points, and no more memory than the points and vertices take.

    Parameters
    ----------
    gains
        Shape (batch, 2, point). What both players gain over disagreement.
    close
        Shape (batch,). The largest loss that counts as none.
    """
    batch, _, points = gains.shape
    step = max(1, BLOCK // (points + 2))
    gains = np.ascontiguousarray(gains, np.float64)
    parts = [_block(gains[at : at + step], close[at : at + step]) for at in range(0, max(batch, 1), step)]
    number = np.concatenate([np.diff(part.start) for part in parts])
    return _joined(np.concatenate([[0], np.cumsum(number)]), parts)


def between(found: Frontier, row: Integers, step: Numbers) -> tuple[Integers, Numbers]:
    """Return points of the frontier as lotteries over points of the list.

    Parameters
    ----------
    found
        What `frontiers` returned.
    row
        Shape (lottery,). Number of a vertex, of whatever game.
    step
        Shape (lottery,). How far to go from it to the next vertex of its game, from 0 to 1; 0 at the last vertex.

    Returns
    -------
    agreement, weights
        Shape (lottery, 2). Numbers of two points, and the probability of each.
    """
    following = np.minimum(row + (step > 0), max(len(found.share) - 1, 0))
    mixed = found.first[following] != found.second[following]
    there = np.where(mixed, found.share[following], 1.0)
    second = np.where(step > 0, found.second[following], found.second[row])
    share = np.where(step > 0, (1 - step) * found.share[row] + step * there, found.share[row])
    return np.stack([found.first[row], second], axis=1), np.stack([1 - share, share], axis=1)


def _block(gains: Numbers, close: Numbers) -> Frontier:
    batch, _, points = gains.shape
    start, chain = np.zeros(batch + 1, np.intp), np.zeros(batch * points, np.intp)
    used = efficient_chains.sized(STEPS * gains.size)(gains, start, chain)
    game = np.repeat(np.arange(batch), np.diff(start))
    chain = chain[:used]
    return _clipped(game, chain, gains[game, :, chain], close)


def _clipped(game: Integers, chain: Integers, corner: Numbers, close: Numbers) -> Frontier:
    """Cut the chains of a block off where a player would lose. Shapes: (vertex,), (vertex,), (vertex, 2), (batch,)."""
    kept = np.flatnonzero((corner >= 0).all(1))
    parts = [Frontier(3 * kept, chain[kept], chain[kept], np.zeros(len(kept)), corner[kept])]
    spent = np.zeros(len(chain), bool)  # whether the edge that begins here only touches the point without any gain
    for player, rising in ((0, 1), (1, -1)):
        low, high = rising * corner[:-1, player], rising * corner[1:, player]
        edge = np.flatnonzero((game[:-1] == game[1:]) & (low < 0) & (high > 0))
        share = low[edge] / (low[edge] - high[edge])
        point = corner[edge] + share[:, None] * (corner[edge + 1] - corner[edge])
        point[:, player] = 0.0
        fine = (point[:, 1 - player] >= -close[game[edge]]) & ~spent[edge]
        edge, share, point = edge[fine], share[fine], np.maximum(point[fine], 0.0)
        spent[edge] = point[:, 1 - player] <= close[game[edge]]
        parts.append(Frontier(3 * edge + 1 + player, chain[edge], chain[edge + 1], share, point))
    places = np.concatenate([part.start for part in parts])
    rows = np.argsort(places, kind="stable")
    number = np.bincount(game[places // 3], minlength=len(close))
    start = np.concatenate([[0], np.cumsum(number)])
    whole = _joined(start, parts)
    return Frontier(start, whole.first[rows], whole.second[rows], whole.share[rows], whole.gains[rows])


def _joined(start: Integers, parts: list[Frontier]) -> Frontier:
    """Put the vertices of several parts one after the other."""
    return Frontier(
        start,
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.share for part in parts]),
        np.concatenate([part.gains for part in parts]),
    )


@compiled()
def efficient_chains(gains: Any, start: Any, chain: Any) -> int:
    """List the corners of the upper right boundary of each game's convex hull, by rising gain of player 0.

    Shapes: gains (batch, 2, point); start (batch + 1,) and chain (batch * point,) are filled. Returns how many corners.
    """
    points = gains.shape[2]
    pool, spare = np.zeros(points, np.intp), np.zeros(points, np.intp)
    stack = np.zeros((points + 2, 3), np.intp)
    used = 0
    for game in range(len(gains)):
        x, y = gains[game, 0], gains[game, 1]
        top, right = 0, 0
        for k in range(points):
            if y[k] > y[top] or (y[k] == y[top] and x[k] > x[top]):
                top = k
            if x[k] > x[right] or (x[k] == x[right] and y[k] > y[right]):
                right = k
        wide, high = x[right] - x[top], y[top] - y[right]
        chain[used] = top
        used += 1
        if wide > 0:
            for k in range(points):
                pool[k] = k
            used = quickhull(x, y, wide, high, chain, used, pool, spare, stack, right)
        start[game + 1] = used
    return used


@compiled()
def quickhull(
    x: Any, y: Any, wide: float, high: float, chain: Any, used: int, pool: Any, spare: Any, stack: Any, right: int
) -> int:
    """Add the corners above the line from the last one of the chain to ``right``, and ``right``; return the new length.

    1. Find the point that lies highest above the line. 2. If it stands out, split the line there, and go to 1 with its
    left part, then with its right part, each with the points above it. 3. Otherwise the end of the line is a corner,
    and those before it that stand out no longer are taken back.

    Shapes: x, y, pool and spare (point,), stack (point + 2, 3). ``wide`` and ``high`` are the units along x and y.
    """
    begin, depth = used, 1
    stack[0, 0], stack[0, 1], stack[0, 2] = right, 0, len(x)
    while depth > 0:
        depth -= 1
        end, low, above, last = stack[depth, 0], stack[depth, 1], stack[depth, 2], chain[used - 1]
        far, most = end, 0.0
        for at in range(low, above):  # 1
            height = height_above(x, y, wide, high, last, end, pool[at])
            if height > most:
                far, most = pool[at], height
        if far != end:  # 2
            left, aside = low, 0
            for at in range(low, above):
                k = pool[at]
                if height_above(x, y, wide, high, last, far, k) > 0:
                    pool[left] = k
                    left += 1
                elif height_above(x, y, wide, high, far, end, k) > 0:
                    spare[aside] = k
                    aside += 1
            for at in range(aside):
                pool[left + at] = spare[at]
            stack[depth, 0], stack[depth, 1], stack[depth, 2] = end, left, left + aside
            stack[depth + 1, 0], stack[depth + 1, 1], stack[depth + 1, 2] = far, low, left
            depth += 2
        else:  # 3
            while used > begin and height_above(x, y, wide, high, chain[used - 2], end, chain[used - 1]) <= 0:
                used -= 1
            chain[used] = end
            used += 1
    return used


@compiled()
def height_above(x: Any, y: Any, wide: float, high: float, low: int, end: int, point: int) -> float:
    """Return how far a point stands out above the line between two others, in the units given; 0 for rounding."""
    across, down = (x[end] - x[low]) / wide, (y[low] - y[end]) / high
    height = (x[point] - x[low]) / wide * down + (y[point] - y[low]) / high * across
    return height if height > FLAT * (across + down) else 0.0
