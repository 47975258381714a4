"""The agreement with the largest product of gains over disagreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash_bargaining import nash_bargaining
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.results import Agreements
from negsim.kernels.talks.efficient_points import efficient_points
from negsim.kernels.talks.few_points import few_points
from negsim.kernels.talks.gain_products import first_largest_products, largest_products
from negsim.kernels.talks.log_mixture import largest_product
from negsim.solvers._forms import require_form
from negsim.solvers._lotteries import lottery_answer, no_lottery
from negsim.solvers._shares import frontier_of, on_the_frontier, on_the_list, require_unanimity, with_lotteries
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, certified, one_by_one, solvers


@solvers("nash_bargaining")
@dataclass(frozen=True, kw_only=True)
class NashBargaining(Solver[BargainingGame, Agreements]):
    """Find the agreement with the largest product of gains over disagreement, each weighted by bargaining power.

    Lists are looked through once; where nobody can gain without another gaining nothing, the agreement under which most
    parties gain is taken, and of equals the first of the list. Lotteries of two parties follow from the efficient
    frontier in closed form; those of more by linear programs and Newton's method, whose steps are counted, in some
    milliseconds a game. The units of payoffs do not matter; use `Egalitarian` or `Utilitarian` where they are to be
    compared.
    """

    reference: ClassVar[str] = "Nash (1950)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """Nash's bargaining solution."""
        return nash_bargaining

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some parties can bind the others.
        """
        require_form(self, game, BargainingGame)
        require_unanimity(self, game)
        once = np.ones(len(game), np.intp)
        if not with_lotteries(game):
            return on_the_list(self, game, first_largest_products(game.gains, game.power, game.acceptable), once)
        if len(game.players) > 2:
            return self._of_many(game)
        found = frontier_of(game)
        return on_the_frontier(self, game, found, *largest_products(found, game.power), once)

    def _of_many(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        parts, kept = len(game.players) + 1, efficient_points(game.gains, game.spread)

        def one(item: int, watch: Watch) -> Answer:
            listed = np.flatnonzero(kept[item])
            gains = game.gains[item][:, listed]
            found = largest_product(gains, game.power[item], self.max_steps, watch.left)
            if not len(found.weights):
                return no_lottery(parts, Status.none_found if found.ending == "failed" else Status[found.ending])
            point, weight = few_points(gains, found.weights)
            return lottery_answer(parts, listed[point], weight, found.steps, Status[found.ending])

        return certified(one_by_one(self, game, Agreements, one, nothing=no_lottery(parts)), CLOSE * game.spread)
