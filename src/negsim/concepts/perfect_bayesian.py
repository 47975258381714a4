"""Perfect Bayesian equilibrium of screening games: demands and answers that are best at every point, given beliefs."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Offers
from negsim.games.screening import ScreeningGame

POINTS = 513  # reservations, and rival cutoffs, that are tried in each round


def shortfall(game: ScreeningGame, result: Offers) -> Array:
    """Return the most that any reservation gains by answering otherwise, or the proposer by demanding otherwise.

    The responder is tried with every reservation of a grid, at every round: to accept now, later, or never. The
    proposer is tried with every demand of a grid, at every round. A demand off the path is accepted from the
    reservation on that is indifferent between it and the next demand; from then on play is as on the path, in
    proportion to the reservations left, as beliefs are: ``x**shape`` cut off anywhere is ``x**shape`` again.

    Parameters
    ----------
    game
        A batch of games.
    result
        Demands and cutoffs for games of the batch. Cutoffs that rise, or leave 0 to 1, are infinitely far off.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; 0 at an equilibrium, but for the grid.
    """
    starts = np.concatenate([np.ones((len(result), 1)), result.cutoff[:, :-1]], axis=1)
    proper = ((result.cutoff >= 0) & (result.cutoff <= starts)).all(1)
    discount = game.discount[result.item][:, None]
    worst = np.maximum(_answers(result, starts, discount), _demands(game, result, starts, discount))
    return np.where(proper, worst * game.stake[result.item], np.inf)


def _answers(result: Offers, starts: Array, discount: Array) -> Array:
    """Shape (row,): the most that a reservation gains by accepting earlier, later, or never."""
    grid = np.linspace(0, 1, POINTS)
    later: Array = np.zeros((len(result), POINTS))  # what waiting is worth at best; breakdown is worth nothing
    planned = np.zeros((len(result), POINTS))
    worst = np.zeros(len(result))
    for stage in reversed(range(result.demand.shape[1])):
        accept = grid - result.demand[:, stage, None]
        best = np.maximum(accept, discount * later)
        planned = np.where(grid >= result.cutoff[:, stage, None], accept, discount * planned)
        there = grid <= starts[:, stage, None]
        worst = np.maximum(worst, np.where(there, best - planned, 0).max(1))
        later = np.maximum(best, 0)
    return worst


def _demands(game: ScreeningGame, result: Offers, starts: Array, discount: Array) -> Array:
    """Shape (row,): the most that another demand would earn, for each reservation still possible taken as 1."""
    shape = game.shape[result.item][:, None]
    whole = np.maximum(starts, np.finfo(float).tiny)
    ratio, price = result.cutoff / whole, result.demand / whole
    rivals = np.linspace(0, 1, POINTS)
    worst = np.zeros(len(result))
    next_price = np.ones((len(result), 1))  # after the last round nothing is left to wait for
    patience = np.zeros((len(result), 1))
    after = np.zeros((len(result), 1))
    for stage in reversed(range(result.demand.shape[1])):
        own, asked = ratio[:, stage, None], price[:, stage, None]
        demands = rivals * (1 - patience + patience * next_price)
        earned = (1 - rivals**shape) * demands + discount * rivals ** (shape + 1) * after
        now = (1 - own**shape) * asked + discount * own ** (shape + 1) * after
        worst = np.maximum(worst, (earned - now).max(1) * starts[:, stage])
        next_price, patience, after = asked, discount, now
    return worst


perfect_bayesian: Concept[ScreeningGame, Offers] = concepts("perfect_bayesian")(
    Concept(
        "perfect_bayesian",
        "At every point each side does what is best for it, and beliefs follow from the plans by Bayes' rule.",
        "Fudenberg and Tirole (1991)",
        shortfall,
    )
)
