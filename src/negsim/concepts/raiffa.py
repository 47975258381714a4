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
    return np.array([_on_list(game, result.take(np.array([row]))) for row in range(len(result))])


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


def _on_list(game: BargainingGame, one: Agreements) -> float:
    """How far a row is from the fairest agreement of those that the path of its game leaves."""
    gains = game.gains[one.item[0]]
    left = gains[:, (gains >= 0).all(0)]
    if not left.shape[1]:
        return np.inf
    close = EQUAL * left.max()
    reached = np.zeros(len(gains))
    while True:
        hopes = left.max(1)
        point = reached + (hopes - reached) / len(gains)
        fine = (left >= point[:, None] - close).all(0)
        if (left >= hopes[:, None] - close).all(0).any() or not fine.any():
            break
        left, reached = left[:, fine], point
    own = gains_of(game, one)[0]
    rest = BargainingGame(
        payoffs=np.column_stack([own, left])[None] - reached[:, None], disagreement=[[-close] * len(own)]
    )
    alone = Agreements(item=np.zeros(1, np.intp), agreement=np.zeros((1, 1), np.intp), weights=np.ones((1, 1)))
    return float(unfairness(rest, alone, np.maximum(hopes - reached, 0)[None])[0])


raiffa: Concept[BargainingGame, Agreements] = concepts("raiffa")(
    Concept(
        "raiffa",
        "The agreement ends a path on which each next point is the mean of what the parties could still get.",
        "Raiffa (1953)",
        distance,
    )
)
