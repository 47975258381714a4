"""Distributions: how an assumed number may vary, as a file writes it: ``triangular(0, 3, 6)``."""

from __future__ import annotations

import math
import re
from abc import abstractmethod
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from negsim.errors import NotApplicable, suggestion
from negsim.scenario.expression import Array
from negsim.scenario.record import Worded

MAX_VALUES: Final = 10_000  # of a discrete distribution


class Distribution(Worded):
    """How a number may vary: an assumption, like the number itself; a frozen dataclass.

    Attributes
    ----------
    low, high
        The least and the greatest value, in the unit of the parameter.
    """

    low: float
    high: float

    @abstractmethod
    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares of the distribution lie.

        Parameters
        ----------
        shares
            Any shape; from 0 to 1.

        Returns
        -------
        Array
            The same shape, rising with the shares, from `low` to `high`.
        """

    @property
    def text(self) -> str:
        """The distribution as a file writes it."""
        numbers = [_shown(getattr(self, item.name)) for item in fields(self)]  # type: ignore[arg-type]
        return f"{type(self).__name__.lower()}({', '.join(numbers)})"

    def within(self, low: float, high: float) -> Distribution:
        """Return the distribution, cut off at these ends where it has none of its own.

        Parameters
        ----------
        low, high
            The range of the parameter.
        """
        return self

    def _check(self) -> None:
        """Raise NotApplicable unless every number is finite and the range is none too small."""
        for item in fields(self):  # type: ignore[arg-type]
            if not math.isfinite(getattr(self, item.name)):
                raise NotApplicable(f"{self.text}: {item.name} must be a finite number")
        if not self.low < self.high:
            raise NotApplicable(f"{self.text}: low must be below high")


@dataclass(frozen=True)
class Uniform(Distribution):
    """Every number from low to high, evenly."""

    low: float
    high: float

    def __post_init__(self) -> None:
        self._check()

    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares lie."""
        return np.minimum(self.low + (self.high - self.low) * np.asarray(shares), self.high)


@dataclass(frozen=True)
class Whole(Distribution):
    """Every whole number from low to high, evenly, both ends among them."""

    low: float
    high: float

    def __post_init__(self) -> None:
        self._check()
        if not (float(self.low).is_integer() and float(self.high).is_integer()):
            raise NotApplicable(f"{self.text}: the ends must be whole numbers")

    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares lie."""
        count = self.high - self.low + 1
        return self.low + np.minimum(np.floor(np.asarray(shares) * count), count - 1)


@dataclass(frozen=True)
class Triangular(Distribution):
    """Most often near the mode, falling evenly to nothing at both ends."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        self._check()
        if not self.low <= self.mode <= self.high:
            raise NotApplicable(f"{self.text}: the mode must lie from low to high; write triangular(low, mode, high)")

    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares lie."""
        shares = np.asarray(shares, np.float64)
        width, below, above = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(shares * width * below)
        falling = self.high - np.sqrt((1 - shares) * width * above)
        found: Array = np.where(shares * width < below, rising, falling)
        return np.clip(found, self.low, self.high)


@dataclass(frozen=True)
class Normal(Distribution):
    """A bell around the mean, cut off at low and high."""

    mean: float
    sd: float
    low: float = -math.inf
    high: float = math.inf

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.sd) and self.sd > 0):
            raise NotApplicable(f"{self.text}: mean and sd must be finite numbers, and sd above 0")
        if not self.low < self.high:
            raise NotApplicable(f"{self.text}: low must be below high; write normal(mean, sd, low, high)")
        below, above = self._ends()
        if not above - below > 1e-12:
            raise NotApplicable(f"{self.text}: nothing is left between low and high, which lie too far from the mean")

    @property
    def text(self) -> str:
        """The distribution as a file writes it."""
        ends = (self.low, self.high)
        numbers = (self.mean, self.sd, *(() if ends == (-math.inf, math.inf) else ends))
        return f"normal({', '.join(map(_shown, numbers))})"

    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares lie."""
        from scipy.special import ndtri

        shares = np.asarray(shares, np.float64)
        below, above = self._ends()
        sign = self._sign()
        values = self.mean + sign * self.sd * ndtri(below + (above - below) * (shares if sign > 0 else 1 - shares))
        found: Array = np.where(shares < 1, np.clip(values, self.low, self.high), self.high)
        return np.where(shares > 0, found, self.low)

    def within(self, low: float, high: float) -> Distribution:
        """Return the distribution, cut off at these ends where it has none of its own."""
        return self if np.isfinite((self.low, self.high)).all() else replace(self, low=low, high=high)

    def _sign(self) -> int:
        """-1 where only the upper half is left, which is seen from above: shares near 1 have few digits."""
        return -1 if self.low > self.mean else 1

    def _ends(self) -> tuple[float, float]:
        """The shares of the whole bell that lie below either end, seen from the side where it is."""
        from scipy.special import ndtr

        sign = self._sign()
        below, above = sorted(sign * (end - self.mean) / self.sd for end in (self.low, self.high))
        return float(ndtr(below)), float(ndtr(above))


@dataclass(frozen=True)
class Beta(Distribution):
    """The beta distribution of shapes a and b, stretched from low to high."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        self._check()
        if not (self.a > 0 and self.b > 0):
            raise NotApplicable(f"{self.text}: the shapes a and b must be above 0")

    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares lie."""
        from scipy.special import betaincinv

        found: Array = self.low + (self.high - self.low) * betaincinv(self.a, self.b, shares)
        return np.minimum(found, self.high)


@dataclass(frozen=True)
class Discrete(Distribution):
    """A few values, each with a weight; the weights need not sum to 1."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.values) == len(self.weights) <= MAX_VALUES:
            raise NotApplicable(f"a discrete distribution needs 1 to {MAX_VALUES:,} values, and a weight for each")
        numbers = np.array([self.values, self.weights], np.float64)
        if not (np.isfinite(numbers).all() and (numbers[1] >= 0).all() and numbers[1].sum() > 0):
            raise NotApplicable(f"{self.text[:80]}: values and weights must be finite numbers, no weight below 0")
        if len(set(self.values)) < len(self.values):
            raise NotApplicable(f"{self.text[:80]}: a value stands there twice; add up its weights")

    @property
    def low(self) -> float:  # type: ignore[override]
        """The least value that has a weight."""
        return min(value for value, weight in zip(self.values, self.weights, strict=True) if weight > 0)

    @property
    def high(self) -> float:  # type: ignore[override]
        """The greatest value that has a weight."""
        return max(value for value, weight in zip(self.values, self.weights, strict=True) if weight > 0)

    @property
    def text(self) -> str:
        """The distribution as a file writes it."""
        pairs = zip(self.values, self.weights, strict=True)
        return f"discrete({', '.join(f'{_shown(value)}: {_shown(weight)}' for value, weight in pairs)})"

    def quantile(self, shares: Array) -> Array:
        """Return the values below which these shares lie."""
        rising = sorted((value, weight) for value, weight in zip(self.values, self.weights, strict=True) if weight > 0)
        values, weights = np.array(rising, np.float64).T
        ends = np.cumsum(weights)[:-1] / weights.sum()
        found: Array = values[np.searchsorted(ends, shares, side="right")]
        return found


_KINDS: Final[dict[str, tuple[type[Distribution], str]]] = {
    "uniform": (Uniform, "uniform(low, high)"),
    "whole": (Whole, "whole(low, high)"),
    "triangular": (Triangular, "triangular(low, mode, high)"),
    "normal": (Normal, "normal(mean, sd) or normal(mean, sd, low, high)"),
    "beta": (Beta, "beta(a, b) or beta(a, b, low, high)"),
    "discrete": (Discrete, "discrete(value: weight, value: weight, ...)"),
}
_CALL = re.compile(r"\s*([A-Za-z_]+)\s*\(([^()]*)\)\s*")


def distribution_of(text: str) -> Distribution:
    """Read a distribution as a file writes it.

    Parameters
    ----------
    text
        ``uniform(0, 6)``, ``whole(1, 5)``, ``triangular(0, 3, 6)``, ``normal(3, 1)``, ``normal(3, 1, 0, 6)``,
        ``beta(2, 8)``, ``beta(2, 8, 0, 6)`` or ``discrete(1: 0.5, 2: 0.5)``.

    Raises
    ------
    NotApplicable
        If it is none; the message says how to write it.
    """
    shown = text if len(text) <= 80 else text[:80] + "..."
    call = _CALL.fullmatch(text)
    if call is None:
        end = "; put it in quotes, for it has commas" if "(" in text and ")" not in text else ""
        raise NotApplicable(f"{shown!r} is no distribution: write it like triangular(0, 3, 6){end}")
    name, inner = call[1].lower(), call[2]
    if name not in _KINDS:
        raise NotApplicable(f"unknown distribution '{name}'{suggestion(name, _KINDS)}")
    kind, usage = _KINDS[name]
    try:
        parts = [[float(number) for number in part.split(":")] for part in inner.split(",")]
        if kind is Discrete:
            values, weights = zip(*parts, strict=True)
            return Discrete(values, weights)
        return kind(*(number for (number,) in parts))
    except (ValueError, TypeError):
        raise NotApplicable(f"{shown!r}: write it as {usage}, with numbers") from None


def _shown(number: Any) -> str:
    return repr(float(number)).removesuffix(".0")
