"""Coalition stability: a state holds for parties that may move together if no joint improvement is safe for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import combinations

import numpy as np

from negsim.concepts._sample import CALL, share_differing
from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.sequences import Reach, reach
from negsim.games.results import StateSets

CONCEPTS = ("cnash", "cgmr", "csmr", "cseq")
AND = " + "
REMEMBERED = 2**14  # lists of states
SOME = 64  # conflicts

Members = tuple[int, ...]


def coalitions(players: Sequence[int], smallest: int = 1) -> list[Members]:
    """Return all coalitions of some players, small ones first.

    Parameters
    ----------
    players
        Their numbers.
    smallest
        The fewest members of a coalition.
    """
    return [found for size in range(smallest, len(players) + 1) for found in combinations(players, size)]


class Together:
    """What the coalitions of one conflict can bring about, and would, by the definitions, with sets.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.

    Attributes
    ----------
    work
        How many moves were looked at, about.
    """

    def __init__(self, game: ConflictGame, item: int = 0):
        self.game, self.item = game, item
        self.work = 0
        self.ways = lru_cache(REMEMBERED)(self._ways)
        self.improvements = lru_cache(REMEMBERED)(self._improvements)
        self.answers = lru_cache(REMEMBERED)(self._answers)

    def better(self, members: Members, first: int, second: int) -> bool:
        """Return whether all members prefer the second state to the first.

        Parameters
        ----------
        members, first, second
            Who compares which states.
        """
        if self.game.degrees is None:
            ranks = self.game.ranks[self.item]
            return all(ranks[player, second] > ranks[player, first] for player in members)
        degrees = self.game.degrees[self.item if len(self.game.degrees) > 1 else 0]
        return all(degrees[player, first, second] > 0 for player in members)

    def verdicts(self, members: Members, state: int) -> dict[str, bool]:
        """Return under which concepts a state is stable for a coalition.

        Parameters
        ----------
        members, state
            Whose stability, and where.
        """
        others = tuple(player for player in range(len(self.game.players)) if player not in members)

        def deters(s2: int) -> bool:
            return not self.better(members, state, s2)

        found = dict.fromkeys(CONCEPTS, True)
        for s1 in self.improvements(members, state):
            sanctions = [s2 for s2 in self.ways(others, int(s1)) if deters(s2)]
            found["cnash"] = False
            found["cgmr"] &= bool(sanctions)
            found["csmr"] &= any(all(map(deters, self.ways(members, s2))) for s2 in sanctions)
            found["cseq"] &= any(map(deters, self.answers(others, int(s1))))
        return found

    def _ways(self, members: Members, state: int) -> list[int]:
        """All states at the end of legal sequences of the members."""
        return self._followed(reach(self.game.graph, members, state))

    def _improvements(self, members: Members, state: int) -> IntArray:
        """The states among them that all members prefer."""
        reached = self.ways(members, state)
        return np.array([s for s in reached if self.better(members, state, s)], np.intp)

    def _answers(self, others: Members, state: int) -> list[int]:
        """All states at the end of sequences of joint improvements, nowhere two by the same coalition in succession."""
        groups = coalitions(others)
        numbers = range(len(groups))
        return self._followed(reach(self.game.graph, numbers, state, lambda k, s: self.improvements(groups[k], int(s))))

    def _followed(self, found: Reach) -> list[int]:
        self.work += CALL * len(found.before)
        return found.states


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition; in large batches and conflicts, of a sample.

    Parameters
    ----------
    game
        A batch of conflicts.
    result
        Stable states of conflicts of the batch.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """
    named = {AND.join(game.players[k] for k in members): members for members in coalitions(range(len(game.players)))}
    parties = [named[label] for label in result.parties]
    together = lru_cache(SOME)(partial(Together, game))

    def judge(item: int, party: int, state: int) -> tuple[dict[str, bool], int]:
        before = together.cache_info().misses, together(item).work
        known = before[0] == together.cache_info().misses
        return together(item).verdicts(parties[party], state), together(item).work - before[1] * known

    return share_differing(result, judge)


coalition_stability: Concept[ConflictGame, StateSets] = concepts("coalition_stability")(
    Concept(
        "coalition_stability",
        "A state is stable for a coalition if it can bring about nothing that is better for all its members (CNash), "
        "or if the others can answer each such improvement so that some member is no better off: by any moves (CGMR), "
        "such that the coalition cannot escape (CSMR), or by joint improvements of their own (CSEQ).",
        "Kilgour, Hipel, Fang and Peng (2001); Inohara and Hipel (2008)",
        differing,
    )
)
