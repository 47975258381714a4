"""How robust a conclusion is: where in the assumed ranges it holds, what it takes to change it, and what to regret."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import unknown
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.design import design_of
from negsim.studies.robustness.ranges import reaches
from negsim.studies.robustness.record import Robustness
from negsim.studies.robustness.shares import shares
from negsim.studies.robustness.viewpoint import Viewpoint, solver_name
from negsim.studies.solve import default_form, named_solver, scenario_of, solver_of

PARTS = ("alone",)
SAMPLES = 1000  # points: an interval of at most three percentage points to each side
VALUES = 41  # of each parameter alone


def robustness(
    scenario: Scenario | str | Path,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    *,
    parts: Sequence[str] = PARTS,
    samples: int = SAMPLES,
    values: int = VALUES,
    seed: int = 0,
) -> Robustness:
    """Find how far the headline of a scenario, the likeliest outcome of its answers, depends on the assumed numbers.

    A share of assumed ranges is no probability: it says how much of what was thought worth looking at leads to the same
    conclusion, all points of the ranges counted alike.

    Parameters
    ----------
    scenario, form, solver
        As in `solve`: when left out, the form that the scenario describes and the solver that it names.
    parts
        Which of `PARTS` to find besides the shares of all ranges at once, which are always there. ``"alone"``: where
        each parameter, the others at their defaults, leaves the headline as it is.
    samples
        Points drawn from all ranges at once.
    values
        Evenly spaced values of each parameter alone, both ends among them.
    seed
        What points are drawn with.

    Raises
    ------
    UnknownName
        If there is no such scenario, form, solver or part.
    NotApplicable
        If the solver does not say what is played at the defaults, or does not find anything.

    Examples
    --------
    >>> from negsim.studies.robustness.robustness import robustness
    >>> found = robustness("baseline_impasse", samples=100)
    >>> found.headline
    ('insist / offer_menu',)
    """
    about = scenario_of(scenario)
    for part in parts:
        if part not in PARTS:
            raise unknown("part of robustness", part, PARTS)
    form = form or default_form(about)
    chosen = solver_of(solver or named_solver(about, form))
    view = Viewpoint(scenario=about, form=form, solver=chosen)
    return Robustness(
        scenario=about,
        form=form,
        solver=solver_name(chosen),
        lenses=(shares(view, sample(view, samples, seed)),),
        alone=reaches(view, values) if "alone" in parts else (),
        seed=seed,
    )


def sample(view: Viewpoint, samples: int, seed: int) -> dict[str, Array]:
    """Return points drawn evenly from all ranges at once; the default alone where no parameter has a range.

    Parameters
    ----------
    view, samples, seed
        What is asked, how many points, and what they are drawn with.
    """
    if not view.varied:
        return {}
    drawn = design_of(view.scenario, view.varied, "random", samples, seed).columns(0, samples)
    return {name: np.round(column) if name in view.whole else column for name, column in drawn.items()}
