"""Stability among parties that wish each other well or ill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.concepts.attitude_stability import CONCEPTS, Attitudes, attitude_stability, relations
from negsim.concepts.base import Concept
from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers._relations import solve_by_relations
from negsim.solvers.base import Solution, Solver, solvers


@solvers("attitude_stability")
@dataclass(frozen=True, kw_only=True)
class AttitudeStability(Solver[ConflictGame, StateSets]):
    """Find the states that are stable where parties wish themselves and each other well, ill, or do not care.

    For any number of parties and any graph. `attitudes` has a row for each party, with its attitude to each: "+" well,
    "-" ill, "0" does not care, such as ``["+0", "-+"]``; without any, everybody minds itself alone. By `indifferent`, a
    move that leaves somebody as well off as before serves those who wish it "well", as published, or "neither" them nor
    those who wish it ill. For some thousands of states; memory grows with their square. Use `Stability` where everybody
    minds itself alone.
    """

    reference: ClassVar[str] = "Inohara, Hipel and Walker (2007)"
    attitudes: Attitudes = ()
    indifferent: str = "well"

    def __post_init__(self) -> None:
        if not isinstance(self.attitudes, list | tuple) or not all(
            isinstance(row, list | tuple | str) for row in self.attitudes
        ):
            raise NotApplicable(
                f"attitudes are {self.attitudes!r}. Use one row for each party, such as [['+', '0'], ...]"
            )
        told = tuple(tuple(map(str, row)) for row in self.attitudes)
        object.__setattr__(self, "attitudes", told)
        odd = sorted({attitude for row in told for attitude in row} - {"+", "-", "0"})
        if odd:
            raise NotApplicable(f"an attitude is {odd[0]!r}. Use '+', '-' or '0' (as text), in one row for each party")
        if self.indifferent not in {"well", "neither"}:
            raise NotApplicable(f"indifferent is {self.indifferent!r}. Use 'well' or 'neither'")

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Relational stability under these attitudes."""
        return attitude_stability(self.attitudes, self.indifferent)

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Judge every state of every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, attitudes do not fit its players, or some preferences are unknown.
        """
        require_form(self, game, ConflictGame)
        return solve_by_relations(
            self,
            game,
            CONCEPTS,
            lambda item: [relations(game, item, self.attitudes, self.indifferent)],
            lambda found: found,
        )
