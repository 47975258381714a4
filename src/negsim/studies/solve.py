"""Solve a scenario, a game file or a game: names are looked up, and the answer knows what found it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, unknown
from negsim.formats.base import formats, of_path
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, Game, Values, games
from negsim.games.results import Outcomes, StateSets, Survivors
from negsim.games.talks import from_agenda
from negsim.scenario.bargaining import Equilibrium
from negsim.scenario.load import load
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Solver, options, solvers


def solve(
    what: Scenario | Game | str | Path,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    *,
    values: Values = {},
) -> Solution[Any, Any]:
    """Find what a solver finds in a scenario or a game.

    Parameters
    ----------
    what
        A scenario or a game; or the path of a scenario file or game file, or the name of a shipped scenario.
    form
        How to see a scenario as a game; when left out, the first form that its ``games`` describe, else
        ``"strategic"``.
    solver
        A solver, or its name; when left out, the one that the scenario names for this form, else ``"auto"``.
    values
        Numbers for some parameters of a scenario, or arrays of one number a game.

    Returns
    -------
    Solution
        One row an answer; it names the solver that was really used.

    Raises
    ------
    UnknownName
        If there is no such scenario, form, solver or parameter; the message names the nearest.
    NotApplicable
        If the solver does not handle such games.

    Examples
    --------
    >>> from negsim import solve
    >>> solve("prisoners_dilemma")[0]["row"]
    {'defect': 1.0}
    """
    found = opened(what) if isinstance(what, str | Path) else what
    used = solver_of(solver or (named_solver(found, form) if isinstance(found, Scenario) else None))
    return used.solve(game(found, form, values))


def game(what: Scenario | Game | str | Path, form: str | None = None, values: Values = {}) -> Any:
    """See a scenario as a game of some form: arrays and labels.

    Parameters
    ----------
    what, form, values
        As in `solve`.

    Returns
    -------
    Game
        Of the form asked for.
    """
    found = opened(what) if isinstance(what, str | Path) else what
    if form is not None and form not in games:
        raise unknown("form", form, games)
    if not isinstance(found, Scenario | Game):
        raise NotApplicable(
            f"a {type(found).__name__} is neither a scenario nor a game; use negsim.load(...), or StrategicGame(...)"
        )
    if not isinstance(found, Game):
        return _of_scenario(found, form or default_form(found), values)
    if values:
        raise NotApplicable(f"a game has no parameters to set ({', '.join(values)}); use a scenario")
    if form is not None and not isinstance(found, games[form]):
        raise NotApplicable(f"this is a {games.name_of(found)} game; use a scenario to see it in the form '{form}'")
    return found


def _of_scenario(scenario: Scenario, form: str, values: Values) -> Any:
    """See a scenario as a game; bargaining may need an equilibrium of another form first, for what disagreement is."""
    kind = games[form]
    if kind is not BargainingGame:
        return kind.from_scenario(scenario, values)
    told = scenario.agenda().block.disagreement
    if not isinstance(told, Equilibrium):
        return kind.from_scenario(scenario, values)
    return kind(**from_agenda.fields(scenario, values, _without_agreement(scenario, told, values)))


def _without_agreement(scenario: Scenario, told: Equilibrium, values: Values) -> Array:
    """Shape (batch or 1, party). What an equilibrium is worth; of several in a game, the first that the solver finds.

    Raises
    ------
    InvalidGame
        If there is none in one of the games.
    NotApplicable
        If answers of this solver have no payoffs.
    """
    place = "games.bargaining.disagreement"
    solver = solver_named(told.solver) or named_solver(scenario, told.form) or solver_of(None)
    solution = solver.solve(game(scenario, told.form, values))
    if isinstance(solution.result, StateSets | Outcomes | Survivors):
        raise NotApplicable(f"{place}: {type(solver).__name__} does not say what is played. Use all_nash")
    item, first = np.unique(solution.result.item, return_index=True)
    if len(item) < len(solution.game):
        raise InvalidGame(
            f"{place}: {type(solver).__name__} finds no equilibrium of the {told.form} game. Use a solver of mixed "
            "equilibria, or {actor: formula}"
        )
    players = list(solution.game.choices.players)
    columns = [players.index(actor) for actor in scenario.agenda().block.parties]
    return np.asarray(solution.game.payoff(solution.result)[first][:, columns])


def default_form(scenario: Scenario) -> str:
    """Return the form in which a scenario is seen when none is asked for: the first that its ``games`` describe.

    Parameters
    ----------
    scenario
        What the file says.
    """
    return next((form for form in scenario.games if form in games), "strategic")


def named_solver(scenario: Scenario, form: str | None) -> Solver[Any, Any] | None:
    """Return the solver that a scenario names for a form, with its options; None if it names none.

    Parameters
    ----------
    scenario
        What the file says.
    form
        A form; None for the default.
    """
    block = scenario.games.get(form or default_form(scenario))
    return solver_named(getattr(block, "solver", None) or {})


def solver_named(told: Mapping[str, Any]) -> Solver[Any, Any] | None:
    """Return the solver that a block names, with its options; None if it names none.

    Parameters
    ----------
    told
        ``name``, and options by name.
    """
    if "name" not in told:
        return None
    kind = solvers[str(told["name"])]
    asked = {name: value for name, value in told.items() if name != "name"}
    for name in asked:
        if name not in options(kind):
            raise unknown(f"option of {told['name']}", name, options(kind))
    found: Solver[Any, Any] = kind(**asked)
    return found


def opened(place: str | Path) -> Scenario | Game:
    """Read a scenario or a game file, or a shipped scenario by its name.

    Parameters
    ----------
    place
        A path, whose ending tells the format, or a bare name.
    """
    form = of_path(place)
    if form is None:
        return load(place)
    found: Game = formats[form].read(place)
    return found


def scenario_of(what: Scenario | str | Path) -> Scenario:
    """Return the scenario that was named or given.

    Parameters
    ----------
    what
        A scenario, its name or its path.

    Raises
    ------
    NotApplicable
        If it is a game file: only scenarios have parameters.
    """
    found = opened(what) if isinstance(what, str | Path) else what
    if not isinstance(found, Scenario):
        raise NotApplicable("this needs a scenario, and a game has no parameters. Write it as a scenario file.")
    return found


def solver_of(solver: str | Solver[Any, Any] | type[Solver[Any, Any]] | None) -> Solver[Any, Any]:
    """Return the solver that was named or given.

    Parameters
    ----------
    solver
        A solver, its class, its name, or None for ``"auto"``.
    """
    found = solvers[solver or "auto"] if isinstance(solver, str | None) else solver
    return found() if isinstance(found, type) else found
