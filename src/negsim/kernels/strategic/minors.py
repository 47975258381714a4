"""Signed minors of payoff differences: the numbers that decide every comparison in a small two-player game.

Let one player mix over the strategies ``I`` so that the other is indifferent between the strategies ``J``. The weights
of that mixture, and what every further strategy would lose against it, are all determinants of one kind: a row of ones
over the payoff rows ``I``, restricted to one column more than ``I`` has rows. There are few of them (52 in a 4 x 4
game, for 69 pairs of ``I`` and ``J``), each is a short sum of products of smaller ones, and only differences of payoffs
enter, so integer payoffs give integers and an exact zero is a true tie.

Games lie side by side in the last axis ("lanes"), so that one instruction serves several games. The first axis of most
tables is the player whose mixtures are meant; the payoffs of the other player decide about them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import factorial
from typing import Any, NamedTuple

import numpy as np

from negsim.kernels.compiled import compiled

TIE = 1e-13  # of the payoff range: payoffs that come from formulas carry a few rounding errors of 1e-16
DEGENERATE, DOUBTFUL, ROUNDED = 1, 2, 4  # bits of the flags of a game
EIGHTHS = 8.0
EXPONENT = 0x7FF0000000000000  # of a double: 11 bits
Number = dict[tuple[tuple[int, ...], tuple[int, ...]], int]


class Tables(NamedTuple):
    """Which minors the mixtures of both players need; fixed by the size of the game.

    Minor 0 is the constant 1; the next ones are differences of two payoffs; the others are sums of products. Where the
    players need different numbers of them, the tables are padded.

    Attributes
    ----------
    counts
        Shape (player, 3). Minors, differences, and entries of a basis.
    cells
        Shape (player, difference, 2). The cells of the flat payoffs of which each is the second minus the first.
    terms
        Shape (player, term, 4). Minor, difference, smaller minor, and sign of the product; a term of sign 2 or -2 is
        the first of its minor.
    degree
        Shape (player, minor). How many payoffs are multiplied in it.
    entries
        Shape (player, basis, entry). What must be positive (first) or not negative (then), up to one common sign:
        twice the number of a minor, plus 1 if it counts negative.
    column
        Shape (player, basis, entry). The other's strategy that each of the later entries speaks of.
    size
        Shape (player, basis). How many of the entries are weights; as many strategies are mixed.
    own
        Shape (player, basis, size or more). The strategies mixed, as places in a row of weights of both players.
    support, replies
        Shape (player, basis). The strategies mixed, and the other's strategies made indifferent, as bits.
    mirror
        Shape (basis,). The basis of player 1 that exchanges the two sets of strategies of one of player 0.
    """

    counts: Any
    cells: Any
    terms: Any
    degree: Any
    entries: Any
    column: Any
    size: Any
    own: Any
    support: Any
    replies: Any
    mirror: Any


def largest_exact(degree: int) -> float:
    """Return the largest size of whole payoffs whose minors of this degree a double holds exactly."""
    return float((2.0**53 / factorial(degree + 1)) ** (1 / max(degree, 1)) / 2)


@lru_cache(maxsize=64)
def tables(rows: int, columns: int) -> Tables:
    """Return the tables for games of one size.

    Parameters
    ----------
    rows, columns
        Strategies of the players 0 and 1.
    """
    cells = rows * columns
    across = (
        [[cells + i * columns + k for k in range(columns)] for i in range(rows)],
        [[k * columns + i for k in range(rows)] for i in range(columns)],
    )
    parts = [_side(across[0], 0), _side(across[1], rows)]
    places = {(s, r): b for b, (s, r) in enumerate(zip(parts[1]["support"], parts[1]["replies"], strict=True))}
    mirror = [places[r, s] for s, r in zip(parts[0]["support"], parts[0]["replies"], strict=True)]
    return Tables(**{name: _stacked([part[name] for part in parts]) for name in parts[0]}, mirror=np.array(mirror))


def _stacked(parts: list[Any]) -> Any:
    """Join the tables of both players, padded with zeros to one shape."""
    arrays = [np.array(part, np.int64) for part in parts]
    out = np.zeros((2, *np.max([array.shape for array in arrays], axis=0)), np.int64)
    for place, array in zip(out, arrays, strict=True):
        place[tuple(slice(size) for size in array.shape)] = array
    return out


def _side(cells: list[list[int]], first: int) -> dict[str, Any]:
    """The tables of one player, whose strategies are the rows of `cells` and start at place `first` of a profile."""
    own, other = len(cells), len(cells[0])
    number: Number = {((), (k,)): 0 for k in range(other)}
    pairs: list[list[int]] = []
    terms: list[list[int]] = []
    degree = [0]
    for s in range(1, min(own, other - 1) + 1):
        for chosen in combinations(range(own), s):
            for over in combinations(range(other), s + 1):
                minor = number[chosen, over] = len(degree)
                degree.append(s)
                if s == 1:
                    pairs.append([cells[chosen[0]][k] for k in over])
                for t in range(1, s + 1) if s > 1 else ():
                    left, right = (chosen[-1:], (over[0], over[t])), (chosen[:-1], over[:t] + over[t + 1 :])
                    sign = (-1) ** (s + t) * (2 if t == 1 else 1)
                    terms.append([minor, number[left], number[right], sign])
    bases = _bases(own, other, first, number)
    return bases | {
        "counts": [len(degree), len(pairs), other],
        "cells": np.array(pairs, np.int64).reshape(-1, 2),
        "terms": np.array(terms, np.int64).reshape(-1, 4),
        "degree": degree,
    }


def _bases(own: int, other: int, first: int, number: Number) -> dict[str, Any]:
    """The entries of every basis; bases with few strategies come first."""
    names = ("entries", "column", "size", "own", "support", "replies")
    out: dict[str, list[Any]] = {name: [] for name in names}
    for s in range(1, min(own, other) + 1):
        for chosen in combinations(range(own), s):
            for tied in combinations(range(other), s):
                entries = [2 * number[chosen[:r] + chosen[r + 1 :], tied] + (1 - r % 2) for r in range(s)]
                rest = [k for k in range(other) if k not in tied]
                for k in rest:
                    over = tuple(sorted((*tied, k)))
                    entries.append(2 * number[chosen, over] + (1 - over.index(k) % 2))
                row = (
                    entries,
                    [*tied, *rest],
                    s,
                    [first + i for i in chosen] + [0] * (own - s),
                    sum(1 << i for i in chosen),
                    sum(1 << k for k in tied),
                )
                for name, value in zip(names, row, strict=True):
                    out[name].append(value)
    return out


@compiled()
def loaded(flat: Any, first: int, count: int, cells: Any) -> None:
    """Lay games side by side: shapes flat (batch, cell), cells (cell, lane)."""
    for cell in range(cells.shape[0]):
        for g in range(count):
            cells[cell, g] = flat[first + g, cell]


@compiled()
def rounding(cells: Any, most: float, flags: Any) -> None:
    """Set the third bit of the flags where products of payoffs may be rounded, and add nothing elsewhere.

    Parameters
    ----------
    cells
        Shape (cell, lane). Payoffs of both players.
    most
        Whole numbers up to this size give exact minors.
    flags
        Shape (lane,), bytes. Changed; the fourth and fifth bits are scratch.
    """
    for cell in range(cells.shape[0]):
        payoff = cells[cell]
        for g in range(flags.shape[0]):
            size = abs(payoff[g])
            eighths = EIGHTHS * payoff[g]
            flags[g] |= 8 * ((size > most) | (payoff[g] != np.rint(payoff[g])))
            flags[g] |= 16 * ((size > most / EIGHTHS) | (eighths != np.rint(eighths)))
    for g in range(flags.shape[0]):
        flags[g] = (flags[g] & 3) | (ROUNDED * (flags[g] >= 24))


@compiled()
def differences(cells: Any, low: int, pairs: Any, count: int, scale: Any, minors: Any) -> None:
    """Fill in minor 0 and the differences of payoffs, each game scaled by a power of two.

    The scale makes the payoff range lie between 1 and 2, and changes no digit.

    Parameters
    ----------
    cells
        Shape (cell, lane). Payoffs of both players.
    low
        First cell of the payoffs that decide; they are half of all.
    pairs, count
        Shape (difference, 2). The cells to subtract, and how many of these there are.
    scale
        Shape (2, lane). Scratch.
    minors
        Shape (minor, lane). Filled in.
    """
    least, most, lanes = scale[0], scale[1], cells.shape[1]
    for g in range(lanes):
        least[g] = cells[low, g]
        most[g] = cells[low, g]
    for cell in range(low + 1, low + cells.shape[0] // 2):
        payoff = cells[cell]
        for g in range(lanes):
            least[g] = min(least[g], payoff[g])
            most[g] = max(most[g], payoff[g])
    for g in range(lanes):
        least[g] = 0.5 * most[g] - 0.5 * least[g]
    bits, powers = least.view(np.int64), most.view(np.int64)
    for g in range(lanes):
        powers[g] = max(1 << 52, (2045 << 52) - (bits[g] & EXPONENT))
    first = minors[0]
    for g in range(lanes):
        first[g] = 1.0
    for d in range(count):
        subtrahend, minuend, out = cells[pairs[d, 0]], cells[pairs[d, 1]], minors[d + 1]
        for g in range(lanes):
            out[g] = (minuend[g] - subtrahend[g]) * most[g]


@compiled()
def products(terms: Any, minors: Any) -> None:
    """Fill in the minors of two rows and more from the differences.

    Parameters
    ----------
    terms
        As in `Tables`, of one player.
    minors
        Shape (minor, lane). Numbers of any kind: floats, or exact integers.
    """
    lanes = minors.shape[1]
    for term in range(terms.shape[0]):
        out, left, right, sign = minors[terms[term, 0]], minors[terms[term, 1]], minors[terms[term, 2]], terms[term, 3]
        if sign == 2:
            for g in range(lanes):
                out[g] = left[g] * right[g]
        elif sign == -2:
            for g in range(lanes):
                out[g] = -(left[g] * right[g])
        elif sign == 1:
            for g in range(lanes):
                out[g] += left[g] * right[g]
        elif sign == -1:
            for g in range(lanes):
                out[g] -= left[g] * right[g]


@compiled()
def signs(degree: Any, minors: Any, tie: float, strict: bool, planes: Any, flags: Any) -> None:
    """Read off which minors are positive, negative, or zero within the tolerance.

    Parameters
    ----------
    degree
        As in `Tables`, of one player.
    minors
        Shape (minor, lane).
    tie
        Largest size, as a share of the payoff range's power, that counts as zero.
    strict
        Whether to doubt exact zeros too.
    planes
        Shape (2 * minor, lane), bytes. Filled in: at twice the minor's number 1 where it is positive, next to it
        1 where it is negative.
    flags
        Shape (lane,), bytes. `DOUBTFUL` is set where a minor counts as zero that is not surely zero.
    """
    lanes = minors.shape[1]
    for d in range(minors.shape[0]):
        bound = tie * 2.0 ** degree[d]
        values, up, down = minors[d], planes[2 * d], planes[2 * d + 1]
        doubted = ROUNDED if degree[d] > 1 else 0
        for g in range(lanes):
            up[g] = values[g] > bound
        for g in range(lanes):
            down[g] = values[g] < -bound
        for g in range(lanes):
            flags[g] |= DOUBTFUL * (
                ((values[g] != 0) | strict | ((flags[g] & doubted) != 0)) & (abs(values[g]) <= bound)
            )
