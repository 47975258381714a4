"""Games of two players with two strategies each, in closed form: everything follows from four signs.

Player 0 gains ``e[j]`` by its first strategy over its second against column ``j``, player 1 gains ``d[i]`` by its first
over its second against row ``i``. A mixture of player 0 is a vertex if it is pure, or if ``d[0]`` and ``d[1]`` differ
in sign and it makes player 1 indifferent; likewise for player 1.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from negsim.kernels.compiled import compiled

MIXED = 2  # number of the vertex that mixes; 0 and 1 are pure
MOST = 4  # extreme equilibria
STEPS = 100  # interpreted steps of one game


class Cases(NamedTuple):
    """What each of the 81 patterns of signs has.

    Pattern ``27 a + 9 b + 3 c + d`` has the signs ``a - 1`` of d[0], ``b - 1`` of d[1], ``c - 1`` of e[0] and
    ``d - 1`` of e[1].

    Attributes
    ----------
    number
        Shape (pattern,). How many equilibria.
    pairs
        Shape (pattern, equilibrium, 2). The vertices of both players; pure equilibria come first.
    tied
        Shape (pattern,). Whether a sign is zero: the game is degenerate.
    """

    number: Any
    pairs: Any
    tied: Any


@lru_cache(maxsize=2)
def cases(*, pure: bool = False) -> Cases:
    """Return what the patterns have; only pure equilibria if asked for."""
    found = Cases(np.zeros(81, np.int64), np.zeros((81, MOST, 2), np.int64), np.zeros(81, bool))
    for code, (d0, d1, e0, e1) in enumerate(product((-1, 0, 1), repeat=4)):
        first, second = _vertices(d0, d1, pure), _vertices(e0, e1, pure)
        pairs = [
            (x, y)
            for (x, (used, replies)), (y, (other, answers)) in product(first.items(), second.items())
            if used <= answers and other <= replies
        ]
        found.number[code] = len(pairs)
        found.pairs[code, : len(pairs)] = sorted(pairs, key=lambda pair: pair.count(MIXED)) or np.zeros((0, 2))
        found.tied[code] = 0 in (d0, d1, e0, e1)
    return found


def _vertices(left: int, right: int, pure: bool) -> dict[int, tuple[set[int], set[int]]]:
    """Number, support and best replies of a player's vertices, given the other's gains against each strategy."""
    replies = {-1: {1}, 0: {0, 1}, 1: {0}}
    found = {0: ({0}, replies[left]), 1: ({1}, replies[right])}
    return found | ({MIXED: ({0, 1}, {0, 1})} if left * right < 0 and not pure else {})


@compiled()
def patterns(payoffs: Any, tie: float, number: Any, codes: Any, doubtful: Any) -> int:
    """Read the pattern of signs off every game.

    Parameters
    ----------
    payoffs
        Shape (batch, 8). Both players' payoffs, flat.
    tie
        Largest difference, as a share of the payoff range, that counts as zero.
    number
        Equilibria of every pattern.
    codes, doubtful
        Shape (batch,). Filled in: the pattern; whether a difference that counts as zero is not exactly zero.

    Returns
    -------
    int
        Equilibria of all games.
    """
    total = 0
    for g in range(payoffs.shape[0]):
        game = payoffs[g]
        d0, d1, e0, e1 = game[4] - game[5], game[6] - game[7], game[0] - game[2], game[1] - game[3]
        close = tie * max(max(abs(d0), abs(d1)), max(abs(game[4] - game[6]), abs(game[5] - game[7])))
        near = tie * max(max(abs(e0), abs(e1)), max(abs(game[0] - game[1]), abs(game[2] - game[3])))
        code = 40 + 27 * (1 * (d0 > close) - 1 * (d0 < -close)) + 9 * (1 * (d1 > close) - 1 * (d1 < -close))
        code += 3 * (1 * (e0 > near) - 1 * (e0 < -near)) + (1 * (e1 > near) - 1 * (e1 < -near))
        exact = 40 + 27 * (1 * (d0 > 0) - 1 * (d0 < 0)) + 9 * (1 * (d1 > 0) - 1 * (d1 < 0))
        exact += 3 * (1 * (e0 > 0) - 1 * (e0 < 0)) + (1 * (e1 > 0) - 1 * (e1 < 0))
        codes[g] = code
        doubtful[g] = code != exact
        total += number[code]
    return total


@compiled()
def rows(payoffs: Any, codes: Any, number: Any, pairs: Any, weights: Any, item: Any) -> None:
    """Write the equilibria of every game, one a row.

    Parameters
    ----------
    payoffs, codes, number, pairs
        The games, their patterns, and what each pattern has.
    weights, item
        Shape (row, 4) and (row,). Filled in.
    """
    row = 0
    mixtures = np.zeros((3, 4))
    mixtures[0, 0] = mixtures[1, 1] = mixtures[0, 2] = mixtures[1, 3] = 1.0
    for g in range(payoffs.shape[0]):
        code = codes[g]
        for k in range(number[code]):
            x, y = pairs[code, k, 0], pairs[code, k, 1]
            if x == MIXED:
                d0, d1 = abs(payoffs[g, 4] - payoffs[g, 5]), abs(payoffs[g, 6] - payoffs[g, 7])
                mixtures[MIXED, 0] = d1 / (d0 + d1)
                mixtures[MIXED, 1] = d0 / (d0 + d1)
            if y == MIXED:
                e0, e1 = abs(payoffs[g, 0] - payoffs[g, 2]), abs(payoffs[g, 1] - payoffs[g, 3])
                mixtures[MIXED, 2] = e1 / (e0 + e1)
                mixtures[MIXED, 3] = e0 / (e0 + e1)
            weights[row, 0] = mixtures[x, 0]
            weights[row, 1] = mixtures[x, 1]
            weights[row, 2] = mixtures[y, 2]
            weights[row, 3] = mixtures[y, 3]
            item[row] = g
            row += 1


def equilibria(payoffs: Any, tie: float, *, pure: bool = False) -> tuple[Any, Any, Any, Any]:
    """Find the extreme equilibria of a batch of games of two strategies each.

    Parameters
    ----------
    payoffs
        Shape (batch, 2, 2, 2).
    tie
        Largest difference, as a share of the payoff range, that counts as zero.
    pure
        Whether to find the pure ones alone.

    Returns
    -------
    tuple of arrays
        Weights (row, 4); the game of every row (row,); whether each game is degenerate, and whether that is doubtful,
        because a tie is not exact (batch,).
    """
    batch, table = len(payoffs), cases(pure=pure)
    flat = payoffs.reshape(batch, 8)
    codes, doubtful = np.empty(batch, np.uint8), np.empty(batch, bool)
    total = patterns.sized(batch * STEPS)(flat, tie, table.number, codes, doubtful)
    weights, item = np.empty((total, 4)), np.empty(total, np.intp)
    rows.sized(batch * STEPS)(flat, codes, table.number, table.pairs, weights, item)
    return weights, item, table.tied[codes], doubtful
