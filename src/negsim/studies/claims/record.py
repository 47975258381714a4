"""What was found of a claim: what it watches along its range, whether it holds, and where that turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negsim.games.base import Array
from negsim.scenario.parts import Claim

HOLDS, FAILS, PARTLY = "holds", "fails", "partly"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Finding:
    """What was found of one claim.

    Attributes
    ----------
    scenario
        Id of the scenario that makes it.
    claim
        The claim.
    form, solver
        Under which it was read; no solver where the quantity needs none.
    values
        Parameter -> shape (point,): the values tried.
    lowest, highest
        Shape (point,). The least and the greatest value of the quantity over all answers there; not a number where
        there is none.
    verdict
        ``"holds"``, ``"fails"`` or ``"partly"``: it holds only where `holds_in` says.
    holds_in
        Ranges of the first parameter over which the quantity moves as claimed and never against it; of a claim that
        it is constant, over which it does not move.
    breaks_at
        Value of the first parameter at which the quantity first turns against the claim; None if it never does.
    tips_at
        Values of the first parameter at which the quantity jumps.
    note
        Why points have no number, or what else is to be said; empty for nothing.
    """

    scenario: str
    claim: Claim
    form: str
    solver: str
    values: Mapping[str, Array]
    lowest: Array
    highest: Array
    verdict: str
    holds_in: tuple[tuple[float, float], ...] = ()
    breaks_at: float | None = None
    tips_at: tuple[float, ...] = ()
    note: str = ""

    def __repr__(self) -> str:
        tips = f"; jumps at {', '.join(f'{tip:.4g}' for tip in self.tips_at[:3])}" if self.tips_at else ""
        return f"<Finding: {self.claim.id} of {self.scenario} {self.verdict}{tips}; see negsim.table(...)>"

    @property
    def parameter(self) -> str:
        """The first of the parameters that the claim moves."""
        return next(iter(self.claim.vary))

    @property
    def fact(self) -> str:
        """The fact that the claim is a part of: ``SF01b`` is one of ``SF01``."""
        return self.claim.id[:4]

    @property
    def without_solution(self) -> bool:
        """Whether no answer of a game enters: it is read off the formulas, or off all that could be agreed."""
        return not self.solver
