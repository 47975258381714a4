"""What was found of the robustness of a conclusion, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from negsim.games.base import Array, BoolArray
from negsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True)
class Share:
    """At which share of some points an outcome is a headline: the likeliest one of an answer.

    Attributes
    ----------
    outcome
        Its label.
    some, every
        The share of all points at which some answer has it as its likeliest outcome, and at which every answer has.
    interval
        Ends of the 95 % confidence interval of `some`, Wilson (1927): how far a sample of this size may be off.
    """

    outcome: str
    some: float
    every: float
    interval: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class LensShares:
    """Through one lens: the headline, in which share of the ranges it holds, and which outcomes there are instead.

    Attributes
    ----------
    lens, form, solver
        The lens by the name that `compare` gives it, the form of the game, and the solver.
    headline
        The likeliest outcome of every answer at the defaults, each once; empty where there is no answer.
    holds, interval
        The share of all points at which the headline is the same, and the ends of its 95 % confidence interval.
    outcomes
        Every outcome that is a headline somewhere, the most frequent first.
    points, unsolved
        How many points were looked at, and at how many of them there is no answer. Shares are of all points.
    """

    lens: str
    form: str
    solver: str
    headline: tuple[str, ...]
    holds: float
    interval: tuple[float, float]
    outcomes: tuple[Share, ...]
    points: int
    unsolved: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """Where in the range of one parameter the headline of the default holds, the others at their defaults.

    Attributes
    ----------
    parameter
        Which.
    values
        Shape (point,). The values tried.
    holds
        Shape (point,). Whether the headline is the same there.
    instead
        The other headlines that occur, those first that are met nearest to the default.
    missing
        Value -> why there is no answer there.
    """

    parameter: str
    values: Array
    holds: BoolArray
    instead: tuple[tuple[str, ...], ...]
    missing: Mapping[float, str]

    @property
    def share(self) -> float:
        """The share of the values tried at which the headline holds."""
        return float(self.holds.mean())


@dataclass(frozen=True, kw_only=True, eq=False)
class Robustness:
    """How far the conclusion of a scenario depends on the numbers that were assumed.

    Attributes
    ----------
    scenario
        With the values at which it was solved.
    form, solver
        How it was seen, and the name of what solved it.
    lenses
        Shares of the ranges; first of the form and the solver above, then of other lenses. At least the first.
    alone
        One parameter at a time.
    seed
        What the points were drawn with.
    left_out
        Lens, or part of the answer -> why it is missing.
    """

    scenario: Scenario
    form: str
    solver: str
    lenses: tuple[LensShares, ...]
    alone: tuple[Reach, ...] = ()
    seed: int = 0
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> LensShares:
        """Shares through the scenario's own form and solver."""
        return self.lenses[0]

    @property
    def headline(self) -> tuple[str, ...]:
        """The likeliest outcome of every answer at the defaults, each once."""
        return self.own.headline

    def __repr__(self) -> str:
        held = f"{' or '.join(self.headline)} at {self.own.holds:.3g} of {self.own.points:,} points"
        return f"<Robustness of {self.scenario.id}: {held}; see negsim.table(...)>"
