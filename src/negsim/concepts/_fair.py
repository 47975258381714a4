"""How far an agreement is from the fairest: best for whoever gets the least share, then for the second least."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.concepts._reach import reach
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import Agreements

EQUAL = 1e-9  # of the largest share: shares that differ by less count as equal
BLOCK = 4_000_000


def gains_of(game: BargainingGame, result: Agreements) -> Array:
    """Shape (row, party): what each gains over disagreement."""
    parts = zip(result.agreement.T, result.weights.T, strict=True)
    return np.asarray(sum(share[:, None] * game.gains[result.item, :, part] for part, share in parts))


def ideals(game: BargainingGame, item: IntArray) -> Array:
    """Shape (row, party): the most that each can gain where nobody loses."""
    if not game.lotteries:
        return np.asarray(np.where(game.acceptable[:, None, :], game.gains, 0.0).max(2)[item])
    floor = np.zeros((len(item), len(game.players)))
    most = [reach(game, item, floor, np.broadcast_to(axis, floor.shape)) for axis in np.eye(len(game.players))]
    return np.asarray(np.maximum(np.stack(most, axis=1), 0))


def unfairness(game: BargainingGame, result: Agreements, scale: Array) -> Array:
    """Return how far rows are from the fairest agreement, in the unit of the payoffs.

    A row is fairest if nobody loses, and nobody's share can grow unless somebody falls who has no larger share. The
    most that it could grow, and the largest loss, is how far it is off.

    Parameters
    ----------
    game, result
        Agreements in games of the batch.
    scale
        Shape (row, party). In which unit the gain of each counts; those at 0 come after all others.
    """
    gains = gains_of(game, result)
    loss: Array = np.maximum(-gains, 0).max(1)
    if not game.lotteries or len(game.players) == 1:
        return np.asarray(np.maximum(loss, _on_list(game, result.item, gains, scale)))
    voiced = scale > 0
    first = _lifts(game, result.item, gains, np.where(voiced, scale, 0.0), np.zeros(gains.shape, bool))
    second = _lifts(game, result.item, gains, np.where(voiced, 0.0, 1.0), voiced)
    return np.asarray(np.maximum(loss, np.maximum(first, second)))


def _on_list(game: BargainingGame, item: IntArray, gains: Array, scale: Array) -> Array:
    """Shape (row,): by how much another agreement of the list is better at the first place where shares differ."""
    worst = np.zeros(len(item))
    size = max(1, BLOCK // max(game.payoffs[:1].size, 1))
    for rows in (slice(k, k + size) for k in range(0, len(item), size)):
        there, silent = item[rows], scale[rows] == 0
        unit = np.where(silent, 1.0, scale[rows])
        left = game.acceptable[there]
        for parts in (~silent, silent):
            every = np.sort(np.where(parts[..., None], game.gains[there] / unit[..., None], np.inf), axis=1)
            own = np.sort(np.where(parts, gains[rows] / unit, np.inf), axis=1)
            finite = np.isfinite(own)
            ahead = np.where(finite[..., None], every, 0.0) - np.where(finite, own, 0.0)[..., None]
            differs = np.abs(ahead) > EQUAL * np.abs(np.where(finite[..., None], every, 0.0)).max((1, 2), keepdims=True)
            at = differs.argmax(1)[:, None]
            more = np.where(left & differs.any(1), np.take_along_axis(ahead, at, 1)[:, 0], 0.0)
            worst[rows] = np.maximum(worst[rows], np.maximum(more, 0).max(1) * np.where(parts, unit, 0.0).max(1))
            left = left & ~differs.any(1)
            if not silent.any():
                break
    return worst


def _lifts(game: BargainingGame, item: IntArray, gains: Array, scale: Array, held: Any) -> Array:
    """Shape (row,): the most that any party's gain could grow while no share falls below its old or the new one.

    Those of scale 0 must not lose, and if they are held, not fall.
    """
    counted = scale > 0
    share = np.where(counted, gains / np.where(counted, scale, 1.0), np.inf)
    worst = np.zeros(len(item))
    for party in range(gains.shape[1]):
        own = share[:, party, None]
        above = np.sort(np.where(counted & (share > own), share, np.inf), axis=1)  # whom it would pass, in order
        for passed in range(gains.shape[1]):
            begin = own[:, 0] if passed == 0 else above[:, passed - 1]
            rows = np.flatnonzero(counted[:, party] & np.isfinite(begin))
            if not len(rows):
                break
            rising = counted & (share > np.where(np.isfinite(begin), begin, 0.0)[:, None])
            rising[:, party] = True
            floor = np.where(held | (counted & ~rising), gains, np.where(rising, np.where(counted, own, 0) * scale, 0))
            more = reach(game, item[rows], floor[rows], np.where(rising, scale, 0.0)[rows])
            gap = begin[rows] - own[rows, 0]
            most = np.where(more >= gap, np.minimum(more, above[rows, passed] - own[rows, 0]), 0.0)
            worst[rows] = np.maximum(worst[rows], most * scale[rows, party])
    return worst
