"""Stability where parties do not know what they prefer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.conflict_stability import CONCEPTS
from negsim.concepts.unknown_preference_stability import TREATMENTS, relations, unknown_preference_stability
from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers._relations import solve_by_relations
from negsim.solvers.base import Solution, Solver, solvers


@solvers("unknown_preference_stability")
@dataclass(frozen=True, kw_only=True)
class UnknownPreferenceStability(Solver[ConflictGame, StateSets]):
    """Find the stable states where it is unknown whether some moves would make their mover better off.

    For any number of parties and any graph. `treatment` says what states of unknown preference do to a party: "a" tempt
    it to move and do not deter it, "b" neither, "c" both, "d" deter it and do not tempt it. Unknown are degrees that
    are nan, and preferences weaker than `unsure`. For some thousands of states; memory grows with their square. Use
    `FuzzyStability` where it is known how sure a party is.
    """

    reference: ClassVar[str] = "Li, Hipel, Kilgour and Fang (2004)"
    treatment: str = "a"
    unsure: float = 0.0

    def __post_init__(self) -> None:
        if self.treatment not in TREATMENTS:
            raise NotApplicable(f"treatment is {self.treatment!r}. Use one of {', '.join(map(repr, TREATMENTS))}")
        if not 0 <= self.unsure < np.inf:
            raise NotApplicable(f"unsure is {self.unsure}. Use the least degree that is known, or 0 if all are")

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability under this treatment of what is unknown."""
        return unknown_preference_stability(self.treatment, self.unsure)

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Judge every state of every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form.
        """
        require_form(self, game, ConflictGame)
        return solve_by_relations(
            self, game, CONCEPTS, lambda item: [relations(game, item, self.treatment, self.unsure)], lambda found: found
        )
