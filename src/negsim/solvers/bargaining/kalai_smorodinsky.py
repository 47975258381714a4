"""The agreement that gives every party the same share of the most that it could have hoped for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.concepts.base import Concept
from negsim.concepts.kalai_smorodinsky import kalai_smorodinsky
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.solvers._forms import require_form
from negsim.solvers._shares import fair_solution, require_unanimity
from negsim.solvers.base import Solution, Solver, solvers


@solvers("kalai_smorodinsky")
@dataclass(frozen=True, kw_only=True)
class KalaiSmorodinsky(Solver[BargainingGame, Agreements]):
    """Find the agreement under which all get the same share of their ideal gain, or as near to it as the list allows.

    The ideal gain of a party is the most that it gains from any agreement that costs nobody anything. Where equal
    shares are not on the list, or leave something for some, the smallest share is made as large as possible, then the
    second smallest, and so on (Imai 1983); of equals, the first of the list is taken. Bargaining power plays no part.
    Looks at every agreement a few times. Use `NashBargaining` if ideals that nobody will reach should not matter.
    """

    reference: ClassVar[str] = "Kalai and Smorodinsky (1975)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """The Kalai-Smorodinsky solution."""
        return kalai_smorodinsky

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some parties can bind the others.
        """
        require_form(self, game, BargainingGame)
        require_unanimity(self, game)
        return fair_solution(self, game, None)
