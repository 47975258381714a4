"""Stability where parties move only if they are sure enough to be better off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.conflict_stability import CONCEPTS
from negsim.concepts.fuzzy_stability import fuzzy_stability, relations
from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers._relations import solve_by_relations
from negsim.solvers.base import Solution, Solver, solvers


@solvers("fuzzy_stability")
@dataclass(frozen=True, kw_only=True)
class FuzzyStability(Solver[ConflictGame, StateSets]):
    """Find the stable states where a party moves only if its degree of preference reaches its satisficing threshold.

    For any number of parties and any graph. Degrees lie between -1 and 1: how much surer a party is that the second
    state is better than that it is worse. Where a conflict has none, the differences of its payoffs stand for them.
    One threshold for all parties, or one for each. For some thousands of states; memory grows with their square. Use
    `StrengthStability` to tell harsh sanctions from mild ones.
    """

    reference: ClassVar[str] = "Bashar, Kilgour and Hipel (2012)"
    thresholds: tuple[float, ...] = (0.5,)

    def __post_init__(self) -> None:
        try:
            told = tuple(np.ravel(np.asarray(self.thresholds, float)).tolist())
        except (TypeError, ValueError):
            told = ()
        if not told or not all(0 < least < np.inf for least in told):
            raise NotApplicable(
                f"thresholds are {self.thresholds!r}. Use the least degree at which a party moves, above 0: one for "
                "all parties, or one for each"
            )
        object.__setattr__(self, "thresholds", told)

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability at these thresholds."""
        return fuzzy_stability(self.thresholds)

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Judge every state of every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, thresholds do not fit its players, or some preferences are unknown.
        """
        require_form(self, game, ConflictGame)
        return solve_by_relations(
            self, game, CONCEPTS, lambda item: [relations(game, item, self.thresholds)], lambda found: found
        )
