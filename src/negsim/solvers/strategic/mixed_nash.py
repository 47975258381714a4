"""One Nash equilibrium of n-player games, from any start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.logit_path import LogitPath, worth_compiling
from negsim.kernels.strategic.start_profile import start_profile
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

EXACT = 1e-10  # of the payoff range
PATIENCE = 400  # steps on one path before another start is tried; usual paths take some tens


@solvers("mixed_nash")
@dataclass(frozen=True, kw_only=True)
class MixedNash(Solver[StrategicGame, Profiles]):
    """Find one Nash equilibrium of a game of any number of players, to machine precision.

    From a starting profile, follows the profiles proportional to start * exp(precision * payoff) as precision rises,
    and at each stage looks for an equilibrium by Newton's method on the strategies in use; the first one found is the
    row. Where a path does not lead to one, another start is drawn. Different seeds may lead to different equilibria;
    none of them tells how many there are. Use `LogitTrace` for the equilibrium that the principal branch selects,
    `AllNash` for all equilibria of a two-player game.

    Attributes
    ----------
    seed
        None to start where everyone mixes evenly; a number to start at a profile drawn at random.
    max_steps
        Most steps along paths on one game, all starts together.
    """

    reference: ClassVar[str] = "McKelvey and Palfrey (1995), Mattsson and Weibull (2002)"

    seed: int | None = None
    max_steps: int = 10_000

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find one equilibrium of every game of the batch."""
        require_form(self, game, StrategicGame)
        machine = worth_compiling(game.payoffs.shape[1:], len(game))

        def search(item: int, watch: Watch) -> Answer:
            weights, regret, steps, attempt = start_profile(game.shape, self.seed), np.inf, 0, 0
            status: Status | None = None
            while status is None:
                start = start_profile(game.shape, self.seed, attempt)
                path = LogitPath(game.payoffs[item], start, goal=np.inf, reach=1.0, machine=machine)
                while path.end is None and status is None and path.steps < PATIENCE:
                    path.advance(min(self.max_steps - steps, PATIENCE))
                    status = watch.stop(steps + path.steps)
                if path.regret < regret:
                    weights, regret = path.weights, path.regret
                if regret <= EXACT:
                    status = Status.solved
                steps, attempt = steps + path.steps, attempt + 1
            return Answer(rows={"weights": weights[None]}, status=status, steps=steps)

        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))})
        return one_by_one(self, game, Profiles, search, nothing=nothing)
