"""Pareto efficiency: nobody can be served better without serving another worse."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, BoolArray
from negsim.games.results import Outcomes
from negsim.games.strategic import StrategicGame

BLOCK = 4_000_000  # numbers held at once


def distance(game: StrategicGame, result: Outcomes, *, strong: bool = True) -> Array:
    """Return how far the outcomes singled out are from being the Pareto-efficient ones.

    It is the larger of two amounts: the most that a change from a chosen outcome to any other would serve a player
    without harming another (strong), or would serve every player (weak); and the most by which an outcome left out
    would have to be worse, for every player, to be matched by a chosen one. Outcomes of equal payoffs count as one.

    Parameters
    ----------
    game
        A batch of games.
    result
        Outcomes of games of the batch.
    strong
        Whether serving one player better and none worse counts as an improvement, or only serving all better.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; infinite where no outcome is chosen.
    """
    out = np.full(len(result), np.inf)
    for row, item in enumerate(result.item):
        payoffs = game.payoffs[item].reshape(len(game.players), -1).T
        chosen = result.chosen[row].ravel()
        if chosen.any():
            out[row] = max(_improvement(payoffs, chosen, strong), _omission(payoffs, chosen))
    return out


def _improvement(payoffs: Array, chosen: BoolArray, strong: bool) -> float:
    """The largest improvement on a chosen outcome; payoffs of shape (outcome, player)."""
    worst = 0.0
    for part in _blocks(payoffs[chosen], len(payoffs)):
        gains = payoffs[None] - part[:, None]  # (chosen, other, player)
        least = gains.min(2)
        worth = np.where(least >= 0, gains.max(2), 0.0) if strong else least
        worst = max(worst, float(worth.max()))
    return worst


def _omission(payoffs: Array, chosen: BoolArray) -> float:
    """The most by which an outcome left out surpasses, for some player, every chosen outcome."""
    worst = 0.0
    for part in _blocks(payoffs[~chosen], int(chosen.sum())):
        excess = (part[:, None] - payoffs[chosen][None]).max(2)  # (left out, chosen)
        worst = max(worst, float(excess.min(1).max()))
    return worst


def _blocks(rows: Array, against: int) -> list[Array]:
    step = max(1, BLOCK // (against * rows.shape[1]))
    return [rows[start : start + step] for start in range(0, len(rows), step)]


pareto: Concept[StrategicGame, Outcomes] = concepts("pareto")(
    Concept(
        "pareto",
        "No other outcome serves some player better and none worse, and no outcome of which this is true is left out.",
        "Pareto (1906)",
        distance,
    )
)

weak_pareto: Concept[StrategicGame, Outcomes] = Concept(
    "pareto",
    "No other outcome serves every player better, and no outcome of which this is true is left out.",
    "Pareto (1906)",
    partial(distance, strong=False),
)
