"""Fitting rules: the alternatives of a few cuts each that match best the points where something holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.studies.sensitivity.cuts import Cut, every_cut, match
from negsim.studies.sensitivity.short_numbers import kept, sharpened, shortened

CUTS = 24  # numbers at which each parameter is cut at first
POINTS = 4096  # looked at when cuts are chosen; all when they are sharpened
PRICE = 0.015  # of a cut: as much as it must add to the match
SCARCE = 0.5  # the price rises as points get few, where chance adds more: this much over the root of their number
ROUNDS = 6


def fitted(held: BoolArray, table: Array, terms: int, bounds: int) -> tuple[tuple[Cut, ...], ...]:
    """Return the alternatives that match best, each a few cuts that hold together.

    Steps: (1) look at some cuts in every column; (2) add the term of at most `bounds` cuts that improves the match of
    the whole most, all pairs of cuts tried, unless chance does as well; (3) seek each term anew, given the others,
    until nothing improves; (4) again from (2), while a term adds more than its cuts cost; (5) move every cut to its
    best place; (6) round the places as far as neither coverage nor match is lost; the term that keeps most comes first.

    Parameters
    ----------
    held
        Shape (point,). Where it holds.
    table
        Shape (point, parameter).
    terms, bounds
        At most how many alternatives, and cuts in each.
    """
    step = -(-len(held) // POINTS)
    search = _Search(held[::step], table[::step], bounds)
    if not search.cuts:  # no parameter has two values
        return ()
    chosen: list[tuple[Cut, ...]] = []
    worth = search.chance
    while len(chosen) < terms:
        trial, better = search.improved([*chosen, search.best(chosen)])  # (2)
        if better <= worth:
            break
        chosen, worth = trial, better
    done = shortened(held, table, sharpened(held, table, chosen))  # (5), (6)
    return tuple(sorted(done, key=lambda term: -int(kept(table, [term]).sum())))


def price(points: int) -> float:
    """Return what a cut must add to the match, so that rules from few points are short.

    Parameters
    ----------
    points
        How many are learnt from.
    """
    return float(max(PRICE, SCARCE / np.sqrt(points)))


class _Search:
    """Cuts, and which points each keeps."""

    def __init__(self, held: BoolArray, table: Array, bounds: int):
        self.held, self.table, self.bounds = held, table, bounds
        self.price = price(len(held))
        self.cuts = every_cut(table, CUTS)  # (1)
        kinds = [(cut.column, cut.above) for cut in self.cuts]
        self.alike = np.array([[one == other for other in kinds] for one in kinds]) & ~np.eye(len(kinds), dtype=bool)
        self.keeps = np.array([cut.keeps(table) for cut in self.cuts]).reshape(-1, len(held))

    @property
    def chance(self) -> float:
        """The best match to be expected of pairs of cuts, as many as are tried, where nothing is to be found."""
        return float(np.sqrt(4 * np.log(max(len(self.cuts), 2)) / len(self.held)))

    def best(self, others: Sequence[Sequence[Cut]]) -> tuple[Cut, ...]:
        """Return the term that improves the match of all of them together most."""
        free = ~kept(self.table, others)
        worth = self.worth(self.keeps[:, free].astype(np.float32), free)
        first, second = (int(place) for place in np.unravel_index(int(worth.argmax()), worth.shape))
        term = list(dict.fromkeys((first, second if self.bounds > 1 else first)))
        least = float(worth.max())
        while 2 <= len(term) < self.bounds:
            inside = kept(self.table, [[self.cuts[k] for k in term]])
            more = self.alone((self.keeps & inside)[:, free], free) - self.price * (len(term) + 1)
            more[self.alike[term].any(0)] = -np.inf
            if more.max() <= least:
                break
            least = float(more.max())
            term.append(int(more.argmax()))
        return tuple(self.cuts[k] for k in term)

    def worth(self, keeps: Array, free: BoolArray) -> Array:
        """Return the match less its price of every pair of cuts; a cut paired with itself is that cut alone."""
        if self.bounds == 1:
            return np.asarray(self.alone(keeps, free) - self.price)[:, None]
        hits = self.held[free]
        found = match(
            keeps[:, hits] @ keeps[:, hits].T + self.held[~free].sum(),
            keeps @ keeps.T + (~free).sum(),
            int(self.held.sum()),
            len(self.held),
        )
        return np.where(self.alike, -np.inf, found - 2 * self.price + self.price * np.eye(len(found)))

    def alone(self, keeps: Array | BoolArray, free: BoolArray) -> Array:
        """Return the match of every cut."""
        hits = keeps[:, self.held[free]].sum(1) + self.held[~free].sum()
        return match(hits, keeps.sum(1) + (~free).sum(), int(self.held.sum()), len(self.held))

    def improved(self, terms: Sequence[tuple[Cut, ...]]) -> tuple[list[tuple[Cut, ...]], float]:
        """Seek each term anew, given the others (3); return them and their match less its price."""
        found, worth = list(terms), self.value(terms)
        for _ in range(ROUNDS if len(found) > 1 else 0):
            before = worth
            for number in range(len(found)):
                trial = list(found)
                trial[number] = self.best([*found[:number], *found[number + 1 :]])
                value = self.value(trial)
                if value > worth + 1e-9:
                    found, worth = trial, value
            if worth <= before:
                break
        return found, worth

    def value(self, terms: Sequence[Sequence[Cut]]) -> float:
        """Return the match of all terms together, less the price of their cuts."""
        keeps = kept(self.table, terms)
        found = match((keeps & self.held).sum(), keeps.sum(), int(self.held.sum()), len(self.held))
        return float(found) - self.price * sum(map(len, terms))
