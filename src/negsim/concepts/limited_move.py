"""Limited-move stability: a state holds for a player who thinks so many moves ahead and sees nothing to gain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import product

from negsim.concepts._sample import CALL, share_differing
from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets

REMEMBERED = 2**18  # ends of play
SMALL = 1000  # states
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

    Attributes
    ----------
    work
        How many moves were looked at.
    """

    def __init__(self, game: ConflictGame, item: int):
        self.states, self.players = range(len(game.states)), game.players
        self.ranks, self.targets = game.ranks[item], game.graph.targets
        self.end, self.sure = (lru_cache(REMEMBERED)(found) for found in (self._end, self._sure))
        self.work = 0

    def look_ahead(self, horizon: int) -> None:
        """Work out what every state leads to within so many moves, one move more at a time.

        Parameters
        ----------
        horizon
            The most moves.
        """
        for left, mover, state in product(range(horizon + 1), (0, 1), self.states):
            self.end(mover, state, left)
            for player in (0, 1):
                self.sure(player, mover, state, left)

    def stays(self, player: int, state: int, horizon: int) -> bool:
        """Return whether a state is stable for a player who thinks so many moves ahead."""
        return self.end(player, state, horizon) == state

    def guards(self, player: int, state: int, horizon: int) -> bool:
        """Return whether no first move makes sure of something better within so many moves."""
        worth = [self.sure(player, 1 - player, int(s1), horizon - 1) for s1 in self.targets(player, state)]
        return bool(max(worth, default=-1) <= self.ranks[player, state])

    @cached_property
    def lasting(self) -> list[list[bool]]:
        """For every player and state, whether it is stable for all horizons beyond some."""
        seen: dict[str, int] = {}
        history: list[list[list[int]]] = [[list(self.states)] * 2]
        while str(history[-1]) not in seen:
            seen[str(history[-1])] = len(history)
            history.append([[self.end(player, s, len(history)) for s in self.states] for player in (0, 1)])
        again = history[seen[str(history[-1])] :]  # what repeats for ever
        return [[all(each[player][s] == s for each in again) for s in self.states] for player in (0, 1)]

    def verdicts(self, names: Sequence[str], player: int, state: int) -> dict[str, bool]:
        """Return concept -> whether a state is stable for a player.

        Parameters
        ----------
        names
            Concepts as `labels` gives them.
        player, state
            Whose stability, and where.
        """
        found = {}
        for name in names:
            kind = next(kind for kind in (AHEAD, GUARD, LEAD, FAR) if name.startswith(kind))
            rest = name.removeprefix(kind)
            if kind == FAR:
                found[name] = self.lasting[player][state]
            elif kind == LEAD:
                found[name] = self.stays(player, state, 2 if rest == self.players[player] else 1)
            else:
                found[name] = (self.stays if kind == AHEAD else self.guards)(player, state, int(rest))
        return found

    def _end(self, mover: int, state: int, horizon: int) -> int:
        """Where play ends if the mover takes the move of which the end is best for it, or stays."""
        if not horizon:
            return state
        own, other = self.ranks[mover], self.ranks[1 - mover]
        targets = self._looked_at(mover, state)
        reached = [self.end(1 - mover, int(target), horizon - 1) for target in targets]
        best = max(reached, key=lambda end: (own[end], -other[end], -end), default=state)
        return best if own[best] > own[state] else state

    def _sure(self, player: int, mover: int, state: int, left: int) -> int:
        """The rank that a player is sure of in a state from which a mover may move on, and the other after it."""
        rank = int(self.ranks[player, state])
        if not left:
            return rank
        targets = self._looked_at(mover, state)
        after = [self.sure(player, 1 - mover, int(target), left - 1) for target in targets]
        return max([rank, *after]) if mover == player else min([rank, *after])

    def _looked_at(self, mover: int, state: int) -> IntArray:
        targets = self.targets(mover, state)
        self.work += CALL + len(targets)
        return targets


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition.

    In conflicts of more than 1,000 states only L_1, L_2, maximin_1, maximin_2 and Stackelberg are checked. Where that
    takes more than a few seconds, a sample is.

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
    small = len(game.states) <= SMALL
    spans = [int(name.removeprefix(AHEAD)) for name in result.concepts if name.startswith(AHEAD)]
    names = result.concepts if small else [name for name in result.concepts if name.endswith(("_1", "_2"))]

    @lru_cache(2 * SMALL)
    def sight(item: int) -> Foresight:
        found = Foresight(game, item)
        if small:
            found.look_ahead(max(spans, default=0))
        return found

    def judge(item: int, player: int, state: int) -> tuple[dict[str, bool], int]:
        misses, before = sight.cache_info().misses, sight(item).work
        known = sight.cache_info().misses == misses
        return sight(item).verdicts(names, player, state), sight(item).work - before * known

    return share_differing(result, judge)


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
