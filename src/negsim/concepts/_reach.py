"""How far parties can get: the best that is feasible in a direction, without regard to how a solver looks for it."""

from __future__ import annotations

import numpy as np

from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.kernels.linear_program import maximum

TURNS = 110  # of a search for the supporting line; each narrows it by the golden ratio
GOLDEN = (np.sqrt(5) - 1) / 2
LOOSE = 1e-12  # of the range of payoffs: how far below a floor still counts as on it
BLOCK = 4_000_000  # numbers that are worked on at a time


def reach(game: BargainingGame, item: IntArray, floor: Array, direction: Array) -> Array:
    """Return the largest t for which some lottery gains everybody at least ``floor + t * direction``.

    For two parties by duality: t is the least, over all supporting lines of the feasible set, of how far beyond the
    floor the line lies. For more by a linear program over the lotteries.

    Parameters
    ----------
    game
        A batch of games with lotteries.
    item
        Shape (row,). The game that each row asks about.
    floor, direction
        Shape (row, party). Gains; a party whose floor is -inf may lose. Directions are not negative, and not all 0.

    Returns
    -------
    Array
        Shape (row,). Very negative where no lottery reaches the floor of those whose direction is 0.
    """
    if len(game.players) != 2:
        return np.array([_program(game.gains[k], *asked) for k, *asked in zip(item, floor, direction, strict=True)])
    size = max(1, BLOCK // game.gains[0].size)
    pieces = [slice(k, k + size) for k in range(0, len(item), size)]
    found = [_least_line(game.gains[item[rows]], floor[rows], direction[rows]) for rows in pieces]
    return np.concatenate(found) if found else np.zeros(0)


def _least_line(gains: Array, floor: Array, direction: Array) -> Array:
    """Search the angle of the supporting line; how far beyond the floor it lies has a single valley.

    Shapes: (row, 2, agreement), (row, 2), (row, 2).
    """
    unit = np.maximum(np.ptp(gains, axis=2), np.finfo(float).tiny)
    bound = np.isfinite(floor)
    above = (gains - np.where(bound, floor, 0.0)[..., None]) / unit[..., None] + LOOSE
    along = direction / unit

    def height(angle: Array) -> Array:
        weight = np.stack([np.cos(angle), np.sin(angle)], axis=1) * bound
        top = (weight[:, 0, None] * above[:, 0] + weight[:, 1, None] * above[:, 1]).max(1)
        return np.asarray(top / np.maximum((weight * along).sum(1), np.finfo(float).tiny))

    low, high = np.zeros(len(gains)), np.full(len(gains), np.pi / 2)
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = height(left), height(right)
    best = np.minimum(at_left, at_right)
    for _ in range(TURNS):
        down = at_left <= at_right
        low, high = np.where(down, low, left), np.where(down, right, high)
        fresh = np.where(down, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
        value = height(fresh)
        left, right = np.where(down, fresh, right), np.where(down, left, fresh)
        at_left, at_right = np.where(down, value, at_right), np.where(down, at_left, value)
        best = np.minimum(best, value)
    return best


def _program(gains: Array, floor: Array, direction: Array) -> float:
    """Shapes: (party, agreement), (party,), (party,)."""
    unit = max(float(np.ptp(gains)), np.finfo(float).tiny)
    asked: BoolArray = np.isfinite(floor)
    at_most = np.concatenate([-gains[asked] / unit, direction[asked, None] / direction.max()], axis=1)
    limit = -floor[asked] / unit + LOOSE
    equal = np.append(np.ones(gains.shape[1]), 0.0)[None]
    objective = np.append(np.zeros(gains.shape[1]), 1.0)
    found = maximum(objective, at_most, limit, equal, np.ones(1), free=1)
    return found.value * unit / float(direction.max())
