"""What was found of the sensitivity of a measure to the parameters: indices, elementary effects, a tornado."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.sweep import Sweep

MIDDLE, LOWEST, HIGHEST = "middle", "lowest", "highest"
OF = (MIDDLE, LOWEST, HIGHEST)


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """What was asked of a scenario, and how many of the points have a number.

    Attributes
    ----------
    scenario, form, solver
        What was solved, seen how, by what.
    measure
        The quantity, as in claims.
    of
        Where a point has several answers: ``"lowest"``, ``"highest"`` or ``"middle"``, half way between.
    headline
        The likeliest outcome of each answer at the defaults, where the measure was chosen by it; else empty.
    points
        How many were asked for.
    unsolved
        How many of them have no number.
    several
        How many of them have several answers between which the measure differs.
    sweep
        What was found at each of them; None where none was kept.
    """

    scenario: Scenario = field(repr=False)
    form: str
    solver: Solver[Any, Any]
    measure: str
    of: str = MIDDLE
    headline: tuple[str, ...] = ()
    points: int = 0
    unsolved: int = 0
    several: int = 0
    sweep: Sweep | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Interval:
    """A number for each parameter with the interval that it lies in.

    Attributes
    ----------
    value, low, high
        Shape (parameter,) each; not a number where there is none.
    """

    value: Array
    low: Array
    high: Array

    @property
    def width(self) -> Array:
        """Shape (parameter,). From the lower end to the upper one."""
        return self.high - self.low


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Whether a sample is large enough for what is read from it.

    Attributes
    ----------
    samples
        How many base samples were used.
    widest
        Width of the widest interval of what ranks the parameters: total indices, or mean absolute effects as shares
        of their sum.
    allowed
        How wide it may be.
    leading
        The parameters that come first and second; one, where there is only one.
    apart
        Whether these two can be ranked: the interval of their difference leaves out zero.
    rivals
        Further parameters that may well come before the second, for the same reason.
    needed
        How many base samples would do, if intervals shrink with the root of their number; `samples` where they do,
        and None where the two come out so alike that no affordable sample would rank them.
    """

    samples: int
    widest: float
    allowed: float
    leading: tuple[str, ...]
    apart: bool
    needed: int | None
    rivals: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether every interval is narrow enough."""
        return self.widest <= self.allowed

    @property
    def enough(self) -> bool:
        """Whether the sample is large enough."""
        return self.narrow and self.apart


@dataclass(frozen=True, kw_only=True, eq=False)
class Sobol:
    """Shares of the variance of a measure that go back to each parameter, over all ranges at once.

    Attributes
    ----------
    parameters
        In the order of the indices.
    first
        First-order indices: the share that each parameter explains alone.
    total
        Total-order indices: the share that would be left if all the others were known.
    mean, variance
        Of the measure, over the ranges.
    samples, used
        How many base samples were asked for, and how many have a number in every row; the others are left out whole.
    level, resamples
        Of the intervals: how often such an interval holds the number, and how many bootstrap samples made it.
    seed
        What all was drawn with.
    budget
        Whether the sample is large enough; None where nothing varies.
    asked
        Of a scenario, what was asked; None where the estimates were made from arrays alone.
    """

    parameters: tuple[str, ...]
    first: Interval = field(repr=False)
    total: Interval = field(repr=False)
    mean: float
    variance: float
    samples: int
    used: int
    level: float = 0.95
    resamples: int = 0
    seed: int = 0
    budget: Budget | None = None
    asked: Asked | None = field(default=None, repr=False)

    @property
    def order(self) -> tuple[int, ...]:
        """Numbers of the parameters, the one with the largest total index first."""
        return falling(self.total.value)

    @property
    def moves(self) -> bool:
        """Whether the measure moves at all."""
        return self.variance > 0

    def __repr__(self) -> str:
        return in_a_line(self, self.total.value, f"{self.used} base samples")


@dataclass(frozen=True, kw_only=True, eq=False)
class Morris:
    """Elementary effects: how much a measure moves when one parameter steps across its range, from many places.

    Attributes
    ----------
    parameters
        In the order of the effects.
    absolute
        Mean of the absolute effects (called mu*), in units of the measure for the whole range of the parameter.
    mean
        Shape (parameter,). Mean of the effects with their signs (mu).
    deviation
        Shape (parameter,). Their standard deviation (sigma): large where the effect depends on where one stands.
    samples, used
        How many trajectories were asked for, and how many have a number in every row.
    levels
        How many values each parameter takes.
    level, resamples, seed, budget, asked
        As of `Sobol`.
    """

    parameters: tuple[str, ...]
    absolute: Interval = field(repr=False)
    mean: Array = field(repr=False)
    deviation: Array = field(repr=False)
    samples: int
    used: int
    levels: int = 4
    level: float = 0.95
    resamples: int = 0
    seed: int = 0
    budget: Budget | None = None
    asked: Asked | None = field(default=None, repr=False)

    @property
    def order(self) -> tuple[int, ...]:
        """Numbers of the parameters, the one with the largest mean absolute effect first."""
        return falling(self.absolute.value)

    @property
    def moves(self) -> bool:
        """Whether the measure moves at all."""
        return bool(np.nanmax(self.absolute.value, initial=0) > 0)

    def __repr__(self) -> str:
        return in_a_line(self, self.absolute.value, f"{self.used} trajectories")


@dataclass(frozen=True, kw_only=True, eq=False)
class Tornado:
    """A measure while each parameter alone goes through its range, the others at their defaults.

    Attributes
    ----------
    parameters
        In the order of what follows.
    default
        The measure at the defaults; not a number where there is none.
    values
        For each parameter, shape (value,): what it was set to, rising; the first and the last are the ends of its
        range, and the default is among them.
    measured
        For each parameter, shape (value,): the measure there; not a number where there is none.
    asked
        Of a scenario, what was asked; None where the numbers came as arrays.
    """

    parameters: tuple[str, ...]
    default: float
    values: tuple[Array, ...] = field(repr=False)
    measured: tuple[Array, ...] = field(repr=False)
    asked: Asked | None = field(default=None, repr=False)

    @property
    def at_low(self) -> Array:
        """Shape (parameter,). The measure where the parameter is least."""
        return np.array([column[0] for column in self.measured])

    @property
    def at_high(self) -> Array:
        """Shape (parameter,). The measure where the parameter is greatest."""
        return np.array([column[-1] for column in self.measured])

    @property
    def lowest(self) -> Array:
        """Shape (parameter,). The least of the measure along the range; not a number where it has none."""
        return np.array([np.fmin.reduce(column) for column in self.measured])

    @property
    def highest(self) -> Array:
        """Shape (parameter,). The greatest of the measure along the range; not a number where it has none."""
        return np.array([np.fmax.reduce(column) for column in self.measured])

    @property
    def swing(self) -> Array:
        """Shape (parameter,). How far the measure moves along the range."""
        return self.highest - self.lowest

    @property
    def order(self) -> tuple[int, ...]:
        """Numbers of the parameters, the one that moves the measure furthest first.

        Of several that move it as far, the one that keeps it further from what it is at the defaults, on average.
        """
        away = [float(np.nanmean(np.abs(column - self.default))) for column in self.measured]
        by_mean = falling(np.array(away))
        return tuple(by_mean[k] for k in falling(self.swing[list(by_mean)]))

    @property
    def moves(self) -> bool:
        """Whether the measure moves at all."""
        return bool(np.nanmax(self.swing, initial=0) > 0)

    def __repr__(self) -> str:
        return in_a_line(self, self.swing, "one at a time")


def falling(values: Array) -> tuple[int, ...]:
    """Return the places of some numbers from the largest to the least; what is no number comes last.

    Parameters
    ----------
    values
        Shape (thing,).
    """
    return tuple(np.argsort(-np.where(np.isnan(values), -np.inf, values), kind="stable").tolist())


def in_a_line(found: Sobol | Morris | Tornado, values: Array, how: str) -> str:
    """Return a result in a line: of what it is, and the three parameters that come first.

    Parameters
    ----------
    found, values
        The result, and shape (parameter,), what ranks them.
    how
        What it was made from.
    """
    first = ", ".join(f"{found.parameters[k]} {values[k]:.3g}" for k in found.order[:3])
    of = f" of {found.asked.measure}" if found.asked else ""
    return f"<{type(found).__name__}{of}: {first}; {how}>"
