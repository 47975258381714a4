"""The measure that is asked about when none is named: the probability of the headline outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.scenario.quantities import ENDINGS
from negsim.solvers.base import Solver
from negsim.studies.assumptions.answers import answers

CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What is likeliest at the defaults, and the measure that watches it.

    Attributes
    ----------
    outcomes
        The likeliest outcome of each answer at the defaults, every one once.
    measure
        The probability of the first of them; of conflicts, whether it is an equilibrium.
    """

    outcomes: tuple[str, ...]
    measure: str


def headline(scenario: Scenario, form: str, solver: Solver[Any, Any]) -> Headline:
    """Return the headline of a scenario and the measure that watches it.

    Parameters
    ----------
    scenario, form, solver
        What to solve, seen how, by what.

    Raises
    ------
    NotApplicable
        If there is no answer at the defaults, or the solver does not say what is played.

    Examples
    --------
    >>> import negsim
    >>> headline(negsim.load("baseline_impasse"), "strategic", negsim.solvers["pure_nash"]()).measure
    'probability(response.insist and reply.offer_menu)'
    """
    values = {name: np.array([parameter.value]) for name, parameter in scenario.parameters.items()}
    found = answers(scenario, form, solver, values)
    outcomes = found.headlines[0]
    if not outcomes:
        raise NotApplicable(
            f"{found.missing.get(0, 'there is no answer at the defaults')} Name a measure, such as payoff(ACTOR)"
        )
    first = outcomes[0]
    if first in found.endings:
        ending = first.replace(" ", "_")
        return Headline(outcomes=outcomes, measure=f"probability({ending if ending in ENDINGS else first})")
    where = condition(scenario, first)
    if form == CONFLICT:
        concept = found.solutions[0].result.concepts[0]
        return Headline(outcomes=outcomes, measure=f"stable({concept}, {where})")
    return Headline(outcomes=outcomes, measure=f"probability({where})")


def condition(scenario: Scenario, outcome: str) -> str:
    """Return the condition that holds in one outcome alone.

    Parameters
    ----------
    scenario
        Whose outcome it is.
    outcome
        Its label: the levels' ids, joined by ``" / "`` in the order of the moves.
    """
    levels = outcome.split(" / ")
    return " and ".join(f"{move}.{level}" for move, level in zip(scenario.moves, levels, strict=True))
