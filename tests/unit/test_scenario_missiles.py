"""Missiles answered in kind, and inspections: the shipped scenarios against published thresholds and closed forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negsim import game, load, solve, tipping
from negsim.errors import InvalidGame, NotApplicable, UnknownName
from negsim.games.results import Profiles
from negsim.games.stages.plans import stated_plan
from negsim.scenario.expression import Expression
from negsim.scenario.record import Frozen


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


# Least discount factor at which restraint is an equilibrium, ((T - R) / (T - P)) ** (1 / lag), as published to three
# digits with T = 2, R = 1, P = -1, S = -3.
LEAST = {1: 0.333, 2: 0.577, 4: 0.760, 8: 0.872}


@pytest.mark.parametrize("lag", LEAST)
def test_least_patience_by_the_time_to_notice(missiles, lag):
    slower = missiles.with_values(detection_lag=lag)
    (found,) = points(slower, "discount_factor", form="stochastic", low=0)
    assert found["value"] == pytest.approx((1 / 3) ** (1 / lag), abs=1e-9)
    assert round(found["value"], 3) == pytest.approx(LEAST[lag])
    assert (found["direction"], found["outcome"], found["place"]) == ("starts", "restraint", "refrain / none / 0")
    assert (found["actor"], found["deviation"]) == ("usa", "deploy")


def test_a_stated_plan_is_what_its_formulas_say(missiles):
    asked = game(missiles, "stochastic")
    weights = stated_plan(missiles, missiles.games["stochastic"], "restraint", asked)
    for part in asked.choices.slices:
        own, other, _ = asked.choices.places[asked.choices.place[part.start]].split(" / ")
        assert weights[part].tolist() == ([1, 0] if (own, other) == ("refrain", "none") else [0, 1])


def test_a_plan_that_gives_no_level_is_told_with_its_place(missiles):
    block = replace(missiles.games["stochastic"], plans={"odd": {"missiles": Expression("since - 3")}})
    with pytest.raises(
        InvalidGame, match=r"games\.stochastic\.plans\.odd\.missiles is -3 in state 'refrain / none / 0'"
    ):
        stated_plan(missiles, block, "odd", game(missiles, "stochastic"))


def test_without_a_stated_plan_those_that_are_found_are_held(missiles):
    block = replace(missiles.games["stochastic"], plans={})
    asked = replace(missiles, games=Frozen({"stochastic": block}))
    assert {point["outcome"] for point in points(asked, "left_behind", low=-6, high=3)} == {"deploy / zircon"}


def test_a_plan_that_leaves_things_to_chance_is_not_held_fixed():
    with pytest.raises(NotApplicable, match="leaves some choices to chance"):
        tipping("missile_inspection", "inspection_quality")


def test_a_plan_is_named_by_where_it_leads(missiles):
    assert tipping(missiles, "cost_counter", outcome="refrain / none")
    with pytest.raises(UnknownName, match="unknown plan 'restrain'; did you mean 'restraint'"):
        tipping(missiles, "cost_counter", form="stochastic", outcome="restrain")


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
