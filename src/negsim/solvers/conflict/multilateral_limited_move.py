"""Stability for a player who thinks a few moves ahead against several others, who answer together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, cast

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.multilateral_limited_move import KINDS, labels, multilateral_limited_move
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.kernels.graphs.foresight import Moves, anticipated, guaranteed
from negsim.solvers._foresight import require_foresight
from negsim.solvers._forms import require_form
from negsim.solvers._joint_moves import enumerated, followed, in_groups, listed, unpacked
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

MOST_STATES = 5_000


@solvers("multilateral_limited_move")
@dataclass(frozen=True, kw_only=True)
class MultilateralLimitedMove(Solver[ConflictGame, StateSets]):
    """Find the states that hold for players who think h moves ahead, each against all others together.

    The player and the others move in turn; a move of the others is a legal sequence of theirs. They go where each of
    them ends better off than by staying, if no other such end is better for all of them ("cooperative"), or where one
    of them ends best off ("individual"); of several such ends the player expects the one that is worst for it.
    maximin_h: no first move makes sure of something better, whatever the others want; its first three are Nash, GMR and
    SMR. For two players both kinds are L_h, and where all others want the opposite of what the player wants, maximin_h.

    The two variants are written after the abstract of Soares and others (2026), not after their formulas. Cost grows
    with the square of the number of states for each h, and for "cooperative" with its cube where many ends are
    possible: seconds for some hundred states. A step is one h for one player. For two players use `LimitedMove`.

    Attributes
    ----------
    horizon
        The largest h that is told, from 1 to 1,000.
    """

    reference: ClassVar[str] = "Soares and others (2026), in spirit; Rego and Vieira (2020)"

    horizon: int = 3

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability for a player who thinks a few moves ahead, against all others together."""
        return multilateral_limited_move

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Solve every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, has preferences that payoffs cannot say, or states that somebody does not
            perceive.
        """
        require_form(self, game, ConflictGame)
        require_foresight(self, game, self.horizon)
        names = labels(self.horizon)
        nothing = Answer(rows={"stable": np.zeros((0, len(names), len(game.players), len(game.states)), bool)})
        kind = partial(StateSets, concepts=names, parties=game.players)
        shared: list[_Against] = []  # for each player, the same for all conflicts of the batch

        def solve(item: int, watch: Watch) -> Answer:
            if len(game.states) > MOST_STATES:
                return Answer(rows=nothing.rows, status=Status.memory_limit)
            out = np.zeros((1, len(names), len(game.players), len(game.states)), bool)
            steps = 0
            for player in range(len(game.players)):
                if len(shared) == player:
                    shared.append(_Against(game, player))
                rounds = shared[player].rounds(game.ranks[item].astype(np.intp))
                for h in range(self.horizon):
                    stopped = watch.stop(steps)
                    if stopped:
                        return Answer(rows=nothing.rows, status=stopped, steps=steps)
                    out[0, h :: self.horizon, player] = next(rounds)
                    steps += 1
            return Answer(rows={"stable": out}, steps=steps)

        return one_by_one(self, game, cast("type[StateSets]", kind), solve, nothing=nothing)


class _Against:
    """One player, and what all others together can bring about."""

    def __init__(self, game: ConflictGame, player: int):
        self.player = player
        self.others = [other for other in range(len(game.players)) if other != player]
        self.moves = in_groups(game.graph)[player]
        self.reached = unpacked(followed(listed(game.graph), self.others, lambda: None))
        states = np.arange(len(game.states))
        self.answers = Moves(states, np.zeros(len(states), bool), *enumerated(self.reached))

    def rounds(self, ranks: IntArray) -> Iterator[BoolArray]:
        """Yield, for h = 1, 2, ..., where the player stays, of shape (kind, state)."""
        own, others = ranks[self.player], ranks[self.others]
        total = np.unique(others.sum(0), return_inverse=True)[1]
        staying = np.arange(len(own))
        sure = guaranteed(own[None], self.moves, self.answers)
        ends = [(staying, staying) for _ in KINDS]  # if the player is to move, and if the others are
        while True:
            ends = [
                (
                    anticipated(after[None], own[None], total[None], self.moves)[0],
                    np.array([self._expected(kind, before, own, others, int(state)) for state in staying], np.intp),
                )
                for kind, (before, after) in zip(KINDS, ends, strict=True)
            ]
            yield np.stack([*(before == staying for before, _ in ends), next(sure)[0] <= own])

    def _expected(self, kind: str, ends: IntArray, own: IntArray, others: IntArray, state: int) -> int:
        """Where play ends from a state in which the others are to move."""
        found = np.unique(ends[self.reached[state]])
        better = others[:, found] > others[:, state, None]
        if kind == "cooperative":
            found = found[better.all(0)]
            ranks = others[:, found]
            chosen = found[~(ranks[:, :, None] > ranks[:, None, :]).all(0).any(0)] if len(found) else found
        else:
            ranks = np.where(better, others[:, found], -1)
            chosen = found[(better & (ranks == ranks.max(1, keepdims=True, initial=-1))).any(0)]
        if not len(chosen):
            return state
        return int(chosen[np.lexsort((chosen, others[:, chosen].sum(0), own[chosen]))[0]])
