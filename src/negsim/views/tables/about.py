"""What stands around the rows of a solution: its title, whether it is complete, and what its payoffs are."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import UnknownName
from negsim.scenario.model import basis_of
from negsim.solvers.base import Solution, Status, solvers


def completeness(solution: Solution[Any, Any]) -> list[str]:
    """Say whether the rows are all there are, whether a game is degenerate, and which games were not solved.

    Parameters
    ----------
    solution
        What a solver found.
    """
    notes = []
    one = len(solution.game) == 1
    if "complete" in solution.facts:
        complete = np.asarray(solution.facts["complete"], bool)
        all_of_them = "these are all" if len(solution) else "there are none"
        notes.append(
            f"complete: {all_of_them} that {solver_name(solution.solver)} looks for"
            if complete.all()
            else "the list may be incomplete"
            if one
            else f"the list may be incomplete for {int((~complete).sum()):,} of {len(complete):,} games"
        )
    if "degenerate" in solution.facts:
        degenerate = np.asarray(solution.facts["degenerate"], bool)
        if degenerate.any():
            which = "the game is" if one else f"{int(degenerate.sum()):,} of {len(degenerate):,} games are"
            notes.append(f"{which} degenerate: answers may form a continuum, of which the rows are the corners")
    for code in sorted(set(solution.status.tolist())):
        if code != Status.solved.code:
            count = int((solution.status == code).sum())
            notes.append(("" if one else f"{count:,} games: ") + Status(code).value)
    return notes


def label_of(solution: Solution[Any, Any]) -> str:
    """Return what the payoffs of the games solved are: a textbook's, or else an assumption."""
    return basis_of(getattr(solution.game, "comment", ""))


def solver_name(solver: object) -> str:
    """Return the name a solver is registered under; the class's own name where it is not registered."""
    try:
        return solvers.name_of(solver)
    except UnknownName:
        return type(solver).__name__


def title_of(solution: Solution[Any, Any]) -> str:
    """Return what a table of a solution is headed by: the concept, what found it, and the definition."""
    concept = solution.solver.concept
    return f"{concept.name.replace('_', ' ')} by {solver_name(solution.solver)}: {concept.definition}"
