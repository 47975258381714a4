"""Markov logit equilibria of stochastic games, and the Markov-perfect equilibrium they select as precision grows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.markov_perfect import markov_perfect
from negsim.concepts.markov_quantal_response import markov_quantal_response
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.solvers._forms import require_form
from negsim.solvers._markov_blocks import alone, block_size, in_blocks
from negsim.solvers._markov_frame import Frame
from negsim.solvers.base import Solution, Solver, Watch, certified, one_by_one, solvers


@solvers("logit_homotopy")
@dataclass(frozen=True, kw_only=True)
class LogitHomotopy(Solver[StochasticGame, Profiles]):
    """Trace the principal branch of Markov logit equilibria, from uniform play to a precision or to its limit.

    For stochastic games without a horizon, of any number of players; one row a game, or more from several `starts`.
    Without `precision` the row is the Markov-perfect equilibrium to which the branch runs, polished by Newton's method:
    nearly every game has exactly one such limit, so this also selects among equilibria. Where branches cross, as they
    do in many symmetric games, it goes straight on, or along the branch of a start close by. A step of the predictor
    and corrector factors one system with as many unknowns as there are states times players, whatever the number of
    actions, and sparse if the transitions are; some tens to hundreds of steps are usual. 20 states, 2 players and 3
    actions take some 0.02 s, 200 states some seconds; a given precision takes a fraction of that. Several threads of
    linear algebra make it slower: set OMP_NUM_THREADS=1 before numpy is imported, as the command line does. Use
    `ShapleyIteration` for zero-sum games, `FiniteHorizon` for games with a horizon.

    Attributes
    ----------
    precision
        The weight of what actions earn in the logistic response, in units of 1 / payoff; None for the limit.
    tolerance
        How far from the definition a row may be, as a share of the range of a stage's payoffs; at a given precision, a
        probability.
    starts
        Branches followed in each game: the principal one, and others from plans drawn at random. Rows that are the same
        equilibrium are merged; nothing tells how many equilibria there are.
    seed
        Of the drawn plans.
    warm
        Whether to follow the branches of similar games beside each other: in every block of a batch the most central
        one is searched alone, the others go in step with it from uniform play on, and leave its branch for their own
        where they no longer stay close. Several times as fast where points lie close, as on a fine grid; rounding then
        depends on the games of the same block, and where a branch turns at a very high precision, or several plans
        serve as well, another equilibrium may be found than from scratch. The fact ``warm`` says which games were
        followed so to the end.
    max_steps
        Most steps of the predictor and corrector on one game, all starts together.
    """

    reference: ClassVar[str] = "Eibelshaeuser and Poensgen (2019); Turocy (2005)"

    precision: float | None = None
    tolerance: float = 1e-10
    starts: int = 1
    seed: int = 0
    warm: bool = False
    max_steps: int = 20_000

    def __post_init__(self) -> None:
        if self.precision is not None and not 0 <= self.precision < np.inf:
            raise NotApplicable(f"precision is {self.precision}; use a number from 0 up, or None for the limit")
        if self.starts < 1 or self.seed < 0:
            raise NotApplicable(f"starts is {self.starts} and seed {self.seed}; use at least 1, and a seed from 0 up")

    def block(self, game: StochasticGame) -> int:
        """Return how many games of a batch, counted from its start, have a part in each other's rounding.

        Parameters
        ----------
        game
            One game, or more, of the batch.
        """
        return block_size(game) if self.warm else 1

    @property
    def concept(self) -> Concept[StochasticGame, Profiles]:
        """Markov logit equilibrium at the given precision; Markov-perfect equilibrium for the limit."""
        return markov_perfect if self.precision is None else markov_quantal_response(self.precision)

    def solve(self, game: StochasticGame) -> Solution[StochasticGame, Profiles]:
        """Trace the branch, or branches, of every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or has a horizon.
        """
        require_form(self, game, StochasticGame)
        if game.horizon is not None:
            raise NotApplicable(
                f"LogitHomotopy is for games without a horizon, and this one has {game.horizon} stages. "
                "Use FiniteHorizon()."
            )
        frame = Frame(self, game)
        if self.warm:
            patient = replace(self, deadline=None)  # blocks keep to the deadline themselves
            solution = one_by_one(patient, game, Profiles, in_blocks(frame, Watch(self)), nothing=frame.nothing)
            solution = replace(solution, solver=self)
        else:
            solution = one_by_one(self, game, Profiles, alone(frame), nothing=frame.nothing)
        return certified(solution, self.tolerance * (game.spread if self.precision is None else np.ones(len(game))))
