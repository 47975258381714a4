"""Signed minors of payoff differences: the numbers that decide every comparison in a small two-player game.

Let one player mix over the strategies ``I`` so that the other is indifferent between the strategies ``J``. The weights
of that mixture, and what every further strategy would lose against it, are all determinants of one kind: a row of ones
over the payoff rows ``I``, restricted to one column more than ``I`` has rows. There are few of them (52 in a 4 x 4
game, for 69 pairs of ``I`` and ``J``), each is a short sum of products of smaller ones, and only differences of payoffs
enter, so integer payoffs give integers and an exact zero is a true tie.

Games lie side by side in the last axis ("lanes"), so that one instruction serves several games.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from negsim.kernels.compiled import compiled

TIE = 1e-13  # of the payoff range: payoffs that come from formulas carry a few rounding errors of 1e-16
EXPONENT = 0x7FF0000000000000  # of a double: 11 bits


class Side(NamedTuple):
    """Tables that say which minors one player's mixtures need; fixed by the size of the game.

    Minor 0 is the constant 1; the next ones are differences of two payoffs; the others are sums of products.

    Attributes
    ----------
    cells
        Shape (difference, 2). The cells of the flat payoffs of which each is the second minus the first.
    payoff_cells
        Shape (2,). First cell, and one past the last, of the payoff table that decides for this side.
    starts
        Shape (minor + 1,). Where the terms of each minor begin.
    terms
        Shape (term, 3). Difference, smaller minor, and sign of the product.
    degree
        Shape (minor,). How many payoffs are multiplied in it.
    entries
        Shape (basis, strategy of the other). What must be positive (first) or not negative (then), up to one common
        sign: twice the number of a minor, plus 1 if it counts negative.
    size
        Shape (basis,). How many of the entries are weights; as many strategies are mixed.
    own
        Shape (basis, size or more). The strategies mixed.
    column
        Shape (basis, strategy of the other). The other's strategy that each of the later entries speaks of.
    support, replies
        Shape (basis,). The strategies mixed, and the other's strategies made indifferent, as bits.
    """

    cells: Any
    payoff_cells: Any
    starts: Any
    terms: Any
    degree: Any
    entries: Any
    size: Any
    own: Any
    column: Any
    support: Any
    replies: Any


@lru_cache(maxsize=64)
def side(rows: int, columns: int, player: int) -> Side:
    """Return the tables for the mixtures of one player.

    Parameters
    ----------
    rows, columns
        Strategies of the players 0 and 1.
    player
        Whose mixtures: 0 or 1. The payoffs of the other decide about them.
    """
    own, other = (rows, columns) if player == 0 else (columns, rows)
    base = rows * columns * (1 - player)
    across, along = (columns, 1) if player == 0 else (1, columns)
    number: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {((), (k,)): 0 for k in range(other)}
    cells, starts, terms, degree = [], [0, 0], [], [0]
    for s in range(1, min(own, other - 1) + 1):
        for chosen in combinations(range(own), s):
            for over in combinations(range(other), s + 1):
                number[chosen, over] = len(degree)
                degree.append(s)
                if s == 1:
                    cells.append([base + chosen[0] * across + k * along for k in over])
                else:
                    terms += [
                        (
                            number[chosen[-1:], (over[0], over[t])],
                            number[chosen[:-1], over[:t] + over[t + 1 :]],
                            (-1) ** (s + t),
                        )
                        for t in range(1, s + 1)
                    ]
                starts.append(len(terms))
    return Side(
        np.array(cells, np.int64).reshape(-1, 2),
        np.array([base, base + rows * columns]),
        np.array(starts, np.int64),
        np.array(terms, np.int64).reshape(-1, 3),
        np.array(degree, np.int64),
        *_bases(own, other, number),
    )


def _bases(own: int, other: int, number: dict[tuple[tuple[int, ...], tuple[int, ...]], int]) -> tuple[Any, ...]:
    """The entries of every basis; bases with few strategies come first."""
    entries, sizes, mixed, columns, supports, replies = [], [], [], [], [], []
    for s in range(1, min(own, other) + 1):
        for chosen in combinations(range(own), s):
            for tied in combinations(range(other), s):
                weights = [2 * number[chosen[:r] + chosen[r + 1 :], tied] + (1 - r % 2) for r in range(s)]
                rest = [k for k in range(other) if k not in tied]
                losses = []
                for k in rest:
                    over = tuple(sorted((*tied, k)))
                    losses.append(2 * number[chosen, over] + (1 - over.index(k) % 2))
                entries.append(weights + losses)
                sizes.append(s)
                mixed.append([*chosen, *(0 for _ in range(own - s))])
                columns.append([*tied, *rest])
                supports.append(sum(1 << i for i in chosen))
                replies.append(sum(1 << k for k in tied))
    integers = (np.array(part, np.int64) for part in (entries, sizes, mixed, columns, supports, replies))
    return tuple(integers)


@compiled()
def differences(flat: Any, first: int, count: int, side: Side, minors: Any, scale: Any) -> None:
    """Fill in minor 0 and the differences of payoffs, each game scaled by a power of two.

    The scale makes the payoff range lie between 1 and 2, and changes no digit.

    Parameters
    ----------
    flat
        Shape (batch, cell). Payoffs of both players.
    first, count
        The games to take: one a lane.
    side
        Tables of the size of game.
    minors
        Shape (minor, lane). Filled in.
    scale
        Shape (2, lane). Scratch.
    """
    low, high = scale[0], scale[1]
    for g in range(count):
        low[g] = flat[first + g, side.payoff_cells[0]]
        high[g] = low[g]
    for cell in range(side.payoff_cells[0] + 1, side.payoff_cells[1]):
        for g in range(count):
            low[g] = min(low[g], flat[first + g, cell])
            high[g] = max(high[g], flat[first + g, cell])
    for g in range(count):
        low[g] = 0.5 * high[g] - 0.5 * low[g]
    bits = low.view(np.int64)
    powers = high.view(np.int64)
    for g in range(count):
        powers[g] = max(1 << 52, (2045 << 52) - (bits[g] & EXPONENT))
    for g in range(minors.shape[1]):
        minors[0, g] = 1.0
    for d in range(side.cells.shape[0]):
        minuend, subtrahend, out = side.cells[d, 1], side.cells[d, 0], minors[d + 1]
        for g in range(count):
            out[g] = (flat[first + g, minuend] - flat[first + g, subtrahend]) * high[g]


@compiled()
def products(side: Side, minors: Any) -> None:
    """Fill in the minors of two rows and more from the differences.

    Parameters
    ----------
    side
        Tables of the size of game.
    minors
        Shape (minor, lane). Numbers of any kind: floats, or exact integers.
    """
    for d in range(side.cells.shape[0] + 1, side.degree.shape[0]):
        out = minors[d]
        for term in range(side.starts[d], side.starts[d + 1]):
            left, right = minors[side.terms[term, 0]], minors[side.terms[term, 1]]
            opening = term == side.starts[d]
            if side.terms[term, 2] > 0:
                for g in range(minors.shape[1]):
                    out[g] = left[g] * right[g] if opening else out[g] + left[g] * right[g]
            else:
                for g in range(minors.shape[1]):
                    out[g] = -(left[g] * right[g]) if opening else out[g] - left[g] * right[g]


@compiled()
def signs(side: Side, minors: Any, tie: float, planes: Any, flags: Any) -> None:
    """Read off which minors are positive, negative, or zero within the tolerance.

    Parameters
    ----------
    side
        Tables of the size of game.
    minors
        Shape (minor, lane).
    tie
        Largest size, as a share of the payoff range's power, that counts as zero.
    planes
        Shape (2 * minor, lane), bytes. Filled in: at twice the minor's number 1 where it is positive, next to it
        1 where it is negative.
    flags
        Shape (lane,), bytes. The second bit is set where a minor that counts as zero is not exactly zero.
    """
    for d in range(side.degree.shape[0]):
        bound = tie * 2.0 ** side.degree[d]
        values, up, down = minors[d], planes[2 * d], planes[2 * d + 1]
        for g in range(minors.shape[1]):
            up[g] = values[g] > bound
            down[g] = values[g] < -bound
        for g in range(minors.shape[1]):
            flags[g] |= np.uint8(2) * np.uint8((up[g] | down[g] == 0) & (values[g] != 0))
