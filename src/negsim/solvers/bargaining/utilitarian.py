"""The agreement with the largest sum of payoffs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.utilitarian import utilitarian
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.results import Agreements
from negsim.kernels.talks.efficient_points import efficient_points
from negsim.kernels.talks.few_points import few_points
from negsim.kernels.talks.largest_sums import evenest_lottery, evenest_of_list, evenest_on_frontier
from negsim.solvers._forms import require_form
from negsim.solvers._lotteries import lottery_answer, no_lottery
from negsim.solvers._shares import frontier_of, on_the_frontier, on_the_list, require_unanimity, with_lotteries
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, certified, one_by_one, solvers

TIE = 1e-12  # of the spread: sums that differ by less are equal


@solvers("utilitarian")
@dataclass(frozen=True, kw_only=True)
class Utilitarian(Solver[BargainingGame, Agreements]):
    """Find the agreement with the largest sum of payoffs among those by which nobody loses.

    Of equal sums, the one whose smallest gain is largest is taken, and of those the first of the list. Costs one look
    at the list, or at the efficient frontier of two parties; two linear programs a game for lotteries of more, whose
    iterations are the steps. Payoffs of different parties are added up, so they must be in one unit; use
    `NashBargaining` where they are not.
    """

    reference: ClassVar[str] = "Thomson (1981)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """The utilitarian solution."""
        return utilitarian

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some parties can bind the others.
        """
        require_form(self, game, BargainingGame)
        require_unanimity(self, game)
        once, near = np.ones(len(game), np.intp), TIE * game.spread
        if not with_lotteries(game):
            return on_the_list(self, game, evenest_of_list(game.gains, game.acceptable, near), once)
        if len(game.players) == 2:
            found = frontier_of(game)
            return on_the_frontier(self, game, found, *evenest_on_frontier(found, near), once)
        parts, kept = len(game.players) + 1, efficient_points(game.gains, game.spread)

        def one(item: int, watch: Watch) -> Answer:
            listed = np.flatnonzero(kept[item])
            gains = game.gains[item][:, listed]
            ending, weights, steps = evenest_lottery(gains, self.max_steps, watch.left)
            if ending != "solved":
                return no_lottery(parts, Status.none_found if ending == "failed" else Status[ending], steps)
            point, weight = few_points(gains, weights)
            return lottery_answer(parts, listed[point], weight, steps)

        solution = one_by_one(self, game, Agreements, one, nothing=no_lottery(parts))
        return certified(solution, CLOSE * game.spread)
