"""The shipped scenario of shock and treatment: its best plan is a threshold in attention."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.scenario.load import load
from negsim.solvers.base import solvers

LEVELS = 5


@pytest.fixture(scope="module")
def scenario():
    return load("shock_or_treatment")


def best_plan(gain=4.0, drift=0.3, hazard=0.004, loss=60.0, discount=0.9):
    """List all 32 plans, value each by summing a long play stage by stage, and return the best from no attention on."""
    worth = {}
    for plan in product((0, 1), repeat=LEVELS):
        values = np.zeros(LEVELS)
        for _ in range(2000):
            shock = np.array(plan)
            after = values[np.minimum(np.arange(LEVELS) + shock, LEVELS - 1)]
            risk = hazard * shock
            flow = shock * (gain * (1 - np.arange(LEVELS) / 4) - drift)
            values = flow + discount * ((1 - risk) * after - risk * loss)
        worth[plan] = values.sum()
    return max(worth, key=worth.get)


@pytest.mark.parametrize(
    ("values", "reference", "threshold"),
    [
        ({}, {}, 4),
        ({"hazard_shock": 0.02}, {"hazard": 0.02}, 3),
        ({"hazard_shock": 0.05}, {"hazard": 0.05}, 1),
        ({"attention_gain": 1}, {"gain": 1}, 2),
        ({"hazard_shock": 0.03}, {"hazard": 0.03}, 3),
        ({"hazard_shock": 0.03, "discount_factor": 0.98}, {"hazard": 0.03, "discount": 0.98}, 2),
    ],
    ids=repr,
)
def test_the_best_plan_is_a_threshold(scenario, values, reference, threshold):
    assert best_plan(**reference) == tuple(int(level < threshold) for level in range(LEVELS))
    found = solvers["best_reply_iteration"]().solve(StochasticGame.from_scenario(scenario, values))
    assert found.ok
    shocks = markov.policies(found.game, found.result)[0][0, 0, :LEVELS, 1]
    np.testing.assert_array_equal(shocks, np.arange(LEVELS) < threshold)


def test_the_threshold_never_rises_with_the_hazard_or_with_patience(scenario):
    def thresholds(**values):
        game = StochasticGame.from_scenario(scenario, values)
        found = solvers["best_reply_iteration"]().solve(game)
        assert found.ok
        return markov.policies(game, found.result)[0][:, 0, :LEVELS, 1].sum(1)

    by_hazard = thresholds(hazard_shock=np.linspace(0.0005, 0.05, 12))
    by_patience = thresholds(discount_factor=np.linspace(0.5, 0.99, 12), hazard_shock=0.03)
    for found in (by_hazard, by_patience):
        assert (np.diff(found) <= 0).all()
        assert found[0] > found[-1]
