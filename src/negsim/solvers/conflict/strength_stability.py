"""Stability where preferences are mild or strong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.strength_stability import CONCEPTS, relations, strength_stability
from negsim.errors import NotApplicable
from negsim.games.base import BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers._relations import solve_by_relations
from negsim.solvers.base import Solution, Solver, solvers


@solvers("strength_stability")
@dataclass(frozen=True, kw_only=True)
class StrengthStability(Solver[ConflictGame, StateSets]):
    """Find the states that are stable because the sanctions leave a party much worse off, and those held more weakly.

    For any number of parties and any graph. A preference is strong if its degree, or the difference of the payoffs
    where no degrees are given, is at least `strong`. Costs twice as much as crisp preferences do, and memory that grows
    with the square of the states: for some thousands of them. Use `Stability` where only the order of states is known.
    """

    reference: ClassVar[str] = "Hamouda, Kilgour and Hipel (2004)"
    strong: float = 2.0

    def __post_init__(self) -> None:
        if not 0 < self.strong < np.inf:
            raise NotApplicable(f"strong is {self.strong}. Use the least degree of a strong preference, above 0")

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Strong and weak stability at this bound."""
        return strength_stability(self.strong)

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Judge every state of every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some preferences are unknown.
        """
        require_form(self, game, ConflictGame)
        return solve_by_relations(self, game, CONCEPTS, partial(relations, game, strong=self.strong), _split)


def _split(stable: BoolArray, firm: BoolArray) -> BoolArray:
    return np.concatenate([stable, firm[1:], stable[1:] & ~firm[1:]])
