"""The agreement with the largest product of gains over disagreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash_bargaining import nash_bargaining
from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.results import Agreements
from negsim.kernels.frontier import between, frontiers
from negsim.kernels.gain_products import first_largest_products, largest_products
from negsim.solvers._forms import require_form
from negsim.solvers._shares import on_the_list, require_unanimity
from negsim.solvers.base import Solution, Solver, Status, solvers


@solvers("nash_bargaining")
@dataclass(frozen=True, kw_only=True)
class NashBargaining(Solver[BargainingGame, Agreements]):
    """Find the agreement with the largest product of gains over disagreement, each weighted by bargaining power.

    Lists are looked through once; where nobody can gain without another gaining nothing, the agreement under which most
    parties gain is taken, and of equals the first of the list. Lotteries of two parties follow from the efficient
    frontier in closed form. The units of payoffs do not matter; use `Egalitarian` or `Utilitarian` where they are to be
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
        if game.rule is not None and not game.rule.is_unanimity:
            require_unanimity(self, game)
        steps = np.ones(len(game), np.intp)
        if not game.lotteries or len(game.players) == 1:
            return on_the_list(self, game, first_largest_products(game.gains, game.power, game.acceptable), steps)
        if len(game.players) > 2:
            raise NotApplicable("NashBargaining takes lotteries of two parties so far. Use lotteries: false.")
        found = frontiers(game.gains, CLOSE * game.spread)
        number = np.diff(found.start)
        agreement, weights = between(found, *largest_products(found, game.power))
        result = Agreements(item=np.flatnonzero(number > 0), agreement=agreement, weights=weights)
        status = np.where(number > 0, Status.solved.code, Status.none_found.code)
        return Solution(game, self, result, status, steps)
