"""Small bargaining games to try a solver on: lists and lotteries, several parties, ties, and nothing to agree on."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.bargaining import BargainingGame
from negsim.games.talks.pace import Pace
from negsim.games.talks.rule import Rule

PIE = [[[1.0, 0.0], [0.0, 1.0]]]


def bargaining_samples() -> dict[str, BargainingGame]:
    """Return named batches of bargaining games, so that every solver of them finds some that it handles.

    Returns
    -------
    dict
        Name -> a batch of one to five games.
    """
    draw = np.random.default_rng(20220201)
    return _plain(draw) | _ruled(draw) | _talked(draw)


def _plain(draw: np.random.Generator) -> dict[str, BargainingGame]:
    """Nothing but payoffs and disagreement."""
    few: dict[str, Any] = {"payoffs": draw.integers(-2, 4, (5, 2, 7)).astype(float), "disagreement": [[0.0, 0.0]]}
    wide = draw.normal(size=(3, 3, 9))
    issues = divided([[3, 1, 2], [1, 3, 2]])
    return {
        "pie": BargainingGame(payoffs=PIE * 3, disagreement=[[0, 0], [0.3, 0], [0.5, 0.5]], lotteries=True),
        "list of two parties": BargainingGame(payoffs=draw.normal(size=(5, 2, 12)), disagreement=[[-0.5, -0.5]]),
        "lotteries of two parties": BargainingGame(
            payoffs=draw.normal(size=(5, 2, 12)), disagreement=draw.normal(size=(5, 2)) - 0.5, lotteries=True
        ),
        "ties": BargainingGame(**few),
        "ties and lotteries": BargainingGame(**few, lotteries=True),
        "divided issues": BargainingGame(payoffs=issues, disagreement=[[0, 0]], lotteries=True),
        "given issues": BargainingGame(payoffs=issues, disagreement=[[0, 0]]),
        "large payoffs": BargainingGame(payoffs=1e6 * draw.normal(size=(3, 2, 8)), disagreement=[[-1e6, -1e6]]),
        "list of three parties": BargainingGame(payoffs=wide, disagreement=[[-1.0, -1.0, -1.0]]),
        "lotteries of three parties": BargainingGame(payoffs=wide, disagreement=[[-1, -1, -1]], lotteries=True),
        "four parties": BargainingGame(payoffs=draw.normal(size=(2, 4, 20)), disagreement=[[-1.0] * 4]),
        "unlike power": BargainingGame(
            payoffs=draw.random((3, 2, 10)), disagreement=[[0, 0]], power=[[1, 2], [3, 1], [1, 1]], lotteries=True
        ),
        "too good a disagreement": BargainingGame(payoffs=PIE * 2, disagreement=[[0.8, 0.8], [2, -1]], lotteries=True),
        "nothing acceptable": BargainingGame(payoffs=-draw.random((2, 2, 4)), disagreement=[[0, 0]]),
        "one agreement": BargainingGame(payoffs=[[[1], [2]], [[0], [0]], [[-1], [2]]], disagreement=[[0, 0]]),
    }


def _ruled(draw: np.random.Generator) -> dict[str, BargainingGame]:
    """Not all need agree."""
    payoffs, nothing = draw.normal(size=(4, 3, 8)), [[-0.5, -0.5, -0.5]]
    cycle = [[[3, 2, 1], [1, 3, 2], [2, 1, 3]]]
    return {
        "majority": BargainingGame(payoffs=payoffs, disagreement=nothing, rule=Rule(votes=(1, 1, 1), quota=2)),
        "veto": BargainingGame(
            payoffs=payoffs, disagreement=nothing, rule=Rule(votes=(2, 1, 1), quota=2, veto=(0,)), lotteries=True
        ),
        "weighted votes": BargainingGame(payoffs=payoffs, disagreement=nothing, rule=Rule(votes=(3, 2, 1), quota=4)),
        "majorities in a circle": BargainingGame(
            payoffs=cycle, disagreement=[[0, 0, 0]], rule=Rule(votes=(1, 1, 1), quota=2)
        ),
    }


def _talked(draw: np.random.Generator) -> dict[str, BargainingGame]:
    """Talks in rounds, and parties who alone know what disagreement is worth to them."""
    listed, nothing = draw.random((3, 2, 9)), [[0.1, 0.0]]
    pie: dict[str, Any] = {"payoffs": PIE * 2, "disagreement": [[0, 0]], "lotteries": True}
    return {
        "talks for ever": BargainingGame(**pie, pace=Pace(discount=[[0.9, 0.8], [0.5, 0.95]])),
        "talks that may break down": BargainingGame(**pie, pace=Pace(discount=1.0, breakdown=[0.1, 0.3], first=1)),
        "talks with a deadline": BargainingGame(**pie, pace=Pace(discount=0.9, rounds=5)),
        "talks one may leave": BargainingGame(**pie, pace=Pace(discount=0.9, outside=[[0.2, 0.6], [0, 0]])),
        "talks over a list": BargainingGame(payoffs=listed, disagreement=nothing, pace=Pace(discount=0.8)),
        "talks over a list with a deadline": BargainingGame(
            payoffs=listed, disagreement=nothing, pace=Pace(discount=0.8, breakdown=0.05, rounds=4, first=1)
        ),
        "talks of three parties": BargainingGame(
            payoffs=draw.random((2, 3, 8)), disagreement=[[0, 0, 0]], pace=Pace(discount=[[0.9, 0.8, 0.7]])
        ),
        "private resolve": BargainingGame(**pie, resolve=[[[0, 0], [-0.2, 0.4]], [[0, 0], [0.1, 0.1]]]),
        "private resolve over a list": BargainingGame(
            payoffs=listed, disagreement=nothing, resolve=[[[0.1, 0.1], [-0.3, 0.6]]]
        ),
    }


def divided(weights: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return payoffs of all ways to give each of several issues wholly to one of two parties.

    Parameters
    ----------
    weights
        Shape (2, issue). What each issue is worth to each party.

    Returns
    -------
    ndarray
        Shape (1, 2, 2**issue).
    """
    worth = np.asarray(weights, np.float64)
    share = np.arange(2 ** worth.shape[1])[:, None] >> np.arange(worth.shape[1])[::-1] & 1
    return np.stack([(1 - share) @ worth[0], share @ worth[1]])[None]
