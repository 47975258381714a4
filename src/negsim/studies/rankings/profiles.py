"""All rankings of all players, in classes that a concept cannot tell apart: for counts and changes that go together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import factorial, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.studies.rankings.conditions import LASTING, answers_of, known, stable_in

MOST_STATES = 9  # whose rankings are listed: 362,880
BITS = 40  # columns coded in one number
SEEN = 5000  # rankings looked at first
MOST_ANSWERS = 5000  # kinds of answers of the others, for each player
MOST_PROFILES = 2**24  # classes of all players together


@dataclass(frozen=True, kw_only=True, eq=False)
class Profiles:
    """The rankings of every player, in classes, and which profiles of classes make a state an equilibrium.

    Attributes
    ----------
    rankings
        Shape (ranking, state). Every strict ranking, as ranks from 0 for the worst.
    kinds
        For each player, shape (ranking,): the class of each ranking.
    good
        Shape (class of player 0, class of player 1, ...). Whether the state is an equilibrium.
    """

    rankings: NDArray[np.int8]
    kinds: tuple[IntArray, ...]
    good: BoolArray

    @property
    def strict(self) -> int:
        """How many profiles of strict rankings make the state an equilibrium."""
        found: Any = self.good.astype(np.int64)
        for kind in reversed(self.kinds):
            found = found @ np.bincount(kind)
        return int(found)

    @property
    def of_strict(self) -> int:
        """How many profiles of strict rankings there are."""
        return int(len(self.rankings) ** len(self.kinds))

    def nearest(self, ranks: NDArray[np.int32]) -> tuple[int, NDArray[np.int8]]:
        """Return the good profile that is fewest swaps of neighbours away, and how many.

        Parameters
        ----------
        ranks
            Shape (player, state). The ranks now; ties may be told apart at no cost.

        Returns
        -------
        tuple
            The number of swaps, and the new ranks of shape (player, state).
        """
        total: Array = np.zeros(self.good.shape)
        best: list[IntArray] = []
        for player, kind in enumerate(self.kinds):
            cost = self._swaps(ranks[player])
            order = np.lexsort((cost, kind))
            first = order[np.searchsorted(kind[order], np.arange(self.good.shape[player]))]
            best.append(first)
            shape = [1] * self.good.ndim
            shape[player] = -1
            total = total + cost[first].reshape(shape)
        total[~self.good] = np.inf
        place = np.unravel_index(int(np.argmin(total)), total.shape)
        chosen = [self.rankings[first[k]] for first, k in zip(best, place, strict=True)]
        return int(total[place]), np.stack(chosen)

    def _swaps(self, ranks: NDArray[np.int32]) -> IntArray:
        """Shape (ranking,). How many pairs of states each ranking turns round."""
        better, worse = np.nonzero(ranks[:, None] > ranks[None, :])
        return np.asarray((self.rankings[:, better] < self.rankings[:, worse]).sum(1))


def profiles(game: ConflictGame, state: int, concept: str) -> Profiles | None:
    """Sort the rankings of all players into classes, and judge the profiles of classes.

    Only two things count of a ranking: which states are no better than the wanted one, and which of the player's moves
    that may answer another's departure improve its position.

    Parameters
    ----------
    game, state, concept
        One conflict, and what is asked of which state.

    Returns
    -------
    Profiles or None
        None if there are too many rankings, or classes.
    """
    states, players = len(game.states), range(len(game.players))
    if states > MOST_STATES or factorial(states) ** len(players) >= 2**63:
        return None
    rankings = _rankings(states)
    answers = [answers_of(game, player, state) for player in players]
    compared = [_compared(game, player, state, concept, answers[player]) for player in players]
    moves = [sorted({arc for part in answers for arc in part if arc[0] == player}) for player in players]
    columns = [_told_apart(rankings, state, moves[player], compared[player]) for player in players]
    if prod(len(_classes(each[:: 1 + len(each) // SEEN])[0]) for each in columns) > MOST_PROFILES:
        return None  # already among some of them
    kinds, samples, replies = [], [], []
    for player in players:
        first, kind = _classes(columns[player])
        kinds.append(kind)
        samples.append(rankings[first])
        replies.append(_classes(columns[player][first, : len(moves[player])]))
    answering = prod(len(first) for first, _ in replies)
    if max(answering // len(first) for first, _ in replies) > MOST_ANSWERS:
        return None
    if prod(map(len, samples)) > MOST_PROFILES:
        return None
    good: BoolArray = np.ones([len(part) for part in samples], bool)
    for player in players:
        good &= _stable(game, state, concept, player, samples, replies)
    return Profiles(rankings=rankings, kinds=tuple(kinds), good=good)


def _stable(
    game: ConflictGame,
    state: int,
    concept: str,
    player: int,
    samples: list[NDArray[np.int8]],
    replies: list[tuple[IntArray, IntArray]],
) -> BoolArray:
    """Whether the state is stable for a player, by its own classes and the answers that pay the others."""
    rows = [samples[k] if k == player else samples[k][first] for k, (first, _) in enumerate(replies)]
    shape = [len(part) for part in rows]
    grid = np.indices(shape).reshape(len(shape), -1)
    payoffs = np.stack([part[at] for part, at in zip(rows, grid, strict=True)], axis=1).astype(np.float64)
    drawn = ConflictGame(
        payoffs=payoffs, graph=game.graph, players=game.players, states=game.states, perceived=game.perceived
    )
    found = stable_in(drawn, player, state, concept).reshape(shape)
    places = [np.arange(shape[k]) if k == player else kind for k, (_, kind) in enumerate(replies)]
    return np.asarray(found[np.ix_(*places)])


def _compared(
    game: ConflictGame, player: int, state: int, concept: str, answers: set[tuple[int, int, int]]
) -> list[int]:
    """The states that the player may have to compare with the wanted one."""
    ends = {to for _, _, to in answers}
    flights = {int(q) for end in ends for q in game.graph.targets(player, end)} if concept in LASTING else set()
    seen = known(game, player)
    away = set(map(int, game.graph.targets(player, state))) if seen[state] else set()
    return sorted(q for q in (ends | flights | away) if seen[q])


def _told_apart(
    rankings: NDArray[np.int8], state: int, moves: list[tuple[int, int, int]], compared: list[int]
) -> BoolArray:
    """Shape (ranking, column). Which of the moves improve the mover's position, and which states are no better."""
    arcs = np.array(moves, np.intp).reshape(-1, 3)
    pays = rankings[:, arcs[:, 2]] > rankings[:, arcs[:, 1]]
    return np.concatenate([pays, rankings[:, compared] <= rankings[:, [state]]], axis=1)


def _classes(columns: BoolArray) -> tuple[IntArray, IntArray]:
    """The first row of each kind of rows, and the kind of every row."""
    code = np.zeros(len(columns), np.int64)
    for at in range(0, columns.shape[1], BITS):
        part = columns[:, at : at + BITS]
        code = np.unique(code, return_inverse=True)[1] << BITS
        code |= part.astype(np.int64) @ (1 << np.arange(part.shape[1]))
    _, first, kind = np.unique(code, return_index=True, return_inverse=True)
    return first, kind


@cache
def _rankings(states: int) -> NDArray[np.int8]:
    """Shape (ranking, state). The last state is put at every height of the rankings of the others."""
    if states == 0:
        return np.zeros((1, 0), np.int8)
    others = _rankings(states - 1)
    parts = [
        np.concatenate([others + (others >= height), np.full((len(others), 1), height)], axis=1)
        for height in range(states)
    ]
    return np.concatenate(parts).astype(np.int8)
