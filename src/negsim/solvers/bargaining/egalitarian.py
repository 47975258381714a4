"""The agreement under which all gain equally, or in proportion to their bargaining power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.concepts.base import Concept
from negsim.concepts.egalitarian import egalitarian
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.solvers._forms import require_form
from negsim.solvers._shares import fair_solution, require_unanimity
from negsim.solvers.base import Solution, Solver, solvers


@solvers("egalitarian")
@dataclass(frozen=True, kw_only=True)
class Egalitarian(Solver[BargainingGame, Agreements]):
    """Find the agreement under which everybody gains as much as everybody else, or as near to it as the list allows.

    The smallest gain is made as large as possible, then the second smallest, and so on; of equals, the first of the
    list is taken. Where the game gives bargaining power, gains are compared in proportion to it (Kalai's proportional
    solution); who has none counts last. Looks at every agreement a few times. Gains of different parties are compared,
    so payoffs must be in one unit; use `KalaiSmorodinsky` where they are not.
    """

    reference: ClassVar[str] = "Kalai (1977)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """The egalitarian solution."""
        return egalitarian

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some parties can bind the others.
        """
        require_form(self, game, BargainingGame)
        require_unanimity(self, game)
        return fair_solution(self, game, game.power)
