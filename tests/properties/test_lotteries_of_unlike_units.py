"""Lotteries of several parties with payoffs in very unlike units and ties broken by very little: right, or not solved.

Answers are judged by the concepts, which look for something better with another library's linear programs.
"""

from __future__ import annotations

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.kernels.talks.dual_bounds import most_unfair
from negsim.solvers.base import Status, solvers

TOLD = 1e-6  # of the spread: the residual that an answer reported as solved may have
NOISE = 1e-6  # that breaks ties, in like units: of smaller ones the linear programs that judge lose sight


def awkward(seed: int) -> BargainingGame:
    """Three or four parties; by turns near ties, and in units 10**12 apart, copies, points on a line and many ties."""
    draw = np.random.default_rng([5, seed])
    parties, agreements = int(draw.integers(3, 5)), int(draw.integers(2, 24))
    payoffs = draw.integers(-1, 4, (parties, agreements)).astype(float)
    if seed % 4 == 0:
        payoffs += NOISE * draw.normal(size=payoffs.shape)
    elif seed % 4 == 1:
        payoffs = np.concatenate([draw.normal(size=payoffs.shape) + 0.4] * 2, axis=1)
    elif seed % 4 == 2:
        step = draw.random(agreements)
        payoffs = np.concatenate([payoffs[:, :1] * step + payoffs[:, -1:] * (1 - step), payoffs[:, :3]], axis=1)
    unit = 10 ** draw.uniform(-6, 6, (parties, 1)) if seed % 4 and seed % 3 else np.ones((parties, 1))
    return BargainingGame(payoffs=(unit * payoffs)[None], disagreement=np.zeros((1, parties)), lotteries=True)


@pytest.mark.parametrize(
    ("name", "count"),
    [("kalai_smorodinsky", 60), ("egalitarian", 60), ("raiffa", 2), ("nash_bargaining", 40), ("utilitarian", 40)],
)
def test_what_is_told_to_be_solved_is_solved(name, count):
    inaccurate = 0
    for seed in range(count):
        game = awkward(seed)
        solution = solvers[name]().solve(game)
        status = Status(solution.status[0])
        assert status in (Status.solved, Status.none_found, Status.inaccurate)
        if status is Status.solved:
            assert solution.residual[0] <= TOLD * game.spread[0], seed
        inaccurate += status is Status.inaccurate
    assert inaccurate <= 0.1 * count


def test_floors_of_parties_in_small_units_are_kept():
    """A party that has risen as far as it can must not fall while others rise after it: 1e-6 is all it can get."""
    game = BargainingGame(
        payoffs=[[[1e-6, 0, 0.5e-6], [0, 1, 0.2], [0.3, 0, 1]]], disagreement=[[0, 0, 0]], lotteries=True
    )
    solution = solvers["egalitarian"]().solve(game)
    gains = game.payoff(solution.result)[0]
    # all equal: weights (a, b, c) with a + c / 2 = g / 1e-6, b + 0.2 c = g and 0.3 a + c >= g; a is nearly all
    assert solution.ok and gains[:2] == pytest.approx([1e-6, 1e-6], abs=2e-12)


def test_those_without_a_say_are_compared_in_payoffs():
    """The second and third have no power; what is left can be split 3 : 0 or 0 : 1, and equal is 3/4 each."""
    game = BargainingGame(
        payoffs=[[[1, 1], [3, 0], [0, 1]]], disagreement=[[0, 0, 0]], power=[[1, 0, 0]], lotteries=True
    )
    solution = solvers["egalitarian"]().solve(game)
    assert game.payoff(solution.result)[0] == pytest.approx([1, 0.75, 0.75]) and solution.residual[0] < 1e-9


def test_bounds_tell_how_far_a_mixture_is_from_the_fairest():
    """A pie of 1 for three: at (0.5, 0.3, 0.2) the third can rise to 0.35, where the first meets it."""
    ones, prices = np.ones(3), np.ones((1, 3))
    quiet = np.zeros(3, bool)
    assert most_unfair(np.eye(3), np.full(3, 1 / 3), ones, ones, quiet, prices, ones) == pytest.approx(0, abs=1e-12)
    found = most_unfair(np.eye(3), np.array([0.5, 0.3, 0.2]), ones, ones, quiet, prices, ones)
    assert found == pytest.approx(0.15)


def test_rounding_does_not_keep_newton_going():
    """A party can gain nothing but rounding; the same mixtures promised a little more again and again."""
    draw = np.random.default_rng([77, 113])
    parties, agreements = int(draw.integers(3, 5)), int(draw.integers(2, 30))
    payoffs = np.maximum(draw.normal(size=(parties, agreements)) + 0.4, 0)
    payoffs += 1e-8 * draw.normal(size=payoffs.shape)
    payoffs[:, ::2] = payoffs[:, [0]] + 1e-8 * draw.normal(size=payoffs[:, ::2].shape)
    payoffs *= 10 ** draw.uniform(-6, 6, (parties, 1))
    game = BargainingGame(payoffs=payoffs[None], disagreement=np.zeros((1, parties)), lotteries=True)
    found = solvers["nash_bargaining"](max_steps=100).solve(game)
    assert found.ok and found.steps[0] < 100
