"""Launchers swapped for cruise missiles, and bases beside missiles: both against enumeration by separate code."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from negsim import load, solve
from negsim.studies.predicted import predicted


def likely(name, values):
    """The label of the outcome that is predicted; None where nothing is agreed."""
    scenario = load(name)
    found = predicted(scenario, solve(scenario, values=values), values)
    if found.endings.get("no agreement", np.zeros(1))[0] == 1:
        return None
    return scenario.outcome_label(int(found.likeliest[0]))


def nash_agreement(quality=0.5, prior=0.3, intrusion=0.5, threat=3.0, other=1.2, launchers=1.0, cruise=1.5):
    """The agreement with the largest product of gains, by trying all nine; None where no agreement serves both."""
    best, found = 0.0, None
    for ours, theirs in itertools.product(
        ("as_they_are", "inspected", "withdrawn"), ("as_they_are", "limited", "given_up")
    ):
        seen = {"as_they_are": 0, "limited": quality, "given_up": 1, "inspected": quality, "withdrawn": 1}
        usa = other * seen[theirs] - {"as_they_are": 0, "inspected": intrusion, "withdrawn": launchers}[ours]
        russia = prior * threat * seen[ours] - {"as_they_are": 0, "limited": intrusion, "given_up": cruise}[theirs]
        if min(usa, russia) >= 0 and usa * russia > best + 1e-12:
            best, found = usa * russia, f"{ours} / {theirs}"
    return found


@pytest.mark.parametrize(
    ("values", "expected"),
    [  # worth 1.5 p - .5 and .1 by inspection, 3 p - 1.5 and .2 by withdrawal: equal products at p = 5/9
        ({}, None),
        ({"quality": 0.55}, None),
        ({"quality": 0.56}, "inspected / limited"),
        ({"prior": 0.4}, "inspected / limited"),
        ({"prior": 0.55}, "inspected / limited"),
        ({"prior": 0.56}, "withdrawn / given_up"),
        ({"intrusion": 0.44}, "inspected / limited"),
        ({"intrusion": 0.46}, None),
    ],
)
def test_what_is_agreed_on_launchers_is_what_enumeration_finds(values, expected):
    names = {"quality": "inspection_quality", "prior": "prior_offensive_use", "intrusion": "intrusion_cost"}
    assert nash_agreement(**values) == expected
    assert likely("launcher_swap", {names[k]: v for k, v in values.items()}) == expected


def bases(weight=0.6, harm=4.0, value=1.0, bases=1.0, counter=2.0, cost=1.0):
    """Missiles and bases as backward induction finds them: Russia answers where that restores more than it costs."""
    worth = {}
    for missiles, built in itertools.product((0, 1), (0, 1)):
        answered = counter * max(missiles, weight * built) > cost
        worth[missiles, built] = value * missiles + bases * built - harm * answered * (missiles or built)
    return max(worth, key=worth.get)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (0, 0)),
        ({"weight": 0.51}, (0, 0)),
        ({"weight": 0.49}, (0, 1)),
        ({"harm": 1.9}, (1, 1)),
        ({"harm": 2.1}, (0, 0)),
        ({"value": 3.1}, (1, 1)),
        ({"value": 2.9}, (0, 0)),
    ],
)
def test_bases_come_where_no_answer_to_them_is_credible(values, expected):
    names = {"weight": "weight_infrastructure_R", "harm": "counter_deployment_harm", "value": "military_value_deploy"}
    assert bases(**values) == expected
    found = likely("bases_too", {names[k]: v for k, v in values.items()})
    assert found.split(" / ")[:2] == [("refrain", "deploy")[expected[0]], ("refrain", "build")[expected[1]]]


def test_barring_membership_helps_up_to_two_thirds_of_the_weight():
    scenario = load("bases_too")
    weights = np.array([0.66, 2 / 3, 0.67])
    change = scenario.measure("residual_change", {"weight_infrastructure_R": weights})[:, 0]
    np.testing.assert_allclose(np.sign(change.round(12)), [-1, 0, 1])
