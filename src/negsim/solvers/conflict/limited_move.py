"""Stability for players who think a few moves ahead, each expecting the other to do the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.limited_move import labels, limited_move
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.kernels.graphs.foresight import Moves, anticipated, guaranteed
from negsim.solvers._foresight import require_foresight
from negsim.solvers._forms import require_form
from negsim.solvers._joint_moves import in_groups
from negsim.solvers.base import Solution, Solver, Status, Watch, require_two_players, solvers

CHUNK = 4_000_000  # moves times games looked at together


@solvers("limited_move")
@dataclass(frozen=True, kw_only=True)
class LimitedMove(Solver[ConflictGame, StateSets]):
    """Find the states that hold for two players who think ahead: L_h, non-myopic, Stackelberg and maximin_h.

    L_h: a player takes the move of which the end is best for it if the other thinks h - 1 moves ahead from there, and
    stays if that end is no better; L_1 is Nash stability. Non-myopic: stable for every h beyond some, found by going on
    until what both expect repeats itself. Stackelberg: L_2 for the leader and L_1 for the follower. Maximin_h: no first
    move makes sure of something better against a player that only means to prevent it; its first three are Nash, GMR
    and SMR. Among ends that are equally good for the mover the other expects the one that is worst for itself.

    A step is one more h, and costs a look at every state, where options can be set at will, else at every move. What
    both expect repeats itself after a few steps in most conflicts. For more players use `MultilateralLimitedMove`.

    Attributes
    ----------
    horizon
        The largest h that is told, from 1 to 1,000.
    """

    reference: ClassVar[str] = "Kilgour (1985); Fang, Hipel and Kilgour (1993); Rego and Vieira (2020)"

    horizon: int = 4

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability for players who think a few moves ahead."""
        return limited_move

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Solve every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, has other than two players, preferences that payoffs cannot say, or states
            that somebody does not perceive.
        """
        require_form(self, game, ConflictGame)
        require_two_players(self, game, "MultilateralLimitedMove")
        require_foresight(self, game, self.horizon)
        watch, names = Watch(self), labels(game.players, self.horizon)
        moves = in_groups(game.graph)
        stable = np.zeros((len(game), len(names), 2, len(game.states)), bool)
        status = np.full(len(game), Status.time_limit.code, np.intp)
        steps = np.zeros(len(game), np.intp)
        size = max(1, CHUNK // max(len(game.states), *(len(own.target) for own in moves)))
        for at in range(0, len(game), size):
            part = slice(at, at + size)
            stable[part], status[part], steps[part] = self._stable(game.ranks[part].astype(np.intp), moves, watch)
        rows = np.flatnonzero(status == Status.solved.code)
        result = StateSets(item=rows, stable=stable[rows], concepts=names, parties=game.players)
        return Solution(game, self, result, status, steps)

    def _stable(self, ranks: IntArray, moves: Sequence[Moves], watch: Watch) -> tuple[BoolArray, IntArray, IntArray]:
        """Verdicts (batch, concept, player, state), status codes and steps (batch,)."""
        batch, _, count = ranks.shape
        near = max(self.horizon, 2)
        ahead, guard = np.zeros((2, near, batch, 2, count), bool)
        far = np.zeros((batch, 2, count), bool)
        status = np.full(batch, Status.solved.code, np.intp)
        steps = np.zeros(batch, np.intp)
        guards = _guards(ranks, moves)
        for step, (stays, repeated, always) in enumerate(_rounds(ranks, moves)):
            if step < near:
                ahead[step], guard[step] = stays, next(guards)
            ended = repeated & (steps == 0)
            far[ended], steps[ended] = always[ended], step + 1
            if step + 1 >= near and steps.all():
                break
            stopped = watch.stop(step + 1)
            if stopped:
                status[(steps == 0) | (step + 1 < near)] = stopped.code
                steps[steps == 0] = step + 1
                break
        leads = [np.stack([ahead[1 - k][:, 0], ahead[k][:, 1]], axis=1) for k in (0, 1)]
        told = slice(self.horizon)
        return np.stack([*ahead[told], far, *leads, *guard[told]], axis=1), status, np.maximum(steps, 1)


def _rounds(ranks: IntArray, moves: Sequence[Moves]) -> Iterator[tuple[BoolArray, BoolArray, BoolArray]]:
    """Yield, for h = 1, 2, ..., who stays where, which games repeat a past round, and who stayed where ever since.

    What both expect in one round follows from the round before, so once a past round returns, all do, for ever. The
    past round in mind is that of the last power of two (Brent 1980).
    """
    count = ranks.shape[2]
    ends = np.broadcast_to(np.arange(count), ranks.shape)
    kept, always, power, length = ends, np.ones(ranks.shape, bool), 1, 0
    while True:
        ends = np.stack([anticipated(ends[:, 1 - k], ranks[:, k], ranks[:, 1 - k], moves[k]) for k in (0, 1)], axis=1)
        stays = ends == np.arange(count)
        always, length = always & stays, length + 1
        yield stays, (ends == kept).all((1, 2)), always
        if length == power:
            kept, always, power, length = ends, np.ones(ranks.shape, bool), 2 * power, 0


def _guards(ranks: IntArray, moves: Sequence[Moves]) -> Iterator[BoolArray]:
    """Yield, for h = 1, 2, ..., who stays where because no first move makes sure of something better."""
    sure = [guaranteed(ranks[:, k], moves[k], moves[1 - k]) for k in (0, 1)]
    while True:
        yield np.stack([next(sure[k]) <= ranks[:, k] for k in (0, 1)], axis=1)
