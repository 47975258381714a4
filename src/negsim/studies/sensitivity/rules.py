"""Rules: a few thresholds that say where something holds, how much of it they cover, and how often they are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.studies.play.intervals import wilson
from negsim.studies.sensitivity.cuts import Cut
from negsim.studies.sensitivity.fitting import fitted

FEWEST = 8  # points on either side, below which no rule is learnt


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A parameter beyond a threshold, such as ``audience_cost_R < 3.2``.

    Attributes
    ----------
    parameter
        Which.
    side
        ``"<"`` or ``">"``.
    value
        The threshold, in the parameter's unit.
    """

    parameter: str
    side: str
    value: float

    def __str__(self) -> str:
        return f"{self.parameter} {self.side} {self.value:.6g}"

    def holds(self, columns: Mapping[str, Array]) -> BoolArray:
        """Return where it holds, of shape (point,).

        Parameters
        ----------
        columns
            Parameter -> shape (point,).
        """
        column = columns[self.parameter]
        return np.asarray(column < self.value if self.side == "<" else column > self.value)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share of some points, with the ends of its 95 % confidence interval, Wilson (1927).

    Attributes
    ----------
    value, low, high
        From 0 to 1; not a number where there are no points.
    of
        How many points.
    """

    value: float
    low: float
    high: float
    of: int

    @classmethod
    def seen(cls, holds: BoolArray) -> Rate:
        """Return the share of points at which something holds, from shape (point,)."""
        if not len(holds):
            return cls(value=np.nan, low=0.0, high=1.0, of=0)
        value = float(np.mean(holds))
        low, high = wilson(value, len(holds))
        return cls(value=value, low=float(low), high=float(high), of=len(holds))


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Where something holds, in words: terms of which one at least must hold, each a few bounds that hold together.

    Attributes
    ----------
    terms
        The alternatives; none where nothing simple was found.
    coverage
        Of the points where it holds, the share that the rule covers.
    precision
        Of the points that the rule covers, the share where it holds.
    learnt, tested
        How many points the rule was learnt from, and on how many others coverage and precision were counted.
    """

    terms: tuple[tuple[Bound, ...], ...]
    coverage: Rate
    precision: Rate
    learnt: int
    tested: int

    def __str__(self) -> str:
        told = [_spans(term) for term in self.terms]
        return " or ".join(
            f"({' and '.join(spans)})" if len(told) > 1 and len(spans) > 1 else " and ".join(spans) for spans in told
        )

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that it names, each once."""
        return tuple(dict.fromkeys(bound.parameter for term in self.terms for bound in term))

    def holds(self, columns: Mapping[str, Array]) -> BoolArray:
        """Return where the rule says that it holds, of shape (point,).

        Parameters
        ----------
        columns
            Parameter -> shape (point,).
        """
        return _any(self.terms, columns)


def rules(
    held: BoolArray,
    columns: Mapping[str, Array],
    *,
    blocks: IntArray | None = None,
    seed: int = 0,
    terms: int = 3,
    bounds: int = 3,
) -> Rules:
    """Find a few thresholds that say where something holds.

    One half of the points is learnt from; the shares that are told are counted on the other half.

    Parameters
    ----------
    held
        Shape (point,). Where it holds.
    columns
        Parameter -> shape (point,).
    blocks
        Shape (point,). Points with one number are learnt from together or not at all, such as those of one base sample
        of a Saltelli design, which share coordinates; each point alone when left out.
    seed
        Which half is learnt from.
    terms, bounds
        At most how many alternatives, 1 to 3, and how many bounds in each, 1 to 4.

    Raises
    ------
    NotApplicable
        If more terms or bounds are asked for than can be read at a glance.
    InvalidGame
        If the columns are not of one length.

    Notes
    -----
    Scenario discovery (Bryant and Lempert 2010) describes a set of points by boxes, and judges them by coverage and
    precision ("density"). Here the boxes are sought exhaustively, a pair of bounds at a time, see
    `negsim.studies.sensitivity.fitting`; thresholds are then rounded as far as no coverage is lost.
    """
    if not (1 <= terms <= 3 and 1 <= bounds <= 4):
        raise NotApplicable(f"{terms} alternatives of {bounds} bounds: use up to 3 alternatives of up to 4 bounds")
    held = np.asarray(held, bool)
    if any(len(column) != len(held) for column in columns.values()):
        raise InvalidGame(f"every parameter needs a value at each of the {len(held)} points")
    own = _half(np.arange(len(held)) if blocks is None else blocks, seed)
    names = list(columns)
    found: Sequence[Sequence[Cut]] = ()
    if min(int(held[own].sum()), int((~held[own]).sum())) >= FEWEST:
        table = np.column_stack([columns[name][own] for name in names])
        found = fitted(held[own], np.asarray(table, np.float64), terms, bounds)
    told = tuple(
        tuple(Bound(parameter=names[cut.column], side=">" if cut.above else "<", value=cut.at) for cut in term)
        for term in found
    )
    other = {name: column[~own] for name, column in columns.items()}
    said = _any(told, other)
    return Rules(
        terms=told,
        coverage=Rate.seen(said[held[~own]]),
        precision=Rate.seen(held[~own][said]),
        learnt=int(own.sum()),
        tested=int((~own).sum()),
    )


def _half(blocks: IntArray, seed: int) -> BoolArray:
    """Which points are learnt from: half of the blocks, drawn."""
    numbers, block = np.unique(blocks, return_inverse=True)
    drawn = np.random.default_rng(seed).permutation(len(numbers))
    return np.asarray((drawn < (len(numbers) + 1) // 2)[block])


def _any(terms: Sequence[Sequence[Bound]], columns: Mapping[str, Array]) -> BoolArray:
    found = np.zeros(len(next(iter(columns.values()))), bool)
    for term in terms:
        found |= np.logical_and.reduce([bound.holds(columns) for bound in term])
    return found


def _spans(term: Sequence[Bound]) -> list[str]:
    """The bounds of a term; two on one parameter as one span, ``0.2 < confidence_q < 0.6``."""
    above = {bound.parameter: bound for bound in term if bound.side == ">"}
    told = {bound.parameter: str(bound) for bound in term}
    for bound in term:
        if bound.side == "<" and bound.parameter in above:
            told[bound.parameter] = f"{above[bound.parameter].value:.6g} < {bound}"
    return list(told.values())
