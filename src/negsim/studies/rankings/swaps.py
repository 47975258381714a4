"""The fewest swaps of neighbours in a party's ranking that make a state stable for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import IntArray
from negsim.studies.rankings.conditions import Clause, Condition

Ranking: TypeAlias = tuple[tuple[int, ...], ...]  # best first; states on a level are tied
MOST_STEPS = 20_000  # of the search; what is best by then is the answer


@dataclass(frozen=True, kw_only=True)
class Swaps:
    """A new ranking that is as near to a player's own as can be.

    Attributes
    ----------
    count
        How many pairs of states change their order: so many swaps of neighbours lead from the old ranking to the new.
        States that were tied may be told apart at no cost.
    fewest
        Whether it is proven that no fewer will do.
    sunk
        The states that fall below the wanted one.
    ranking
        The new ranking.
    """

    count: int
    fewest: bool
    sunk: tuple[int, ...]
    ranking: Ranking


def fewest_swaps(condition: Condition, ranks: NDArray[np.int32]) -> Swaps:
    """Return the fewest swaps of neighbours after which a state is stable for a player.

    Some of the states above the wanted one have to sink below it. Each costs one swap with the wanted state, and one
    with every state that it was above and that stays up. The search goes through the clauses that are not met, one at a
    time, and through the ways to meet it, the cheapest first; it turns back where what has to sink already costs as
    much as the best answer so far.

    Parameters
    ----------
    condition
        Of the player.
    ranks
        Shape (state,). The player's ranks now, 0 for the worst.
    """
    search = _Search(condition, ranks)
    search.meet(frozenset())
    sunk = np.array(sorted(search.best, key=lambda q: (-ranks[q], q)), np.intp)
    return Swaps(
        count=search.cost,
        fewest=search.steps <= MOST_STEPS,
        sunk=tuple(map(int, sunk)),
        ranking=_ranking(condition.state, sunk, ranks),
    )


def ranking_of(ranks: NDArray[np.int32]) -> Ranking:
    """Return a ranking, best first.

    Parameters
    ----------
    ranks
        Shape (state,). 0 for the worst, equal for ties.
    """
    return tuple(tuple(map(int, np.flatnonzero(ranks == rank))) for rank in np.unique(ranks)[::-1])


def _ranking(state: int, sunk: IntArray, ranks: NDArray[np.int32]) -> Ranking:
    """The old ranking with some states moved to just below the wanted one."""
    if not len(sunk):
        return ranking_of(ranks)
    step = 1.0 / (len(ranks) + 1)
    place = ranks.astype(np.float64)
    place[state] += 2 * step  # above those it was tied with, so that the sunk fit between
    place[sunk] = ranks[state] + step * (1 + ranks[sunk] / (ranks.max() + 1.0))
    return tuple(tuple(map(int, np.flatnonzero(place == level))) for level in np.unique(place)[::-1])


class _Search:
    """The search for the states that should sink."""

    def __init__(self, condition: Condition, ranks: NDArray[np.int32]):
        self.ranks = [int(rank) for rank in ranks]
        self.above = sorted(q for q in range(len(ranks)) if ranks[q] > ranks[condition.state])
        self.heights = sorted(self.ranks[q] for q in self.above)  # of the states above, the lowest first
        own = self.ranks[condition.state]
        parts = [
            tuple(frozenset(q for q in part if self.ranks[q] > own) for part in each) for each in condition.clauses
        ]
        self.clauses: list[Clause] = [each for each in parts if frozenset() not in each]
        self.best = frozenset(self.above)
        self.cost = len(self.above)  # sinking all of them always does
        self.steps = 0
        self.seen: set[frozenset[int]] = set()

    def meet(self, sinking: frozenset[int]) -> None:
        """Look for the best answer in which these states sink, with others."""
        if sinking in self.seen or self.steps > MOST_STEPS:
            return
        self.seen.add(sinking)
        self.steps += 1
        cost, sunk = self._cheapest(sinking)
        if cost >= self.cost:
            return
        left = [each for each in self.clauses if not any(part <= sunk for part in each)]
        if not left:
            self.cost, self.best = cost, sunk
            return
        clause = min(left, key=len)
        ways = {part | sinking for part in clause}
        for way in sorted(ways, key=lambda way: (self._cheapest(way)[0], sorted(way))):
            self.meet(way)

    def _cheapest(self, sinking: frozenset[int]) -> tuple[int, frozenset[int]]:
        """Return the fewest swaps that let some states sink, and all states that then do.

        A state that need not sink had better do so if enough states sink past it; and then every state below it had,
        too. So all states up to some height sink, and above that only those that have to: for each number of them the
        best height is just below the lowest.
        """
        high = sorted(sinking, key=lambda q: -self.ranks[q])
        if not high:
            return 0, sinking
        top = self.ranks[high[0]]
        best, height = bisect_right(self.heights, top), top
        total = pairs = 0
        for k, state in enumerate(high, 1):
            rank = self.ranks[state]
            below = bisect_left(self.heights, rank)
            total += 1 + below
            pairs += sum(self.ranks[q] > rank for q in high[: k - 1])
            if k < len(high) and self.ranks[high[k]] == rank:
                continue  # those of one height stay together
            cost = below + total - k * below - pairs
            if cost < best:
                best, height = cost, rank - 1
        return best, sinking | {q for q in self.above if self.ranks[q] <= height}
