"""Every answer at every one of some points: what it predicts, what each player expects, and how exact it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.results import Joint, Offers, Profiles
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Solver, Status
from negsim.studies.all_answers import all_answers
from negsim.studies.batches import batches
from negsim.studies.predicted import Predicted, predicted
from negsim.studies.solve import game

EVEN = 1e-9  # chances this near to each other are alike
DIGITS = 9  # of chances and payoffs, when two answers are compared


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What a solver finds in one scenario for several values of its parameters.

    Attributes
    ----------
    points
        How many there are.
    players
        Ids of those whose payoffs are told.
    outcomes
        Names of the outcomes that some answer predicts.
    endings
        Names of what is no outcome, such as a hazard or ``"no agreement"``.
    point
        Shape (row,). At which point each answer is found; never decreasing.
    shares
        Shape (row, outcome or ending). Its probability.
    payoff
        Shape (row, player). What each expects.
    solutions
        What the solver found, in one batch or several.
    missing
        Point -> why there is no answer there.
    """

    points: int
    players: tuple[str, ...]
    outcomes: tuple[str, ...]
    endings: tuple[str, ...]
    point: IntArray
    shares: Array
    payoff: Array
    solutions: tuple[Solution[Any, Any], ...]
    missing: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def residual(self) -> float:
        """How far the answer that is furthest from the definition of the solver's concept is from it."""
        return max((float(found.residual.max()) for found in self.solutions if len(found)), default=0.0)

    @property
    def names(self) -> tuple[str, ...]:
        """Outcomes and endings, in the order of `shares`."""
        return (*self.outcomes, *self.endings)

    @cached_property
    def headlines(self) -> tuple[tuple[str, ...], ...]:
        """Point -> the likeliest outcome of each answer there, every one once; nothing where there is no answer.

        Where a form has no outcomes, the likeliest ending.
        """
        count = len(self.outcomes) or len(self.names)
        found: list[set[int]] = [set() for _ in range(self.points)]
        if count:
            rounded = np.round(self.shares[:, :count] / EVEN)
            for point, best in zip(self.point.tolist(), rounded.argmax(1).tolist(), strict=True):
                found[point].add(best)
        return tuple(tuple(self.names[k] for k in sorted(names)) for names in found)

    def range_of(self, table: Array, point: int) -> tuple[Array, Array]:
        """Return the lowest and the highest of some numbers over the answers at a point.

        Parameters
        ----------
        table
            Shape (row, thing): `shares` or `payoff`.
        point
            Which.

        Returns
        -------
        lowest, highest
            Shape (thing,) each; NaN where there is no answer.
        """
        rows = table[self.point == point]
        if not len(rows):
            nothing = np.full(table.shape[1], np.nan)
            return nothing, nothing
        return rows.min(0), rows.max(0)


def answers(scenario: Scenario, form: str, solver: Solver[Any, Any], values: Mapping[str, Array]) -> Answers:
    """Solve a scenario at several points, together where their games have one shape, else those together that have.

    Parameters
    ----------
    scenario, form, solver
        What to solve, seen how, by what.
    values
        Parameter -> shape (point,); the others keep their default.

    Raises
    ------
    NotApplicable
        If the solver does not say what is played.
    """
    count = max((len(column) for column in values.values()), default=1)
    parts: list[_Part] = []
    spans: list[int] = []
    missing: dict[int, str] = {}
    for batch in batches(lambda part: _part(scenario, form, solver, part), values, 0, count):
        if batch.found is None:
            missing[batch.start] = str(batch.fault)
        else:
            parts.append(batch.found)
            spans.append(batch.start)
    if not parts:
        raise NotApplicable(next(iter(missing.values())))
    return _joined(parts, spans, count, missing)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """The answers to a batch; `copies` where one game stands for several points, since nothing in it varies."""

    found: Predicted
    payoff: Array
    solution: Solution[Any, Any]
    copies: int

    @property
    def names(self) -> dict[int, str]:
        """The names of the outcomes that occur."""
        return {int(k): self.found.scenario.outcome_label(int(k)) for k in np.unique(self.found.outcome)}

    @property
    def unsolved(self) -> dict[int, str]:
        """Game -> the solver's advice, where it found nothing."""
        answered = set(self.found.item.tolist())
        return {
            item + copy: Status(code).value
            for copy in range(self.copies)
            for item, code in enumerate(self.solution.status.tolist())
            if item not in answered
        }


def _part(scenario: Scenario, form: str, solver: Solver[Any, Any], values: Mapping[str, Array]) -> _Part:
    solution = all_answers(game(scenario, form, values), solver)
    found = predicted(scenario, solution, values)
    if isinstance(solution.result, Profiles | Joint | Offers):
        payoff = solution.game.payoff(solution.result)
    else:
        table = found.scenario.payoff_table(values)
        payoff = np.stack([found.mean(table[:, k]) for k in range(table.shape[1])], 1)
    count = max((len(column) for column in values.values()), default=1)
    return _Part(found=found, payoff=payoff, solution=solution, copies=count if len(solution.game) == 1 else 1)


def _joined(parts: Sequence[_Part], spans: Sequence[int], count: int, missing: dict[int, str]) -> Answers:
    occurring = sorted({pair for p in parts for pair in p.names.items()})  # ties rest on no order of solving
    outcomes = {name: k for k, name in enumerate(dict.fromkeys(name for _, name in occurring))}
    endings = {name: k for k, name in enumerate(dict.fromkeys(name for p in parts for name in p.found.endings))}
    point, shares, payoff = [], [], []
    for start, part in zip(spans, parts, strict=True):
        table = _shares(part, outcomes, endings)
        kept = _unlike(np.column_stack([part.found.item, table, part.payoff]))
        for copy in range(part.copies):
            point.append(start + copy + part.found.item[kept])
            shares.append(table[kept])
            payoff.append(part.payoff[kept])
        missing |= {start + item: why for item, why in part.unsolved.items()}
    solution = parts[0].solution
    several = isinstance(solution.result, Profiles | Joint | Offers)
    return Answers(
        points=count,
        players=tuple(solution.game.choices.players) if several else tuple(parts[0].found.scenario.payoffs),
        outcomes=tuple(outcomes),
        endings=tuple(endings),
        point=np.concatenate(point),
        shares=np.concatenate(shares),
        payoff=np.concatenate(payoff),
        solutions=tuple(part.solution for part in parts),
        missing=missing,
    )


def _unlike(rows: Array) -> IntArray:
    """The rows that differ from every row before them; equilibria that part only where play never comes do not."""
    _, first = np.unique(np.round(rows, DIGITS), axis=0, return_index=True)
    return np.sort(first)


def _shares(part: _Part, outcomes: Mapping[str, int], endings: Mapping[str, int]) -> Array:
    """Shape (row, outcome or ending)."""
    names = part.names
    table = np.zeros((len(part.found), len(outcomes) + len(endings)))
    columns = np.array([outcomes[names[k]] for k in part.found.outcome.tolist()], np.intp)
    np.add.at(table, (part.found.row, columns), part.found.weight)
    for name, share in part.found.endings.items():
        table[:, len(outcomes) + endings[name]] = share
    return table
