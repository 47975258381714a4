"""Games to try a solver on, by form: generic, zero-sum, degenerate, lopsided, of one to four players."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from negsim.errors import unknown
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.testing.bargains import bargaining_samples
from negsim.testing.conflicts import conflict_samples
from negsim.testing.trees import extensive_samples

COORDINATION = [[[[2, 0], [0, 1]], [[2, 0], [0, 1]]], [[[4, 0], [3, 2]], [[4, 3], [0, 2]]]]


def samples(form: str = "strategic") -> Mapping[str, Any]:
    """Return named batches, so that every solver of a form finds some that it handles.

    Parameters
    ----------
    form
        Name of a form.

    Returns
    -------
    dict
        Name -> a batch of a few games.
    """
    makers: dict[str, Callable[[], Mapping[str, Any]]] = {
        "strategic": strategic_samples,
        "extensive": extensive_samples,
        "stochastic": stochastic_samples,
        "screening": screening_samples,
        "conflict": conflict_samples,
        "bargaining": bargaining_samples,
    }
    if form not in makers:
        raise unknown("form", form, makers)
    return makers[form]()


def strategic_samples() -> dict[str, StrategicGame]:
    """Return strategic games of two to four players."""
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


def stochastic_samples() -> dict[str, StochasticGame]:
    """Return stochastic games of one to three players, with and without ends, turns and a horizon."""
    draw = np.random.default_rng(20220201)

    def moves(*shape: int) -> Any:
        chances = draw.random((1, *shape, shape[0])) ** 4
        return chances / chances.sum(-1, keepdims=True)

    zero_sum = draw.integers(-5, 6, (3, 1, 3, 2, 2)).astype(float)
    lasting = moves(4, 2, 2)
    ending = np.where(np.arange(4).reshape(1, 4, 1, 1, 1) == 3, 0.0, lasting)
    turns = tuple(np.array([[True, mover == state % 2] for state in range(4)]) for mover in range(2))
    return {
        "generic": StochasticGame(payoffs=draw.normal(size=(3, 2, 4, 2, 2)), transitions=lasting, discount=0.9),
        "zero-sum": StochasticGame(
            payoffs=np.concatenate([zero_sum, -zero_sum], axis=1), transitions=moves(3, 2, 2), discount=0.8
        ),
        "ends": StochasticGame(payoffs=draw.normal(size=(2, 2, 4, 2, 2)), transitions=ending, discount=[[0.9, 0.7]]),
        "alternating": StochasticGame(
            payoffs=draw.normal(size=(2, 2, 4, 2, 2)), transitions=lasting, discount=0.6, available=turns
        ),
        "three players": StochasticGame(
            payoffs=draw.normal(size=(2, 3, 2, 2, 2, 2)), transitions=moves(2, 2, 2, 2), discount=0.5
        ),
        "one decides": StochasticGame(payoffs=draw.normal(size=(3, 1, 4, 3)), transitions=moves(4, 3), discount=0.95),
        "with a horizon": StochasticGame(
            payoffs=draw.normal(size=(3, 2, 3, 2, 2)), transitions=moves(3, 2, 2), discount=1.0, horizon=4
        ),
    }


def screening_samples() -> dict[str, ScreeningGame]:
    """Return games of demands against a deadline, with short and long horizons."""
    return {
        "one round": ScreeningGame(rounds=1, discount=[0.5, 0.9], stake=[1.0, 7.0]),
        "patient and not": ScreeningGame(rounds=12, discount=[0.0, 0.95, 1.0]),
        "skewed": ScreeningGame(rounds=4, discount=0.9, shape=[0.3, 1.0, 4.0]),
    }
