"""Sanctions announced, arms supplied: the shipped scenario against published numbers and backward steps by hand."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, solve, tipping


@pytest.fixture(scope="module")
def sanctions():
    return load("sanctions_vs_military_aid")


def chances(scenario, level: str, **values) -> np.ndarray:
    """Shape (row,). The probability that play ends with this level chosen."""
    solution = solve(scenario, "extensive", values=values)
    tree = solution.game.tree
    ends = np.array([level in label.split(" / ") for label in tree.outcomes])[tree.outcome]
    return solution.game.reach(solution.result)[:, tree.terminals] @ ends


def campaigns(scenario, **values) -> set[float]:
    """The probability of a campaign, over all subgame-perfect equilibria."""
    return {float(each) for each in chances(scenario, "campaign", **values)}


# Net gain of a campaign as published: at the defaults, with a threat weight of 2, without aid, without both.
@pytest.mark.parametrize(
    ("values", "gain", "action"),
    [
        ({}, -1.0, False),
        ({"perceived_threat_weight": 2}, 0.5, True),
        ({"military_aid": 0}, -0.5, False),
        ({"sanction_size": 0, "military_aid": 0}, 3.0, True),
    ],
)
def test_the_net_gain_is_as_published_and_decides(sanctions, values, gain, action):
    assert sanctions.measure("net_gain", values) == pytest.approx(gain)
    assert campaigns(sanctions, **values) == {action}


def by_hand(values: dict[str, float]) -> bool:
    """Whether Ukraine's better choice leads to a campaign, by backward steps written out."""
    stops = values["cohesion_W"] * values["resolve_W"] > values["sender_cost"]
    imposes = values["resolve_W"] > values["sender_cost"] / 2
    share = values["pipeline_share"] * stops + (1 - values["pipeline_share"]) * imposes
    loss = values["sanction_size"] * values["sanction_credibility"] * share

    def gain(closer: bool) -> float:
        threat = values["perceived_threat_weight"] * (values["military_aid"] + values["partnership_threat"] * closer)
        return values["benefit_action_R"] - loss - values["denial_effect"] * values["military_aid"] + threat

    worth = {closer: 2 * closer - 10 * (gain(closer) > 0) for closer in (False, True)}
    return gain(worth[True] > worth[False]) > 0


@pytest.mark.parametrize("seed", range(12))
def test_solutions_are_those_of_backward_steps_by_hand(sanctions, seed):
    rng = np.random.default_rng(seed)
    values = {name: each.value for name, each in sanctions.parameters.items()}
    drawn = ("benefit_action_R", "sanction_size", "sanction_credibility", "sender_cost", "cohesion_W", "military_aid")
    for name in (*drawn, "denial_effect", "perceived_threat_weight"):
        values[name] = rng.uniform(sanctions.parameters[name].low, sanctions.parameters[name].high)
    assert campaigns(sanctions, **values) == {by_hand(values)}


@pytest.mark.parametrize(
    ("parameter", "points"),
    [
        ("sanction_credibility", [0.5, 0.8]),  # a campaign below .5; Ukraine's closer partnership above .8
        ("perceived_threat_weight", [0.375, 1.5]),
        ("sender_cost", [2.8]),
        ("cohesion_W", [0.25]),
    ],
)
def test_where_things_tip(sanctions, parameter, points):
    assert [point.value for point in tipping(sanctions, parameter)] == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize(("preset", "slope"), [("denial", -0.5), ("provocation", 1.0)])
def test_aid_deters_or_provokes_by_the_sign_of_its_two_effects(preset, slope):
    scenario = load("sanctions_vs_military_aid", overrides=(preset,))
    assert scenario.overrides[preset].disagreements == ("G19",)
    gains = scenario.measure("net_gain", {"military_aid": np.array([0.0, 1.0, 2.0])})
    assert np.diff(gains[:, 0]) == pytest.approx(slope)
    assert scenario.measure("marginal_effect_of_aid", {}) == pytest.approx(slope)


@pytest.mark.parametrize(("overrides", "limits"), [(("aid_decided",), 0), (("aid_decided", "provocation"), 1)])
def test_who_decides_on_aid_first_limits_it_where_it_would_provoke(overrides, limits):
    assert set(chances(load("sanctions_vs_military_aid", overrides=overrides), "limit")) == {limits}


@pytest.fixture(scope="module")
def noisy():
    return load("sanctions_vs_military_aid", overrides=("quantal",))


@pytest.mark.parametrize(
    ("less", "more"),  # of a campaign; no threshold is sharp here, and the directions are those of the claims
    [
        ({"sanction_credibility": 0.9}, {"sanction_credibility": 0.5}),
        ({"cohesion_W": 0.9}, {"cohesion_W": 0.1}),
        ({"sanction_size": 8}, {"sanction_size": 4}),
        ({"military_aid": 1.5}, {"military_aid": 0.5}),
        ({"perceived_threat_weight": 2, "military_aid": 0.5}, {"perceived_threat_weight": 2, "military_aid": 1.5}),
    ],
)
def test_noisy_choices_keep_the_directions(noisy, less, more):
    (low,), (high,) = (chances(noisy, "campaign", **values) for values in (less, more))
    assert 0 < low < high < 1
