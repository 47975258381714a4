"""Logit quantal response of n-player games, and the equilibrium it selects as precision grows without bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.concepts.quantal_response import quantal_response
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.logit_path import LogitPath, worth_compiling
from negsim.kernels.strategic.start_profile import start_profile
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

ENDS = {"limit": Status.inaccurate, "far": Status.inaccurate, "goal": Status.solved, "stuck": Status.failed}
EXACT = 1e-10  # of the payoff range


@solvers("logit")
@dataclass(frozen=True, kw_only=True)
class LogitTrace(Solver[StrategicGame, Profiles]):
    """Trace the principal branch of logit quantal response equilibria, from uniform play to a precision or its limit.

    For games of any number of players; one row a game. Without `precision` the row is the Nash equilibrium to which
    the branch runs, polished by Newton's method: nearly every game has exactly one such limit, so this also selects
    among equilibria. Where branches cross, as they do in many symmetric games, it goes straight on. The cost of a step
    grows with the number of cells times the square of the number of players; ten to fifty steps are usual. Use
    `AllNash` for every equilibrium of a two-player game, `MixedNash` for
    equilibria reached from other starts.

    Attributes
    ----------
    precision
        The weight of payoffs in the logistic response, in units of 1 / payoff; None for the Nash limit.
    points
        Rows a game: 1 for the end alone, more for so many points along the branch, from precision 0 to the end; the
        column ``precision`` says where each stands, and the concept is then the quantal response at that precision.
    max_steps
        Most steps of the predictor and corrector on one game.
    """

    reference: ClassVar[str] = "McKelvey and Palfrey (1995), Turocy (2005)"

    precision: float | None = None
    points: int = 1
    max_steps: int = 10_000

    def __post_init__(self) -> None:
        if self.precision is not None and not self.precision >= 0:
            raise NotApplicable(f"precision is {self.precision}; use a number from 0 up, or None for the Nash limit")
        if self.points < 1:
            raise NotApplicable(f"points is {self.points}; use 1 for the end of the branch, or more to see the way")

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Quantal response equilibrium at the given precision; Nash equilibrium for the limit."""
        if self.points > 1:
            return quantal_response()
        return nash if self.goal == np.inf else quantal_response(self.goal)

    @property
    def goal(self) -> float:
        """The precision at which to stop; infinite for the Nash limit."""
        return np.inf if self.precision is None else float(self.precision)

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Trace the branch of every game of the batch."""
        require_form(self, game, StrategicGame)
        even = start_profile(game.shape, None)
        machine = worth_compiling(game.payoffs.shape[1:], len(game))

        def trace(item: int, watch: Watch) -> Answer:
            path = LogitPath(game.payoffs[item], even, goal=self.goal, machine=machine)
            stopped = None
            while path.end is None and stopped is None:
                path.advance(self.max_steps)
                stopped = watch.stop(path.steps)
            status = ENDS[path.end] if path.end else stopped or Status.failed
            if path.end and self.goal == np.inf and path.regret <= EXACT:
                status = Status.solved
            weights, precision = path.sample(self.points)
            return Answer(rows={"weights": weights}, columns={"precision": precision}, status=status, steps=path.steps)

        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))}, columns={"precision": np.zeros(0)})
        return one_by_one(self, game, Profiles, trace, nothing=nothing)
