"""Regret matching: everyone plays each strategy in proportion to the regret of not having played it always."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.coarse_correlated import coarse_correlated
from negsim.games.base import Array
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.learning import regret_matching
from negsim.kernels.strategic.start_profile import start_profile
from negsim.solvers._dynamics import WITHIN, check_dynamics, followed, rounds, scaled
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, solvers


@solvers("regret_matching")
@dataclass(frozen=True, kw_only=True)
class RegretMatching(Solver[StrategicGame, Joint]):
    """Approach a coarse correlated equilibrium of a game of any number of players by playing on regret.

    In every round each player mixes its strategies in proportion to what always playing them would have earned beyond
    what was earned; the row holds the frequencies of outcomes, computed from the mixtures without drawing lots. Their
    distance from the coarse correlated equilibria falls to 0 in every game, like 1 / sqrt(rounds). Play itself need
    not settle. Use `CoarseCorrelated` for an exact one, and the one that serves an objective best.

    Attributes
    ----------
    tolerance
        Greatest regret per round at which play has settled, as a share of the range of the payoffs.
    seed
        None to mix evenly while nothing is regretted; a number for a mixture drawn at random.
    points
        Rows a game: 1 for the end alone, more for at most so many along the way; column ``step`` tells the round.
    max_steps
        Most rounds of play.
    """

    reference: ClassVar[str] = "Hart and Mas-Colell (2000)"

    tolerance: float = 1e-3
    seed: int | None = None
    points: int = 1
    max_steps: int = 100_000

    def __post_init__(self) -> None:
        check_dynamics(self.tolerance, self.points)

    @property
    def concept(self) -> Concept[StrategicGame, Joint]:
        """Coarse correlated equilibrium."""
        return coarse_correlated

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Joint]:
        """Play every game of the batch."""
        require_form(self, game, StrategicGame)
        start = start_profile(game.shape, self.seed)
        marks = rounds(self.points, self.max_steps)

        def play(item: int) -> _Play:
            return _Play(game.payoffs[item], start, self, len(game))

        return followed(self, game, Joint, play, marks, named=("probability", "step"))


class _Play:
    def __init__(self, payoffs: Array, start: Array, options: RegretMatching, games: int):
        self.payoffs, self.starts, _ = scaled(payoffs)
        self.shape, self.start, self.tolerance = payoffs.shape[1:], start, WITHIN * options.tolerance
        self.regrets, self.joint = np.zeros(len(start)), np.zeros(self.payoffs.shape[1])
        self.clock, self.steps, self.settled = 0.0, 0, False
        self.effort = 5.0 * self.payoffs.size + 10 * len(start)
        self._work = games * self.effort * options.max_steps

    def advance(self, until: float, most_steps: int) -> None:
        rounds = min(int(until - self.clock), most_steps)
        done, self.settled = regret_matching.sized(self._work)(
            self.payoffs, self.starts, self.start, self.regrets, self.joint, self.steps, rounds, self.tolerance
        )
        self.steps += done
        self.clock += done

    @property
    def row(self) -> Array:
        if not self.steps:
            return np.asarray(reduce(np.multiply.outer, np.split(self.start, self.starts[1:-1])))
        return np.asarray(self.joint / self.joint.sum()).reshape(self.shape)
