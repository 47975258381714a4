"""One answer of a solution as plain dictionaries and lists, whatever kind of answer it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from negsim.games.results import (
    Agreements,
    Assessments,
    Joint,
    Offers,
    Outcomes,
    Profiles,
    Proposals,
    Result,
    StateSets,
    Survivors,
)
from negsim.games.trees.beliefs import believed
from negsim.games.trees.ways import members
from negsim.solvers.base import Solution
from negsim.views.records.agreements import of_agreement
from negsim.views.records.conflict import of_states
from negsim.views.tables.solution import surviving
from negsim.views.wording import plain_value


def of_row(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    """Return one answer by name.

    Parameters
    ----------
    solution, row
        What a solver found, and which of its rows.
    """
    kinds: dict[type[Result], Callable[[Solution[Any, Any], int], dict[str, Any]]] = {
        Profiles: _plan if solution.game.choices.several else _profile,
        Assessments: _assessment,
        Offers: _offers,
        Joint: _joint,
        Outcomes: _outcomes,
        Survivors: _survivors,
        StateSets: of_states,
        Agreements: of_agreement,
        Proposals: of_agreement,
    }
    return {
        "item": int(solution.result.item[row]),
        **kinds[type(solution.result)](solution, row),
        "residual": float(solution.residual[row]),
        "columns": {name: plain_value(column[row]) for name, column in solution.result.columns.items()},
    }


def _profile(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    profile = {
        player: {name: _share(share) for name, share in mix.items()} for player, mix in solution[row].profile.items()
    }
    return {"profile": profile, "payoffs": solution[row].payoffs}


def _plan(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    choices, weights = solution.game.choices, solution.result.weights[row]
    plan = [
        {
            "player": choices.players[owner],
            "place": name,
            "actions": {
                choices.actions[part.start + k]: _share(weights[part.start + k]) for k in np.flatnonzero(weights[part])
            },
        }
        for owner, name, part in zip(choices.owner, choices.place_names, choices.slices, strict=True)
    ]
    return {"plan": plan, "payoffs": solution[row].payoffs}


def _assessment(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    tree, choices = solution.game.tree, solution.game.choices
    beliefs = believed(solution.game, solution.result.take(slice(row, row + 1)))[0]
    sets = members(tree)
    return _plan(solution, row) | {
        "beliefs": [
            {
                "player": tree.players[tree.player[k]],
                "place": choices.place_names[tree.order[k]],
                "nodes": [
                    {"history": list(tree.history(int(node))), "probability": _share(beliefs[node])} for node in nodes
                ],
            }
            for k, nodes in enumerate(sets)
            if len(nodes) > 1
        ]
    }


def _offers(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    part = solution.result.take(slice(row, row + 1))
    rounds = zip(part.demand[0], part.cutoff[0], solution.game.acceptance(part)[0], strict=True)
    offers = [
        {"round": k + 1, "demand": float(demand), "cutoff": float(cutoff), "agreement": _share(agreed)}
        for k, (demand, cutoff, agreed) in enumerate(rounds)
    ]
    return {"offers": offers, "payoffs": solution[row].payoffs}


def _joint(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    joint = solution.result.probability[row]
    cells = [cell for cell in np.ndindex(joint.shape) if joint[cell] > 0]
    outcomes = [_outcome(solution, row, cell) | {"probability": _share(joint[cell])} for cell in cells]
    return _profile(solution, row) | {"outcomes": outcomes}


def _outcomes(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    chosen = np.asarray(solution.result.chosen[row], bool)
    return {"outcomes": [_outcome(solution, row, cell) for cell in np.ndindex(chosen.shape) if chosen[cell]]}


def _survivors(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    choices, result = solution.game.choices, solution.result
    left = result.round[row]
    return {
        "survivors": surviving(solution, row),
        "eliminated": [
            {
                "player": choices.players[choices.player[k]],
                "strategy": choices.actions[k],
                "round": int(left[k]),
                "dominator": {
                    choices.actions[d]: _share(result.dominator[row, k, d])
                    for d in np.flatnonzero(result.dominator[row, k])
                },
            }
            for k in sorted(np.flatnonzero(left), key=lambda k: left[k])
        ],
    }


def _outcome(solution: Solution[Any, Any], row: int, cell: tuple[int, ...]) -> dict[str, Any]:
    game, item = solution.game, solution.result.item[row]
    names = [labels[k] for labels, k in zip(game.strategies, cell, strict=True)]
    return {
        "strategies": dict(zip(game.players, names, strict=True)),
        "payoffs": {player: float(game.payoffs[(item, k, *cell)]) for k, player in enumerate(game.players)},
    }


def _share(value: float) -> float:
    """A probability, without the last bit by which rounding may carry it above 1."""
    return min(1.0, float(value))
