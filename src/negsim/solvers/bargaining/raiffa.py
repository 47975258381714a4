"""The agreement to which interim agreements lead, each halfway between the last one and everybody's hopes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.raiffa import raiffa
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.kernels.talks.along_frontier import midpoint_ends
from negsim.kernels.talks.fairest import fairest
from negsim.kernels.talks.midpoint_path import STEPS, midpoint_path
from negsim.solvers._forms import require_form
from negsim.solvers._programs import midpoint_programs
from negsim.solvers._shares import frontier_of, on_the_frontier, on_the_list, require_unanimity, with_lotteries
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers

BLOCK = 1_000_000  # numbers that are worked on between two looks at the clock


@solvers("raiffa")
@dataclass(frozen=True, kw_only=True)
class Raiffa(Solver[BargainingGame, Agreements]):
    """Find where interim agreements lead, each of which is the mean of what the parties could get from there.

    From disagreement on: each party's best agreement that costs nobody anything yields a point with its best payoff
    and what the others have; the mean of these points is the next point to start from (Raiffa's discrete solution). A
    list ends before: once no agreement gives everybody as much as the next point, the agreements that give everybody
    as much as the last one are left, and the one is taken that is fairest from there, as Kalai and Smorodinsky measure
    it; of equals, the first. A step is a midpoint. Use `NashBargaining` or `KalaiSmorodinsky` for solutions that
    follow from axioms rather than from a path.
    """

    reference: ClassVar[str] = "Raiffa (1953)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """Raiffa's solution."""
        return raiffa

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some parties can bind the others.
        """
        require_form(self, game, BargainingGame)
        require_unanimity(self, game)
        if with_lotteries(game) and len(game.players) > 2:
            return midpoint_programs(self, game)
        if with_lotteries(game):
            found, steps = frontier_of(game), np.zeros(len(game), np.intp)
            row, step, steps[np.diff(found.start) > 0] = midpoint_ends(found)
            return on_the_frontier(self, game, found, row, step, steps)
        return _on_lists(self, game)


def _on_lists(solver: Raiffa, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
    """Walk along every list, then take what is fairest of what is left; piece by piece of a batch."""
    watch, late = Watch(solver), np.zeros(len(game), bool)
    best, steps = np.zeros(len(game), np.intp), np.zeros(len(game), np.intp)
    size = max(1, BLOCK // game.gains[:1].size)
    for start in range(0, len(game), size):
        rows = slice(start, start + size)
        if start and watch.left <= 0:
            late[start:] = True
            break
        gains, left, reached = game.gains[rows], game.acceptable[rows].copy(), np.zeros(game.disagreement[rows].shape)
        midpoint_path.sized(STEPS * gains.size)(gains, left, reached, steps[rows], solver.max_steps)
        remaining = gains - reached[..., None]
        hopes = np.max(remaining, axis=2, where=left[:, None, :], initial=0.0)
        best[rows] = fairest(remaining, hopes, left)
    solution = on_the_list(solver, game, best, steps)
    solution.status[(steps >= solver.max_steps) & (solution.status == Status.solved.code)] = Status.step_limit.code
    solution.status[late] = Status.time_limit.code
    return replace(solution, result=solution.result.take(np.flatnonzero(~late[solution.result.item])))
