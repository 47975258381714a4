"""Limited-move stability: a state holds for a player who thinks so many moves ahead and sees nothing to gain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets

AHEAD, GUARD, LEAD, FAR = "L_", "maximin_", "stackelberg ", "nonmyopic"


def labels(players: Sequence[str], horizon: int) -> tuple[str, ...]:
    """Return the concepts for two players, in order: L_h, non-myopic, Stackelberg with each leader, and maximin_h.

    Parameters
    ----------
    players
        Their labels.
    horizon
        The largest h.
    """
    spans = range(1, horizon + 1)
    ahead, guard = ([f"{kind}{h}" for h in spans] for kind in (AHEAD, GUARD))
    return (*ahead, FAR, *(f"{LEAD}{player}" for player in players), *guard)


class Foresight:
    """What the definitions say of one conflict of two players, state by state.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    """

    def __init__(self, game: ConflictGame, item: int):
        self.players = game.players
        self.ranks = game.ranks[item].tolist()
        states = range(len(game.states))
        self.targets = [[game.graph.targets(player, state).tolist() for state in states] for player in (0, 1)]
        self.worth = cache(self._worth)

    def stays(self, player: int, horizon: int) -> list[bool]:
        """Return for every state whether it is stable for a player who thinks so many moves ahead."""
        ends: list[list[int]] = [list(range(len(own))) for own in self.ranks]
        for _ in range(horizon):
            ends = [[self._end(mover, state, ends[1 - mover]) for state in range(len(ends[0]))] for mover in (0, 1)]
        return [end == state for state, end in enumerate(ends[player])]

    def stays_far(self) -> list[list[bool]]:
        """Return for every player and state whether it is stable for all horizons beyond some."""
        ends = [list(range(len(own))) for own in self.ranks]
        seen: dict[str, int] = {}
        history: list[list[list[int]]] = []
        while str(ends) not in seen:
            seen[str(ends)] = len(history)
            history.append(ends)
            ends = [[self._end(mover, state, ends[1 - mover]) for state in range(len(ends[0]))] for mover in (0, 1)]
        again = history[seen[str(ends)] :]  # what repeats for ever
        return [[all(each[mover][s] == s for each in again) for s in range(len(ends[0]))] for mover in (0, 1)]

    def guards(self, player: int, horizon: int) -> list[bool]:
        """Return for every state whether no first move makes sure of something better within the horizon."""
        own = self.ranks[player]
        return [
            all(self.worth(player, 1 - player, s1, horizon - 1) <= own[state] for s1 in self.targets[player][state])
            for state in range(len(own))
        ]

    def _end(self, mover: int, state: int, ends: list[int]) -> int:
        """Where play ends if the mover takes the move of which the end is best for it, or stays."""
        own, other = self.ranks[mover], self.ranks[1 - mover]
        reached = [ends[target] for target in self.targets[mover][state]]
        best = max(reached, key=lambda end: (own[end], other[end], -end), default=state)
        return best if own[best] > own[state] else state

    def _worth(self, player: int, mover: int, state: int, left: int) -> int:
        """The rank that a player is sure of in a state from which a mover may move on, and the other after it."""
        rank = int(self.ranks[player][state])
        if not left:
            return rank
        after = [self.worth(player, 1 - mover, target, left - 1) for target in self.targets[mover][state]]
        return max(rank, *after) if mover == player and after else min([rank, *after])


def limited_by_definition(game: ConflictGame, item: int, names: Sequence[str]) -> BoolArray:
    """Return the stable states of one conflict of two players, of shape (concept, player, state).

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    names
        Concepts as `labels` gives them.
    """
    sight = Foresight(game, item)
    parts = []
    for name in names:
        if name == FAR:
            parts.append(sight.stays_far())
        elif name.startswith(LEAD):
            parts.append([sight.stays(k, 2 if name == f"{LEAD}{game.players[k]}" else 1) for k in (0, 1)])
        elif name.startswith(AHEAD):
            parts.append([sight.stays(k, int(name.removeprefix(AHEAD))) for k in (0, 1)])
        else:
            parts.append([sight.guards(k, int(name.removeprefix(GUARD))) for k in (0, 1)])
    return np.array(parts)


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition.

    Parameters
    ----------
    game
        A batch of conflicts of two players.
    result
        Stable states of conflicts of the batch.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """
    parts = [limited_by_definition(game, int(item), result.concepts) for item in result.item]
    return np.array([(part != given).mean() for part, given in zip(parts, result.stable, strict=True)])


limited_move: Concept[ConflictGame, StateSets] = concepts("limited_move")(
    Concept(
        "limited_move",
        "A state is stable for a player who thinks h moves ahead if no move leads to an end that it prefers: when both "
        "then do what is best for them within that horizon (L_h), for every h beyond some (non-myopic), with a leader "
        "who looks 2 moves ahead and a follower 1 (Stackelberg), or when the other means to prevent it (maximin_h).",
        "Kilgour (1985); Fang, Hipel and Kilgour (1993); Rego and Vieira (2020)",
        differing,
    )
)
