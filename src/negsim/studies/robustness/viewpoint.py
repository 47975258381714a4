"""A scenario seen in a form and solved by a solver: which outcomes are the likeliest ones, at any values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, UnknownName
from negsim.games.base import Array, BoolArray, IntArray
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver, Status, solvers
from negsim.studies.assumptions.answers import Answers, answers
from negsim.studies.assumptions.whole_numbers import takes_whole

CHUNK = 1024  # points that are solved together
LARGE = 10_000  # outcomes times parameters
TRACED = ("agent_logit", "logit", "logit_homotopy")  # solvers that follow a branch: a game takes them long


@dataclass(frozen=True, kw_only=True, eq=False)
class Headlines:
    """The likeliest outcome of every answer at some points.

    Attributes
    ----------
    told
        Shape (point,). Labels, each once, in an order that means nothing; empty where nothing was found.
    missing
        Point -> why there is no answer.
    """

    told: tuple[tuple[str, ...], ...]
    missing: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.told)

    def same(self, headline: Collection[str]) -> BoolArray:
        """Return where a headline holds: shape (point,).

        Parameters
        ----------
        headline
            Labels, in any order.
        """
        wanted = frozenset(headline)
        return np.array([frozenset(names) == wanted for names in self.told], bool)


@dataclass(frozen=True, kw_only=True)
class Viewpoint:
    """A scenario seen in a form and solved by a solver.

    Attributes
    ----------
    scenario, form, solver
        What is asked.
    name
        Of the lens, such as ``"Nash equilibrium"``; empty for the form and solver that the scenario itself names.
    """

    scenario: Scenario
    form: str
    solver: Solver[Any, Any]
    name: str = ""

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """The parameters that have a range."""
        return tuple(name for name, each in self.scenario.parameters.items() if each.low < each.high)

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """Those of them that take whole numbers only."""
        return tuple(name for name in self.varied if takes_whole(self.scenario, self.form, name))

    @property
    def large(self) -> bool:
        """Whether outcomes and parameters are so many that fewer ways are followed."""
        return len(self.scenario.outcomes()) * len(self.varied) > LARGE

    @cached_property
    def defaults(self) -> dict[str, float]:
        """Parameter -> its default, for those that have a range."""
        return {name: self.scenario.parameters[name].value for name in self.varied}

    @cached_property
    def here(self) -> Answers:
        """The answers at the defaults."""
        values = {name: np.array([each.value]) for name, each in self.scenario.parameters.items()}
        return answers(self.scenario, self.form, self.solver, values)

    @property
    def headline(self) -> tuple[str, ...]:
        """The likeliest outcome of every answer at the defaults, each once.

        Raises
        ------
        NotApplicable
            If there is none, or the solver does not say what is played.
        """
        if self.here.headlines[0]:
            return self.here.headlines[0]
        why = self.here.missing.get(0, "")
        raise NotApplicable("nothing meets the definition at the defaults" if why in ("", Status.solved.value) else why)

    @property
    def slow(self) -> bool:
        """Whether a point takes long: play over time, and solvers that follow a branch."""
        return self.form == "stochastic" or any(solver_name(found.solver) in TRACED for found in self.here.solutions)

    def at(self, values: Mapping[str, Array]) -> Headlines:
        """Return the headlines at some points.

        Parameters
        ----------
        values
            Parameter -> shape (point,); the others keep their default.
        """
        size = max((len(column) for column in values.values()), default=1)
        told: list[tuple[str, ...]] = [()] * size
        missing: dict[int, str] = {}
        for points in self.chunks(values, size):
            part = {name: column[points] for name, column in values.items()}
            try:
                found = answers(self.scenario, self.form, self.solver, part)
            except (InvalidGame, NotApplicable) as fault:
                missing |= dict.fromkeys(points.tolist(), str(fault))
                continue
            for point, names in zip(points.tolist(), found.headlines, strict=True):
                told[point] = names
            missing |= {int(points[k]): why for k, why in found.missing.items()}
        return Headlines(told=tuple(told), missing=missing)

    def chunks(self, values: Mapping[str, Array], size: int) -> Iterator[IntArray]:
        """Yield numbers of points that are solved together: alike in what must be whole, on which the shape rests.

        Parameters
        ----------
        values, size
            Parameter -> shape (point,), and how many points there are.
        """
        columns = [values[name] for name in self.whole if name in values]
        kinds = np.unique(np.stack(columns, 1), axis=0, return_inverse=True)[1] if columns else np.zeros(size, np.intp)
        for kind in np.unique(kinds):
            points = np.flatnonzero(kinds == kind)
            for start in range(0, len(points), CHUNK):
                yield points[start : start + CHUNK]


def solver_name(solver: Solver[Any, Any]) -> str:
    """Return what a solver is called: its registered name, or else that of its class.

    Parameters
    ----------
    solver
        Any.
    """
    try:
        return solvers.name_of(solver)
    except UnknownName:
        return type(solver).__name__
