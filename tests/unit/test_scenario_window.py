"""A window of discord: the shipped scenario against the worth of waiting, in closed form."""

from __future__ import annotations

import pytest

from negsim import load, paths, solve, tipping


@pytest.fixture(scope="module")
def window():
    return load("window_of_discord")


def plan(scenario, **values) -> dict[str, str]:
    """Mood -> what Russia does."""
    solution = solve(scenario, "stochastic", values=values)
    assert solution.ok and solution.residual.max() <= 1e-9
    choices, weights = solution.game.choices, solution.result.weights[0]
    return {
        choices.places[choices.place[part.start]]: choices.actions[part.start + int(weights[part].argmax())]
        for part in choices.slices
    }


# Waiting as things usually are is worth (-h + d * c * G) / (1 - d * (1 - 2 * c)), with holding cost h = .2, discount
# factor d = .9, chance of a change c = .25, and G = 2.5 - 5 * max(0, cohesion - .4) the gain in discord.
@pytest.mark.parametrize(
    ("parameter", "points"),
    [
        ("cohesion_W", [(2.5 - (-0.2 + 0.225 * 2.5) / 0.55) / 5, 0.4 + (2.5 - 0.2 / 0.225) / 5]),
        ("change", [0.2 / 0.9]),  # at the defaults G = 1
    ],
)
def test_where_plans_tip(window, parameter, points):
    found = [point.value for point in tipping(window, parameter) if point.place == "usual"]
    assert found == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize(
    ("cohesion", "usual", "within"),
    [(0.3, "campaign", 1.0), (0.5, "ready", (1 - 0.5**19) / 2), (0.75, "stand_down", 0.0)],
)
def test_the_more_united_the_rarer(window, cohesion, usual, within):
    assert plan(window, cohesion_W=cohesion)["usual"] == usual
    found = paths(window.with_values(cohesion_W=cohesion), horizon=20)
    assert found.outcomes["campaign"] == pytest.approx(within, abs=1e-9)


def test_a_high_holding_cost_closes_the_window(window):
    assert plan(window, holding_cost_R=0.22)["usual"] == "ready"
    assert plan(window, holding_cost_R=0.23)["usual"] == "stand_down"
