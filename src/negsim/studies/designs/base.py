"""A design: points in the space of some parameters, made piece by piece and never stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.kernels.copula import factor, together
from negsim.registry import Registry
from negsim.scenario.distribution import Distribution, distribution_of
from negsim.scenario.record import plain

designs: Registry[type[Design]] = Registry("design", "negsim.studies.designs")


class Design(ABC):
    """Points in the space of some parameters; a frozen dataclass."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The parameters that it varies."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of points."""

    @abstractmethod
    def columns(self, start: int, stop: int) -> dict[str, Array]:
        """Return the points from one number to another, the same however they are cut.

        Parameters
        ----------
        start, stop
            As of a slice.

        Returns
        -------
        dict
            Parameter -> shape (point,).
        """

    def described(self) -> dict[str, Any]:
        """Return all that makes the points, for JSON; `design_from` makes the design from it again."""
        told = {item.name: plain(getattr(self, item.name)) for item in fields(self)}  # type: ignore[arg-type]
        return {"design": designs.name_of(self), **told}


def design_from(described: Mapping[str, Any]) -> Design:
    """Make a design from its description.

    Parameters
    ----------
    described
        From `Design.described`, be it straight or through JSON.
    """
    told = {name: _tuples(value) for name, value in described.items() if name != "design"}
    kind: Any = designs[described["design"]]
    if issubclass(kind, Sample):
        told["axes"] = tuple((name, distribution_of(text)) for name, text in told["axes"])
    made: Design = kind(**told)
    return made


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


@dataclass(frozen=True, kw_only=True)
class Sample(Design):
    """Points drawn from a distribution of each parameter.

    Attributes
    ----------
    axes
        Parameter and its distribution, in order.
    n
        How many are drawn.
    seed
        The same seed gives the same points.
    correlated
        Pairs of parameters and their rank correlation, joined by a Gaussian copula; all others are independent.
    """

    axes: tuple[tuple[str, Distribution], ...]
    n: int
    seed: int = 0
    correlated: tuple[tuple[str, str, float], ...] = ()

    correlates: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.correlated and not self.correlates:
            raise NotApplicable(
                f"a {designs.name_of(self)} design changes one parameter at a time, so that its parameters cannot be "
                "correlated. Use latin_hypercube, sobol or random."
            )
        self._factor()

    @abstractmethod
    def shares(self, start: int, stop: int) -> Array:
        """Return some of the points as independent shares of each distribution.

        Parameters
        ----------
        start, stop
            As of a slice.

        Returns
        -------
        Array
            Shape (point, parameter), from 0 to 1.
        """

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that it varies."""
        return tuple(name for name, _ in self.axes)

    def columns(self, start: int, stop: int) -> dict[str, Array]:
        """Return some of the points, as in `Design.columns`."""
        shares = self.shares(start, stop)
        together_at, lower = self._factor()
        if together_at:
            shares[:, together_at] = together(shares[:, together_at], lower)
        return {name: kind.quantile(shares[:, at]) for at, (name, kind) in enumerate(self.axes)}

    def _factor(self) -> tuple[list[int], Array]:
        """The numbers of the parameters that do not vary alone, and the factor of their correlations."""
        places = {name: at for at, name in enumerate(self.names)}
        involved = sorted({places[name] for *pair, _ in self.correlated for name in pair})
        ranks = np.eye(len(involved))
        for one, other, rank in self.correlated:
            i, j = (involved.index(places[name]) for name in (one, other))
            ranks[i, j] = ranks[j, i] = rank
        lower = factor(ranks)
        if lower is None:
            raise NotApplicable(
                "these rank correlations cannot hold together, whatever the parameters: bring some of them nearer to 0"
            )
        return involved, lower
