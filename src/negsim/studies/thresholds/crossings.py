"""Where a function of one number crosses or touches zero: exactly when it can be said exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from negsim.games.base import Array, BoolArray

BISECTIONS = 80  # halves any bracket of floats to two neighbours
DENOMINATOR = 10**6  # of the fractions tried as the exact place of a crossing


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """A place where a function is zero, or jumps over zero.

    Attributes
    ----------
    value
        The place.
    exact
        The place as a fraction, where the function was seen to be zero in exact arithmetic.
    """

    value: float
    exact: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function of one number, sampled, and open to questions between the samples.

    Attributes
    ----------
    at
        Its value, in floating point.
    exact
        Its value in exact arithmetic, or None where that is not rational.
    points, samples
        Shape (point,). Rising places, and the values there.
    tolerance
        Values this small may be rounding and count as zero.
    """

    at: Callable[[float], float]
    exact: Callable[[Fraction], Fraction | None]
    points: Sequence[Fraction]
    samples: Array
    tolerance: float

    def sign(self, place: Fraction) -> int:
        """Return -1, 0 or 1 at a place."""
        value = self.exact(place)
        if value is not None:
            return (value > 0) - (value < 0)
        found = self.at(float(place))
        return 0 if abs(found) <= self.tolerance else int(np.sign(found))

    def crossings(self, near: BoolArray) -> Iterator[Crossing]:
        """Yield the zeros, in no particular order; one that is a whole interval is told by its ends.

        1. Between two samples of opposite sign there is one: see `_between`.
        2. A single zero sample is one; if the signs beside it differ, it is looked for between its neighbours.
        3. The ends of a run of zeros are found by bisection.
        4. Where three samples of one sign dip towards zero, the lowest place between them may be zero, or lie beyond
           it between two more.

        Parameters
        ----------
        near
            Shape (point,). Only zeros beside these points are looked for.
        """
        signs = np.where(np.abs(self.samples) <= self.tolerance, 0, np.sign(self.samples)).astype(int)
        changes = np.flatnonzero(signs[1:] != signs[:-1])
        last = len(signs) - 1
        for k in changes[near[changes] | near[changes + 1]].tolist():
            left, right = signs[k], signs[k + 1]
            if left * right < 0:
                yield self._between(self.points[k], self.points[k + 1])
            elif right == 0 and (k + 1 == last or signs[k + 2] != 0):
                crosses = k + 1 < last and signs[k + 2] == -left
                yield self._between(self.points[k], self.points[k + 2]) if crosses else self._here(self.points[k + 1])
            elif right == 0 or not (k == 0 or signs[k - 1] != 0):
                ends = (self.points[k], self.points[k + 1])
                yield self._end_of_zeros(*(ends if left == 0 else ends[::-1]))
            elif k == 0:
                yield self._here(self.points[k])
        yield from self._dips(signs, near)

    def _here(self, place: Fraction) -> Crossing:
        return Crossing(value=float(place), exact=place if self.exact(place) == 0 else None)

    def _between(self, low: Fraction, high: Fraction) -> Crossing:
        """Find the crossing between two places of opposite sign.

        A straight line between them crosses zero at a fraction; if the function is zero there, that is the answer.
        Otherwise the bracket is halved until it cannot be, and the line and the simplest fraction are tried again.
        """
        found = self._straight(low, high)
        if found is None:
            middle = self._halved(low, high)
            margin = (high - low) / 10**9
            found = self._straight(max(low, middle - margin), min(high, middle + margin))
            if found is None:
                simple = middle.limit_denominator(DENOMINATOR)
                found = simple if self.exact(simple) == 0 and abs(simple - middle) <= margin else None
            if found is None:
                return Crossing(value=float(middle))
        return Crossing(value=float(found), exact=found)

    def _straight(self, low: Fraction, high: Fraction) -> Fraction | None:
        """Where the line through two places crosses zero, if the function is zero there and changes sign between."""
        start, stop = self.exact(low), self.exact(high)
        if start is None or stop is None or start * stop > 0 or start == stop:
            return None
        place = low - start * (high - low) / (stop - start)
        return place if self.exact(place) == 0 else None

    def _halved(self, low: Fraction, high: Fraction) -> Fraction:
        start = np.sign(self.at(float(low)))
        left, right = float(low), float(high)
        for _ in range(BISECTIONS):
            middle = (left + right) / 2
            if middle in (left, right):
                break
            value = self.at(middle)
            if value == 0:
                return Fraction(middle)
            left, right = (middle, right) if np.sign(value) == start else (left, middle)
        return Fraction((left + right) / 2)

    def _end_of_zeros(self, zero: Fraction, other: Fraction) -> Crossing:
        """Find the end of an interval on which the function is zero, between a zero and a place that is none."""
        inside, outside = float(zero), float(other)
        for _ in range(BISECTIONS):
            middle = (inside + outside) / 2
            if middle in (inside, outside):
                break
            inside, outside = (middle, outside) if abs(self.at(middle)) <= self.tolerance else (inside, middle)
        simple = Fraction(inside).limit_denominator(DENOMINATOR)
        step = (other - zero) / 10**6
        is_end = self.exact(simple) == 0 and self.exact(simple + step) not in (0, None)
        return Crossing(value=float(simple), exact=simple) if is_end else Crossing(value=inside)

    def _dips(self, signs: Array, near: BoolArray) -> Iterator[Crossing]:
        size = np.abs(self.samples)
        fall, rise = size[:-2] - size[1:-1], size[2:] - size[1:-1]
        same = (signs[:-2] == signs[1:-1]) & (signs[1:-1] == signs[2:]) & (signs[1:-1] != 0)
        dips = same & (fall > 0) & (rise > 0) & (size[1:-1] <= fall + rise) & near[1:-1]
        for k in np.flatnonzero(dips).tolist():
            low, high = self.points[k], self.points[k + 2]
            bottom = Fraction(self._lowest(float(low), float(high), int(signs[k])))
            simple = bottom.limit_denominator(1000)
            if abs(simple - bottom) < (high - low) / 10**6 and self.exact(simple) == 0:
                bottom = simple
            beyond = self.sign(bottom)
            if beyond == 0:
                yield self._here(bottom)
            elif beyond == -signs[k]:
                yield self._between(low, bottom)
                yield self._between(bottom, high)

    def _lowest(self, low: float, high: float, sign: int) -> float:
        """Golden-section search (Kiefer 1953) for the place where the function is nearest to zero, or beyond it."""
        ratio = (np.sqrt(5) - 1) / 2
        inner, outer = high - ratio * (high - low), low + ratio * (high - low)
        values = sign * self.at(inner), sign * self.at(outer)
        for _ in range(BISECTIONS):
            if values[0] < values[1]:
                high, outer = outer, inner
                inner = high - ratio * (high - low)
                values = sign * self.at(inner), values[0]
            else:
                low, inner = inner, outer
                outer = low + ratio * (high - low)
                values = values[1], sign * self.at(outer)
        return float(inner if values[0] < values[1] else outer)
