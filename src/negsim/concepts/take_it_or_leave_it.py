"""The best single offer: no other offer is worth more to the proposer, given how likely each is to be refused."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import Agreements, Proposals
from negsim.games.talks.resolve import acceptance, after_refusal, worths
from negsim.kernels.talks.bridge import best_above

POINTS = 65  # least payoffs of the others that are tried
CELLS = 1_000_000  # payoffs that are looked at together


def shortfall(game: BargainingGame, result: Proposals) -> Array:
    """Return the most that the proposer gains by another offer, or how far what is told of its offer is from true.

    For each of many payoffs that the other party may be sure of, the best that the proposer can have besides is worth
    that times the probability that the other accepts. On a list, every agreement is tried.

    Parameters
    ----------
    game
        A batch of games.
    result
        Offers in games of the batch, in one round.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs.
    """
    item, who = result.item, result.proposer[:, 0]
    rows, spread = np.arange(len(result)), game.spread[item]
    close = CLOSE * spread
    worth = worths(game, item, who)
    offered = game.payoff(Agreements(item=item, agreement=result.agreement, weights=result.weights))
    accepts = acceptance(worth, offered, close[:, None])
    accepts[rows, who] = 1.0
    told = np.abs(offered - result.offered[:, 0]).max(1)
    told = np.maximum(told, spread * np.abs(result.accepted[:, 0] - accepts.prod(1)))
    told = np.maximum(told, np.abs(result.refused - after_refusal(worth, accepts)).max(1))
    own = offered[rows, who] - game.disagreement[item, who]
    best = (_lotteries if game.lotteries else _listed)(game, item, who, worth)
    return np.asarray(np.maximum(np.maximum(best, 0.0) - accepts.prod(1) * own, told))


def _listed(game: BargainingGame, item: IntArray, who: IntArray, worth: Array) -> Array:
    """Shape (row,). The most that any agreement of the list is worth to the proposer, beyond disagreement."""
    found = np.full(len(item), -np.inf)
    others = (np.arange(len(game.players)) != who[:, None])[..., None]
    close = CLOSE * game.spread[item, None, None]
    step = max(1, CELLS // max(1, worth[..., 0].size))
    for at in range(0, len(game.agreements), step):
        offered = game.payoffs[item, :, at : at + step]
        chance = np.where(others, acceptance(worth[:, :, None], offered, close), 1.0).prod(1)
        own = offered[np.arange(len(item)), who] - game.disagreement[item, who, None]
        found = np.maximum(found, np.where(chance > 0, chance * own, -np.inf).max(1))
    return found


def _lotteries(game: BargainingGame, item: IntArray, who: IntArray, worth: Array) -> Array:
    """Shape (row,). The same for lotteries, as far as payoffs that are tried tell."""
    if len(game.players) != 2:
        raise NotApplicable("offers of lotteries are for 2 parties. Use lotteries=False")
    rows = np.arange(len(item))
    own = game.payoffs[item, who] - game.disagreement[item, who, None]
    other = game.payoffs[item, 1 - who]
    least, most = worth[rows, 1 - who].T
    found = np.full(len(item), -np.inf)
    for part in np.linspace(0, 1, POINTS):
        sure = np.minimum(least + part * (most - least), np.maximum(other.max(1), least))
        chance = acceptance(np.stack([least, most], axis=1), sure, CLOSE * game.spread[item])
        found = np.maximum(found, np.where(chance > 0, chance * best_above(own, other, sure), -np.inf))
    return found


take_it_or_leave_it: Concept[BargainingGame, Proposals] = concepts("take_it_or_leave_it")(
    Concept(
        "take_it_or_leave_it",
        "No other offer is worth more to the proposer, when a refusal is final and others accept what they can.",
        "Fearon (1995)",
        shortfall,
    )
)
