"""Every vertex of a best-reply polytope, by walking along its edges from dictionary to dictionary.

The polytope of a player holds the mixtures ``x``, not yet scaled to sum to 1, against which the other earns at most 1:
``x >= 0`` and ``payoffs' x <= 1``, all payoffs positive. Vertices are visited in order of their distance from the
origin, so rounding errors add up over few pivots. Ties are broken by the lexicographic rule (Dantzig, Orden and Wolfe
1955), which visits the vertices of a slightly perturbed polytope: every vertex of the true one is among them, perhaps
several times, and a degenerate game is safe.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from negsim.kernels.compiled import compiled

ZERO = 1e-11  # of numbers of size 1: what counts as a tie in a dictionary
LANE = 8  # columns of a dictionary are padded to a multiple of this
VISITED, KNOWN, FREE = 0, 1, 2  # places in `Walk.counts`


class Walk(NamedTuple):
    """A walk over the vertices of one polytope, which can be left and taken up again.

    Attributes
    ----------
    labels
        Shape (variable, 2). Which bits of the two words of a mask stand for each variable: the player's own
        strategies first, then the other's.
    tables
        Shape (slot, other, column). Dictionaries: basic variable = first column - others times cobasic variables.
    basic, cobasic
        Shape (slot, other), (slot, own). The variable of every row, and of every column after the first.
    slots
        Shape (slot,). Unused dictionaries, the next one last.
    queue
        Shape (vertex,). The dictionary of every vertex, in the order found.
    masks, binding
        Shape (vertex, 2). Cobasic variables, and all variables that are zero there, as bits.
    points
        Shape (vertex, own). The vertices.
    hashes
        Shape (power of two,). Numbers of the vertices, plus 1, by hash of the mask; 0 where empty.
    counts
        Shape (3,). Vertices visited, vertices known, dictionaries unused.
    margins
        Shape (2,). The largest basic variable that counted as zero, and the smallest that did not.
    """

    labels: Any
    tables: Any
    basic: Any
    cobasic: Any
    slots: Any
    queue: Any
    masks: Any
    binding: Any
    points: Any
    hashes: Any
    counts: Any
    margins: Any


def started(payoffs: Any, labels: Any) -> Walk:
    """Return a walk that knows the origin alone.

    Parameters
    ----------
    payoffs
        Shape (own, other). Positive payoffs of the other player, near 1 in size.
    labels
        Shape (own + other,). Number from 0 to 127 of every variable.
    """
    own, other = payoffs.shape
    width = -(-(own + 1) // LANE) * LANE
    room, slots = 64, 64
    bits = np.zeros((own + other, 2), np.uint64)
    bits[np.arange(own + other), labels // 64] = np.uint64(1) << (labels % 64).astype(np.uint64)
    walk = Walk(
        bits,
        np.zeros((slots, other, width)),
        np.zeros((slots, other), np.int64),
        np.zeros((slots, own), np.int64),
        np.arange(slots)[::-1].copy(),
        np.zeros(room, np.int64),
        np.zeros((room, 2), np.uint64),
        np.zeros((room, 2), np.uint64),
        np.zeros((room, own)),
        np.zeros(4 * room, np.int64),
        np.array([0, 1, slots - 1]),
        np.array([0.0, np.inf]),
    )
    walk.tables[0, :, 0] = 1.0
    walk.tables[0, :, 1 : own + 1] = payoffs.T
    walk.basic[0] = own + np.arange(other)
    walk.cobasic[0] = np.arange(own)
    walk.masks[0] = np.bitwise_or.reduce(bits[:own])
    locate(walk, walk.masks[0, 0], walk.masks[0, 1], 1)
    return walk


def with_room(walk: Walk) -> Walk:
    """Return the walk with enough space to visit one vertex more at least."""
    own, known = walk.points.shape[1], walk.counts[KNOWN]
    if walk.counts[FREE] < own:
        slots = len(walk.slots)
        fresh = np.concatenate([walk.slots[: walk.counts[FREE]], np.arange(slots, 2 * slots + own)])
        walk = walk._replace(
            tables=_longer(walk.tables, slots + own),
            basic=_longer(walk.basic, slots + own),
            cobasic=_longer(walk.cobasic, slots + own),
            slots=_longer(fresh, 2 * slots + own - len(fresh)),
        )
        walk.counts[FREE] = len(fresh)
    if known + own > len(walk.queue):
        more = len(walk.queue) + own
        names = ("queue", "masks", "binding", "points")
        walk = walk._replace(**{name: _longer(getattr(walk, name), more) for name in names})
        walk = walk._replace(hashes=np.zeros(4 * 2 ** int(np.ceil(np.log2(len(walk.queue)))), np.int64))
        rehash.sized(40 * known)(walk)
    return walk


def _longer(array: Any, more: int) -> Any:
    return np.concatenate([array, np.zeros((more, *array.shape[1:]), array.dtype)])


@compiled()
def home(walk: Walk, low: Any, high: Any) -> Any:
    """Return the place in the table at which the search for a mask ends: its own, or an empty one."""
    size = np.uint64(walk.hashes.shape[0] - 1)
    mixed = (low ^ (low >> np.uint64(29)) ^ (high << np.uint64(31))) & np.uint64(0xFFFFFFFF)
    mixed = (mixed ^ (low >> np.uint64(43)) ^ (high >> np.uint64(11))) & np.uint64(0xFFFFFFFF)
    mixed = (mixed * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
    place = (mixed ^ (mixed >> np.uint64(15))) & size
    while walk.hashes[place] != 0:
        v = walk.hashes[place] - 1
        if walk.masks[v, 0] == low and walk.masks[v, 1] == high:
            return place
        place = (place + np.uint64(1)) & size
    return place


@compiled()
def place_of(walk: Walk, low: Any, high: Any) -> int:
    """Return the number of the vertex with this mask of cobasic variables; -1 if there is none."""
    number: int = walk.hashes[home(walk, low, high)] - 1
    return number


@compiled()
def locate(walk: Walk, low: Any, high: Any, number: int) -> bool:
    """Enter a mask under a number, unless it is there; say whether it was entered."""
    place = home(walk, low, high)
    if walk.hashes[place] != 0:
        return False
    walk.hashes[place] = number
    return True


@compiled()
def rehash(walk: Walk) -> None:
    """Enter all known masks into an empty table."""
    for v in range(walk.counts[KNOWN]):
        locate(walk, walk.masks[v, 0], walk.masks[v, 1], v + 1)


@compiled()
def lexicographic(walk: Walk, slot: int, first: int, second: int, column: int) -> bool:
    """Say whether the second of two tied rows leaves the basis before the first."""
    table, basic, cobasic = walk.tables[slot], walk.basic[slot], walk.cobasic[slot]
    own = cobasic.shape[0]
    for j in range(own, own + basic.shape[0]):
        left, right = 1.0 * (basic[first] == j), 1.0 * (basic[second] == j)
        for c in range(own):
            if cobasic[c] == j:
                left, right = table[first, c + 1], table[second, c + 1]
        gap = left / table[first, column] - right / table[second, column]
        if abs(gap) > ZERO:
            later: bool = gap > 0
            return later
    return False


@compiled()
def leaving_rows(walk: Walk, slot: int, scores: Any, rows: Any) -> None:
    """Find, for every column, the row that leaves the basis when the column's variable enters.

    Parameters
    ----------
    walk, slot
        The dictionary.
    scores
        Shape (3, column). Scratch: best reciprocal ratio, runner-up, and this row's.
    rows
        Shape (column,). Filled in.
    """
    table = walk.tables[slot]
    best, second, score = scores[0], scores[1], scores[2]
    best[:] = 0.0
    second[:] = 0.0
    for r in range(table.shape[0]):
        inverse = 1.0 / table[r, 0] if table[r, 0] > ZERO else np.inf
        row = table[r]
        for c in range(best.shape[0]):
            score[c] = row[c] * inverse if row[c] > ZERO else 0.0
        for c in range(best.shape[0]):
            second[c] = max(second[c], min(score[c], best[c]))
            rows[c] = r if score[c] > best[c] else rows[c]
            best[c] = max(best[c], score[c])
    for c in range(1, walk.cobasic.shape[1] + 1):
        if second[c] >= best[c] * (1 - ZERO):
            rows[c] = tied_row(walk, slot, c, best[c] * (1 - ZERO))


@compiled()
def tied_row(walk: Walk, slot: int, column: int, least: float) -> int:
    """Choose among the rows of best ratio by the lexicographic rule."""
    table = walk.tables[slot]
    chosen = -1
    for r in range(table.shape[0]):
        if table[r, column] > ZERO:
            score = table[r, column] / table[r, 0] if table[r, 0] > ZERO else np.inf
            if score >= least and (chosen < 0 or lexicographic(walk, slot, chosen, r, column)):
                chosen = r
    return chosen


@compiled()
def pivot(walk: Walk, slot: int, target: int, row: int, column: int) -> None:
    """Write into another slot the dictionary in which a row's variable and a column's are exchanged."""
    source, out = walk.tables[slot], walk.tables[target]
    element = 1.0 / source[row, column]
    pivots, turned = source[row], out[row]
    for c in range(out.shape[1]):
        turned[c] = pivots[c] * element
    for r in range(out.shape[0]):
        if r != row:
            factor, old, new = source[r, column], source[r], out[r]
            for c in range(out.shape[1]):
                new[c] = old[c] - factor * turned[c]
            new[column] = -factor * element
    turned[column] = element
    walk.basic[target] = walk.basic[slot]
    walk.cobasic[target] = walk.cobasic[slot]
    walk.basic[target, row] = walk.cobasic[slot, column - 1]
    walk.cobasic[target, column - 1] = walk.basic[slot, row]


@compiled()
def read_vertex(walk: Walk, slot: int, v: int) -> None:
    """Read a vertex, and the variables that are zero there, off its dictionary."""
    table, basic = walk.tables[slot], walk.basic[slot]
    own = walk.points.shape[1]
    walk.binding[v] = walk.masks[v]
    walk.points[v] = 0.0
    for r in range(basic.shape[0]):
        size = abs(table[r, 0])
        if size <= ZERO:
            walk.margins[0] = max(walk.margins[0], size)
            walk.binding[v, 0] |= walk.labels[basic[r], 0]
            walk.binding[v, 1] |= walk.labels[basic[r], 1]
        else:
            walk.margins[1] = min(walk.margins[1], size)
            if basic[r] < own:
                walk.points[v, basic[r]] = size


@compiled()
def walk_on(walk: Walk, visits: int) -> None:
    """Visit vertices, as many as asked for and as there is room for.

    Parameters
    ----------
    walk
        Changed in place.
    visits
        Most vertices to visit.
    """
    own = walk.points.shape[1]
    scores, rows = np.zeros((3, walk.tables.shape[2])), np.zeros(walk.tables.shape[2], np.int64)
    for _ in range(visits):
        visited, known = walk.counts[VISITED], walk.counts[KNOWN]
        if visited == known or known + own > walk.queue.shape[0] or walk.counts[FREE] < own:
            return
        slot = walk.queue[visited]
        read_vertex(walk, slot, visited)
        leaving_rows(walk, slot, scores, rows)
        for c in range(1, own + 1):
            gone, come = walk.basic[slot, rows[c]], walk.cobasic[slot, c - 1]
            low = walk.masks[visited, 0] ^ walk.labels[gone, 0] ^ walk.labels[come, 0]
            high = walk.masks[visited, 1] ^ walk.labels[gone, 1] ^ walk.labels[come, 1]
            if locate(walk, low, high, known + 1):
                walk.masks[known, 0] = low
                walk.masks[known, 1] = high
                walk.counts[FREE] -= 1
                walk.queue[known] = walk.slots[walk.counts[FREE]]
                pivot(walk, slot, walk.queue[known], rows[c], c)
                known += 1
        walk.slots[walk.counts[FREE]] = slot
        walk.counts[FREE] += 1
        walk.counts[VISITED] = visited + 1
        walk.counts[KNOWN] = known
