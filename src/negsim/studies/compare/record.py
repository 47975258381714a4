"""What lenses make of one scenario: the outcomes that each predicts, where they agree, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Fact, Reasons


@dataclass(frozen=True, kw_only=True, eq=False)
class Lens:
    """One way of looking at a scenario: a form of game, a solver, and what it predicts.

    Attributes
    ----------
    name
        What sentences call it; no two lenses of a comparison have the same.
    form, solver, concept
        The form of the game, the registered name of the solver that was really used, and the name of what it finds.
    predicts
        Labels of the outcomes that come about under some row with a probability of a tenth or more, or are a row's
        likeliest, in the order of the scenario's outcomes.
    shares
        Outcome -> its largest probability over the rows; those with none are left out.
    endings
        What is no outcome -> its largest probability over the rows, such as a collision, or ``"no agreement"``.
    residual
        The largest of the rows' residuals; not a number where there is no row.
    status
        How the work ended: a name of `Status`.
    note
        What to bear in mind, such as which lens predicts the same; may be empty.
    solution
        What was found.
    reasons
        What can tell why.
    """

    name: str
    form: str
    solver: str
    concept: str
    predicts: tuple[str, ...]
    shares: Mapping[str, float]
    endings: Mapping[str, float] = field(default_factory=dict)
    residual: float
    status: str
    note: str = ""
    solution: Solution[Any, Any] = field(repr=False)
    reasons: Reasons | None = field(repr=False, default=None)

    @property
    def tells(self) -> bool:
        """Whether it says anything of outcomes: some forms only say how likely an agreement is."""
        return self.reasons is not None


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """An outcome that one lens predicts and another does not.

    Attributes
    ----------
    outcome
        Its label.
    between
        Names of two lenses: the first predicts it, the second does not.
    because
        Why, in a sentence.
    facts
        What the sentence rests on: of the first lens, and of the second.
    also
        Names of further lenses that do not predict it, for the same reason in the same words.
    """

    outcome: str
    between: tuple[str, str]
    because: str
    also: tuple[str, ...] = ()
    facts: tuple[tuple[Fact, ...], tuple[Fact, ...]] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A lens that does not apply, and why.

    Attributes
    ----------
    form, solver
        What was tried; no solver where the scenario cannot be seen in this form at all.
    why
        The reason, in a sentence.
    """

    form: str
    solver: str
    why: str
