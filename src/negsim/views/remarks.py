"""Remarks on an answer that its concept leaves open: whether all could have more, and what each is sure of."""

from __future__ import annotations

import numpy as np

from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Row
from negsim.views.wording import number

TOLERANCE = 1e-9  # of the payoff range: differences this small are none


def pareto(row: Row) -> str:
    """Say whether some pure outcome gives a player more and none less; of several, the one that gives most in sum.

    Parameters
    ----------
    row
        One answer, in a strategic game.
    """
    game: StrategicGame = row.solution.game
    table = game.payoffs[row.item].reshape(len(game.players), -1)
    gain = table - np.array(list(row.payoffs.values()))[:, None]
    least = TOLERANCE * max(float(np.ptp(table)), 1e-300)
    better = np.flatnonzero((gain >= -least).all(0) & (gain > least).any(0))
    if not len(better):
        return "Pareto efficient among pure outcomes: none gives a player more and none less."
    best = better[gain[:, better].sum(0).argmax()]
    cell = np.unravel_index(best, game.shape)
    name = " / ".join(labels[k] for labels, k in zip(game.strategies, cell, strict=True))
    paid = ", ".join(
        f"{player} {number(float(payoff))}" for player, payoff in zip(game.players, table[:, best], strict=True)
    )
    whom = "every player more" if (gain[:, best] > least).all() else "a player more and none less"
    return f"Not Pareto efficient: {name} gives {whom} ({paid})."


def security(game: StrategicGame, item: int = 0) -> str:
    """Say what each player is sure of with its best single strategy, whatever the others do.

    Parameters
    ----------
    game, item
        A batch of games, and which of them.
    """
    levels = [
        own.min(axis=tuple(axis for axis in range(own.ndim) if axis != player)).max()
        for player, own in enumerate(game.payoffs[item])
    ]
    sure = ", ".join(f"{player} {number(float(level))}" for player, level in zip(game.players, levels, strict=True))
    return f"security levels in pure strategies: {sure}"
