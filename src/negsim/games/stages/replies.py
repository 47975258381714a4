"""Best replies in a stochastic game: against fixed others each player faces a decision problem of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Profiles
from negsim.games.stages.markov import joint, outlook, policies, values, weights

if TYPE_CHECKING:
    from negsim.games.stochastic import StochasticGame

ROUNDS = 500  # of policy iteration; five to ten are usual
ROUNDING = 1e-14  # of the largest value: smaller gains are no reason to change a plan


def best_payoffs(game: StochasticGame, result: Profiles) -> Array:
    """Return what each player could expect at the start of play by changing its own strategy alone.

    Against the others' fixed plans a player faces a Markov decision problem: solved backwards from the last stage where
    there is a horizon, and else by policy iteration (Howard 1960), in which a plan is valued and then changed to the
    best action in every state where that is a gain.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, player), in the unit of the payoffs.
    """
    found = _in_the_long_run(game, result) if game.horizon is None else _backwards(game, result)
    return np.asarray(found[:, :, game.start])


def _backwards(game: StochasticGame, result: Profiles) -> Array:
    """Shape (row, player, state): best values at the first stage."""
    tables = policies(game, result)
    final = np.asarray(game.final)
    after: Array = np.array(
        final[result.item] if len(final) > 1 else np.broadcast_to(final, (len(result), *final.shape[1:]))
    )
    for stage in reversed(range(game.stages)):
        earned = _earned(game, result, tuple(table[:, stage] for table in tables), after)
        after = np.stack([part.max(2) for part in earned], axis=1)
    return after


def _in_the_long_run(game: StochasticGame, result: Profiles) -> Array:
    """Shape (row, player, state): best values of stationary plans."""
    tables = tuple(table[:, 0] for table in policies(game, result))
    worth = values(game, result)[:, :, 0]
    plans: list[IntArray] | None = None
    for _ in range(ROUNDS):
        earned = _earned(game, result, tables, worth)
        best = [part.argmax(2) for part in earned]
        if plans is not None:
            better = [_gains(part, old, new) for part, old, new in zip(earned, plans, best, strict=True)]
            if not any(change.any() for change in better):
                break
            best = [np.where(change, new, old) for change, old, new in zip(better, plans, best, strict=True)]
        plans = best
        worth = np.stack([_value(game, result, tables, player, plan) for player, plan in enumerate(plans)], axis=1)
    return worth


def _earned(game: StochasticGame, result: Profiles, tables: tuple[Array, ...], after: Array) -> list[Array]:
    """For each player shape (row, state, action): what an action is worth now; minus infinity where it has it not."""
    cells = outlook(game, result, after)
    found = []
    for player, part in enumerate(game.available):
        others = (cells[:, player] * joint(tables, without=player)).reshape(len(result), *game.shape)
        earned = others.sum(tuple(2 + other for other in range(len(tables)) if other != player))
        found.append(np.where(part, earned, -np.inf))
    return found


def _gains(earned: Array, old: IntArray, new: IntArray) -> BoolArray:
    """Shape (row, state). Whether the new action is better than the old one by more than rounding."""
    gain = np.take_along_axis(earned, new[..., None], 2) - np.take_along_axis(earned, old[..., None], 2)
    size = np.abs(np.where(np.isfinite(earned), earned, 0.0)).max((1, 2))
    return np.asarray(gain[..., 0] > ROUNDING * size[:, None])


def _value(game: StochasticGame, result: Profiles, tables: tuple[Array, ...], player: int, plan: IntArray) -> Array:
    """Shape (row, state). What a player expects by a pure plan against the others' tables."""
    own = (np.arange(game.shape[1 + player]) == plan[..., None]).astype(float)
    changed = tuple(own if other == player else table for other, table in enumerate(tables))
    flat = weights(game, tuple(table[:, None] for table in changed))
    return np.asarray(values(game, Profiles(item=result.item, weights=flat))[:, player, 0])
