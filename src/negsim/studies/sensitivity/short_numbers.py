"""Thresholds in few digits: where a cut may be moved without harm, and the shortest number there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.studies.sensitivity.cuts import Cut, match

Terms = Sequence[Sequence[Cut]]

SLACK = 0.004  # of the match, given up for each shorter number
DIGITS = 6  # below the size of the range
ROUNDS = 3


@dataclass(frozen=True, eq=False)
class Moves:
    """One cut among terms, and what becomes of the whole when it moves and all else stays.

    Attributes
    ----------
    free, hits
        Rising: the values of the cut's column at the points that the other terms do not keep and the rest of its own
        term does; and at those of them where it holds.
    kept, hit
        How many points the other terms keep, and at how many of them it holds.
    """

    cut: Cut
    free: Array
    hits: Array
    kept: int
    hit: int
    held: int
    points: int

    @classmethod
    def of(cls, held: BoolArray, table: Array, terms: Terms, term: int, place: int) -> Moves:
        """Return what the cut at a place of a term can do."""
        cut = terms[term][place]
        others = kept(table, [each for k, each in enumerate(terms) if k != term])
        rest = kept(table, [[each for k, each in enumerate(terms[term]) if k != place]]) & ~others
        values = table[:, cut.column]
        return cls(
            cut,
            np.sort(values[rest]),
            np.sort(values[rest & held]),
            int(others.sum()),
            int((others & held).sum()),
            int(held.sum()),
            len(held),
        )

    def at(self, places: Array) -> tuple[IntArray, Array]:
        """Return how many points are kept where it holds, and the match, with the cut at each of some places."""
        side: Literal["left", "right"] = "right" if self.cut.above else "left"
        hits, free = (np.searchsorted(values, places, side) for values in (self.hits, self.free))
        if self.cut.above:
            hits, free = len(self.hits) - hits, len(self.free) - free
        return hits + self.hit, match(hits + self.hit, free + self.kept, self.held, self.points)

    def sharpest(self) -> Cut:
        """Return the cut where the match is best, midway between the points on either side."""
        values = np.unique(self.free)
        if len(values) < 2:
            return self.cut
        places = (values[1:] + values[:-1]) / 2
        found = self.at(places)[1]
        return replace(self.cut, at=float(places[int(found.argmax())])) if found.max() > self.now else self.cut

    @property
    def now(self) -> float:
        """The match as it is."""
        return float(self.at(np.array([self.cut.at]))[1][0])

    def shortest(self, hits: int, least: float) -> Cut:
        """Return the cut at the shortest number at which enough points are hit and the match is good enough."""
        if not len(self.free):
            return self.cut
        low, high = float(self.free[0]), float(self.free[-1])
        top = int(np.ceil(np.log10(max(high - low, 1e-300))))
        for digit in range(top, top - DIGITS, -1):
            step = 10.0**digit
            near = np.floor(self.cut.at / step) + np.arange(-9, 11)
            near = near[(near * step >= low - step) & (near * step <= high + step)]
            places = np.array([float(f"{place * step:.12g}") for place in near])
            found, matched = self.at(places)
            good = places[(found >= hits) & (matched >= least)]
            if len(good):
                return replace(self.cut, at=float(good[np.abs(good - self.cut.at).argmin()]) + 0.0)
        return self.cut


def sharpened(held: BoolArray, table: Array, terms: Terms) -> Terms:
    """Move each cut in turn to where the match is best.

    Parameters
    ----------
    held
        Shape (point,). Where it holds.
    table
        Shape (point, parameter).
    terms
        Alternatives, each some cuts that hold together.
    """
    for _ in range(ROUNDS):
        terms = _each(held, table, terms, lambda moves: moves.sharpest())
    return terms


def shortened(held: BoolArray, table: Array, terms: Terms) -> tuple[tuple[Cut, ...], ...]:
    """Round each cut in turn to the shortest number that loses no coverage and hardly any match.

    Parameters
    ----------
    held, table, terms
        As for `sharpened`.
    """
    now = kept(table, terms)
    hits = int((now & held).sum())
    least = float(match(hits, now.sum(), int(held.sum()), len(held)))
    steps = count(1)
    done = _each(held, table, terms, lambda moves: moves.shortest(hits, least - SLACK * next(steps)))
    return tuple(tuple(term) for term in done)


def kept(table: Array, terms: Terms) -> BoolArray:
    """Return which points one of the terms keeps, of shape (point,); a term without cuts keeps all.

    Parameters
    ----------
    table
        Shape (point, parameter).
    terms
        Alternatives, each some cuts that hold together.
    """
    found = np.zeros(len(table), bool)
    for term in terms:
        inside = np.ones(len(table), bool)
        for cut in term:
            inside &= cut.keeps(table)
        found |= inside
    return found


def _each(held: BoolArray, table: Array, terms: Terms, move: Callable[[Moves], Cut]) -> Terms:
    found = [list(term) for term in terms]
    for term, cuts in enumerate(found):
        for place in range(len(cuts)):
            cuts[place] = move(Moves.of(held, table, found, term, place))
    return found
