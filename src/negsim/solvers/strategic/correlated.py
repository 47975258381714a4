"""The correlated equilibrium that serves an objective best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.concepts.base import Concept
from negsim.concepts.correlated import correlated
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.incentives import obedience
from negsim.solvers._forms import require_form
from negsim.solvers._mediation import Objective, checked, mediated
from negsim.solvers.base import Solution, Solver, solvers


@solvers("correlated")
@dataclass(frozen=True, kw_only=True)
class Correlated(Solver[StrategicGame, Joint]):
    """Find the correlated equilibrium with the largest welfare, smallest payoff, or any weighted sum of payoffs.

    A mediator draws an outcome and tells each player only its own part of it; obeying is best for everyone. One
    linear program a game, for any number of players, with one variable an outcome: 4,096 outcomes take some 0.01 s.
    Every game has a solution, which is unique unless several outcomes tie; one of those is returned. A step is an
    iteration of the simplex method. Use `CoarseCorrelated` where players commit before they hear the
    recommendation, and `AllNash` or `LogitTrace` where nobody mediates.

    Attributes
    ----------
    objective
        What to maximise: ``welfare`` (the sum of payoffs), ``egalitarian`` (the smallest payoff), a player's label,
        or one weight for each player.
    """

    reference: ClassVar[str] = "Aumann (1974)"
    objective: Objective = "welfare"

    def __post_init__(self) -> None:
        object.__setattr__(self, "objective", checked(self.objective))

    @property
    def concept(self) -> Concept[StrategicGame, Joint]:
        """Correlated equilibrium."""
        return correlated

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Joint]:
        """Find the best correlated equilibrium of every game of the batch."""
        require_form(self, game, StrategicGame)
        return mediated(self, game, self.objective, obedience)
