"""The work of a sweep: solve some points of a design and keep what is told of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, games
from negsim.games.strategic import LARGEST, StrategicGame
from negsim.studies.batches import batches
from negsim.studies.designs.base import Design
from negsim.studies.regimes.outcomes import Summary, joined, nothing, summary
from negsim.studies.solve import game
from negsim.studies.sweeps.identity import identity
from negsim.studies.sweeps.measures import Spread, measured
from negsim.studies.sweeps.variants import Variant

CHUNK_BYTES = 2**22  # of payoffs: as much as the caches of a processor hold


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """What is kept of some points.

    Attributes
    ----------
    summary
        Which equilibria, how many, what they pay, and how the work ended.
    spreads
        Measure -> its spread.
    """

    summary: Summary
    spreads: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Job:
    """Solves some points of a sweep; it pickles, so that an executor can send it anywhere.

    Points are numbered variant by variant: first the whole design for the first variant, then for the next.

    Attributes
    ----------
    variants
        The scenario, perhaps under several overrides, and what solves each; one at least.
    form
        How they are seen.
    design
        The values of the parameters.
    players
        How many have payoffs.
    measures
        Quantities that are read from the answers too.
    """

    variants: tuple[Variant, ...]
    form: str
    design: Design
    players: int
    measures: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.variants) * len(self.design)

    def __call__(self, span: tuple[int, int]) -> Part:
        """Solve the points from one number to another.

        Parameters
        ----------
        span
            As of a slice; all of one variant.

        Raises
        ------
        NotApplicable
            If the points are of several variants.
        """
        number, start = divmod(span[0], len(self.design))
        stop = span[1] - number * len(self.design)
        if stop > len(self.design):
            raise NotApplicable(f"the points {span[0]} to {span[1]} are of several variants. Use the spans of the job")
        variant, values = self.variants[number], self.design.columns(start, stop)
        told = _Work(variant, self.form, self.players).summary(values)
        if not self.measures:
            return Part(summary=told)
        return Part(
            summary=told,
            spreads=measured(variant.scenario, self.form, variant.solver, self.measures, values),
        )

    def described(self) -> dict[str, Any]:
        """Return what makes this work what it is, ready for JSON: the same work has the same numbers."""
        return identity(self)

    @cached_property
    def example(self) -> Any:
        """One game of the first variant, at the defaults."""
        return game(self.variants[0].scenario, self.form)

    def spans(self, chunk_bytes: int = CHUNK_BYTES) -> tuple[tuple[int, int], ...]:
        """Return how the points are cut into chunks, each of one variant: from one number to another, in order.

        Parameters
        ----------
        chunk_bytes
            Most memory for the payoffs of one chunk.
        """
        size, points = max(1, chunk_bytes // _bytes(self.example)), len(self.design)
        return tuple(
            (first + start, first + min(start + size, points))
            for first in range(0, len(self), points)
            for start in range(0, points, size)
        )


@dataclass(frozen=True)
class _Work:
    """Solves a variant at some points."""

    variant: Variant
    form: str
    players: int

    def summary(self, values: Mapping[str, Array]) -> Summary:
        """Summarise the answers; points without a game are rows too."""
        if games[self.form] is not StrategicGame:
            return self._of_plans(values)
        scenario, solver = self.variant.scenario, self.variant.solver
        try:
            return summary(solver.solve(StrategicGame.from_scenario(scenario, values)))
        except InvalidGame:
            table = scenario.payoff_table(values)
            proper = np.flatnonzero((np.abs(table) <= LARGEST).reshape(len(table), -1).all(1))
            if len(proper) == len(table):
                raise
        out = nothing(len(table), table.shape[1])
        if not len(proper):
            return out
        part = {name: column[proper] for name, column in values.items()}
        found = summary(solver.solve(StrategicGame.from_scenario(scenario, part)))
        for name in ("regime", "count", "payoff", "status"):
            getattr(out, name)[proper] = getattr(found, name)
        return replace(out, regimes=found.regimes, rows=found.rows, solver=found.solver)

    def _of_plans(self, values: Mapping[str, Array]) -> Summary:
        """Solve the points together; or one by one where they do not make games of one shape, or some make none."""
        size = len(next(iter(values.values())))
        made = batches(lambda part: game(self.variant.scenario, self.form, part), values, 0, size)
        return joined(
            [nothing(each.stop - each.start, self.players) if each.fault else self._told(each.found) for each in made]
        )

    def _told(self, made: Any) -> Summary:
        return summary(self.variant.solver.solve(made))


def _bytes(game: Any) -> int:
    """Memory for the numbers of one game of a batch."""
    numbers = [getattr(game, "payoffs", None), getattr(game, "chance", None)]
    numbers.append(getattr(getattr(game, "transitions", None), "probability", None))
    return max(8, *(int(array[0].nbytes) for array in numbers if array is not None and len(array)), 8)
