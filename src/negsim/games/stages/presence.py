"""Where play comes under a plan for every state of a stochastic game."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.stages.markov import joint, move_matrix, policies
from negsim.games.stochastic import StochasticGame

RARE = 1e-6  # plans that err a little go everywhere; steps less likely than this lead nowhere


def presence(game: StochasticGame, result: Profiles) -> Array:
    """Return how likely play is to be in each state at each stage; without a horizon, whether it ever comes there.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, stage, state). With a horizon a probability; else, of the one stage there is, 1 or 0.
    """
    tables = policies(game, result)
    found = np.zeros((len(result), game.stages, game.shape[0]))
    for row, item in enumerate(result.item):
        now = np.zeros(game.shape[0])
        now[game.start] = 1.0
        for stage in range(game.stages):
            found[row, stage] = now
            matrix = move_matrix(game, int(item), joint(tuple(table[row : row + 1, stage] for table in tables))[0])
            now = now @ matrix if game.horizon is not None else now
        if game.horizon is None:
            found[row, 0] = _spread(now, matrix)
    return found


def _spread(now: Array, matrix: Any) -> Array:
    """1 for every state that steps lead to, however many it takes; steps of next to no probability do not count."""
    while True:
        after = np.asarray((now + now @ (matrix > RARE)) > 0, np.float64)
        if (after == now).all():
            return now
        now = after
