"""What was found of the robustness of a conclusion, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

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


@dataclass(frozen=True, kw_only=True)
class Edge:
    """How far one parameter goes in one direction, the others at their defaults, before the headline changes.

    Attributes
    ----------
    parameter, direction
        Which, and ``"up"`` or ``"down"``.
    default, end
        The default, and the end of the range on this side.
    value
        Where the headline changes first; None if it is the same up to the end.
    exact
        The same as a fraction, where a tipping point that is known exactly lies there.
    distance, share
        How far that is from the default, in units, and as a share of the length of the range; to the end if nowhere.
    inside, outside
        Two values that were solved, near to each other: the headline is still the same at the first, and another at
        the second.
    instead
        The headline at the second; empty if there is none.
    """

    parameter: str
    direction: str
    default: float
    end: float
    value: float | None
    exact: Fraction | None
    distance: float
    share: float
    inside: float
    outside: float | None
    instead: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Flip:
    """The smallest change of all parameters together that was found to change the headline, in shares of their ranges.

    Attributes
    ----------
    measure
        ``"euclid"``: changes are added up as the root of the sum of their squares; ``"largest"``: only the largest
        counts.
    distance
        How large the change is, in ranges: 0.1 by the largest means that no parameter moves by more than a tenth of its
        range. 0 where the default itself stands on an edge.
    change, values
        Parameter -> by how much it changes, in units, and its value there; those that stay are left out.
    instead
        The headline there.
    inside, outside
        Lengths of two changes that were solved, near to each other: under the first the headline is still the same,
        under the second it is not.
    settled
        Whether a plane through the edge there says that no place of the edge nearby is nearer; False at a corner.
    checked
        At how many places drawn nearer than that the headline was found to be the same, everywhere.
    """

    measure: str
    distance: float
    change: Mapping[str, float]
    values: Mapping[str, float]
    instead: tuple[str, ...]
    inside: float
    outside: float
    settled: bool
    checked: int


@dataclass(frozen=True, kw_only=True)
class Regret:
    """What a move costs a party that chooses it while the others play what is predicted, at all points of a sample.

    The regret of a move at a point is what the best of the party's moves there would earn more; where there are several
    answers, the most that this is under any of them.

    Attributes
    ----------
    party, place, move
        Who chooses, where (empty in games of one choice), and what.
    worst, mean
        The largest regret over the points, and the mean; in the unit of the payoffs.
    best
        The share of the points at which the move is a best one.
    least
        Whether no other move at this place has a smaller worst regret: minimax regret, Savage (1951).
    played
        Probability of the move in the answer at the defaults; the highest of several answers.
    at
        Parameter -> its value where the regret is worst.
    points
        At how many points something is known: play may come to the place, and there is an answer.
    """

    party: str
    place: str
    move: str
    worst: float
    mean: float
    best: float
    least: bool
    played: float
    at: Mapping[str, float]
    points: int


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
        One parameter at a time: where in its range it leaves the headline as it is.
    nearest
        One parameter at a time, down and up: where the headline first changes; the nearest first.
    joint
        The smallest change of all parameters together that changes the headline, by two measures.
    regrets
        Of each move at the first choices of each party.
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
    nearest: tuple[Edge, ...] = ()
    joint: tuple[Flip, ...] = ()
    regrets: tuple[Regret, ...] = ()
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
