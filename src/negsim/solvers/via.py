"""Solve a simpler game instead, and take the answer back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.games.base import Game, IntArray
from negsim.games.results import Result
from negsim.reductions.base import Reduction, reductions
from negsim.solvers.base import Solution, Solver, solvers


@solvers("via")
@dataclass(frozen=True)
class Via(Solver[Any, Any]):
    """Reduce every game, solve what is left, and judge the answer in the full game: `Via(ToUndominated(), AllNash())`.

    The cost is that of the reduction and of the solver on the smaller games; use it when most strategies fall away, or
    when a solver does not know a form. The limits are those of the solver within.

    Attributes
    ----------
    reduction, solver
        Values, or the names of registered ones.
    """

    reference: ClassVar[str] = "Luce and Raiffa (1957)"

    reduction: Reduction[Any, Any] | str = "to_undominated"
    solver: Solver[Any, Any] | str = "auto"

    @property
    def concept(self) -> Concept[Any, Any]:
        """What the solver within finds, seen in the full game."""
        return self._reduction.concept(self._solver.concept)

    def solve(self, game: Game) -> Solution[Any, Any]:
        """Solve every game of the batch."""
        parts = self._reduction.reduce(game)
        found = [self._solver.solve(part.game) for part in parts]
        results = [part.back(one.result) for part, one in zip(parts, found, strict=True)]
        status, steps = np.zeros(len(game), np.intp), np.zeros(len(game), np.intp)
        for part, one in zip(parts, found, strict=True):
            status[part.items], steps[part.items] = one.status, one.steps
        known = set.intersection(*(set(one.facts) for one in found))
        facts = {name: _scattered([one.facts[name] for one in found], parts, len(game)) for name in sorted(known)}
        return Solution(game, self, _joined(results, [part.items for part in parts]), status, steps, facts)

    @property
    def _reduction(self) -> Reduction[Any, Any]:
        found: Any = reductions[self.reduction]() if isinstance(self.reduction, str) else self.reduction
        return found  # type: ignore[no-any-return]

    @property
    def _solver(self) -> Solver[Any, Any]:
        if not isinstance(self.solver, str):
            return self.solver
        return solvers[self.solver](max_steps=self.max_steps, deadline=self.deadline)


def _joined(results: list[Result], items: list[IntArray]) -> Result:
    """Put the rows of the parts in the order of the batch."""
    item = np.concatenate([part[result.item] for result, part in zip(results, items, strict=True)])
    names = [name for name, held in vars(results[0]).items() if name != "item" and isinstance(held, np.ndarray)]
    fields: dict[str, Any] = {name: np.concatenate([getattr(result, name) for result in results]) for name in names}
    shared = set.intersection(*(set(result.columns) for result in results))
    columns = {name: np.concatenate([result.columns[name] for result in results]) for name in sorted(shared)}
    whole = replace(results[0], item=item, columns=columns, **fields)
    return whole.take(np.argsort(item, kind="stable"))


def _scattered(values: list[Any], parts: Any, size: int) -> Any:
    arrays = [np.asarray(value) for value in values]
    out = np.zeros((size, *arrays[0].shape[1:]), np.result_type(*arrays))
    for value, part in zip(arrays, parts, strict=True):
        out[part.items] = value
    return out
