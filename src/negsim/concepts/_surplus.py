"""The largest weighted sum of gains that is feasible while nobody falls below a floor: by duality, or by a program."""

from __future__ import annotations

import numpy as np

from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.kernels.linear_program import maximum
from negsim.kernels.talks.efficient_points import efficient_points

TURNS = 110  # of a search for the best price of a floor; each narrows it by the golden ratio
GOLDEN = (np.sqrt(5) - 1) / 2
LOOSE = 1e-14  # of the largest gain: how far below a floor still counts as on it
BLOCK = 4_000_000  # numbers that are worked on at a time


def surplus(game: BargainingGame, item: IntArray, floor: Array, weight: Array) -> Array:
    """Return the largest ``(weight * gain).sum()`` over what can be agreed with ``gain >= floor``.

    Parameters
    ----------
    game
        A batch of games, with lotteries or without.
    item
        Shape (row,). The game that each row asks about.
    floor, weight
        Shape (row, party). A party whose floor is -inf may lose; weights are not negative, and not all 0.

    Returns
    -------
    Array
        Shape (row,). Minus infinity, or very negative, where nothing reaches the floor.
    """
    pieces = _pieces(len(item), game.gains[0].size if len(game) else 1)
    if not game.lotteries or len(game.players) == 1:
        close = CLOSE * game.spread[item]
        found = [_on_list(game.gains[item[k]], floor[k], weight[k], close[k]) for k in pieces]
    elif len(game.players) == 2:
        found = [_by_price(game.gains[item[k]], floor[k], weight[k]) for k in pieces]
    else:
        kept = efficient_points(game.gains, game.spread)  # others only stand in the way: nobody is ever too well off
        asked = zip(item, floor, weight, strict=True)
        found = [np.array([_program(game.gains[k][:, kept[k]], below, scale) for k, below, scale in asked])]
    return np.concatenate(found) if found else np.zeros(0)


def _pieces(rows: int, size: int) -> list[slice]:
    step = max(1, BLOCK // size)
    return [slice(k, k + step) for k in range(0, rows, step)]


def _on_list(gains: Array, floor: Array, weight: Array, close: Array) -> Array:
    fine: BoolArray = np.all(gains >= (floor - close[:, None])[..., None], axis=1)
    return np.asarray(np.where(fine, np.einsum("rp,rpa->ra", weight, gains), -np.inf).max(1))


def _by_price(gains: Array, floor: Array, weight: Array) -> Array:
    """Two parties: at most one floor binds, and its best price is where a convex function of it is least."""
    unit = np.maximum(np.abs(gains).max(2), np.finfo(float).tiny)
    total = np.einsum("rp,rpa->ra", weight, gains)
    scale = np.maximum((weight * unit).max(1), np.finfo(float).tiny)
    best = total.max(1)
    for party in (0, 1):
        rows = np.flatnonzero(np.isfinite(floor[:, party]))
        above = (gains[rows, party] - floor[rows, party, None]) / unit[rows, party, None] + LOOSE
        least = _least(total[rows] / scale[rows, None], above)
        best[rows] = np.minimum(best[rows], scale[rows] * least)
    return np.asarray(best)


def _least(total: Array, above: Array) -> Array:
    """Shape (row,). The least over prices, from 0 up, of the largest ``total + price * above``."""

    def height(angle: Array) -> Array:
        price = np.tan(angle)
        return np.asarray((total + price[:, None] * above).max(1))

    low, high = np.zeros(len(total)), np.full(len(total), np.pi / 2)
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
    return np.asarray(best)


def _program(gains: Array, floor: Array, weight: Array) -> float:
    """Shapes: (party, agreement), (party,), (party,)."""
    unit = np.maximum(np.abs(gains).max(1), np.finfo(float).tiny)
    scale = max(float((weight * unit).max()), np.finfo(float).tiny)
    asked: BoolArray = np.isfinite(floor)
    at_most, limit = -gains[asked] / unit[asked, None], -floor[asked] / unit[asked]
    found = maximum(weight @ gains / scale, at_most, limit, np.ones((1, gains.shape[1])), np.ones(1))
    return found.value * scale if found.ending == "solved" else -np.inf
