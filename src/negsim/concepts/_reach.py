"""How far parties can get: the best that is feasible in a direction, without regard to how a solver looks for it."""

from __future__ import annotations

import numpy as np

from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.kernels.linear_program import maximum

TURNS = 200  # of a search for the supporting line
TIE = 1e-13  # how little the payoff of the other counts in the choice between equals
ROUNDING = 8 * np.finfo(float).eps  # of numbers that count
SMALLEST = 1e-150  # unit of gains that are all 0
LOOSE = 1e-14  # of the range of payoffs: how far below a floor still counts as on it, in linear programs
FINER = 1e3  # how much smaller than those of the library tolerances have to be
RIVALS = 60  # agreements that others are held against before a linear program
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
    size = max(1, BLOCK // max(game.payoffs[:1].size, 1))
    pieces = [slice(k, k + size) for k in range(0, len(item), size)]
    loose = ROUNDING * np.maximum(np.abs(game.payoffs).max(2), np.abs(game.disagreement))
    found = [_least_line(game.gains[item[rows]], floor[rows], direction[rows], loose[item[rows]]) for rows in pieces]
    return np.concatenate(found) if found else np.zeros(0)


def _least_line(gains: Array, floor: Array, direction: Array, loose: Array) -> Array:
    """Find the supporting line by two points, one on each side of it, until no point lies beyond.

    The line through two points that lies least far beyond the floor is a bound from below; if a third point lies beyond
    that line, it takes the place of the one on its side. Shapes: (row, 2, agreement), then (row, 2) each.
    """
    unit = np.maximum(np.ptp(gains, axis=2), np.abs(gains).max(2) * 1e-6)
    size = np.where(loose > 0, loose, loose.max(1, keepdims=True)) / ROUNDING
    unit = np.where(unit > 0, unit, np.where(size > 0, size, 1.0))
    loose = np.maximum(loose, ROUNDING * unit)
    bound = np.isfinite(floor)
    spare = (gains - np.where(bound, floor, 0.0)[..., None] + loose[..., None]) / unit[..., None]
    along = direction / unit
    found = np.where(bound[:, 0], _alone(spare, along, 0), _alone(spare, along, 1))
    busy = np.flatnonzero(bound.all(1))
    spare, along = spare[busy], along[busy]
    rows = np.arange(len(busy))
    right, top = (spare + TIE * spare[:, ::-1]).argmax(2).T
    turn = spare[:, 1] * along[:, :1] - spare[:, 0] * along[:, 1:]  # above 0 for points on the side of the top
    ends = [np.minimum(_alone(spare, along, k), _beside(spare, along, 1 - k, at)) for k, at in ((0, right), (1, top))]
    found[busy] = np.where(turn[rows, right] >= 0, *ends)
    between = (turn[rows, right] < 0) & (turn[rows, top] > 0)
    busy, spare, along, turn, right, top = (part[between] for part in (busy, spare, along, turn, right, top))
    for _ in range(TURNS):
        rows = np.arange(len(busy))
        if not len(rows):
            break
        one, other = spare[rows, :, right], spare[rows, :, top]
        weight = np.stack([other[:, 1] - one[:, 1], one[:, 0] - other[:, 0]], axis=1)
        height = weight[:, 0, None] * spare[:, 0] + weight[:, 1, None] * spare[:, 1]
        beyond = height.argmax(1)
        found[busy] = height[rows, beyond] / (weight * along).sum(1)
        more = height[rows, beyond] - (weight * one).sum(1) > ROUNDING * np.abs(weight).sum(1)
        is_top = turn[rows, beyond] > 0
        right, top = np.where(is_top, right, beyond), np.where(is_top, beyond, top)
        busy, spare, along, turn, right, top = (part[more] for part in (busy, spare, along, turn, right, top))
    return found


def _alone(spare: Array, along: Array, party: int) -> Array:
    """Shape (row,): how far one party gets if the other does not matter; where it must get nowhere, how far that is."""
    most = spare[:, party].max(1)
    limited = along[:, party] > 0
    return np.asarray(
        np.where(limited, most / np.where(limited, along[:, party], 1.0), np.where(most < 0, -np.inf, np.inf))
    )


def _beside(spare: Array, along: Array, party: int, at: IntArray) -> Array:
    """Shape (row,): how far a party gets at one point."""
    rows = np.arange(len(at))
    limited = along[rows, party] > 0
    return np.asarray(np.where(limited, spare[rows, party, at] / np.where(limited, along[:, party], 1.0), np.inf))


def _program(gains: Array, floor: Array, direction: Array) -> float:
    """Shapes: (party, agreement), (party,), (party,)."""
    rivals = gains[:, np.argsort(-gains.sum(0), kind="stable")[:RIVALS]]
    gains = gains[:, ~_worse(gains, rivals)]  # of which a mixture never needs any
    asked: BoolArray = np.isfinite(floor)
    gains, floor = gains[asked], floor[asked]
    unit = np.maximum(np.abs(gains).max(1), np.abs(floor))  # to each party its own, lest small ones be lost
    unit = np.maximum(unit, SMALLEST)  # floors that are rounding errors of nothing stay small beside it
    along = direction[asked] / unit
    spare = (gains - floor[:, None]) / unit[:, None]
    at_most = np.concatenate([-spare, along[:, None] / along.max()], axis=1)
    limit = np.full(len(unit), LOOSE)
    equal = np.append(np.ones(gains.shape[1]), 0.0)[None]
    objective = np.append(np.zeros(gains.shape[1]), 1.0)
    found = maximum(objective, FINER * at_most, FINER * limit, equal, np.ones(1), free=1)
    proven = found.value
    if found.ending == "solved" and found.prices @ along > 0:  # no lottery is worth more at its prices
        worth = found.prices / (found.prices @ along / along.max())
        proven = min(proven, float((worth @ spare).max()))
    return proven / float(along.max())


def _worse(gains: Array, rivals: Array) -> BoolArray:
    """Shape (agreement,): whether some rival gives every party more. Shapes: (party, agreement), (party, rival)."""
    found = np.zeros(gains.shape[1], bool)
    for rival in rivals.T:
        found |= (gains < rival[:, None]).all(0)
    return found
