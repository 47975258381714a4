"""The best device a mediator can use: a distribution over outcomes that satisfies given incentives."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame
from negsim.kernels.linear_program import Optimum
from negsim.kernels.sifting import best_mixture
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, certified, one_by_one

Objective = str | Sequence[float]
TOLERANCE = 1e-8  # of the payoff range
MOST_ENTRIES = 8_000_000  # a gigabyte or so, with the copies that the library makes


def mediated(
    solver: Solver[StrategicGame, Joint], game: StrategicGame, objective: Objective, gains: Callable[[Array], Any]
) -> Solution[StrategicGame, Joint]:
    """Find, in every game, the distribution with no positive gain from a deviation that serves the objective best.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    objective
        ``welfare`` (the sum of payoffs), ``egalitarian`` (the smallest payoff), a player's label, or one weight for
        each player.
    gains
        Takes payoffs of shape (player, strategies ...); returns the gain from every deviation at every outcome, of
        shape (deviation, outcome).

    Raises
    ------
    NotApplicable
        If the game is too large, or the objective does not fit its players.
    """
    entries = math.prod(game.shape) * sum(game.shape)
    if entries > MOST_ENTRIES:
        raise NotApplicable(
            f"{type(solver).__name__} needs a linear program with {entries:,} numbers for this game, and takes up to "
            f"{MOST_ENTRIES:,}. Use RegretMatching(), which approaches one of these equilibria."
        )
    weights = _weights(game, objective)

    def solve(item: int, watch: Watch) -> Answer:
        table = game.payoffs[item]
        flat = table.reshape(len(table), -1)
        low, high = flat.min(1), flat.max(1)
        width = np.where(high > low, high - low, 1.0)
        scaled = (table - _tall(low, table)) / _tall(width, table)
        found = _device(gains(scaled), flat, weights, solver.max_steps, watch.left)
        if found.ending != "solved":
            return Answer(rows=nothing.rows, status=Status[found.ending], steps=found.steps)
        share = np.maximum(found.point[: flat.shape[1]], 0.0)
        return Answer(rows={"probability": (share / share.sum()).reshape(1, *game.shape)}, steps=found.steps)

    nothing = Answer(rows={"probability": np.zeros((0, *game.shape))})
    return certified(one_by_one(solver, game, Joint, solve, nothing=nothing), TOLERANCE * game.spread)


def _tall(values: Array, table: Array) -> Array:
    return values.reshape(-1, *(1,) * (table.ndim - 1))


def checked(objective: Objective) -> Objective:
    """Return an objective as a solver keeps it: a name, or a tuple of numbers.

    Raises
    ------
    NotApplicable
        If it is neither.
    """
    if isinstance(objective, str):
        return objective
    try:
        weights = tuple(map(float, objective))
    except (TypeError, ValueError):
        weights = ()
    if not weights or not np.isfinite(weights).all():
        raise NotApplicable(
            f"objective {objective!r} is neither a name nor numbers. Use 'welfare', 'egalitarian', a player's label, "
            "or one weight for each player."
        )
    return weights


def _weights(game: StrategicGame, objective: Objective) -> Array | None:
    """One weight a player; None for the smallest payoff, which no weights express."""
    count = len(game.players)
    if not isinstance(objective, str):
        if len(objective) != count:
            raise NotApplicable(f"objective has {len(objective)} weights for {count} players. Use one for each.")
        return np.array(objective, float)
    if objective == "egalitarian":
        return None
    if objective == "welfare":
        return np.ones(count)
    if objective not in game.players:
        raise unknown("objective", objective, ("welfare", "egalitarian", *game.players))
    return np.asarray(np.arange(count) == game.players.index(objective), float)


def _device(gains: Any, payoffs: Array, weights: Array | None, max_steps: int, seconds: float) -> Optimum:
    """Solve the linear program over (outcome,) or, for the smallest payoff, over (outcome ..., smallest payoff)."""
    if weights is not None:
        goal = weights @ payoffs
        goal = (goal - goal.min()) / (np.ptp(goal) or 1.0)
        return best_mixture(goal, gains, goal, max_steps=max_steps, seconds=seconds)
    from scipy.sparse import csc_array, hstack, vstack

    scaled = (payoffs - payoffs.min()) / (np.ptp(payoffs) or 1.0)
    incentives = hstack([csc_array(gains), csc_array((gains.shape[0], 1))])
    floor = np.append(-scaled, np.ones((len(payoffs), 1)), axis=1)
    rows = vstack([incentives, csc_array(floor)], format="csc")
    goal = np.append(np.zeros(payoffs.shape[1]), 1.0)
    return best_mixture(goal, rows, scaled.min(0), free=1, max_steps=max_steps, seconds=seconds)
