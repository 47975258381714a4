"""Every extreme equilibrium of many small two-player games at once, degenerate ones included.

Bases stand in the outer loops and games in the inner ones. The signs of the minors say which bases are vertices of the
best-reply polytopes and which strategies are best replies there; an equilibrium is a pair of vertices that are best
replies to each other (von Stengel 2002, proposition 2.7). In a game without ties the pair is one basis and its mirror
image.
"""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.strategic import two_by_two
from negsim.kernels.strategic.minors import (
    DEGENERATE,
    DOUBTFUL,
    ROUNDED,
    TIE,
    Tables,
    differences,
    largest_exact,
    loaded,
    products,
    rounding,
    signs,
    tables,
)

WORD = 8  # lanes whose bytes are read at once
LANES = 256  # games of a block: its minors stay in the second-level cache
MOST_BASES = 1000  # beyond, walking from vertex to vertex costs less
ROWS = 4  # room for this many rows a game at first
STEPS = 30  # interpreted steps of one entry of one basis


@compiled()
def vertices(
    entries: Any, column: Any, size: Any, strict: Any, count: int, planes: Any, feasible: Any, replies: Any, flags: Any
) -> None:
    """Find which bases are vertices, and the best replies at each.

    Parameters
    ----------
    entries, column, size, strict, count
        Entries, column, size, replies and number of entries as in `Tables`, of one player.
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
    for b in range(size.shape[0]):
        best, least = replies[b], np.uint8(strict[b])
        plus, minus = planes[entries[b, 0]], planes[entries[b, 0] ^ 1]
        for g in range(lanes):
            best[g] = least
            up[g] = plus[g]
            down[g] = minus[g]
        for e in range(1, size[b]):
            plus, minus = planes[entries[b, e]], planes[entries[b, e] ^ 1]
            for g in range(lanes):
                up[g] &= plus[g]
                down[g] &= minus[g]
        for e in range(size[b], count):
            plus, minus = planes[entries[b, e]], planes[entries[b, e] ^ 1]
            bit = np.uint8(1 << column[b, e])
            for g in range(lanes):
                up[g] &= minus[g] ^ 1
                down[g] &= plus[g] ^ 1
                best[g] |= bit * ((plus[g] | minus[g]) ^ 1)
        for g in range(lanes):
            best[g] *= up[g] | down[g]
            flags[g] |= (best[g] != 0) & (best[g] != least)


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
    for g in range(number.shape[0]):
        number[g] = 0
    for b in range(replies.shape[0]):
        for w in range(mask.shape[0]):
            if words[b, w] & mask[w]:
                for g in range(w * WORD, w * WORD + WORD):
                    if replies[b, g] & wanted[g]:
                        found[g, number[g]] = b
                        number[g] += 1


@compiled()
def mutual(replies: Any, mirror: Any, flags: Any, simple: Any, mixed: Any, out: Any) -> bool:
    """Mark, for games without ties, the bases at which both players have a vertex; say whether any game has ties.

    Parameters
    ----------
    replies, mirror, flags
        Of both players; of the tables; of the games.
    simple, mixed
        Shape (lane,), bytes. Filled in: 255 for the games without, or with, ties.
    out
        Shape (basis, lane), bytes. Filled in.
    """
    lanes, ties = flags.shape[0], False
    for g in range(lanes):
        mixed[g] = 255 * (flags[g] & DEGENERATE)
        simple[g] = 255 - mixed[g]
        ties |= mixed[g] != 0
    for b in range(mirror.shape[0]):
        mine, theirs, both = replies[0, b], replies[1, mirror[b]], out[b]
        for g in range(lanes):
            both[g] = 255 * ((mine[g] != 0) & (theirs[g] != 0))
    return ties


@compiled()
def paired(support: Any, replies: Any, g: int, found: Any, number: Any, masks: Any, pairs: Any) -> int:
    """List the pairs of vertices of a game with ties that are best replies to each other.

    Parameters
    ----------
    support
        As in `Tables`.
    replies
        Shape (player, basis, lane). Best replies at each vertex.
    g
        The lane of the game.
    found, number
        Shape (player, lane, basis) and (player, lane). Its vertices; only the first basis of each is kept.
    masks
        Shape (player, basis). Scratch: strategies in use, and strategies that are no best replies, as bits.
    pairs
        Shape (pair, 2). Filled in with bases, as far as it reaches; the last place is scratch.

    Returns
    -------
    int
        How many there are.
    """
    for k in range(2):
        kept = 0
        for place in range(number[k, g]):
            b = found[k, g, place]
            known, earlier = False, kept - 1
            while earlier >= 0 and support[k, found[k, g, earlier]] == support[k, b]:
                known |= replies[k, found[k, g, earlier], g] == replies[k, b, g]
                earlier -= 1
            if not known:
                used, worse = support[k, b], int(replies[k, b, g]) ^ 255
                masks[k, kept] = used | worse << 8 if k == 0 else worse | used << 8
                found[k, g, kept] = b
                kept += 1
        number[k, g] = kept
    count, last = 0, pairs.shape[0] - 1
    for place in range(number[0, g]):
        b, mask = found[0, g, place], masks[0, place]
        for other in range(number[1, g]):
            pairs[min(count, last), 0] = b
            pairs[min(count, last), 1] = found[1, g, other]
            count += mask & masks[1, other] == 0
    return count


@compiled()
def write_rows(
    entries: Any, size: Any, own: Any, minors: Any, g: int, pairs: Any, count: int, rows: int, weights: Any
) -> None:
    """Write the weights of pairs of vertices, one pair a row."""
    for place in range(count):
        row = rows + place
        for c in range(weights.shape[1]):
            weights[row, c] = 0.0
        for k in range(2):
            b = pairs[place, k]
            if size[k, b] == 1:
                weights[row, own[k, b, 0]] = 1.0
                continue
            total = abs(minors[k, entries[k, b, 0] >> 1, g])
            for e in range(1, size[k, b]):
                total += abs(minors[k, entries[k, b, e] >> 1, g])
            for e in range(size[k, b]):
                weights[row, own[k, b, e]] = abs(minors[k, entries[k, b, e] >> 1, g]) / total


@compiled()
def near_tie(entries: Any, size: Any, counts: Any, degree: Any, minors: Any, tie: float, rounded: bool, g: int) -> bool:
    """Say whether a vertex of a game rests on a comparison too close to call in floating point."""
    for k in range(2):
        for b in range(size.shape[1]):
            up, down, close, flat = True, True, False, True
            for e in range(counts[k, 2]):
                d = entries[k, b, e] >> 1
                value = minors[k, d, g] * (1 - 2 * (entries[k, b, e] & 1))
                bound = tie * 2.0 ** degree[k, d]
                up &= value >= -bound
                down &= value <= bound
                unsure = (value != 0) | (rounded & (degree[k, d] > 1))
                close |= unsure & (abs(value) <= bound)
                flat &= (e >= size[k, b]) | (not unsure)
            if (up | down) & close & (not flat):
                return True
    return False


@compiled()
def blocks(
    flat: Any,
    table: Tables,
    tie: float,
    strict: bool,
    most: float,
    lanes: int,
    state: Any,
    pairs: Any,
    weights: Any,
    item: Any,
    flags: Any,
) -> None:
    """Solve games block by block, until they or the rows are used up.

    Parameters
    ----------
    flat
        Shape (batch, cell). Payoffs of both players.
    table
        Tables of the size of game.
    tie, strict, most
        As in `signs` and `rounding`.
    lanes
        Games of a block; a multiple of 8.
    state
        Shape (2,). Games solved and rows written so far; updated.
    pairs
        Shape (pair, 2). Scratch.
    weights, item, flags
        Shape (row, strategies of both), (row,), (batch,). Filled in.
    """
    size, entries, mirror = table.size, table.entries, table.mirror
    known, bases = table.degree.shape[1], size.shape[1]
    cells, scale = np.zeros((flat.shape[1], lanes)), np.zeros((2, lanes))
    minors, planes = np.zeros((2, known, lanes)), np.zeros((2 * known, lanes), np.uint8)
    scratch, marks = np.zeros((2, lanes), np.uint8), np.zeros(lanes, np.uint8)
    replies, both = np.zeros((2, bases, lanes), np.uint8), np.zeros((bases, lanes), np.uint8)
    found, number = np.zeros((3, lanes, bases), np.int16), np.zeros((3, lanes), np.int64)
    masks = np.zeros((2, bases), np.int64)
    done, rows = state[0], state[1]
    while done < flat.shape[0]:
        count = min(lanes, flat.shape[0] - done)
        loaded(flat, done, count, cells)
        marks[:] = 0
        rounding(cells, most, marks)
        for k in range(2):
            known = table.counts[k, 0]
            low = (1 - k) * flat.shape[1] // 2
            differences(cells, low, table.cells[k], table.counts[k, 1], scale, minors[k])
            products(table.terms[k], minors[k])
            signs(table.degree[k], minors[k, :known], tie, strict, planes, marks)
            vertices(
                entries[k],
                table.column[k],
                size[k],
                table.replies[k],
                table.counts[k, 2],
                planes,
                scratch,
                replies[k],
                marks,
            )
        if mutual(replies, mirror, marks, scratch[0], scratch[1], both):
            listed(replies[0], scratch[1], found[0], number[0])
            listed(replies[1], scratch[1], found[1], number[1])
        listed(both, scratch[0], found[2], number[2])
        for g in range(count):
            if marks[g] & DEGENERATE:
                answers = paired(table.support, replies, g, found, number, masks, pairs)
            else:
                answers = number[2, g]
                for place in range(answers):
                    pairs[place, 0] = found[2, g, place]
                    pairs[place, 1] = mirror[pairs[place, 0]]
            if answers >= pairs.shape[0] or rows + answers > weights.shape[0]:
                state[0], state[1] = done + g, rows
                return
            if (
                marks[g] & DOUBTFUL
                and not strict
                and not near_tie(entries, size, table.counts, table.degree, minors, tie, marks[g] >= ROUNDED, g)
            ):
                marks[g] &= DEGENERATE
            write_rows(entries, size, table.own, minors, g, pairs, answers, rows, weights)
            for row in range(rows, rows + answers):
                item[row] = done + g
            rows += answers
            flags[done + g] = marks[g]
        done += count
    state[0], state[1] = done, rows


def fits(rows: int, columns: int) -> bool:
    """Say whether games of this size are meant for this kernel: best replies fit in a byte, and bases are few."""
    return max(rows, columns) <= WORD and comb(rows + columns, rows) <= MOST_BASES


def extreme_equilibria(payoffs: Any, *, tie: float = TIE, strict: bool = False) -> tuple[Any, Any, Any]:
    """Find all extreme equilibria of a batch of small games.

    Parameters
    ----------
    payoffs
        Shape (batch, 2, row strategy, column strategy).
    tie, strict
        As in `signs`.

    Returns
    -------
    tuple of arrays
        Weights (row, strategies of both), the game of every row (row,), and flags (batch,): `DEGENERATE`, `DOUBTFUL`.
    """
    batch, _, m, n = payoffs.shape
    table, flat = tables(m, n), payoffs.reshape(batch, 2 * m * n)
    run = blocks.sized(batch * table.entries.size * STEPS)
    lanes = WORD if run is blocks.function else LANES
    room, most = batch * ROWS + lanes, largest_exact(int(table.degree.max()))
    weights, item, flags = np.empty((room, m + n)), np.empty(room, np.int64), np.empty(batch, np.uint8)
    pairs, state = np.empty((64 + len(table.mirror), 2), np.int64), np.zeros(2, np.int64)
    while True:
        before = state[0]
        run(flat, table, tie, strict, most, lanes, state, pairs, weights, item, flags)
        rows = state[1]
        if state[0] == batch:
            return weights[:rows], item[:rows], flags
        room += len(weights)
        weights = np.concatenate([weights[:rows], np.empty((room - rows, m + n))])
        item = np.concatenate([item[:rows], np.empty(room - rows, np.int64)])
        if state[0] == before:
            pairs = np.empty((4 * len(pairs), 2), np.int64)


def equilibria(payoffs: Any, first: int = 0) -> tuple[Any, Any, Any, Any]:
    """Find all extreme equilibria of a batch of small games by the fastest way for their size.

    Parameters
    ----------
    payoffs
        Shape (batch, 2, row strategy, column strategy).
    first
        Number of the first game.

    Returns
    -------
    tuple of arrays
        Weights (row, strategies of both); the game of every row (row,); whether each game is degenerate, and whether
        that is doubtful because a tie is not exact (batch,).
    """
    if payoffs.shape[2:] == (2, 2):
        weights, item, degenerate, doubtful = two_by_two.equilibria(payoffs, TIE)
    else:
        weights, item, flags = extreme_equilibria(payoffs)
        degenerate, doubtful = flags & DEGENERATE != 0, flags & DOUBTFUL != 0
    if first:
        item += first
    return weights, item, degenerate, doubtful


def steps(rows: int, columns: int) -> int:
    """Return the number of bases of both players that games of this size have."""
    return 2 * (comb(rows + columns, rows) - 1)


def prepare(payoffs: Any) -> None:
    """Load what threads will share, on one game: the compiled kernels and the tables, neither to be made twice at once.

    Parameters
    ----------
    payoffs
        As in `equilibria`; what is compiled depends on their kind of array.
    """
    for kernel in (two_by_two.patterns, two_by_two.rows) if payoffs.shape[2:] == (2, 2) else (blocks,):
        kernel.sized(np.inf)
    equilibria(payoffs[:1])
