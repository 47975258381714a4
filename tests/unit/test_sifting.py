"""Sifting finds the optimum of the whole linear program, which HiGHS solves here at once."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.kernels.linear_program import maximum
from negsim.kernels.sifting import best_mixture
from negsim.kernels.strategic.incentives import obedience, participation


def problems(incentives):
    draw = np.random.default_rng(21)
    for number in range(120):
        shape = [(2,) * 8, (3,) * 5, (4, 4, 4, 4), (2, 3, 20, 2)][number % 4]
        payoffs = draw.integers(0, 3, (len(shape), *shape)) / 2 if number % 3 else draw.random((len(shape), *shape))
        weights = draw.normal(size=len(shape)) if number % 2 else np.ones(len(shape))
        goal = np.tensordot(weights, payoffs, 1).ravel()
        yield (goal - goal.min()) / np.ptp(goal), incentives(payoffs)


@pytest.mark.parametrize("incentives", [obedience, participation])
def test_the_optimum_is_that_of_the_whole_program(incentives):
    for goal, rows in problems(incentives):
        count = len(goal)
        whole = maximum(goal, rows, np.zeros(rows.shape[0]), np.ones((1, count)), np.ones(1))
        for promise in (goal, -goal):  # however bad the first guess
            found = best_mixture(goal, rows, promise)
            assert found.ending == "solved"
            assert found.value == pytest.approx(whole.value, abs=1e-8)
            assert found.point.sum() == pytest.approx(1)
            assert (rows @ found.point).max() <= 1e-8
            assert goal @ found.point == pytest.approx(whole.value, abs=1e-8)


def test_a_free_variable_is_kept_throughout():
    """The largest smallest payoff of ten players over a thousand outcomes: max t, t <= each payoff."""
    payoffs = np.random.default_rng(3).random((10, 1000))
    rows = np.append(-payoffs, np.ones((10, 1)), axis=1)
    goal = np.append(np.zeros(1000), 1.0)
    total = np.append(np.ones(1000), 0.0)[None]
    whole = maximum(goal, rows, np.zeros(10), total, np.ones(1), free=1)
    found = best_mixture(goal, rows, payoffs.min(0), free=1)
    assert found.value == pytest.approx(whole.value, abs=1e-9)
    assert (payoffs @ found.point[:-1]).min() == pytest.approx(whole.value, abs=1e-9)


def test_limits_end_it():
    goal, rows = next(problems(obedience))
    assert best_mixture(goal, rows, goal, max_steps=1).ending == "step_limit"


def test_what_no_mixture_satisfies_has_no_optimum():
    rows = np.ones((1, 100))
    assert best_mixture(np.zeros(100), rows, np.zeros(100)).ending == "failed"
