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
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers


@solvers("pareto_frontier")
@dataclass(frozen=True, kw_only=True)
class ParetoFrontier(Solver[StrategicGame, Outcomes]):
    """Find every pure outcome that is Pareto efficient, for any number of players.

    Comparisons of payoffs are exact. Two players take one sort. With more, outcomes are taken from the largest sum of
    ranks down, and each removes those it improves on: the work is the size of the frontier times the number of outcomes
    left, some 0.03 s for 100,000 outcomes of three players and 0.3 s of six. A step is an outcome of the frontier; a
    limit leaves the frontier incomplete. Efficiency says nothing of whether players would choose an outcome: see
    `PureNash`.

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
        require_form(self, game, StrategicGame)

        def solve(item: int, watch: Watch) -> Answer:
            payoffs = game.payoffs[item].reshape(len(game.players), -1).T
            found, status = self._frontier(payoffs, watch)
            chosen = np.zeros(len(payoffs), bool)
            chosen[found] = True
            return Answer(rows={"chosen": chosen.reshape(1, *game.shape)}, status=status, steps=len(found))

        nothing = Answer(rows={"chosen": np.zeros((0, *game.shape), bool)})
        return one_by_one(self, game, Outcomes, solve, nothing=nothing)

    def _frontier(self, payoffs: Array, watch: Watch) -> tuple[IntArray, Status]:
        """Return the numbers of the efficient rows of payoffs, of shape (outcome, player)."""
        if payoffs.shape[1] == 2:
            return np.flatnonzero(~self._surpassed(*payoffs.T)), Status.solved
        left = np.argsort(-_rank_sums(payoffs), kind="stable")
        found: list[int] = []
        while len(left):
            best = payoffs[left[0]]
            found.append(int(left[0]))
            rest = payoffs[left[1:]]
            left = left[1:][~self._improved(rest, best)]
            if len(left) and (stop := watch.stop(len(found))):
                return np.array(found), stop
        return np.array(found), Status.solved

    def _surpassed(self, first: Array, second: Array) -> BoolArray:
        """For two players, after one sort: is what the second gets where the first gets more, or as much, larger?"""
        order = np.argsort(first)
        highest = np.append(np.maximum.accumulate(second[order[::-1]])[::-1], -np.inf)
        more = highest[np.searchsorted(first[order], first, "right")]
        if self.kind == "weak":
            return np.asarray(more > second)
        as_much = highest[np.searchsorted(first[order], first, "left")]
        return np.asarray((more >= second) | (as_much > second))

    def _improved(self, payoffs: Array, by: Array) -> BoolArray:
        if self.kind == "weak":
            return np.asarray((payoffs < by).all(1))
        return np.asarray((payoffs <= by).all(1) & (payoffs < by).any(1))


def _rank_sums(payoffs: Array) -> IntArray:
    """Return a whole number for every outcome, larger wherever one outcome improves on another, free of rounding."""
    ranks = [np.unique(column, return_inverse=True)[1] for column in payoffs.T]
    return np.asarray(np.sum(ranks, axis=0), np.intp)
