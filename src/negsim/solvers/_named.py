"""What one row of a result says, by the names of players and strategies, of concepts and states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.results import Agreements, Joint, Profiles, Result, StateSets
from negsim.games.talks.terms import drawn, terms, worded

PLACES = 4  # that are named when a row is printed


def profile(game: Any, result: Result, row: int) -> dict[str, dict[str, Any]]:
    """Return what is played: player -> strategy in use -> probability, or player -> place -> action -> probability.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.
    """
    choices = game.choices
    weights = _marginals(result, row)
    mixes = [
        {choices.actions[part.start + k]: float(weights[part.start + k]) for k in np.flatnonzero(weights[part] > 0)}
        for part in choices.slices
    ]
    found: dict[str, dict[str, Any]] = {player: {} for player in choices.players}
    for owner, name, mix in zip(choices.owner, choices.place_names, mixes, strict=True):
        found[choices.players[owner]].update({name: mix} if choices.several else mix)
    return found


def payoffs(game: Any, result: Result, row: int) -> dict[str, float]:
    """Return what each player expects.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.

    Raises
    ------
    NotApplicable
        If the row is about states, each of which has payoffs of its own.
    """
    if isinstance(result, StateSets):
        raise NotApplicable("every state of a conflict has payoffs of its own. Use negsim.table(solution.game).")
    expected = game.payoff(result.take(slice(row, row + 1)))[0]
    return dict(zip(game.choices.players, map(float, expected), strict=True))


def stable_states(game: Any, result: Result, row: int) -> dict[str, dict[str, list[str]]]:
    """Return the stable states: concept -> party -> labels of states.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.

    Raises
    ------
    NotApplicable
        If the result is not of a conflict.
    """
    sets = _of_states(result)
    return {
        concept: {
            party: [game.states[k] for k in np.flatnonzero(stable)]
            for party, stable in zip(sets.parties, each, strict=True)
        }
        for concept, each in zip(sets.concepts, sets.stable[row], strict=True)
    }


def equilibria(game: Any, result: Result, row: int) -> dict[str, list[str]]:
    """Return the states that are stable for every party: concept -> labels of states.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.

    Raises
    ------
    NotApplicable
        If the result is not of a conflict.
    """
    sets = _of_states(result)
    holding = sets.stable[row].all(1)
    return {
        concept: [game.states[k] for k in np.flatnonzero(held)]
        for concept, held in zip(sets.concepts, holding, strict=True)
    }


def parts(game: Any, result: Result, row: int) -> tuple[str, dict[str, Any]]:
    """Return what the parts of a row are, and the parts by name: players, concepts, or moves on the agenda.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.
    """
    if isinstance(result, StateSets):
        return "concept", stable_states(game, result, row)
    if isinstance(result, Agreements):
        return "move", {move: dict(levels) for move, levels in terms(game, result, row).items()}
    return "player", profile(game, result, row)


def agreement(game: Any, result: Result, row: int) -> dict[str, float]:
    """Return what is agreed: label -> probability, which is 1 where there is no lottery.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.

    Raises
    ------
    NotApplicable
        If the result is not of bargaining.
    """
    if not isinstance(result, Agreements):
        raise NotApplicable(f"rows of {type(result).__name__} hold no agreement. Use negsim.table(row).")
    return drawn(game, result, row)


def shortly(game: Any, result: Result, row: int) -> str:
    """Write a row in a line.

    Parameters
    ----------
    game, result, row
        What was solved, what was found, and which row of it.
    """
    if isinstance(result, StateSets):
        counts = zip(result.concepts, result.stable[row].all(1).sum(1), strict=True)
        return f"equilibria: {', '.join(f'{concept} {count:,}' for concept, count in counts)}; see negsim.table(...)"
    if isinstance(result, Agreements):
        paid = ", ".join(f"{name} {value:.4g}" for name, value in payoffs(game, result, row).items())
        return f"{worded(game, result, row)}; payoffs: {paid}"
    if not isinstance(result, Profiles | Joint):
        return f"row {row} of {type(result).__name__}, for game {int(result.item[row])}; see negsim.table(...)"
    played = profile(game, result, row)
    if not game.choices.several:
        return "; ".join(f"{player}: {_mix(mix)}" for player, mix in played.items())
    mixes = [f"{player} at {place}: {_mix(mix)}" for player, plan in played.items() for place, mix in plan.items()]
    more = f"; {len(mixes) - PLACES:,} more places" * (len(mixes) > PLACES)
    return f"{'; '.join(mixes[:PLACES])}{more}; see negsim.table(...)"


def _of_states(result: Result) -> StateSets:
    if not isinstance(result, StateSets):
        raise NotApplicable(f"rows of {type(result).__name__} hold no states of a conflict. Use negsim.table(row).")
    return result


def _mix(mix: Mapping[str, float]) -> str:
    return ", ".join(name if share == 1 else f"{name} {share:.4g}" for name, share in mix.items())


def _marginals(result: Result, row: int) -> Array:
    if isinstance(result, Profiles):
        return np.asarray(result.weights[row])
    if isinstance(result, Joint):
        joint = result.probability[row]
        axes = range(joint.ndim)
        return np.concatenate([joint.sum(tuple(a for a in axes if a != axis)) for axis in axes])
    raise NotApplicable(f"rows of {type(result).__name__} hold no probabilities of strategies. Use negsim.table(row).")
