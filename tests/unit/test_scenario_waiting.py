"""What it costs to wait: the shipped scenario against logit responses computed by separate code."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, solve
from negsim.studies.predicted import predicted

PRECISION, DISCOUNT = 2.0, 0.95


def response(russia, nato, cost=0.2, going_on=0.9):
    """Logit responses to plans (hold, stand down, escalate) and (refuse, offer) that are kept week after week."""
    both_wait = russia[0] * nato[0]
    now = [
        russia @ np.array([[-cost, -cost + 2], [-4, 2], [-5, 2]]) @ nato,
        russia @ np.array([[-0.1, -2], [0, -2], [-6, -2]]) @ nato,
    ]
    broken_off = np.array([-4.0, 0.0])
    whole = np.array(now) + both_wait * DISCOUNT * (1 - going_on) * broken_off
    later = whole / (1 - both_wait * DISCOUNT * going_on)  # worth of play from any week on
    on = DISCOUNT * (going_on * later + (1 - going_on) * broken_off)
    ours = np.array([[-cost + on[0], -cost + 2], [-4, 2], [-5, 2]]) @ nato
    theirs = russia @ np.array([[-0.1 + on[1], -2], [0, -2], [-6, -2]])
    tilted = [np.exp(PRECISION * (gains - gains.max())) for gains in (ours, theirs)]
    return [each / each.sum() for each in tilted]


def plans(values, **options):
    solver = {"name": "logit_homotopy", "precision": 2, **options}
    scenario = load("holding_cost", values={"games.stochastic.solver": solver, **values})
    solution = solve(scenario)
    assert solution.ok
    rows = predicted(scenario, solution).shares.reshape(-1, 3, 2)
    return rows.sum(2), rows.sum(1)


@pytest.mark.parametrize(
    ("values", "by_hand"),
    [
        ({}, {}),
        ({"holding_cost_R": 1}, {"cost": 1.0}),
        ({"continuation_probability": 0.5}, {"going_on": 0.5}),
    ],
)
def test_plans_are_logit_responses_to_each_other(values, by_hand):
    (russia,), (nato,) = plans(values)
    for found, expected in zip((russia, nato), response(russia, nato, **by_hand), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-9)


def test_near_half_a_point_long_and_short_waits_are_both_equilibria():
    russia, nato = plans({"holding_cost_R": 0.49}, starts=8)
    assert len(russia) == 2
    assert abs(russia[0, 0] - russia[1, 0]) > 0.3
    for ours, theirs in zip(russia, nato, strict=True):
        expected = response(ours, theirs, cost=0.49)
        np.testing.assert_allclose(ours, expected[0], atol=1e-9)
        np.testing.assert_allclose(theirs, expected[1], atol=1e-9)


def test_a_mixed_equilibrium_of_waiting_makes_the_other_yield_by_ones_own_cost():
    """Indifferent between another week, q * (2 + 4) - c, and letting the matter rest: q = c / 6."""
    scenario = load("holding_cost")
    costs = np.array([0.0, 0.3, 0.6])
    chance = scenario.measure("concession_chance", {"holding_cost_R": costs})[:, 0]
    np.testing.assert_allclose(chance * 6 - costs, 0, atol=1e-12)
