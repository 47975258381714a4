"""The ranges of all parameters as a box around the defaults, each measured by its own range, and its edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.studies.robustness.viewpoint import Headlines, Viewpoint

TOGETHER = 512  # places that are solved in hardly more time than one
FINE, COARSE = 2.0**-33, 2.0**-10  # of a range: how near to each other two sides of an edge are found


@dataclass(frozen=True, kw_only=True)
class Space:
    """A box of places: how far each parameter is from its default, in shares of its range.

    Attributes
    ----------
    view
        What is asked at each place.
    names
        The parameters that change.
    """

    view: Viewpoint
    names: tuple[str, ...]

    @cached_property
    def span(self) -> Array:
        """Shape (parameter,). The length of each range, in units."""
        return np.array([each.high - each.low for each in map(self.view.scenario.parameters.__getitem__, self.names)])

    @cached_property
    def ends(self) -> Array:
        """Shape (2, parameter). The least and the greatest place."""
        about = [self.view.scenario.parameters[name] for name in self.names]
        ends = np.array([[each.low - each.value for each in about], [each.high - each.value for each in about]])
        return np.asarray(ends / self.span)

    @property
    def precision(self) -> float:
        """How near to each other the two sides of an edge are found, in shares of a range."""
        return COARSE if self.view.slow else FINE

    def values(self, places: Array) -> dict[str, Array]:
        """Return the values of the parameters at some places.

        Parameters
        ----------
        places
            Shape (point, parameter).
        """
        found = {}
        for k, name in enumerate(self.names):
            about = self.view.scenario.parameters[name]
            found[name] = np.clip(about.value + places[:, k] * self.span[k], about.low, about.high)
        return found

    def at(self, places: Array) -> Headlines:
        """Return the headlines at some places.

        Parameters
        ----------
        places
            Shape (point, parameter).
        """
        return self.view.at(self.values(places))

    def holds(self, places: Array) -> BoolArray:
        """Return where the headline is that of the defaults, or nothing is found: shape (point,).

        Parameters
        ----------
        places
            Shape (point, parameter).
        """
        if not len(places):
            return np.zeros(0, bool)
        found = self.at(places)
        return np.asarray(found.same(self.view.headline) | np.array([not names for names in found.told]))

    def edges(self, inside: Array, outside: Array, precision: float | None = None) -> tuple[Array, Array]:
        """Cut the way between places where the headline holds and places where it does not, until they are near.

        Parameters
        ----------
        inside, outside
            Shape (pair, parameter) each.
        precision
            How near, in shares of a range; when left out, as near as `precision` says.

        Returns
        -------
        inside, outside
            Shape (pair, parameter) each: both solved, on either side of an edge.
        """
        near = self.precision if precision is None else precision
        inside, outside = inside.copy(), outside.copy()
        while len(inside):
            far = np.flatnonzero(np.abs(outside - inside).max(1) > near)
            if not len(far):
                break
            cuts = 1 if self.view.slow else max(1, min(3 if self.view.large else 15, TOGETHER // len(far)))
            shares = np.arange(cuts + 2) / (cuts + 1)
            places = inside[far, None] + shares[None, :, None] * (outside[far] - inside[far])[:, None]
            same = self.holds(places[:, 1:-1].reshape(-1, inside.shape[1])).reshape(len(far), cuts)
            first = np.argmin(np.column_stack([same, np.zeros(len(far), bool)]), axis=1)
            rows = np.arange(len(far))
            inside[far], outside[far] = places[rows, first], places[rows, first + 1]
        return inside, outside

    def first_edges(self, ends: Array, steps: Sequence[float]) -> tuple[Array, Array, BoolArray]:
        """Go from the defaults towards some places, and find the two steps between which the headline first changes.

        Parameters
        ----------
        ends
            Shape (way, parameter). Where to go.
        steps
            Shares of the way at which to look, rising.

        Returns
        -------
        inside, outside
            Shape (way, parameter): the last step before the change, and the step after it.
        changes
            Shape (way,). Whether there is any.
        """
        shares = np.array(steps)
        places = ends[:, None, :] * shares[None, :, None]
        same = self.holds(places.reshape(-1, ends.shape[1])).reshape(len(ends), len(shares))
        first = np.argmin(same, axis=1)
        before = np.where(first > 0, shares[np.maximum(first - 1, 0)], 0.0)
        return ends * before[:, None], ends * shares[first, None], np.asarray(~same.all(1))
