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
            omission = _omission(payoffs, chosen)
            # Where chosen outcomes match all others, no other improves on one more than a chosen one does.
            rivals = (payoffs[chosen], chosen[chosen]) if omission == 0 else (payoffs, chosen)
            out[row] = max(omission, _improvement(*rivals, strong))
    return out


def _improvement(payoffs: Array, chosen: BoolArray, strong: bool) -> float:
    """The largest improvement on a chosen outcome by any other; payoffs of shape (outcome, player)."""
    if strong and payoffs.shape[1] == 2:
        return max(_gain_of_second(payoffs, chosen), _gain_of_second(payoffs[:, ::-1], chosen))
    worst = 0.0
    for part in _blocks(payoffs[chosen], len(payoffs)):
        least = np.full((len(part), len(payoffs)), np.inf)
        most = np.full(least.shape, -np.inf)
        for mine, others in zip(part.T, payoffs.T, strict=True):
            gain = others[None] - mine[:, None]
            np.minimum(least, gain, out=least)
            np.maximum(most, gain, out=most)
        worst = max(worst, float(np.where(least >= 0, most, 0.0).max() if strong else least.max()))
    return worst


def _gain_of_second(payoffs: Array, chosen: BoolArray) -> float:
    """The most the second of two players could gain on a chosen outcome without harming the first."""
    order = np.argsort(payoffs[:, 0])
    highest = np.maximum.accumulate(payoffs[order[::-1], 1])[::-1]  # over all that serve the first at least as well
    place = np.searchsorted(payoffs[order, 0], payoffs[chosen, 0])
    return float((highest[place] - payoffs[chosen, 1]).max())


def _omission(payoffs: Array, chosen: BoolArray) -> float:
    """The most by which an outcome left out surpasses, for some player, every chosen outcome."""
    left, kept = payoffs[~chosen], payoffs[chosen]
    for row in kept[np.argsort(-kept.sum(1))]:  # what a chosen outcome matches for everyone needs no more thought
        left = left[(left > row).any(1)]
        if not len(left):
            return 0.0
    worst = 0.0
    for part in _blocks(left, len(kept)):
        excess = (part[:, None] - kept[None]).max(2)  # (left out, chosen)
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
