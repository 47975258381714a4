"""Coalition stability: a state holds for parties that may move together if no joint improvement is safe for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.sequences import Reach, reach
from negsim.games.results import StateSets

CONCEPTS = ("cnash", "cgmr", "csmr", "cseq")
AND = " + "

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
    """

    def __init__(self, game: ConflictGame, item: int = 0):
        self.game = game
        self.better = [game.preference(item, player) > 0 for player in range(len(game.players))]
        self.ways = cache(self._ways)
        self.improvements = cache(self._improvements)

    def verdicts(self, members: Members, state: int) -> dict[str, bool]:
        """Return under which concepts a state is stable for a coalition.

        Parameters
        ----------
        members, state
            Whose stability, and where.
        """
        others = [player for player in range(len(self.game.players)) if player not in members]
        groups = coalitions(others)

        def deters(s2: int) -> bool:
            return not all(self.better[player][state, s2] for player in members)

        found = dict.fromkeys(CONCEPTS, True)
        for s1 in self.improvements(members, state):
            sanctions = [s2 for s2 in self.ways(tuple(others), int(s1)).states if deters(s2)]
            lasting = [s2 for s2 in sanctions if all(map(deters, self.ways(members, s2).states))]
            joint = reach(
                self.game.graph,
                range(len(groups)),
                int(s1),
                lambda group, where: self.improvements(groups[group], int(where)),
            )
            found["cnash"] = False
            found["cgmr"] &= bool(sanctions)
            found["csmr"] &= bool(lasting)
            found["cseq"] &= any(map(deters, joint.states))
        return found

    def _ways(self, members: Members, state: int) -> Reach:
        return reach(self.game.graph, members, state)

    def _improvements(self, members: Members, state: int) -> IntArray:
        reached = self.ways(members, state).states
        return np.array([s for s in reached if all(self.better[player][state, s] for player in members)], np.intp)


def coalition_stable_by_definition(
    game: ConflictGame, item: int, names: Sequence[str], parties: Sequence[str]
) -> BoolArray:
    """Return the stable states of one conflict, of shape (concept, coalition, state), by the definitions.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    names, parties
        Concepts, and coalitions such as ``"MoE + UR"``.
    """
    together = Together(game, item)
    found = {AND.join(game.players[k] for k in members): members for members in coalitions(range(len(game.players)))}
    out = np.zeros((len(names), len(parties), len(game.states)), bool)
    for place, party in enumerate(parties):
        for state in range(len(game.states)):
            verdicts = together.verdicts(found[party], state)
            out[:, place, state] = [verdicts[name] for name in names]
    return out


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition.

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
    parts = [coalition_stable_by_definition(game, int(item), result.concepts, result.parties) for item in result.item]
    return np.array([(part != given).mean() for part, given in zip(parts, result.stable, strict=True)])


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
