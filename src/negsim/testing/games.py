"""Games to try a solver on: generic, zero-sum, degenerate, lopsided, of two to four players."""

from __future__ import annotations

import numpy as np

from negsim.games.strategic import StrategicGame

COORDINATION = [[[[2, 0], [0, 1]], [[2, 0], [0, 1]]], [[[4, 0], [3, 2]], [[4, 3], [0, 2]]]]


def samples() -> dict[str, StrategicGame]:
    """Return named batches, so that every solver of strategic games finds some that it handles.

    Returns
    -------
    dict
        Name -> a batch of three to six games.
    """
    draw = np.random.default_rng(20220121)
    zero_sum = draw.integers(-9, 10, (4, 1, 3, 3)).astype(float)
    return {
        "generic 3x3": StrategicGame(payoffs=draw.normal(size=(5, 2, 3, 3))),
        "generic 2x2": StrategicGame(payoffs=draw.normal(size=(6, 2, 2, 2))),
        "lopsided 2x4": StrategicGame(payoffs=draw.normal(size=(3, 2, 2, 4))),
        "zero-sum 3x3": StrategicGame(payoffs=np.concatenate([zero_sum, -zero_sum], axis=1)),
        "degenerate 3x3": StrategicGame(payoffs=draw.integers(0, 3, (5, 2, 3, 3)).astype(float)),
        "coordination 2x2": StrategicGame(payoffs=np.array(COORDINATION, float)),
        "large payoffs 2x2": StrategicGame(payoffs=1e6 * draw.normal(size=(3, 2, 2, 2))),
        "three players": StrategicGame(payoffs=draw.normal(size=(3, 3, 2, 2, 2))),
        "four players": StrategicGame(payoffs=draw.integers(-5, 6, (3, 4, 2, 2, 2, 2)).astype(float)),
        "one strategy": StrategicGame(payoffs=draw.normal(size=(2, 2, 1, 3))),
    }
