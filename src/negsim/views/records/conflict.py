"""Stable states of a conflict as plain dictionaries and lists: concept -> party -> states, all by name."""

from __future__ import annotations

from typing import Any

from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers.base import Solution


def of_conflict(solution: Solution[Any, Any]) -> dict[str, Any]:
    """Return the states of a conflict and, where it is one and not a batch, which of them are stable.

    Parameters
    ----------
    solution
        Of conflicts; without a row if the deadline passed before there was one.
    """
    game: ConflictGame = solution.game
    found: dict[str, Any] = {"states": list(game.states), "start": game.states[game.start]}
    if isinstance(solution.result, StateSets) and len(solution) == 1:
        found |= stable(solution, 0)
    return found


def of_states(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    """Return one row: its equilibria and, in a batch, the stable states of every party.

    Parameters
    ----------
    solution, row
        Stable states of conflicts, and which row.
    """
    return stable(solution, row) if len(solution) > 1 else {"equilibria": solution[row].equilibria}


def stable(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    """Return the stable states of one conflict, and its equilibria.

    Parameters
    ----------
    solution, row
        Stable states of conflicts, and which row.
    """
    return {"stable": solution[row].stable, "equilibria": solution[row].equilibria}


def options(game: ConflictGame) -> dict[str, list[str]]:
    """Return what each player may set: its options' levels, ``"missiles.deploy"``; nothing where only arcs are known.

    Parameters
    ----------
    game
        Any conflict.
    """
    found: dict[str, list[str]] = {player: [] for player in game.players}
    if game.sheet is not None:
        for option, owner, labels in zip(game.sheet.options, game.sheet.owner, game.sheet.labels, strict=True):
            found[game.players[owner]] += [f"{option}.{label}" for label in labels]
    return found
