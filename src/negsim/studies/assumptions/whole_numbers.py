"""Which parameters take whole numbers only, such as a number of years."""

from __future__ import annotations

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array
from negsim.scenario.model import Parameter, Scenario
from negsim.studies.solve import game


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
