"""The answers of every form in a report: in sentences, in tables with residuals, and in pictures."""

from __future__ import annotations

from typing import Any

from negsim.errors import NotApplicable
from negsim.solvers.base import Solution
from negsim.studies.explain import explain
from negsim.studies.overview import Overview
from negsim.views.report.blocks import Heading, Section, Words, sheets
from negsim.views.report.figures import of_form
from negsim.views.tables.about import solver_name
from negsim.views.tables.bargain import sections as of_bargain
from negsim.views.tables.solution import sections as of_solution

CALLED = {
    "strategic": "Chosen once, at the same time",
    "extensive": "Chosen in turns",
    "stochastic": "Played over time",
    "screening": "Demands in rounds",
    "conflict": "As a conflict of the graph model",
    "bargaining": "As bargaining",
}
TOLD = 3  # answers that are explained
READING = (
    "Each form of game asks a different question of the same payoffs. A residual says how far an answer is from the "
    "definition of its concept, computed from the definition alone: 0 means that the definition holds. An equilibrium "
    "is what follows from assumed preferences under a concept; it is neither right, nor fair, nor recommended."
)


def lenses(found: Overview) -> Section:
    """Return what every form that applies finds.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    blocks: list[Any] = [Words(text=READING)]
    for form, solution in found.solutions.items():
        blocks += [Heading(text=f"{CALLED.get(form, form)} ({form}, {solver_name(solution.solver)})")]
        blocks += _explained(solution)
        blocks += sheets(of_solution(solution))
        if form == "bargaining" and found.bargain is not None:
            blocks += sheets(of_bargain(found.bargain))
        blocks += of_form(found, form)
    if found.left_out:
        items = tuple(f"{form}: {why}" for form, why in found.left_out.items())
        blocks += [Heading(text="Forms that do not apply"), Words(items=items)]
    return Section(id="lenses", title="What every lens shows", blocks=tuple(blocks))


def _explained(solution: Solution[Any, Any]) -> list[Words]:
    """The first answers in sentences."""
    told: list[Words] = []
    for row in list(solution)[:TOLD]:
        try:
            first, *others = explain(row).splitlines()
        except NotApplicable:
            return told
        told.append(Words(text=first, items=tuple(others)))
    if len(solution) > TOLD:
        told.append(Words(text=f"{len(solution) - TOLD:,} more answers stand in the table.", small=True))
    return told
