"""How far the headline of an answer depends on each number that was assumed, and on all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.scenario.model import Parameter, Scenario
from negsim.solvers.base import Solver
from negsim.studies.assumptions.answers import Answers, answers
from negsim.studies.solve import game


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """Where in the range of one parameter the headline of the default holds, the others at their defaults.

    Attributes
    ----------
    parameter
        Which.
    values
        Shape (point,). The values tried.
    holds
        Shape (point,). Whether the headline is the same there.
    instead
        The other headlines that occur, those first that are met nearest to the default.
    missing
        Value -> why there is no answer there.
    """

    parameter: str
    values: Array
    holds: BoolArray
    instead: tuple[tuple[str, ...], ...]
    missing: Mapping[float, str]

    @property
    def share(self) -> float:
        """The share of the values tried at which the headline holds."""
        return float(self.holds.mean())


@dataclass(frozen=True, kw_only=True, eq=False)
class Robustness:
    """How far the headline depends on what was assumed.

    Attributes
    ----------
    headline
        The likeliest outcome of every answer at the defaults, each once.
    alone
        One parameter at a time.
    together
        The share of points drawn evenly from all ranges at once at which the headline holds.
    points, seed
        How many of them, and what they are drawn with.
    unsolved
        At how many of them there is no answer.
    """

    headline: tuple[str, ...]
    alone: tuple[Reach, ...]
    together: float
    points: int
    seed: int
    unsolved: int


def robustness(
    scenario: Scenario, form: str, solver: Solver[Any, Any], *, values: int = 41, points: int = 400, seed: int = 0
) -> Robustness:
    """Find in which share of the ranges the headline of the default holds.

    Parameters
    ----------
    scenario, form, solver
        What to solve, seen how, by what.
    values
        Evenly spaced values of each parameter alone, both ends among them; of one that takes whole numbers only, no
        more than there are.
    points
        Drawn from all ranges at once.
    seed
        What they are drawn with.

    Raises
    ------
    NotApplicable
        If the solver does not say what is played at the defaults, or does not find anything.
    """
    here = answers(scenario, form, solver, {name: np.array([p.value]) for name, p in scenario.parameters.items()})
    headline = here.headlines[0]
    if not headline:
        raise NotApplicable(here.missing.get(0, "there is no answer at the defaults"))
    varied = [name for name, parameter in scenario.parameters.items() if parameter.low < parameter.high]
    whole = {name: takes_whole(scenario, form, name) for name in varied}
    alone = tuple(
        _alone(scenario, form, solver, name, headline, spaced(scenario, name, values, whole[name])) for name in varied
    )
    together = _together(scenario, form, solver, whole, points, seed) if varied else here
    return Robustness(
        headline=headline,
        alone=alone,
        together=float(np.mean([found == headline for found in together.headlines])),
        points=points if varied else 0,
        seed=seed,
        unsolved=sum(not found for found in together.headlines),
    )


def takes_whole(scenario: Scenario, form: str, name: str) -> bool:
    """Return whether a parameter takes whole numbers only: a number between them makes no game.

    Parameters
    ----------
    scenario, form, name
        What is solved, seen how, and the parameter.
    """
    parameter = scenario.parameters[name]
    if not all(float(end).is_integer() for end in (parameter.low, parameter.high, parameter.value)):
        return False
    try:
        game(scenario, form, {name: np.array([np.floor((parameter.low + parameter.high) / 2) + 0.5])})
    except (InvalidGame, NotApplicable):
        return True
    return False


def spaced(scenario: Scenario, name: str, count: int, whole: bool) -> Array:
    """Return evenly spaced values of a parameter, both ends of its range among them.

    Parameters
    ----------
    scenario, name
        The parameter.
    count
        How many, at most.
    whole
        Whether only whole numbers.

    Returns
    -------
    Array
        Shape (value,), rising.
    """
    parameter = scenario.parameters[name]
    values = np.linspace(parameter.low, parameter.high, count)
    return np.unique(np.round(values)) if whole else np.round(values, _decimals(parameter))


def _decimals(parameter: Parameter) -> int:
    """How many decimals are enough: a billionth of the range."""
    return int(9 - np.floor(np.log10(parameter.high - parameter.low)))


def _alone(
    scenario: Scenario, form: str, solver: Solver[Any, Any], name: str, headline: tuple[str, ...], values: Array
) -> Reach:
    found = answers(scenario, form, solver, {name: values})
    near = np.argsort(np.abs(values - scenario.parameters[name].value), kind="stable")
    others = dict.fromkeys(found.headlines[k] for k in near.tolist() if found.headlines[k] not in (headline, ()))
    return Reach(
        parameter=name,
        values=values,
        holds=np.array([told == headline for told in found.headlines]),
        instead=tuple(others),
        missing={float(values[k]): why for k, why in found.missing.items()},
    )


def _together(
    scenario: Scenario, form: str, solver: Solver[Any, Any], whole: Mapping[str, bool], points: int, seed: int
) -> Answers:
    """Answers at points drawn evenly, each parameter from a stream of its own."""
    drawn: dict[str, Array] = {}
    for name, stream in zip(whole, np.random.SeedSequence(seed).spawn(len(whole)), strict=True):
        parameter = scenario.parameters[name]
        values = np.random.default_rng(stream).uniform(parameter.low, parameter.high, points)
        drawn[name] = np.round(values) if whole[name] else values
    return answers(scenario, form, solver, drawn)
