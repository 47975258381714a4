"""The agreement with the largest product of gains over disagreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash_bargaining import nash_bargaining
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, solvers


@solvers("nash_bargaining")
@dataclass(frozen=True, kw_only=True)
class NashBargaining(Solver[BargainingGame, Agreements]):
    """Find the agreement with the largest product of gains over disagreement, each weighted by bargaining power.

    It looks at every agreement on the list. Games in which nobody gains from any agreement have no row.
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
            If the game is of another form.
        """
        require_form(self, game, BargainingGame)
        product = np.prod(np.maximum(game.gains, 0) ** game.power[..., None], axis=1)
        best = np.where(game.acceptable, product, -1).argmax(1)
        found = game.acceptable.any(1)
        item = np.flatnonzero(found)
        result = Agreements(item=item, agreement=best[item, None], weights=np.ones((len(item), 1)))
        status = np.where(found, Status.solved.code, Status.none_found.code)
        return Solution(game, self, result, status, np.ones(len(game), np.intp))
