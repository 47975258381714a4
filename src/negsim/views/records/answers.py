"""What was computed as plain dictionaries and lists: the JSON that the published schemas describe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from negsim import __version__
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Choices, games
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Solver, Status
from negsim.studies.sweep import Sweep
from negsim.views.records.agreements import of_bargaining
from negsim.views.records.conflict import of_conflict, options
from negsim.views.records.rows import of_row
from negsim.views.tables.about import label_of, solver_name
from negsim.views.tables.state_shares import record as shares_of_states
from negsim.views.tables.sweep import regimes
from negsim.views.tables.sweep_parts import record_by_override, record_of_measures
from negsim.views.wording import plain_value

SCHEMA = "negsim-{name}/1"


def of_solution(
    solution: Solution[Any, Any], scenario: Scenario | None = None, overrides: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a solution with all that is needed to find it again.

    Parameters
    ----------
    solution
        What a solver found.
    scenario
        What it was found in; None when it was a game.
    overrides
        The names of the overrides that were applied to it.
    """
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="solve"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "form": games.name_of(solution.game),
        **_choices(solution.game),
        "solver": of_solver(solution.solver),
        **(of_conflict(solution) if isinstance(solution.game, ConflictGame) else {}),
        **(of_bargaining(solution.game) if isinstance(solution.game, BargainingGame) else {}),
        "concept": {
            "name": solution.solver.concept.name,
            "definition": solution.solver.concept.definition,
            "reference": solution.solver.concept.reference,
        },
        "status": worst(solution).name,
        "complete": is_complete(solution),
        "games": [_game(solution, item) for item in range(len(solution.game))],
        "solutions": [of_row(solution, row) for row in range(len(solution))],
        "label": label_of(solution),
    }


def of_scenario(scenario: Scenario, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return what identifies a scenario and its numbers.

    Parameters
    ----------
    scenario
        What the file says.
    overrides
        The names of the overrides that were applied.
    """
    return {
        "id": scenario.id,
        "title": scenario.title,
        "question": scenario.question,
        "hash": scenario.digest,
        "overrides": list(overrides),
        "values": scenario.defaults(),
    }


def of_solver(solver: Solver[Any, Any]) -> dict[str, Any]:
    """Return the name and the options of a solver.

    Parameters
    ----------
    solver
        Any solver.
    """
    options = {field.name: getattr(solver, field.name) for field in fields(solver)}
    return {"name": solver_name(solver), "options": {name: _plain(value) for name, value in options.items()}}


def of_sweep(sweep: Sweep, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return the summary of a sweep with all that is needed to repeat it.

    Parameters
    ----------
    sweep
        What was found at every point of a design.
    overrides
        The names of the overrides that were applied to its scenario.
    """
    design = sweep.design.described()
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="sweep"),
        "scenario": of_scenario(sweep.scenario, overrides),
        "form": sweep.form,
        "solver": of_solver(sweep.solver),
        "design": {"kind": design.pop("design"), **design},
        "points": len(sweep),
        "status": sweep.statuses,
        "regimes": regimes(sweep),
        **({"stability": shares_of_states(sweep.states)} if sweep.states else {}),
        **({"variants": record_by_override(sweep)} if len(sweep.variants) > 1 else {}),
        **({"measures": record_of_measures(sweep)} if sweep.measures else {}),
        **({"spans": [list(span) for span in sweep.spans]} if sweep.spans else {}),
        **({"faults": [asdict(fault) for fault in sweep.faults]} if sweep.faults else {}),
        "label": sweep.scenario.basis,
    }


def worst(solution: Solution[Any, Any]) -> Status:
    """Return ``Status.solved`` if every game was solved, else the status of the first that was not.

    Parameters
    ----------
    solution
        What a solver found.
    """
    unsolved = solution.status[solution.status != Status.solved.code]
    return Status(unsolved[0]) if len(unsolved) else Status.solved


def is_complete(solution: Solution[Any, Any]) -> bool | None:
    """Return whether the rows are all there are; None when the solver does not say.

    Parameters
    ----------
    solution
        What a solver found.
    """
    return bool(np.all(solution.facts["complete"])) if "complete" in solution.facts else None


def _choices(game: Any) -> dict[str, Any]:
    """Who may do what; where players choose at several places, also where."""
    if isinstance(game, ConflictGame):
        return {"players": options(game)}
    if isinstance(game, BargainingGame):
        return {"players": {player: [] for player in game.players}}
    choices: Choices = game.choices
    mine: dict[str, dict[str, None]] = {player: {} for player in choices.players}
    for owner, action in zip(choices.player, choices.actions, strict=True):
        mine[choices.players[owner]][action] = None
    found: dict[str, Any] = {"players": {player: list(actions) for player, actions in mine.items()}}
    if choices.several:
        found["places"] = [
            {"player": choices.players[owner], "place": name, "actions": list(choices.actions[part])}
            for owner, name, part in zip(choices.owner, choices.place_names, choices.slices, strict=True)
        ]
    return found


def _game(solution: Solution[Any, Any], item: int) -> dict[str, Any]:
    status = Status(solution.status[item])
    return {
        "item": item,
        "status": status.name,
        "advice": status.value,
        "steps": int(solution.steps[item]),
        "facts": {name: plain_value(values[item]) for name, values in solution.facts.items()},
    }


def _plain(value: Any) -> Any:
    return list(_each(value)) if isinstance(value, (tuple, list)) else plain_value(value)


def _each(values: Any) -> Iterator[Any]:
    return (_plain(value) for value in values)
