"""Raiffa's solution: where a path of interim agreements ends, each the mean of what the parties could still get."""

from __future__ import annotations

import numpy as np

from negsim.concepts._fair import gains_of, unfairness
from negsim.concepts._reach import reach
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements

EQUAL = 1e-9  # of the largest gain: gains that differ by less count as equal
NEAR = 1e-12  # of the largest gain: how near the path must come to its end
ROUNDS = 400  # midpoints that are tried at most
BLOCK = 1_000_000  # numbers that are worked on at a time


def distance(game: BargainingGame, result: Agreements) -> Array:
    """Return how far the payoffs of each row are from the end of the path.

    With lotteries the path is walked anew, its hopes found by supporting lines or linear programs, and the row must
    give nobody less than its end. On a list the agreements that the path leaves are found anew, and the row must be the
    fairest of them.
    """
    if not len(result):
        return np.zeros(0)
    if game.lotteries and len(game.players) > 1:
        return _with_lotteries(game, result)
    size = max(1, BLOCK // max(game.payoffs[:1].size, 1))
    pieces = [result.take(slice(k, k + size)) for k in range(0, len(result), size)]
    return np.concatenate([_on_list(game, piece) for piece in pieces])


def _with_lotteries(game: BargainingGame, result: Agreements) -> Array:
    gains = gains_of(game, result)
    reached, axes = np.zeros(gains.shape), np.eye(gains.shape[1])
    largest = np.abs(game.gains).max((1, 2))[result.item]
    busy = np.arange(len(result))
    for _ in range(ROUNDS):
        held = reached[busy]
        hopes = [reach(game, result.item[busy], held * (1 - axis), np.tile(axis, (len(busy), 1))) for axis in axes]
        step = (np.stack(hopes, axis=1) - held) / len(axes)
        reached[busy] = held + np.maximum(step, 0)
        busy = busy[(step > NEAR * largest[busy, None]).any(1)]
        if not len(busy):
            break
    return np.asarray(np.abs(gains - reached).max(1))


def _on_list(game: BargainingGame, result: Agreements) -> Array:
    """Shape (row,): how far rows are from the fairest agreement of those that the path of their game leaves."""
    gains, own = game.gains[result.item], gains_of(game, result)
    close = EQUAL * np.maximum(np.where((gains >= 0).all(1, keepdims=True), gains, 0).max((1, 2)), 0)
    reached = np.zeros(own.shape)
    busy = np.arange(len(own))
    while len(busy):
        ahead, near = gains[busy], close[busy, None, None]
        left = (ahead >= reached[busy, :, None] - near).all(1) & (ahead >= 0).all(1)
        hopes = np.where(left[:, None], ahead, -np.inf).max(2)
        point = reached[busy] + (hopes - reached[busy]) / own.shape[1]
        ended = (ahead >= hopes[..., None] - near).all(1).any(1) | ~(ahead >= point[..., None] - near).all(1).any(1)
        ended |= (point <= reached[busy]).all(1)  # numbers too small to be halved
        reached[busy] = np.where(ended[:, None], reached[busy], point)
        busy = busy[~ended]
    payoffs = np.concatenate([own[..., None], gains], axis=2) - reached[..., None]
    rest = BargainingGame(payoffs=payoffs, disagreement=np.repeat(-close[:, None], own.shape[1], axis=1))
    rows = np.arange(len(own))
    first = Agreements(item=rows, agreement=np.zeros((len(own), 1), np.intp), weights=np.ones((len(own), 1)))
    hopes = np.where(rest.acceptable[:, None], payoffs, 0).max(2)
    return unfairness(rest, first, np.maximum(hopes, 0))


raiffa: Concept[BargainingGame, Agreements] = concepts("raiffa")(
    Concept(
        "raiffa",
        "The agreement ends a path on which each next point is the mean of what the parties could still get.",
        "Raiffa (1953)",
        distance,
    )
)
