"""Stability of every state of a conflict, for every party, under the five classic concepts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.conflict_stability import CONCEPTS, conflict_stability, stable_by_definition
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, solvers


@solvers("stability")
@dataclass(frozen=True, kw_only=True)
class Stability(Solver[ConflictGame, StateSets]):
    """Find the states that are stable for each party: Nash, GMR, SMR, SEQ and SSEQ, for any number of parties."""

    reference: ClassVar[str] = "Fang, Hipel and Kilgour (1993)"

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability under sanctions that are foreseen."""
        return conflict_stability

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Solve every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form.
        """
        require_form(self, game, ConflictGame)
        stable = np.stack([stable_by_definition(game, item) for item in range(len(game))])
        result = StateSets(item=np.arange(len(game)), stable=stable, concepts=CONCEPTS, parties=game.players)
        solved = np.full(len(game), Status.solved.code, np.intp)
        return Solution(game, self, result, solved, np.ones(len(game), np.intp))
