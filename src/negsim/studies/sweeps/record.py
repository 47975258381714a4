"""What a sweep found: one row a point, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import Array, IntArray
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver, Status
from negsim.studies.designs.base import Design
from negsim.studies.regimes.gists import MEANING
from negsim.studies.regimes.stable_states import StateCounts
from negsim.studies.sweeps.as_xarray import as_xarray
from negsim.studies.sweeps.delivery import Fault, Span
from negsim.studies.sweeps.measures import Spread


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What was found at every point of a design.

    Attributes
    ----------
    scenario, form, solver, design
        What was asked; of the solver, the one really used, if it was one for all points.
    players
        Their labels.
    labels
        A name for each set of equilibria that occurs, such as ``"insist / offer_menu"`` or ``"4 pure + 3 mixed"``, in
        the order in which they first occur. Plans for several places are told by the phrases of
        `negsim.studies.regimes.gists`, conflicts by their equilibria under the first of the solver's concepts.
    equilibrium
        Shape (point,). Which of these sets holds there; -1 where nothing was found.
    count
        Shape (point,). Number of rows found; of a conflict, number of equilibria.
    payoff
        Shape (point, player). What each player expects, on average over the rows found; NaN where there are none.
        Of bargaining, what it gets without agreement where there is none.
    status
        Shape (point,). A `Status` code; points whose payoffs do not exist are there too, as ``failed``.
    states
        Of conflicts: at how many of the points each state is stable, under every concept.
    zone
        Of bargaining, shape (point,): how many agreements are in the zone of agreement, the status quo not counted.
    room
        Of bargaining, shape (point,): the most that all parties can gain at once; below zero, how much one of them
        would lose at least. Where it is zero, the zone opens or closes.
    measures
        Measure that was asked for -> its spread over the answers, point by point.
    variants
        Names of the overrides gone through, in order; the empty text for none. The whole design is solved under the
        first, then under the next.
    spans
        Which points these are, from one number to another; all when empty.
    faults
        Chunks of points that could not be worked on, and why; their points count as ``failed``.
    """

    scenario: Scenario
    form: str
    solver: Solver[Any, Any]
    design: Design
    players: tuple[str, ...]
    labels: tuple[str, ...]
    equilibrium: NDArray[np.int32]
    count: NDArray[np.int32]
    payoff: Array
    status: NDArray[np.int8]
    states: StateCounts | None = None
    zone: NDArray[np.int32] | None = None
    room: Array | None = None
    measures: Mapping[str, Spread] = field(default_factory=dict)
    variants: tuple[str, ...] = ("",)
    spans: tuple[Span, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        return len(self.status)

    @cached_property
    def point(self) -> IntArray:
        """Shape (point,). The number of each: of the design of the first variant, then of the next."""
        if not self.spans:
            return np.arange(len(self))
        return np.concatenate([np.arange(start, stop) for start, stop in self.spans])

    @cached_property
    def variant(self) -> IntArray:
        """Shape (point,). The number of the variant that each point is of."""
        return np.asarray(self.point // max(len(self.design), 1))

    @cached_property
    def columns(self) -> Mapping[str, Array]:
        """Parameter -> shape (point,): its values."""
        return self.values(0, len(self))

    def values(self, start: int, stop: int) -> dict[str, Array]:
        """Return the values of the parameters at some of the points, made when asked for.

        Parameters
        ----------
        start, stop
            Rows of this sweep, as of a slice.

        Returns
        -------
        dict
            Parameter -> shape (row,).
        """
        points, size = self.point[start:stop], max(len(self.design), 1)
        breaks = np.flatnonzero((np.diff(points) != 1) | (points[1:] % size == 0)) + 1
        cuts = [0, *breaks.tolist(), len(points)]
        parts = []
        for low, high in pairwise(cuts):
            first = int(points[low]) % size if high > low else 0
            parts.append(self.design.columns(first, first + high - low))
        return {name: np.concatenate([part[name] for part in parts]) for name in self.design.names}

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the grid, to reshape a column by, variants first if there are several; else (point,)."""
        grid = getattr(self.design, "shape", None)
        if grid is None or self.spans:
            return (len(self),)
        return (len(self.variants), *grid) if len(self.variants) > 1 else tuple(grid)

    @property
    def statuses(self) -> dict[str, int]:
        """How many points ended in which way."""
        counts = np.bincount(self.status, minlength=len(Status)).tolist()
        return {status.name: count for status, count in zip(Status, counts, strict=True) if count}

    @property
    def meaning(self) -> str:
        """What the labels stand for, in a sentence; empty where they are outcomes."""
        if self.states is not None:
            return f"{self.states.concepts[0]} equilibria: states stable for every party under this concept"
        return MEANING.get(self.form, "")

    def to_xarray(self) -> Any:
        """Return everything known of every point as an `xarray.Dataset`.

        A grid has an axis a parameter, any other design an axis of points; with overrides, an axis of them too.

        Raises
        ------
        NegsimError
            If xarray is not installed.
        """
        return as_xarray(self)

    def __repr__(self) -> str:
        shares = np.bincount(self.equilibrium[self.equilibrium >= 0], minlength=len(self.labels)) / max(len(self), 1)
        order = np.argsort(-shares, kind="stable")[:3]
        told = ", ".join(f"{self.labels[k]} at {shares[k]:.3g} of them" for k in order)
        return f"<Sweep of {', '.join(self.design.names)}: {len(self)} points; {told}>"
