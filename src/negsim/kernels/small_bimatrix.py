"""Every extreme equilibrium of many small two-player games at once, degenerate ones included.

Bases stand in the outer loops and games in the inner ones. The signs of the minors say which bases are vertices of the
best-reply polytopes and which strategies are best replies there; an equilibrium is a pair of vertices that are best
replies to each other (von Stengel 2002, proposition 2.7). In a game without ties the pair is one basis and its mirror
image.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb
from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.minors import TIE, Side, differences, products, side, signs

DEGENERATE, DOUBTFUL = 1, 2  # bits of the flags
WORD = 8  # lanes whose bytes are read at once
LANES = 256  # games of a block: its minors stay in the second-level cache
MOST_BASES = 1000  # beyond, walking from vertex to vertex costs less
ROWS = 4  # room for this many rows a game at first
STEPS = 30  # interpreted steps of one entry of one basis


@lru_cache(maxsize=64)
def mirrors(rows: int, columns: int) -> Any:
    """Return, for every basis of player 0, the basis of player 1 with the two sets of strategies exchanged."""
    first, second = side(rows, columns, 0), side(rows, columns, 1)
    places = {(int(s), int(r)): b for b, (s, r) in enumerate(zip(second.support, second.replies, strict=True))}
    return np.array([places[int(r), int(s)] for s, r in zip(first.support, first.replies, strict=True)], np.int64)


@compiled()
def vertices(side: Side, planes: Any, feasible: Any, replies: Any, flags: Any) -> None:
    """Find which bases are vertices, and the best replies at each.

    Parameters
    ----------
    side
        Tables of the size of game.
    planes
        Shape (2 * minor, lane), bytes. Signs of the minors.
    feasible
        Shape (2, lane), bytes. Scratch: with weights counted positive, and negative.
    replies
        Shape (basis, lane), bytes. Filled in: the best replies as bits; 0 where the basis is no vertex.
    flags
        Shape (lane,), bytes. The first bit is set where a vertex has more best replies than strategies in use.
    """
    lanes = planes.shape[1]
    up, down = feasible[0], feasible[1]
    for b in range(side.size.shape[0]):
        best, strict = replies[b], np.uint8(side.replies[b])
        for g in range(lanes):
            best[g] = strict
            up[g] = 1
            down[g] = 1
        for e in range(side.size[b]):
            plus, minus = planes[side.entries[b, e]], planes[side.entries[b, e] ^ 1]
            for g in range(lanes):
                up[g] &= plus[g]
                down[g] &= minus[g]
        for e in range(side.size[b], side.entries.shape[1]):
            plus, minus = planes[side.entries[b, e]], planes[side.entries[b, e] ^ 1]
            bit = np.uint8(1 << side.column[b, e])
            for g in range(lanes):
                up[g] &= minus[g] ^ 1
                down[g] &= plus[g] ^ 1
                best[g] |= bit * ((plus[g] | minus[g]) ^ 1)
        for g in range(lanes):
            best[g] *= up[g] | down[g]
            flags[g] |= (best[g] != 0) & (best[g] != strict)


@compiled()
def listed(replies: Any, wanted: Any, found: Any, number: Any) -> None:
    """List the vertices of every wanted game.

    Parameters
    ----------
    replies
        Shape (basis, lane), bytes. Not 0 where the basis is a vertex.
    wanted
        Shape (lane,), bytes. 255 for the games to list, 0 for others.
    found, number
        Shape (lane, basis) and (lane,). Filled in: the bases, in order, and how many.
    """
    words, mask = replies.view(np.uint64), wanted.view(np.uint64)
    number[:] = 0
    for b in range(replies.shape[0]):
        for w in range(mask.shape[0]):
            if words[b, w] & mask[w]:
                for g in range(w * WORD, w * WORD + WORD):
                    if replies[b, g] & wanted[g]:
                        found[g, number[g]] = b
                        number[g] += 1


@compiled()
def distinct(side: Side, replies: Any, g: int, found: Any, number: Any) -> None:
    """Keep one basis of every vertex of a game: a vertex is known by its support and its best replies."""
    kept = 0
    for place in range(number[g]):
        b = found[g, place]
        known = False
        for earlier in range(kept):
            a = found[g, earlier]
            known |= side.support[a] == side.support[b] and replies[a, g] == replies[b, g]
        if not known:
            found[g, kept] = b
            kept += 1
    number[g] = kept


@compiled()
def paired(sides: Any, replies: Any, g: int, found: Any, numbers: Any, pairs: Any) -> int:
    """List the pairs of vertices of a game that are best replies to each other.

    Parameters
    ----------
    sides, replies, found, numbers
        For both players, as in `vertices` and `listed`.
    g
        The lane of the game.
    pairs
        Shape (pair, 2). Filled in with bases, as far as it reaches.

    Returns
    -------
    int
        How many there are.
    """
    first, second = sides
    count = 0
    for place in range(numbers[0][g]):
        b = found[0][g, place]
        for other in range(numbers[1][g]):
            c = found[1][g, other]
            loose = (first.support[b] & ~replies[1][c, g]) | (second.support[c] & ~replies[0][b, g])
            if loose == 0:
                if count < pairs.shape[0]:
                    pairs[count, 0] = b
                    pairs[count, 1] = c
                count += 1
    return count


@compiled()
def write_mixture(side: Side, minors: Any, g: int, basis: int, out: Any) -> None:
    """Write the weights of one vertex into a row of zeros, summing to 1."""
    size = side.size[basis]
    if size == 1:
        out[side.own[basis, 0]] = 1.0
        return
    total = abs(minors[side.entries[basis, 0] >> 1, g])
    for e in range(1, size):
        total += abs(minors[side.entries[basis, e] >> 1, g])
    for e in range(size):
        out[side.own[basis, e]] = abs(minors[side.entries[basis, e] >> 1, g]) / total


@compiled()
def near_tie(side: Side, minors: Any, tie: float, g: int) -> bool:
    """Say whether a vertex of a game rests on a comparison too close to call in floating point."""
    for b in range(side.size.shape[0]):
        up, down, close, flat = True, True, False, True
        for e in range(side.entries.shape[1]):
            d = side.entries[b, e] >> 1
            value = minors[d, g] * (1 - 2 * (side.entries[b, e] & 1))
            bound = tie * 2.0 ** side.degree[d]
            up &= value >= -bound
            down &= value <= bound
            close |= value != 0 and abs(value) <= bound
            flat &= e >= side.size[b] or value == 0
        if (up or down) and close and not flat:
            return True
    return False


@compiled()
def examine(sides: Any, minors: Any, planes: Any, scratch: Any, replies: Any, flags: Any, tie: float) -> None:
    """Fill in the signs, vertices and best replies of both players, and the flags, from the differences."""
    flags[:] = 0
    for k in range(2):
        products(sides[k], minors[k])
        signs(sides[k], minors[k], tie, planes[k], flags)
        vertices(sides[k], planes[k], scratch, replies[k], flags)


@compiled()
def emit(
    sides: Any,
    mirror: Any,
    minors: Any,
    replies: Any,
    flags: Any,
    count: int,
    tie: float,
    found: Any,
    numbers: Any,
    masks: Any,
    pairs: Any,
    rows: int,
    weights: Any,
    counts: Any,
) -> tuple[int, int]:
    """Write the equilibria of every game of a block, one a row.

    Parameters
    ----------
    sides, mirror, minors, replies, flags
        The block, examined.
    count
        How many lanes hold games.
    tie
        As in `signs`.
    found, numbers, masks, pairs
        Scratch, for both players: (lane, basis), (lane,), (lane,); and (pair, 2).
    rows
        Rows written before.
    weights
        Shape (row, strategies of both). Filled in.
    counts
        Shape (lane,). Filled in: rows of every game.

    Returns
    -------
    tuple of int
        How many games were written (fewer where the rows were used up), and the rows used.
    """
    own = sides[0].own.shape[1]
    simple, mixed = masks[0], masks[1]
    ties = False
    for g in range(flags.shape[0]):
        ties |= (flags[g] & DEGENERATE) != 0
        mixed[g] = 255 * (flags[g] & DEGENERATE)
        simple[g] = 255 - mixed[g]
    mutual = replies[2]
    for b in range(mirror.shape[0]):
        mine, theirs, out = replies[0][b], replies[1][mirror[b]], mutual[b]
        for g in range(flags.shape[0]):
            out[g] = 255 * ((mine[g] != 0) & (theirs[g] != 0))
    listed(mutual, simple, found[2], numbers[2])
    if ties:
        listed(replies[0], mixed, found[0], numbers[0])
        listed(replies[1], mixed, found[1], numbers[1])
    for g in range(count):
        if flags[g] & DEGENERATE:
            for k in range(2):
                distinct(sides[k], replies[k], g, found[k], numbers[k])
            number = paired(sides, replies, g, found, numbers, pairs)
        else:
            number = numbers[2][g]
            for place in range(number):
                pairs[place, 0] = found[2][g, place]
                pairs[place, 1] = mirror[found[2][g, place]]
        if number > pairs.shape[0] or rows + number > weights.shape[0]:
            return g, rows
        if flags[g] & DOUBTFUL and not (near_tie(sides[0], minors[0], tie, g) or near_tie(sides[1], minors[1], tie, g)):
            flags[g] &= DEGENERATE
        for place in range(number):
            weights[rows] = 0.0
            write_mixture(sides[0], minors[0], g, pairs[place, 0], weights[rows, :own])
            write_mixture(sides[1], minors[1], g, pairs[place, 1], weights[rows, own:])
            rows += 1
        counts[g] = number
    return count, rows


@compiled()
def blocks(
    flat: Any,
    sides: Any,
    mirror: Any,
    tie: float,
    first: int,
    rows: int,
    lanes: int,
    pairs: Any,
    weights: Any,
    counts: Any,
    flags: Any,
) -> tuple[int, int]:
    """Solve games block by block, until they or the rows are used up.

    Parameters
    ----------
    flat
        Shape (batch, cell). Payoffs of both players.
    sides, mirror
        Tables of the size of game.
    tie
        As in `signs`.
    first, rows
        Where to go on: games solved and rows written before.
    lanes
        Games of a block; a multiple of 8.
    pairs
        Shape (pair, 2). Scratch.
    weights, counts, flags
        Shape (row, strategies of both), (batch,), (batch,). Filled in.

    Returns
    -------
    tuple of int
        Games solved and rows written so far.
    """
    bases = sides[0].size.shape[0]
    minors = (np.zeros((sides[0].degree.shape[0], lanes)), np.zeros((sides[1].degree.shape[0], lanes)))
    planes = (
        np.zeros((2 * minors[0].shape[0], lanes), np.uint8),
        np.zeros((2 * minors[1].shape[0], lanes), np.uint8),
    )
    scale, scratch, marks = np.zeros((2, lanes)), np.zeros((2, lanes), np.uint8), np.zeros(lanes, np.uint8)
    replies = np.zeros((3, bases, lanes), np.uint8)
    found, numbers = np.zeros((3, lanes, bases), np.int64), np.zeros((3, lanes), np.int64)
    masks = np.zeros((2, lanes), np.uint8)
    while first < flat.shape[0]:
        count = min(lanes, flat.shape[0] - first)
        for k in range(2):
            differences(flat, first, count, sides[k], minors[k], scale)
        examine(sides, minors, planes, scratch, replies, marks, tie)
        done, rows = emit(
            sides,
            mirror,
            minors,
            replies,
            marks,
            count,
            tie,
            found,
            numbers,
            masks,
            pairs,
            rows,
            weights,
            counts[first:],
        )
        flags[first : first + done] = marks[:done]
        first += done
        if done < count:
            break
    return first, rows


def fits(rows: int, columns: int) -> bool:
    """Say whether games of this size are meant for this kernel: best replies fit in a byte, and bases are few."""
    return max(rows, columns) <= WORD and comb(rows + columns, rows) <= MOST_BASES


def extreme_equilibria(payoffs: Any) -> tuple[Any, Any, Any]:
    """Find all extreme equilibria of a batch of small games.

    Parameters
    ----------
    payoffs
        Shape (batch, 2, row strategy, column strategy).

    Returns
    -------
    tuple of arrays
        Weights (row, strategies of both), rows of every game (batch,), and flags (batch,): `DEGENERATE`, `DOUBTFUL`.
    """
    batch, _, m, n = payoffs.shape
    sides, mirror = (side(m, n, 0), side(m, n, 1)), mirrors(m, n)
    flat = payoffs.reshape(batch, -1)
    run = blocks.sized(batch * sides[0].entries.size * STEPS)
    lanes = LANES if run is not blocks.function else WORD
    weights, pairs = np.empty((batch * ROWS + lanes, m + n)), np.empty((64 + len(mirror), 2), np.int64)
    counts, flags = np.empty(batch, np.int64), np.empty(batch, np.uint8)
    done = rows = 0
    while True:
        before = done
        done, rows = run(flat, sides, mirror, TIE, done, rows, lanes, pairs, weights, counts, flags)
        if done == batch:
            return weights[:rows], counts, flags
        weights = np.concatenate([weights[:rows], np.empty((len(weights) + lanes, m + n))])
        if done == before:
            pairs = np.empty((4 * len(pairs), 2), np.int64)
