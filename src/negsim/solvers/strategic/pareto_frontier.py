"""The outcomes that no other outcome improves on for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.pareto import pareto, weak_pareto
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Outcomes
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers


@solvers("pareto_frontier")
@dataclass(frozen=True, kw_only=True)
class ParetoFrontier(Solver[StrategicGame, Outcomes]):
    """Find every pure outcome that is Pareto efficient, for any number of players.

    Comparisons of payoffs are exact. Outcomes are taken from the largest sum of payoffs down, and each removes those it
    improves on: work is the size of the frontier times the number of outcomes left, some 0.1 s for 100,000 outcomes of
    three players. A step is an outcome of the frontier; a limit leaves the frontier incomplete. The frontier ranks
    outcomes by what players get and says nothing of whether they would choose them: see `PureNash`.

    Attributes
    ----------
    kind
        ``strong``: leave out outcomes that another improves on for some player while harming none. ``weak``: leave out
        only those that another improves on for every player, which keeps more.
    """

    reference: ClassVar[str] = "Pareto (1906); Mas-Colell, Whinston and Green (1995), section 16.B"
    kind: Literal["strong", "weak"] = "strong"

    def __post_init__(self) -> None:
        if self.kind not in ("strong", "weak"):
            raise NotApplicable(f"kind '{self.kind}' is neither 'strong' nor 'weak'. Use one of those.")

    @property
    def concept(self) -> Concept[StrategicGame, Outcomes]:
        """Pareto efficiency, strong or weak."""
        return pareto if self.kind == "strong" else weak_pareto

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Outcomes]:
        """Find the efficient outcomes of every game of the batch."""

        def solve(item: int, watch: Watch) -> Answer:
            payoffs = game.payoffs[item].reshape(len(game.players), -1).T
            found, status = self._frontier(payoffs, watch)
            chosen = np.zeros(len(payoffs), bool)
            chosen[found] = True
            return Answer(rows={"chosen": chosen.reshape(1, *game.shape)}, status=status, steps=len(found))

        nothing = Answer(rows={"chosen": np.zeros((0, *game.shape), bool)})
        return one_by_one(self, game, Outcomes, solve, nothing=nothing)

    def _frontier(self, payoffs: Array, watch: Watch) -> tuple[list[int], Status]:
        """Return the numbers of the efficient rows of payoffs, of shape (outcome, player)."""
        left = np.argsort(-_rank_sums(payoffs), kind="stable")
        found: list[int] = []
        while len(left):
            best = payoffs[left[0]]
            found.append(int(left[0]))
            rest = payoffs[left[1:]]
            left = left[1:][~self._improved(rest, best)]
            if len(left) and (stop := watch.stop(len(found))):
                return found, stop
        return found, Status.solved

    def _improved(self, payoffs: Array, by: Array) -> BoolArray:
        if self.kind == "weak":
            return np.asarray((payoffs < by).all(1))
        return np.asarray((payoffs <= by).all(1) & (payoffs < by).any(1))


def _rank_sums(payoffs: Array) -> IntArray:
    """Return a whole number for every outcome, larger wherever one outcome improves on another, free of rounding."""
    ranks = [np.unique(column, return_inverse=True)[1] for column in payoffs.T]
    return np.asarray(np.sum(ranks, axis=0), np.intp)
