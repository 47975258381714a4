"""Limited moves against several others, who answer together: each foreseen move is one of all the others at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from negsim.concepts._sample import CALL, share_differing
from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.sequences import reach
from negsim.games.results import StateSets

REMEMBERED = 2**18  # ends of play
SOME = 64  # conflicts and players
SMALL = 200  # states
KINDS = ("cooperative", "individual")
GUARD = "maximin_"


def labels(horizon: int) -> tuple[str, ...]:
    """Return the concepts, in order: L_h against either kind of coalition, and maximin_h.

    Parameters
    ----------
    horizon
        The largest h.
    """
    spans = range(1, horizon + 1)
    return (*(f"L_{h} {kind}" for kind in KINDS for h in spans), *(f"{GUARD}{h}" for h in spans))


class Against:
    """What the definitions say of one player of one conflict, against all others together.

    Parameters
    ----------
    game, item, player
        A batch of conflicts, which of them, and who looks ahead.

    Attributes
    ----------
    work
        How many moves were looked at.
    """

    def __init__(self, game: ConflictGame, item: int, player: int):
        self.graph, self.ranks, self.player = game.graph, game.ranks[item].tolist(), player
        self.states = range(len(game.states))
        self.others = [other for other in range(len(game.players)) if other != player]
        self.work = 0
        self.answers = lru_cache(REMEMBERED)(self._answers)
        self.end = lru_cache(REMEMBERED)(self._end)
        self.sure = lru_cache(REMEMBERED)(self._sure)

    def look_ahead(self, horizon: int) -> None:
        """Work out what every state leads to within so many moves, one move more at a time.

        Parameters
        ----------
        horizon
            The most moves.
        """
        for left, own_turn, state in product(range(horizon + 1), (True, False), self.states):
            self.sure(own_turn, state, left)
            for kind in KINDS:
                self.end(kind, own_turn, state, left)

    def verdicts(self, names: Sequence[str], state: int) -> dict[str, bool]:
        """Return concept -> whether a state is stable for the player.

        Parameters
        ----------
        names
            Concepts as `labels` gives them.
        state
            Where.
        """
        found = {}
        for name in names:
            horizon, _, kind = name.removeprefix("L_").removeprefix(GUARD).partition(" ")
            if kind:
                found[name] = self.end(kind, True, state, int(horizon)) == state
            else:
                targets = self.graph.targets(self.player, state)
                own = self.ranks[self.player]
                found[name] = all(self.sure(False, int(s1), int(horizon) - 1) <= own[state] for s1 in targets)
        return found

    def _end(self, kind: str, own_turn: bool, state: int, left: int) -> int:
        """Where play ends from a state, if the player or else the others may move."""
        if not left:
            return state
        own = self.ranks[self.player]
        if own_turn:
            ends = [self.end(kind, False, int(q), left - 1) for q in self.graph.targets(self.player, state)]
            self.work += CALL + len(ends)
            best = min(ends, key=lambda end: (-own[end], self._sum(end), end), default=state)
            return best if own[best] > own[state] else state
        ends = list({self.end(kind, True, q, left - 1) for q in self.answers(state)})
        self.work += CALL * (1 + len(ends))
        if kind == "cooperative":
            agreed = [end for end in ends if self._all_prefer(end, state)]
            chosen = [end for end in agreed if not any(self._all_prefer(other, end) for other in agreed)]
        else:
            ranks = [self.ranks[other] for other in self.others]
            better = [(rank, [end for end in ends if rank[end] > rank[state]]) for rank in ranks]
            chosen = [end for rank, some in better for end in some if rank[end] == max(rank[other] for other in some)]
        return min(chosen, key=lambda end: (own[end], self._sum(end), end), default=state)

    def _sure(self, own_turn: bool, state: int, left: int) -> int:
        """The rank that the player is sure of in a state from which it or else the others may move on."""
        rank = int(self.ranks[self.player][state])
        if not left:
            return rank
        targets = self.graph.targets(self.player, state).tolist() if own_turn else self.answers(state)
        self.work += CALL + len(targets)
        after = [self.sure(not own_turn, target, left - 1) for target in targets]
        return max([rank, *after]) if own_turn else min([rank, *after])

    def _answers(self, state: int) -> list[int]:
        found = reach(self.graph, self.others, state)
        self.work += CALL * len(found.before)
        return found.states

    def _all_prefer(self, first: int, second: int) -> bool:
        return bool(self.others) and all(self.ranks[other][first] > self.ranks[other][second] for other in self.others)

    def _sum(self, state: int) -> int:
        return sum(self.ranks[other][state] for other in self.others)


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition.

    In conflicts of more than 200 states only horizons of 1 and 2 are checked. Where that takes more than a few seconds,
    a sample is.

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
    small = len(game.states) <= SMALL
    horizon = max((int(name.removeprefix(GUARD)) for name in result.concepts if name.startswith(GUARD)), default=0)
    names = result.concepts if small else labels(min(horizon, 2))

    @lru_cache(SOME)
    def against(item: int, player: int) -> Against:
        found = Against(game, item, player)
        if small:
            found.look_ahead(horizon)
        return found

    def judge(item: int, player: int, state: int) -> tuple[dict[str, bool], int]:
        misses, before = against.cache_info().misses, against(item, player).work
        known = against.cache_info().misses == misses
        return against(item, player).verdicts(names, state), against(item, player).work - before * known

    return share_differing(result, judge)


multilateral_limited_move: Concept[ConflictGame, StateSets] = concepts("multilateral_limited_move")(
    Concept(
        "multilateral_limited_move",
        "A state is stable for a player who thinks h moves ahead, its own and those of all others together in turn, if "
        "no move leads to an end that it prefers: when the others move where all of them gain (cooperative), where one "
        "of them gains most (individual), or wherever they do it harm (maximin_h).",
        "Soares and others (2026), in spirit; Rego and Vieira (2020)",
        differing,
    )
)
