"""The solver to begin with: it looks at the game and lets the right one solve it."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Game
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles, stacked
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Solution, Solver, solvers

LONG = 128  # strategies of both players; AllNash takes no more
LARGE = 5_000  # nodes from which the branch of agent responses takes seconds
MANY = 10**10  # ways to choose a basis of the larger best-reply polytope: comb(36, 18) is 9 * 10**9


@solvers("auto")
@dataclass(frozen=True, kw_only=True)
class Auto(Solver[Any, Profiles]):
    """Find equilibria with the solver that suits the form of the game and the number of players.

    Strategic games of two players: `AllNash`, every extreme equilibrium; beyond some 18 x 18 strategies, where listing
    them all may take minutes, `LemkeHowson`, one equilibrium. More players: `PureNash`, every pure equilibrium; the
    games that have none get one from `LogitTrace`, the limit of quantal response.

    Extensive games: `BackwardInduction` where everybody always knows where play stands, else `AgentLogit`, a sequential
    equilibrium; two players with more than 5,000 nodes get one equilibrium from `SequenceForm`. Stochastic games:
    `FiniteHorizon` where there is a horizon, else `LogitHomotopy`, a Markov-perfect equilibrium. Screening games:
    `CutoffInduction`, a perfect Bayesian one. Conflicts of the graph model: `Stability`, under all five concepts.
    Bargaining games: `NashBargaining`, or `Core` where not all must agree.

    The solution names the solver that was really used, unless several were, for different games of the batch; then its
    facts name one a game.
    """

    reference: ClassVar[str] = "Nash (1951)"

    @property
    def concept(self) -> Concept[Any, Profiles]:
        """Nash equilibrium; the solver really used may promise more."""
        return nash

    def solve(self, game: Game) -> Solution[Any, Any]:
        """Solve every game of the batch."""
        if isinstance(game, ExtensiveGame):
            return self._with(_for_tree(game), game)
        if isinstance(game, StochasticGame):
            return self._with("logit_homotopy" if game.horizon is None else "finite_horizon", game)
        if isinstance(game, ScreeningGame):
            return self._with("cutoff_induction", game)
        if isinstance(game, ConflictGame):
            return self._with("stability", game)
        if isinstance(game, BargainingGame):
            everybody = game.rule is None or game.rule.is_unanimity
            return self._with("nash_bargaining" if everybody else "core", game)
        if not isinstance(game, StrategicGame):
            raise NotApplicable(f"Auto knows no solver for a {type(game).__name__}. Use solve(game, solver=...).")
        if len(game.players) == 2:
            count = sum(game.shape)
            few = count <= LONG and comb(count, min(game.shape)) <= MANY
            return self._with("all_nash" if few else "lemke_howson", game)
        pure = self._with("pure_nash", game)
        without = np.setdiff1d(np.arange(len(game)), pure.result.item)
        if not len(without):
            return pure
        mixed = self._with("logit", game.take(without))
        return mixed if len(without) == len(game) else _joined(self, pure, mixed, without)

    def _with(self, name: str, game: Game) -> Solution[Any, Any]:
        return solvers[name](max_steps=self.max_steps, deadline=self.deadline).solve(game)


def _for_tree(game: ExtensiveGame) -> str:
    """The solver for a tree: what players know, and how large it is, decides."""
    if game.tree.is_perfect_information:
        return "backward_induction"
    return "sequence_form" if len(game.players) == 2 and len(game.tree) > LARGE else "agent_logit"


def _joined(
    solver: Auto, pure: Solution[Any, Any], mixed: Solution[Any, Any], without: Any
) -> Solution[StrategicGame, Profiles]:
    """Put the rows found for the games without pure equilibria among the others, in the order of the batch."""
    game = pure.game
    rows = [
        Profiles(item=items, weights=part.result.weights)
        for items, part in ((pure.result.item, pure), (without[mixed.result.item], mixed))
    ]
    result = stacked(rows, len(game.choices))
    status, steps = pure.status.copy(), pure.steps.copy()
    status[without] = mixed.status
    steps[without] += mixed.steps
    complete = np.array(pure.facts["complete"])
    complete[without] = False
    used = np.full(len(game), "pure_nash")
    used[without] = "logit"
    order = np.argsort(result.item, kind="stable")
    return Solution(game, solver, result.take(order), status, steps, {"complete": complete, "solver": used})
