"""Missiles answered in kind, and inspections: the shipped scenarios against published thresholds and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import game, load, solve, tipping
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.studies.holding import Plan


@pytest.fixture(scope="module")
def missiles():
    return load("missile_nondeployment")


def test_restraint_where_an_answer_is_credible_and_costs_more_than_deployment_gains(missiles):
    answer = solve(missiles)[0]
    assert answer.residual == 0
    assert answer.payoffs == {"usa": 0.0, "russia": 0.0}
    assert [row["direction"] for row in points(missiles, "military_value_deploy")] == ["ceases"]


def points(scenario, parameter, **ends):
    return [vars(point) for point in tipping(scenario, parameter, **ends)]


@pytest.mark.parametrize(
    ("parameter", "value", "direction", "actor"),
    [  # deployment pays above the harm of the answer; without a credible answer deployment is the outcome
        ("military_value_deploy", 4, "ceases", "usa"),
        ("counter_deployment_harm", 1, "starts", "usa"),
        ("value_counter", 1, "starts", "russia"),
        ("cost_counter", 2, "ceases", "russia"),
    ],
)
def test_where_restraint_ends(missiles, parameter, value, direction, actor):
    (found,) = points(missiles, parameter)
    assert found["value"] == pytest.approx(value, abs=1e-9)
    assert (found["direction"], found["actor"], found["outcome"]) == (direction, actor, "refrain / none")


def test_an_answer_that_is_not_credible_lets_missiles_in():
    answer = solve(load("missile_nondeployment", overrides=("answer_not_credible",)))[0]
    assert answer.payoffs == {"usa": 1.0, "russia": -5.0}


def restraint(asked) -> np.ndarray:
    """Stay as long as the other stays; follow as soon as a breach is noticed."""
    weights = np.zeros(len(asked.choices))
    for part in asked.choices.slices:
        own, other, _ = asked.choices.places[asked.choices.place[part.start]].split(" / ")
        weights[part.start + ((own, other) != ("refrain", "none"))] = 1
    return weights


# Least discount factor at which restraint is an equilibrium, ((T - R) / (T - P)) ** (1 / lag), as published to three
# digits with T = 2, R = 1, P = -1, S = -3.
LEAST = {1: 0.333, 2: 0.577, 4: 0.760, 8: 0.872}


@pytest.mark.parametrize("lag", LEAST)
def test_least_patience_by_the_time_to_notice(missiles, lag):
    slower = missiles.with_values(detection_lag=lag)
    weights = restraint(game(slower, "stochastic"))
    plan = Plan(scenario=slower, form="stochastic", parameter="discount_factor", weights=weights)
    (change,) = plan.changes(0, 0.99)
    assert change.value == pytest.approx((1 / 3) ** (1 / lag), abs=1e-9)
    assert round(change.value, 3) == pytest.approx(LEAST[lag])
    assert (change.holds_above, change.place, plan.label) == (True, "refrain / none / 0", "refrain / none")


def test_a_plan_that_leaves_things_to_chance_is_not_held_fixed():
    with pytest.raises(NotApplicable, match="leaves some choices to chance"):
        tipping("missile_inspection", "inspection_quality")


def test_a_plan_has_no_single_outcome_to_judge(missiles):
    with pytest.raises(NotApplicable, match="leave the outcome out"):
        tipping(missiles, "cost_counter", outcome="refrain / none")


@pytest.mark.parametrize("quality", [0.5, 0.8, 1.0])
@pytest.mark.parametrize("form", ["strategic", "extensive"])
def test_inspections_have_the_textbook_probabilities(quality, form):
    scenario = load("missile_inspection").with_values(inspection_quality=quality)
    solution = solve(scenario, form)
    assert len(solution) == 1
    adapted, inspect = solution.result.weights[0, [1, 3]]
    gain, penalty, cost, harm = 1, 4, 1, 5
    assert inspect == pytest.approx(gain / (quality * (gain + penalty)))
    assert adapted == pytest.approx(cost / (quality * harm))
    assert isinstance(solution.result, Profiles)
