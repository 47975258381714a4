"""Threats spelled out and left open: the shipped scenario against mean, variance and thresholds by hand."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, solve, tipping


@pytest.fixture(scope="module")
def threats():
    return load("clear_or_vague")


def choice(scenario, **values) -> tuple[str, str]:
    """NATO's stance and Russia's act on the path of the first equilibrium."""
    solution = solve(scenario, "extensive", values=values)
    tree, reach = solution.game.tree, solution.game.reach(solution.result)[0]
    likely = int(np.argmax(reach[tree.terminals]))
    stance, _, act, _ = tree.outcomes[tree.outcome[likely]].split(" / ")
    return stance, act


@pytest.mark.parametrize("aversion", [0.0, 0.5, 2.0])
@pytest.mark.parametrize("vagueness", [0.0, 0.4, 1.0])
def test_pressing_on_is_worth_its_mean_less_aversion_times_variance(threats, aversion, vagueness):
    values = {"ambiguity_R": vagueness, "risk_aversion_W": aversion, "caution_cost_W": 99}
    expected = -0.5 * (3 + aversion * (2 * vagueness) ** 2)
    assert solve(threats, "extensive", values=values)[0].payoffs["nato"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("overrides", "vague", "clear"),  # stance where the threat is wholly vague, and where it is spelled out
    [
        ((), "caution", "press_on"),
        (("risk_neutral",), "press_on", "press_on"),
        (("discounting",), "press_on", "caution"),
    ],
)
def test_vagueness_works_by_the_targets_attitude_to_risk(overrides, vague, clear):
    scenario = load("clear_or_vague", overrides=overrides)
    assert choice(scenario, ambiguity_R=1)[0] == vague
    assert choice(scenario, ambiguity_R=0)[0] == clear


@pytest.mark.parametrize(
    ("overrides", "parameter", "points"),
    [
        ((), "ambiguity_R", [1 / 2]),  # .5 * (3 + .5 * (2 * a)**2) = 1.75
        (("discounting",), "ambiguity_R", [2 / 5]),  # .5 * 3 * (1 - .5 * a) = 1.2
        ((), "clarity_trigger_W", [5 / 7, 6 / 7]),  # 2.5 = 3.5 * c, and .5 = 3.5 * (1 - c)
        (("small_steps",), "clarity_trigger_W", [9 / 14]),  # 2.5 - 3.5 * c = 1.5 - 3.5 * (1 - c)
    ],
)
def test_where_things_tip(overrides, parameter, points):
    found = tipping(load("clear_or_vague", overrides=overrides), parameter)
    assert [point.value for point in found] == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize(("clarity", "act"), [(0.6, "named"), (0.8, "refrain"), (0.9, "below")])
def test_a_trigger_deters_what_it_names_and_leaves_room_below(threats, clarity, act):
    assert choice(threats, clarity_trigger_W=clarity)[1] == act
