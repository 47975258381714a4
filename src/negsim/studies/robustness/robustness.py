"""How robust a conclusion is: where in the assumed ranges it holds, what it takes to change it, and what to regret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NegsimError, NotApplicable, unknown
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.design import design_of
from negsim.studies.robustness.joint import joint
from negsim.studies.robustness.lenses import named, others
from negsim.studies.robustness.nearest import nearest
from negsim.studies.robustness.ranges import reaches
from negsim.studies.robustness.record import Edge, Flip, LensShares, Regret, Robustness
from negsim.studies.robustness.regret import regrets
from negsim.studies.robustness.shares import counted, shares
from negsim.studies.robustness.viewpoint import Headlines, Viewpoint, solver_name
from negsim.studies.solve import default_form, named_solver, scenario_of, solver_of

PARTS = ("alone", "lenses", "nearest", "joint", "regret")
SAMPLES, FEW_SAMPLES = 1000, 200  # points: a share is then known to three percentage points, or to seven
PER_LENS = 4  # other lenses are looked at in one of so many of the points
VALUES, FEW_VALUES = 41, 9  # of each parameter alone


def robustness(
    scenario: Scenario | str | Path,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    *,
    parts: Sequence[str] = PARTS,
    samples: int | None = None,
    values: int | None = None,
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
        each parameter, the others at their defaults, leaves the headline as it is. ``"lenses"``: the shares through
        the other lenses of `compare`. ``"nearest"``: where the headline first changes as each parameter alone goes
        down or up. ``"joint"``: the smallest change of all parameters together that changes it. ``"regret"``: what
        each move could cost its party.
    samples
        Points drawn evenly from all ranges at once; when left out 1,000, or 200 where a point takes long. Other lenses
        are looked at in the first quarter of them.
    values
        Evenly spaced values of each parameter alone, both ends among them; when left out 41, or 9.
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
    >>> found = robustness("baseline_impasse", parts=("nearest",), samples=100)
    >>> found.headline, found.nearest[0].parameter, str(found.nearest[0].exact)
    (('insist / offer_menu',), 'audience_cost_R', '16/5')
    """
    about = scenario_of(scenario)
    for part in parts:
        if part not in PARTS:
            raise unknown("part of robustness", part, PARTS)
    form = form or default_form(about)
    chosen = solver_of(solver or named_solver(about, form))
    view = named(Viewpoint(scenario=about, form=form, solver=chosen))
    drawn = sample(view, samples or (FEW_SAMPLES if view.slow else SAMPLES), seed)
    study = _Study(view=view, drawn=drawn, found=view.at(drawn), seed=seed)
    edges = study.edges() if {"nearest", "joint"} & set(parts) else ()
    return Robustness(
        scenario=about,
        form=form,
        solver=solver_name(chosen),
        lenses=(counted(view, view.headline, study.found), *(study.lenses() if "lenses" in parts else ())),
        alone=reaches(view, values or (FEW_VALUES if view.slow else VALUES)) if "alone" in parts else (),
        nearest=edges if "nearest" in parts else (),
        joint=study.joint(edges) if "joint" in parts else (),
        regrets=study.regrets() if "regret" in parts else (),
        seed=seed,
        left_out=study.left_out,
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


@dataclass(frozen=True, kw_only=True)
class _Study:
    """The parts of the answer, each of which may be missing for a reason that is noted."""

    view: Viewpoint
    drawn: Mapping[str, Array]
    found: Headlines
    seed: int
    left_out: dict[str, str] = field(default_factory=dict)

    def lenses(self) -> list[LensShares]:
        points = {name: column[: -(-len(column) // PER_LENS)] for name, column in self.drawn.items()}
        told = []
        for view in others(self.view, self.left_out):
            try:
                told.append(shares(view, points))
            except NegsimError as fault:
                self.left_out[view.name] = str(fault)
        return told

    def edges(self) -> tuple[Edge, ...]:
        return nearest(self.view)

    def joint(self, edges: Sequence[Edge]) -> tuple[Flip, ...]:
        known = np.array([bool(names) for names in self.found.told], bool)
        other = known & ~self.found.same(self.view.headline)
        flips = joint(self.view, edges, {name: column[other] for name, column in self.drawn.items()}, self.seed)
        if not flips:
            self.left_out["joint"] = "the headline is the same wherever it was looked at"
        return flips

    def regrets(self) -> tuple[Regret, ...]:
        try:
            few = FEW_SAMPLES // PER_LENS if self.view.slow else None
            return regrets(self.view, {name: column[:few] for name, column in self.drawn.items()}, self.seed)
        except (InvalidGame, NotApplicable) as fault:
            self.left_out["regret"] = str(fault)
            return ()
