"""The first three points of Minsk: the shipped scenario against published numbers, and one route against another."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import game, load, solve, tipping
from negsim.studies.enforcement.stage import enforcement

LEAST = {0.2: 0.714, 0.5: 0.500, 0.9: 0.357}  # monitoring -> the least discount factor, published to three digits


@pytest.fixture(scope="module")
def minsk():
    return load("minsk_first_three")


def acceptable(scenario, **values) -> set[str]:
    asked = game(scenario, "bargaining", values)
    return {name for name, fits in zip(asked.agreements, asked.acceptable[0], strict=True) if fits}


@pytest.mark.parametrize(("points", "expected"), [(3, 0.73), (13, 0.25)])
def test_three_points_hold_more_often_than_thirteen(minsk, points, expected):
    assert minsk.measure("implemented", {"points_required_jointly": points}) == pytest.approx(expected, abs=0.005)


def test_stage_payoffs_are_those_of_the_dilemma(minsk):
    stage = game(minsk, "strategic")
    assert stage.payoffs[0, 0, :2].tolist() == [[-1, 2], [-2, 1]]  # Kyiv's, violating or keeping the points
    assert stage.payoffs[0, 1, :2].tolist() == [[-1, -2], [2, 1]]
    assert solve(minsk, "strategic", "pure_nash")[0]["ukraine"] == {"violate": 1.0}


@pytest.mark.parametrize("monitoring", LEAST)
def test_least_patience_by_the_strength_of_monitoring(minsk, monitoring):
    found = enforcement(minsk, {"monitoring_accuracy": monitoring})
    gain, loss = 1, 2
    assert found.minimal == pytest.approx(gain / (gain + loss * monitoring), abs=1e-12)
    assert found.minimal[0].round(3).tolist() == [LEAST[monitoring]] * 2
    assert found.holds.tolist() == [True] and found.credible.tolist() == [True]


@pytest.mark.parametrize("monitoring", LEAST)
def test_play_from_stage_to_stage_tips_at_the_same_patience(minsk, monitoring):
    """The plan is checked for gains from deviating once, state by state; nothing of the closed form is used."""
    points = tipping(minsk.with_values(monitoring_accuracy=monitoring), "discount_factor", form="stochastic", low=0)
    assert [point.value for point in points] == pytest.approx([1 / (1 + 2 * monitoring)], abs=1e-9)
    assert points[0].outcome == "grim" and points[0].direction == "starts"


def test_a_party_that_is_not_patient_enough(minsk):
    found = enforcement(minsk, {"discount_factor": np.array([0.45, 0.55])})
    assert found.keeps.tolist() == [[False, False], [True, True]]
    assert found.margin[0] == pytest.approx([-0.05, -0.05])


def test_the_whole_is_not_acceptable_to_kyiv_when_its_political_points_cost_more_than_calm_brings(minsk):
    assert "full / comply" in acceptable(minsk, political_cost_UKR=2 - 1e-9)
    assert "full / comply" in acceptable(minsk, political_cost_UKR=2)
    assert acceptable(minsk, political_cost_UKR=2 + 1e-6) == {"first_three / comply"} == acceptable(minsk)


@pytest.mark.parametrize("calm", [1.0, 2.0, 3.0])
def test_russia_withholds_the_points_when_leverage_is_worth_more_than_calm(minsk, calm):
    assert "first_three / comply" in acceptable(minsk, value_first3=calm, leverage_from_risk=calm - 1e-6)
    assert "first_three / comply" not in acceptable(minsk, value_first3=calm, leverage_from_risk=calm + 1e-6)


def test_with_mediators_the_whole_is_agreed():
    mediated = solve(load("minsk_first_three", overrides=("mediators",)), "bargaining")
    assert mediated.ok and mediated.game.agreements[mediated.result.agreement[0, 0]] == "full / comply"
