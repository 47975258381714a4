"""Every extreme equilibrium of two-player games in exact arithmetic, for the payoffs precisely as given.

Floating point does the work and proves it where it can: signs of minors or of basic variables that are further from
zero than every rounding error are certain. Games in which one is not, degenerate ones among them, are walked through
again in whole numbers of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial
from typing import Any

import numpy as np

from negsim.kernels.strategic import two_by_two
from negsim.kernels.strategic.exact_vertices import ExactVertex, exact_vertices, integers, mixture
from negsim.kernels.strategic.large_bimatrix import (
    Equilibria,
    complementary,
    in_order,
    unfinished,
    visited,
    walked,
    walks,
)
from negsim.kernels.strategic.minors import DEGENERATE, DOUBTFUL, TIE
from negsim.kernels.strategic.small_bimatrix import extreme_equilibria
from negsim.kernels.strategic.vertices import Walk

EXACT = 2.0**53  # whole numbers below this are exact in a double
DYADIC = 2.0**10  # payoffs that are multiples of its inverse are looked for
MOST_NUMBERS = 2**27  # visited vertices times entries of a dictionary: what may be held in whole numbers


def are_exact(payoffs: Any) -> bool:
    """Say whether every minor of every game is a whole number, in some unit, that a double holds exactly.

    Parameters
    ----------
    payoffs
        Shape (batch, 2, row strategy, column strategy).
    """
    size = min(payoffs.shape[2:]) - (payoffs.shape[2] == payoffs.shape[3])
    for unit in (1.0, DYADIC):
        scaled = payoffs * unit
        if (scaled == np.rint(scaled)).all():
            flat = scaled.reshape(len(payoffs), 2, -1)
            width = float(np.ptp(flat, axis=2).max(initial=0.0))
            largest = float(np.abs(flat).max(initial=0.0))
            return largest < EXACT and factorial(size + 1) * max(width, 1.0) ** size < EXACT
    return False


def small_equilibria(payoffs: Any, more: Callable[[], bool]) -> tuple[Any, Any, Any]:
    """Find all extreme equilibria of a batch of small games.

    Parameters
    ----------
    payoffs
        Shape (batch, 2, row strategy, column strategy).
    more
        Says whether there is time to go on.

    Returns
    -------
    tuple of arrays
        Weights (row, strategies of both) rounded correctly; the game of every row (row,); whether each game is
        degenerate (batch,), which is shorter than the batch where time ran out.
    """
    if payoffs.shape[2:] == (2, 2):
        weights, item, degenerate, _ = two_by_two.equilibria(payoffs, 0.0)
        if not are_exact(payoffs):
            _round_rows(payoffs, item, weights)
        return weights, item, degenerate
    if are_exact(payoffs):
        weights, item, flags = extreme_equilibria(payoffs, tie=0.0)
        return weights, item, flags & DEGENERATE != 0
    weights, item, flags = extreme_equilibria(payoffs, tie=TIE, strict=True)
    unsure = flags & DOUBTFUL != 0
    kept = ~unsure[item]
    weights, item = weights[kept], item[kept]
    _round_rows(payoffs, item, weights)
    degenerate, parts, places = np.zeros(len(payoffs), bool), [weights], [item]
    done = len(payoffs)
    for game in np.flatnonzero(unsure).tolist():
        if not more():
            done = game
            break
        found = _walked_exactly(payoffs[game], lambda steps: True)
        degenerate[game] = found.degenerate
        parts.append(found.weights)
        places.append(np.full(len(found.weights), game))
    weights, item = np.concatenate(parts), np.concatenate(places)
    order = np.argsort(item, kind="stable")
    order = order[item[order] < done]
    return weights[order], item[order], degenerate[:done]


def large_equilibria(payoffs: Any, more: Callable[[int], bool], threads: int = 1) -> Equilibria:
    """Find all extreme equilibria of one game of any size.

    Parameters
    ----------
    payoffs
        Shape (2, row strategy, column strategy).
    more
        Takes the number of vertices visited so far; says whether to go on.
    threads
        As in `walked`; whole numbers are walked through in one.
    """
    first, second = walked(walks(payoffs), more, prove=True, threads=threads)
    if not (_proven(first) and _proven(second)):
        return _walked_exactly(payoffs, lambda steps: more(steps + visited(first, second)))
    pairs, _ = complementary(first, second)
    tables = (integers(payoffs[1]), integers(payoffs[0].T))
    m, n = payoffs.shape[1:]
    weights = np.zeros((len(pairs), m + n))
    for row, pair in zip(weights, pairs, strict=True):
        rows, columns = first.points[pair[0]].nonzero()[0], second.points[pair[1]].nonzero()[0]
        _write(row[:m], tables[0], rows, columns)
        _write(row[m:], tables[1], columns, rows)
    return Equilibria(
        weights=weights[in_order(weights, m)],
        degenerate=False,
        doubtful=False,
        finished=not unfinished(first, second),
        steps=visited(first, second),
    )


def _proven(walk: Walk) -> bool:
    return bool(walk.sure[: walk.counts[0]].all())


def _write(out: Any, table: list[list[int]], support: Sequence[int], tied: Sequence[int]) -> None:
    """Write the correctly rounded weights of a mixture into zeros."""
    weights = mixture(table, support, tied)
    if weights is not None:
        total = sum(weights)
        out[support] = [weight / total for weight in weights]


def _round_rows(payoffs: Any, item: Any, weights: Any) -> None:
    """Replace the weights of games without ties, or of 2 x 2 games, by the exact ones, correctly rounded."""
    m, n = payoffs.shape[2:]
    last, tables = -1, ([[0]], [[0]])
    for row in np.flatnonzero(((weights > 0) & (weights < 1)).any(1)).tolist():
        if item[row] != last:
            last = int(item[row])
            tables = (integers(payoffs[last, 1]), integers(payoffs[last, 0].T))
        rows, columns = weights[row, :m].nonzero()[0], weights[row, m:].nonzero()[0]
        _write(weights[row, :m], tables[0], rows, columns if len(columns) == len(rows) else range(n)[: len(rows)])
        _write(weights[row, m:], tables[1], columns, rows if len(columns) == len(rows) else range(m)[: len(columns)])


def _walked_exactly(payoffs: Any, more: Callable[[int], bool]) -> Equilibria:
    """Find all extreme equilibria of one game in whole numbers alone."""
    m, n = payoffs.shape[1:]

    def fits(steps: int) -> bool:
        return more(steps) and steps * m * n < MOST_NUMBERS

    first, whole = exact_vertices(integers(payoffs[1]), fits)
    second, rest = exact_vertices(integers(payoffs[0].T), lambda steps: fits(steps + len(first)))
    ours, theirs = _distinct(first), _distinct(second)
    pairs = [(x, y) for x, y in _complementary(ours, theirs, m, n) if any(x.weights) and any(y.weights)]
    rows = [[*_rounded(x), *_rounded(y)] for x, y in pairs]
    weights = np.array(rows).reshape(-1, m + n)
    return Equilibria(
        weights=weights[in_order(weights, m)],
        degenerate=any(vertex.basis != vertex.binding for vertex in (*first, *second)),
        doubtful=False,
        finished=whole and rest,
        steps=len(first) + len(second),
    )


def _distinct(vertices: list[ExactVertex]) -> list[ExactVertex]:
    return list({vertex.binding: vertex for vertex in vertices}.values())


def _rounded(vertex: ExactVertex) -> list[float]:
    total = sum(vertex.weights)
    return [weight / total for weight in vertex.weights]


def _complementary(ours: list[ExactVertex], theirs: list[ExactVertex], m: int, n: int) -> list[Any]:
    """Pair the vertices that have all labels between them; strategies of player 0 are numbered first."""
    full = (1 << m + n) - 1
    turned = {(y.binding >> n | y.binding << m) & full: y for y in theirs}
    tied = [(labels, y) for labels, y in turned.items() if labels.bit_count() > n]
    found = []
    for x in ours:
        missing = full & ~x.binding
        if missing.bit_count() == n:  # x has no ties: y has just the missing labels, or has ties
            found += [(x, turned[missing])] if missing in turned else []
            found += [(x, y) for labels, y in tied if labels & missing == missing]
        else:
            found += [(x, y) for labels, y in turned.items() if labels & missing == missing]
    return found
