"""Markov-perfect and Markov logit equilibrium, judged by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from negsim.concepts.base import concepts
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame


def _profiles(weights, **columns):
    weights = np.array(weights, float)
    return Profiles(item=np.zeros(len(weights), np.intp), weights=weights, columns=columns)


@pytest.fixture
def lazy_worker():
    """Alone: work (cost 1, on to the rich state) or rest; in the rich state 4 a stage, back with chance 1/2."""
    payoffs = np.array([[[[-1.0, 0.0], [4.0, 0.0]]]])
    moves = np.array([[[0.0, 1.0], [1.0, 0.0]], [[0.5, 0.5], [1.0, 0.0]]])
    available = (np.array([[True, True], [True, False]]),)
    return StochasticGame(payoffs=payoffs, transitions=moves, discount=0.5, available=available)


def test_gain_from_working_once_is_what_the_riches_are_worth(lazy_worker):
    # always rest: poor is worth 0, rich is worth r = 4 + r/4 = 16/3; working once earns -1 + r/2 = 5/3
    # always work: p = -1 + r/2, r = 4 + p/4 + r/4 = 6, p = 2; resting once earns p/2 = 1
    found = concepts["markov_perfect"].residual(lazy_worker, _profiles([[0, 1], [1, 0]]))
    assert found == pytest.approx([5 / 3, 0])


def test_profiles_that_are_none_are_infinitely_far(lazy_worker):
    broken = _profiles([[0.5, 0.4], [1.5, -0.5]], precision=np.ones(2))
    assert np.isinf(concepts["markov_perfect"].residual(lazy_worker, broken)).all()
    assert np.isinf(concepts["markov_quantal_response"].residual(lazy_worker, broken)).all()


def test_logistic_distance_of_the_worker(lazy_worker):
    # always rest: working once earns 5/3, resting 0; always work: working earns 2, resting 1
    plans = _profiles([[0, 1], [1, 0]], precision=np.array([2.0, np.inf]))
    found = concepts["markov_quantal_response"].residual(lazy_worker, plans)
    assert found == pytest.approx([1 / (1 + math.exp(-2 * 5 / 3)), 0])


def test_one_state_is_the_strategic_game():
    draw = np.random.default_rng(3)
    payoffs = draw.normal(size=(1, 3, 2, 3, 2))
    still = StochasticGame(payoffs=payoffs[:, :, None], transitions=np.ones((1, 2, 3, 2, 1)), discount=0.7)
    once = StrategicGame(payoffs=payoffs)
    rows = np.concatenate([draw.dirichlet(np.ones(size), 5) for size in (2, 3, 2)], axis=1)
    plans = _profiles(rows, precision=np.full(5, 1.5))
    assert concepts["markov_perfect"].residual(still, plans) == pytest.approx(concepts["nash"].residual(once, plans))
    told = concepts["markov_quantal_response"].residual(still, plans)
    assert told == pytest.approx(concepts["quantal_response"].residual(once, plans))


def test_stages_before_a_horizon_are_judged_apart():
    # stop now for 1, or go on for 0 now and 1 at the end if at least one stage is left
    payoffs = np.array([[[[1.0, 0.0], [0.0, 0.0]]]])
    moves = np.array([[[0.0, 1.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0]]])
    game = StochasticGame(
        payoffs=payoffs,
        transitions=moves,
        discount=1.0,
        horizon=2,
        final=np.array([[3.0, 0.0]]),
        available=(np.array([[True, True], [True, False]]),),
    )
    # going on until the final 3 is best at both stages; stopping at the last stage forgoes 2, at the first 3 - 1
    found = concepts["markov_perfect"].residual(game, _profiles([[0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1]]))
    assert found == pytest.approx([0, 2, 2])
