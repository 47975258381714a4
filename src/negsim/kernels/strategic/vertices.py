"""Every vertex of a best-reply polytope, by walking along its edges from dictionary to dictionary.

The polytope of a player holds the mixtures ``x``, not yet scaled to sum to 1, against which the other earns at most 1:
``x >= 0`` and ``payoffs' x <= 1``, all payoffs positive. Vertices are visited in order of their distance from the
origin, so rounding errors add up over few pivots. Ties are broken by the lexicographic rule (Dantzig, Orden and Wolfe
1955), which visits the vertices of a slightly perturbed polytope: every vertex of the true one is among them, perhaps
several times, and a degenerate game is safe.
"""

from __future__ import annotations

from math import comb
from typing import Any, NamedTuple

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.strategic.vertex_proof import is_sure

ZERO = 1e-11  # of numbers of size 1: what counts as a tie in a dictionary
FIRST_ROOM = 100_000  # vertices there is space for at first, at most
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
        Shape (slot, other, column). Dictionaries: basic variable = first column - others times cobasic variables. Kept
        are those of vertices from which others, yet to visit, were found; each of these is then one pivot away.
    basic, cobasic
        Shape (slot, other), (slot, own). The variable of every row, and of every column after the first.
    slots, children
        Shape (slot,). Unused dictionaries, the next one last; and how many vertices yet to visit need each.
    origins
        Shape (vertex, 3). The dictionary one pivot away, and the row and column of the pivot, of every vertex found.
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
    sure
        Shape (vertex,). Whether every basic variable is proven positive, where proof was asked for.
    """

    labels: Any
    tables: Any
    basic: Any
    cobasic: Any
    slots: Any
    children: Any
    origins: Any
    masks: Any
    binding: Any
    points: Any
    hashes: Any
    counts: Any
    margins: Any
    sure: Any


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
    room = 64 + int(min(1.3 * usual_vertices(own, other), FIRST_ROOM))
    slots = room // 4 + own
    bits = np.zeros((own + other, 2), np.uint64)
    bits[np.arange(own + other), labels // 64] = np.uint64(1) << (labels % 64).astype(np.uint64)
    walk = Walk(
        bits,
        np.zeros((slots, other, width)),
        np.zeros((slots, other), np.int64),
        np.zeros((slots, own), np.int64),
        np.arange(slots)[::-1].copy(),
        np.zeros(slots, np.int64),
        np.zeros((room, 3), np.int64),
        np.zeros((room, 2), np.uint64),
        np.zeros((room, 2), np.uint64),
        np.zeros((room, own)),
        np.zeros(_table_size(room), np.int64),
        np.array([0, 1, slots - 1]),
        np.array([0.0, np.inf]),
        np.zeros(room, np.bool_),
    )
    walk.tables[0, :, 0] = 1.0
    walk.tables[0, :, 1 : own + 1] = payoffs.T
    walk.basic[0] = own + np.arange(other)
    walk.cobasic[0] = np.arange(own)
    walk.masks[0] = np.bitwise_or.reduce(bits[:own])
    entered(walk.hashes, walk.masks, walk.masks[0, 0], walk.masks[0, 1], 1)
    return walk


def usual_vertices(own: int, other: int) -> float:
    """Return about how many vertices the polytope of a random game has."""
    return float(comb(own + other, own) ** 0.58)


def work(own: int, other: int) -> float:
    """Return about how many interpreted steps it takes to visit all vertices of a random game's polytope."""
    return 6 * usual_vertices(own, other) * own * other


def _table_size(room: int) -> int:
    """At least twice the number of masks to enter, and a power of two."""
    return 1 << (2 * room).bit_length()


def with_room(walk: Walk) -> Walk:
    """Return the walk with enough space to visit one vertex more at least."""
    own, known = walk.points.shape[1], walk.counts[KNOWN]
    if walk.counts[FREE] < 1:
        slots = len(walk.slots)
        fresh = np.concatenate([walk.slots[: walk.counts[FREE]], np.arange(slots, 2 * slots + own)])
        walk = walk._replace(
            tables=_longer(walk.tables, slots + own),
            basic=_longer(walk.basic, slots + own),
            cobasic=_longer(walk.cobasic, slots + own),
            slots=_longer(fresh, 2 * slots + own - len(fresh)),
            children=_longer(walk.children, slots + own),
        )
        walk.counts[FREE] = len(fresh)
    if known + own > len(walk.origins):
        more = len(walk.origins) + own
        names = ("origins", "masks", "binding", "points", "sure")
        walk = walk._replace(**{name: _longer(getattr(walk, name), more) for name in names})
        walk = walk._replace(hashes=np.zeros(_table_size(len(walk.origins)), np.int64))
        rehash.sized(work(own, walk.basic.shape[1]))(walk.hashes, walk.masks, int(known))
    return walk


def _longer(array: Any, more: int) -> Any:
    return np.concatenate([array, np.zeros((more, *array.shape[1:]), array.dtype)])


@compiled()
def home(hashes: Any, masks: Any, low: Any, high: Any) -> Any:
    """Return the place in the table at which the search for a mask ends: its own, or an empty one."""
    size = np.uint64(hashes.shape[0] - 1)
    mixed = (low ^ (low >> np.uint64(29)) ^ (high << np.uint64(31))) & np.uint64(0xFFFFFFFF)
    mixed = (mixed ^ (low >> np.uint64(43)) ^ (high >> np.uint64(11))) & np.uint64(0xFFFFFFFF)
    mixed = (mixed * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
    place = (mixed ^ (mixed >> np.uint64(15))) & size
    while hashes[place] != 0:
        v = hashes[place] - 1
        if masks[v, 0] == low and masks[v, 1] == high:
            return place
        place = (place + np.uint64(1)) & size
    return place


@compiled()
def place_of(hashes: Any, masks: Any, low: Any, high: Any) -> int:
    """Return the number of the vertex with this mask of cobasic variables; -1 if there is none."""
    number: int = hashes[home(hashes, masks, low, high)] - 1
    return number


@compiled()
def entered(hashes: Any, masks: Any, low: Any, high: Any, number: int) -> bool:
    """Enter a mask under a number, unless it is there; say whether it was entered."""
    place = home(hashes, masks, low, high)
    if hashes[place] != 0:
        return False
    hashes[place] = number
    return True


@compiled()
def rehash(hashes: Any, masks: Any, known: int) -> None:
    """Enter all known masks into an empty table."""
    for v in range(known):
        entered(hashes, masks, masks[v, 0], masks[v, 1], v + 1)


@compiled()
def later(table: Any, basic: Any, cobasic: Any, first: int, second: int, column: int) -> bool:
    """Say whether the second of two tied rows leaves the basis before the first, by the lexicographic rule."""
    own = cobasic.shape[0]
    for j in range(own, own + basic.shape[0]):
        left, right = 1.0 * (basic[first] == j), 1.0 * (basic[second] == j)
        for c in range(own):
            if cobasic[c] == j:
                left, right = table[first, c + 1], table[second, c + 1]
        gap = left / table[first, column] - right / table[second, column]
        if abs(gap) > ZERO:
            second_first: bool = gap > 0
            return second_first
    return False


@compiled()
def tied_row(table: Any, basic: Any, cobasic: Any, column: int, least: float) -> int:
    """Choose among the rows of best ratio by the lexicographic rule."""
    chosen = -1
    for r in range(table.shape[0]):
        if table[r, column] > ZERO:
            score = table[r, column] / table[r, 0] if table[r, 0] > ZERO else np.inf
            if score >= least and (chosen < 0 or later(table, basic, cobasic, chosen, r, column)):
                chosen = r
    return chosen


@compiled()
def leaving_rows(table: Any, basic: Any, cobasic: Any, scores: Any, rows: Any) -> None:
    """Find, for every column, the row that leaves the basis when the column's variable enters.

    Parameters
    ----------
    table, basic, cobasic
        The dictionary, as in `Walk`.
    scores
        Shape (3, column). Scratch: best reciprocal ratio, runner-up, and this row's.
    rows
        Shape (column,). Filled in.
    """
    best, second, score = scores[0], scores[1], scores[2]
    width = best.shape[0]
    for c in range(width):
        best[c] = 0.0
        second[c] = 0.0
    for r in range(table.shape[0]):
        inverse = 1.0 / table[r, 0] if table[r, 0] > ZERO else np.inf
        row = table[r]
        for c in range(width):
            value = row[c] * inverse if row[c] > ZERO else 0.0
            score[c] = value
            second[c] = max(second[c], min(value, best[c]))
        for c in range(width):
            rows[c] = r if score[c] > best[c] else rows[c]
        for c in range(width):
            best[c] = max(best[c], score[c])
    for c in range(1, cobasic.shape[0] + 1):
        if second[c] >= best[c] * (1 - ZERO):
            rows[c] = tied_row(table, basic, cobasic, c, best[c] * (1 - ZERO))


@compiled()
def pivot(source: Any, out: Any, row: int, column: int) -> None:
    """Write the dictionary in which a row's variable and a column's are exchanged."""
    element = 1.0 / source[row, column]
    for start in range(0, out.shape[1], LANE):
        for c in range(start, start + LANE):
            out[row, c] = source[row, c] * element
    for r in range(out.shape[0]):
        if r != row:
            factor = source[r, column]
            for start in range(0, out.shape[1], LANE):
                for c in range(start, start + LANE):
                    out[r, c] = source[r, c] - factor * out[row, c]
            out[r, column] = -factor * element
    out[row, column] = element


@compiled()
def exchanged(basic: Any, cobasic: Any, row: int, column: int, new_basic: Any, new_cobasic: Any) -> None:
    """Write the variables of the rows and columns after a pivot."""
    for r in range(basic.shape[0]):
        new_basic[r] = basic[r]
    for c in range(cobasic.shape[0]):
        new_cobasic[c] = cobasic[c]
    new_basic[row] = cobasic[column - 1]
    new_cobasic[column - 1] = basic[row]


@compiled()
def read_vertex(table: Any, basic: Any, labels: Any, point: Any, binding: Any, margins: Any) -> None:
    """Read a vertex, and the variables that are zero there, off its dictionary."""
    for i in range(point.shape[0]):
        point[i] = 0.0
    for r in range(basic.shape[0]):
        size = abs(table[r, 0])
        if size <= ZERO:
            margins[0] = max(margins[0], size)
            binding[0] |= labels[basic[r], 0]
            binding[1] |= labels[basic[r], 1]
        else:
            margins[1] = min(margins[1], size)
            if basic[r] < point.shape[0]:
                point[basic[r]] = size


@compiled()
def walk_on(walk: Walk, visits: int, payoffs: Any) -> None:
    """Visit vertices, as many as asked for and as there is room for.

    Parameters
    ----------
    walk
        Changed in place.
    visits
        Most vertices to visit.
    payoffs
        Shape (own, other) as in `started`, to prove vertices; of length 0 to leave the proof out.
    """
    own = walk.points.shape[1]
    labels, tables, masks, counts = walk.labels, walk.tables, walk.masks, walk.counts
    scores, rows = np.zeros((3, tables.shape[2])), np.zeros(tables.shape[2], np.int64)
    inverse, scratch = np.zeros((own, own)), np.zeros((3, own))
    known, visited, free = counts[KNOWN], counts[VISITED], counts[FREE]
    for _ in range(visits):
        if visited == known or known + own > walk.origins.shape[0] or free < 1:
            break
        slot, parent = 0, walk.origins[visited, 0]
        if visited > 0:
            free -= 1
            slot = walk.slots[free]
            row, column = walk.origins[visited, 1], walk.origins[visited, 2]
            pivot(tables[parent], tables[slot], row, column)
            exchanged(walk.basic[parent], walk.cobasic[parent], row, column, walk.basic[slot], walk.cobasic[slot])
            walk.children[parent] -= 1
            if walk.children[parent] == 0:
                walk.slots[free] = parent
                free += 1
        table, basic, cobasic = tables[slot], walk.basic[slot], walk.cobasic[slot]
        walk.binding[visited, 0] = masks[visited, 0]
        walk.binding[visited, 1] = masks[visited, 1]
        read_vertex(table, basic, labels, walk.points[visited], walk.binding[visited], walk.margins)
        if payoffs.shape[0]:
            walk.sure[visited] = is_sure(table, basic, cobasic, payoffs, inverse, scratch)
        leaving_rows(table, basic, cobasic, scores, rows)
        before = known
        for c in range(1, own + 1):
            gone, come = basic[rows[c]], cobasic[c - 1]
            low = masks[visited, 0] ^ labels[gone, 0] ^ labels[come, 0]
            high = masks[visited, 1] ^ labels[gone, 1] ^ labels[come, 1]
            if entered(walk.hashes, masks, low, high, known + 1):
                masks[known, 0] = low
                masks[known, 1] = high
                walk.origins[known, 0] = slot
                walk.origins[known, 1] = rows[c]
                walk.origins[known, 2] = c
                known += 1
        walk.children[slot] = known - before
        if known == before:
            walk.slots[free] = slot
            free += 1
        visited += 1
    counts[KNOWN], counts[VISITED], counts[FREE] = known, visited, free
