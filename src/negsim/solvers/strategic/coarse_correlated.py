"""The coarse correlated equilibrium that serves an objective best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.concepts.base import Concept
from negsim.concepts.coarse_correlated import coarse_correlated
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.incentives import participation
from negsim.solvers._forms import require_form
from negsim.solvers._mediation import Objective, checked, mediated
from negsim.solvers.base import Solution, Solver, solvers


@solvers("coarse_correlated")
@dataclass(frozen=True, kw_only=True)
class CoarseCorrelated(Solver[StrategicGame, Joint]):
    """Find the coarse correlated equilibrium with the largest welfare, smallest payoff, or any weighted sum of payoffs.

    A mediator will draw an outcome and play it for all who signed up beforehand; signing up is best for everyone, given
    that the others do. One linear program a game, for any number of players, with one variable an outcome and one row a
    strategy. Every game has a solution; where several tie, one of them is returned. A step is an iteration of the
    simplex method. Use `Correlated` where players may disobey once they hear the recommendation.

    Attributes
    ----------
    objective
        What to maximise: ``welfare`` (the sum of payoffs), ``egalitarian`` (the smallest payoff), a player's label,
        or one weight for each player.
    """

    reference: ClassVar[str] = "Moulin and Vial (1978)"
    objective: Objective = "welfare"

    def __post_init__(self) -> None:
        object.__setattr__(self, "objective", checked(self.objective))

    @property
    def concept(self) -> Concept[StrategicGame, Joint]:
        """Coarse correlated equilibrium."""
        return coarse_correlated

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Joint]:
        """Find the best coarse correlated equilibrium of every game of the batch."""
        require_form(self, game, StrategicGame)
        return mediated(self, game, self.objective, participation)
