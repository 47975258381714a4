"""Every extreme equilibrium of one two-player game of any size, degenerate or not.

The vertices of both best-reply polytopes are listed; an equilibrium is a pair of them at which every strategy is unused
or a best reply (von Stengel 2002, theorem 2.10), found by looking up the complement of a set of labels.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.strategic.minors import EIGHTHS
from negsim.kernels.strategic.vertices import Walk, place_of, started, walk_on, with_room, work

MOST_LABELS = 128  # strategies of both players: the bits of a mask
MOST_BYTES = 2**30  # held by the walks through both polytopes; they double when they grow
VISITS = 2000  # vertices between two looks at the clock
NO_PROOF = np.zeros((0, 0))
TIE_BAND = (1e-13, 1e-9)  # a basic variable of this size may be zero or not: doubtful
SAME = 1e-12  # probabilities this near are one
WRONG = 1e-6  # of the range of the payoffs: who gains more by switching shows that rounding has led the walk astray


@dataclass(frozen=True, kw_only=True)
class Equilibria:
    """What was found in one game.

    Attributes
    ----------
    weights
        Shape (row, strategies of both).
    degenerate, doubtful, finished
        Whether a vertex has more best replies than strategies in use; whether a comparison was too close to call;
        whether all vertices were visited.
    steps
        Vertices visited.
    """

    weights: Any
    degenerate: bool
    doubtful: bool
    finished: bool
    steps: int


def polytope(payoffs: Any) -> Any:
    """Return the payoffs scaled and shifted to lie between 1 and 2."""
    low, high = payoffs.min(), payoffs.max()
    half = high / 2 - low / 2
    return 1.0 + (payoffs / 2 - low / 2) / half if half > 0 else np.ones_like(payoffs)


def walks(payoffs: Any) -> tuple[Walk, Walk]:
    """Return walks at the origin of both players' polytopes; labels number the strategies of both."""
    m, n = payoffs.shape[1:]
    labels = np.arange(m + n)
    return (
        started(np.ascontiguousarray(polytope(payoffs[1])), labels),
        started(np.ascontiguousarray(polytope(payoffs[0]).T), np.concatenate([labels[m:], labels[:m]])),
    )


def walked(
    pair: tuple[Walk, Walk], more: Callable[[int], bool], *, prove: bool = False, threads: int = 1
) -> tuple[Walk, Walk]:
    """Visit vertices of both polytopes until all are visited, there is to be no more, or memory would run short.

    Parameters
    ----------
    pair
        Walks of both players.
    more
        Takes the number of vertices visited so far; says whether to go on.
    prove
        Whether to prove every vertex.
    threads
        With more than one, both players' walks go on at the same time.
    """
    m, n = pair[0].points.shape[1], pair[1].points.shape[1]
    run = walk_on.sized(work(m, n))
    visits = 50 if run is walk_on.function else VISITS
    tables = [walk.tables[0, :, 1 : walk.points.shape[1] + 1].T.copy() if prove else NO_PROOF for walk in pair]
    with ThreadPoolExecutor(2) as pool:
        each = pool.map if threads > 1 else map
        while unfinished(*pair) and more(visited(*pair)) and not crowded(*pair):
            pair = with_room(pair[0]), with_room(pair[1])
            list(each(run, pair, (visits, visits), tables))
    return pair


def visited(*pair: Walk) -> int:
    """Return the number of vertices visited."""
    return int(sum(walk.counts[0] for walk in pair))


def unfinished(*pair: Walk) -> bool:
    """Say whether vertices are left to visit."""
    return any(walk.counts[0] < walk.counts[1] for walk in pair)


def crowded(*pair: Walk) -> bool:
    """Say whether the walks hold so much that, doubled, they might not fit into memory."""
    return bool(sum(array.nbytes for walk in pair for array in walk) > MOST_BYTES)


@compiled()
def matched(first: Walk, second: Walk, unique: Any, pairs: Any) -> int:
    """List the pairs of vertices that have all labels between them.

    Parameters
    ----------
    first, second
        Walks of both players.
    unique
        Shape (2, vertex). 1 for a vertex without ties, 2 for the first dictionary of another one, 0 for its others.
    pairs
        Shape (pair, 2). Filled in with vertices, as far as it reaches.

    Returns
    -------
    int
        How many there are, the pair of origins apart.
    """
    own, other = first.masks[0], second.masks[0]
    low, high = own[0] | other[0], own[1] | other[1]
    count = 0
    for v in range(1, first.counts[0]):
        if unique[0][v] == 1:
            w = place_of(second.hashes, second.masks, low & ~first.masks[v, 0], high & ~first.masks[v, 1])
            if 0 < w < second.counts[0] and unique[1][w] == 1:
                if count < pairs.shape[0]:
                    pairs[count, 0] = v
                    pairs[count, 1] = w
                count += 1
    return count


def _kinds(walk: Walk) -> Any:
    """Return 1 for a vertex without ties, 2 for the first dictionary of a vertex with ties, 0 for its others."""
    binding, masks = walk.binding[: walk.counts[0]], walk.masks[: walk.counts[0]]
    tied = np.flatnonzero((binding != masks).any(1))
    kinds = np.ones(len(masks), np.int64)
    kinds[tied] = 0
    _, first = np.unique(binding[tied], axis=0, return_index=True)
    kinds[tied[first]] = 2
    return kinds


def complementary(first: Walk, second: Walk) -> tuple[Any, bool]:
    """Return the pairs of vertices that have all labels between them, and whether any vertex has ties.

    Parameters
    ----------
    first, second
        Walks of both players.

    Returns
    -------
    tuple
        Numbers of the vertices, of shape (pair, 2), and the flag.
    """
    kinds = (_kinds(first), _kinds(second))
    run, pairs = matched.sized(work(first.points.shape[1], second.points.shape[1])), np.zeros((256, 2), np.int64)
    count = run(first, second, kinds, pairs)
    if count > len(pairs):
        pairs = np.zeros((count, 2), np.int64)
        run(first, second, kinds, pairs)
    found = [pairs[:count]]
    full = first.masks[0] | second.masks[0]
    for v in np.flatnonzero(kinds[0] == 2):
        partners = np.flatnonzero(
            ((second.binding[: len(kinds[1])] | first.binding[v]) == full).all(1) & (kinds[1] > 0)
        )
        found.append(np.stack([np.full_like(partners, v), partners], 1))
    for w in np.flatnonzero(kinds[1] == 2):
        partners = np.flatnonzero(
            ((first.binding[: len(kinds[0])] | second.binding[w]) == full).all(1) & (kinds[0] == 1)
        )
        found.append(np.stack([partners, np.full_like(partners, w)], 1))
    return np.concatenate(found), bool((kinds[0] != 1).any() or (kinds[1] != 1).any())


def extreme_equilibria(payoffs: Any, more: Callable[[int], bool], threads: int = 1) -> Equilibria:
    """Find all extreme equilibria of one game in floating point.

    Parameters
    ----------
    payoffs
        Shape (2, row strategy, column strategy).
    more
        Takes the number of vertices visited so far; says whether to go on.
    threads
        As in `walked`.
    """
    first, second = walked(walks(payoffs), more, threads=threads)
    pairs, degenerate = complementary(first, second)
    weights = np.concatenate([first.points[pairs[:, 0]], second.points[pairs[:, 1]]], axis=1)
    m = payoffs.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):  # a walk led astray ends where there are no probabilities
        for part in (weights[:, :m], weights[:, m:]):
            part /= part.sum(1, keepdims=True)
        right = gains(payoffs, weights) <= WRONG
    weights = weights[right]
    weights = weights[in_order(weights, m)]
    new = np.ones(len(weights), bool)
    new[1:] = (np.abs(np.diff(weights, axis=0)) > SAME).any(1)  # rounding may hide that a vertex was there before
    return Equilibria(
        weights=weights[new],
        degenerate=degenerate,
        doubtful=not right.all() or doubtful(first, payoffs[1]) or doubtful(second, payoffs[0]),
        finished=not unfinished(first, second),
        steps=visited(first, second),
    )


def gains(payoffs: Any, weights: Any) -> Any:
    """Return what a player could gain at most by switching alone, as a share of the range of its payoffs.

    Parameters
    ----------
    payoffs
        Shape (2, row strategy, column strategy).
    weights
        Shape (row, strategies of both).

    Returns
    -------
    Array
        Shape (row,); NaN where the weights are no probabilities.
    """
    m = payoffs.shape[1]
    rows, columns = weights[:, :m], weights[:, m:]
    alone = columns @ polytope(payoffs[0]).T, rows @ polytope(payoffs[1])
    played = ((alone[0] * rows).sum(1), (alone[1] * columns).sum(1))
    return np.maximum(alone[0].max(1) - played[0], alone[1].max(1) - played[1])


def in_order(weights: Any, m: int) -> Any:
    """Return the order of rows: player 0's strategies in use, few first, then its weights; then player 1's.

    Parameters
    ----------
    weights
        Shape (row, strategies of both).
    m
        Strategies of player 0.
    """
    keys: list[Any] = []
    for part in (weights[:, :m], weights[:, m:]):
        used = part > 0
        keys += [used.sum(1), *(~used.T), *(-part.T)]
    return np.lexsort(keys[::-1])


def doubtful(walk: Walk, payoffs: Any) -> bool:
    """Say whether a basic variable of a walk came too close to zero to be called.

    Ties at mixtures of several strategies are called by the tolerance unless the payoffs are whole numbers of eighths:
    those of formulas carry rounding errors, which make or break ties.
    """
    if TIE_BAND[0] < walk.margins[0] or walk.margins[1] < TIE_BAND[1]:
        return True
    eighths = EIGHTHS * payoffs
    if (eighths == np.rint(eighths)).all():
        return False
    seen = walk.counts[0]
    tied = (walk.binding[:seen] != walk.masks[:seen]).any(1)
    return bool(((walk.points[:seen][tied] > 0).sum(1) > 1).any())
