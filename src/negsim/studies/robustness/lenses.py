"""The other lenses through which the same shares are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from negsim.errors import NegsimError
from negsim.solvers.conflict.stability import Stability
from negsim.studies.compare.ground import Ground
from negsim.studies.compare.questions import Question, questions
from negsim.studies.robustness.viewpoint import Viewpoint
from negsim.studies.solve import solver_of

LONG = "one point takes long in this form. Use form='{form}' to ask it alone"


def others(own: Viewpoint, left_out: dict[str, str]) -> Iterator[Viewpoint]:
    """Go through the lenses of `compare` that are not the scenario's own and take little time at a point.

    Parameters
    ----------
    own
        The scenario's own form and solver.
    left_out
        Where to note lenses that are left out: lens or form -> why.
    """
    refused: list[tuple[str, str, str]] = []
    asked = list(questions(Ground(own.scenario), refused))
    left_out |= {form: why for form, _, why in refused}
    for question in asked:
        view = seen_through(own, question)
        if is_own(own, view):
            continue
        if view.form == "stochastic":
            left_out[view.name] = LONG.format(form=view.form)
            continue
        try:
            assert view.headline
        except NegsimError as fault:
            left_out[view.name] = str(fault)
            continue
        yield view


def seen_through(own: Viewpoint, question: Question) -> Viewpoint:
    """Return the viewpoint of a lens.

    Parameters
    ----------
    own, question
        Whose scenario, and which lens.
    """
    solver = solver_of(question.solver)
    if question.concept and isinstance(solver, Stability):
        solver = replace(solver, concepts=(question.concept,))
    return Viewpoint(scenario=own.scenario, form=question.form, solver=solver, name=question.name)


def is_own(own: Viewpoint, view: Viewpoint) -> bool:
    """Return whether a lens asks what the scenario's own form and solver ask.

    Parameters
    ----------
    own, view
        The two viewpoints.
    """
    if own.form != view.form:
        return False
    if isinstance(view.solver, Stability):
        return getattr(own.solver, "concepts", ("nash",))[0] == view.solver.concepts[0]
    return own.solver == view.solver


def named(own: Viewpoint) -> Viewpoint:
    """Return a viewpoint with the name of the lens that it is; as it is where it is none.

    Parameters
    ----------
    own
        A form and a solver.
    """
    for question in questions(Ground(own.scenario), []):
        if is_own(own, seen_through(own, question)):
            return replace(own, name=question.name)
    return own
