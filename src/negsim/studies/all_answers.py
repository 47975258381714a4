"""Solve games for studies that look at every answer: where actions of a tree tie, each of them is followed up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from negsim.games.base import Game
from negsim.solvers.base import Solution, Solver, solvers


def all_answers(game: Game, solver: Solver[Any, Any]) -> Solution[Any, Any]:
    """Solve every game of a batch; on trees where actions tie, find every equilibrium, unless a solver was named.

    Backward induction by itself takes the first of tied actions, so that a tie would look like a single answer.

    Parameters
    ----------
    game
        What to solve.
    solver
        ``Auto`` where none was named; any other solver is asked for what it finds by itself.
    """
    return followed_up(solver.solve(game), solver)


def followed_up(found: Solution[Any, Any], solver: Solver[Any, Any]) -> Solution[Any, Any]:
    """Return every equilibrium of trees where actions tie, unless a solver was named; else what was found.

    Parameters
    ----------
    found
        What the solver found.
    solver
        As in `all_answers`.
    """
    used: Any = found.solver
    if solvers.name_of(solver) != "auto" or solvers.name_of(used) != "backward_induction":
        return found
    whole: Solution[Any, Any] = replace(used, every=True).solve(found.game) if found.facts["ties"].any() else found
    return whole
