"""A second treaty on conventional forces: the shipped scenario against numbers from constrained optimisation."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import game, load, solve
from negsim.studies.promises.choice import promises

RUSSIA = {"flank": 0.15, "exercises": 0.2, "infrastructure": 0.35, "new_members": 0.2, "verification": 0.1}
NATO = {"flank": 0.2, "exercises": 0.2, "infrastructure": 0.15, "new_members": 0.1, "verification": 0.35}


@pytest.fixture(scope="module")
def cfe2():
    return load("cfe2_multi_issue")


def agreed(scenario, **values) -> tuple[dict[str, float], dict[str, float]]:
    """Payoffs, and how far each issue is settled at Russia's end, in Nash's solution."""
    solution = solve(scenario, "bargaining", "nash_bargaining", values=values)
    assert solution.ok and solution.residual[0] < 1e-7
    sheet = solution.game.sheet
    level = solution.result.weights[0] @ sheet.levels[solution.result.agreement[0]]
    return solution[0].payoffs, dict(zip(sheet.options, level, strict=True))


def test_each_corner_is_worth_the_weights_of_its_issues(cfe2):
    asked = game(cfe2, "bargaining")
    assert len(asked.agreements) == 2**5 and asked.lotteries
    levels = asked.sheet.levels
    russia = levels @ [RUSSIA[issue] for issue in asked.sheet.options]
    nato = (1 - levels) @ [NATO[issue] for issue in asked.sheet.options]
    assert np.allclose(asked.payoffs[0], [russia, nato], atol=1e-12)
    assert asked.payoffs[0].mean(1) == pytest.approx([0.5, 0.5])  # every issue split evenly


def test_each_yields_on_what_it_cares_less_about(cfe2):
    payoffs, level = agreed(cfe2)
    assert payoffs == pytest.approx({"russia": 0.65, "nato": 0.65}, abs=1e-6)
    expected = {"infrastructure": 1, "new_members": 1, "verification": 0, "flank": 0, "exercises": 0.5}
    assert level == pytest.approx(expected, abs=1e-6)


def test_identical_weights_leave_nothing_to_trade():
    payoffs, _ = agreed(load("cfe2_multi_issue", overrides=("same_weights",)))
    assert payoffs == pytest.approx({"russia": 0.5, "nato": 0.5}, abs=1e-6)


def test_a_better_fallback_moves_the_outcome():
    payoffs, level = agreed(load("cfe2_multi_issue", overrides=("better_fallback",)))
    assert payoffs == pytest.approx({"russia": 0.75, "nato": 0.55}, abs=1e-6)
    assert level["exercises"] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("weight", [0.2, 0.35, 0.6, 0.9])
def test_weights_of_each_side_add_up_to_one(cfe2, weight):
    asked = game(cfe2, "bargaining", {"weight_infrastructure_R": weight, "flank_W": 0.7})
    assert asked.payoffs[0].max(1) == pytest.approx([1, 1])


def test_a_disagreement_above_the_frontier_leaves_no_agreement(cfe2):
    assert not solve(cfe2, "bargaining", "nash_bargaining", values={"disagreement_value_R": 1.01}).ok


@pytest.mark.parametrize(("senator", "expected"), [(0.5, 0.0003), (0.7, 0.58), (0.8, 0.75)])
def test_ratification_needs_broad_support(cfe2, senator, expected):
    found = promises(cfe2, {"senator_support": senator, "member_support": 0.99})
    adopted = found.adopted[0, found.forms.index("treaty")]
    assert adopted == pytest.approx(expected, abs=0.00005 if expected < 0.01 else 0.005)


def test_a_return_to_1997_on_the_table_changes_nothing():
    wide = load("cfe2_multi_issue", overrides=("rollback_corner",))
    assert len(game(wide, "bargaining").agreements) == 48
    payoffs, _ = agreed(wide)
    assert payoffs == pytest.approx({"russia": 0.65, "nato": 0.65}, abs=1e-6)


def test_with_the_consent_of_eastern_members_their_territory_stays_as_it_is():
    payoffs, level = agreed(load("cfe2_multi_issue", overrides=("east_consents",)))
    assert level == pytest.approx(
        {"flank": 0, "exercises": 1, "infrastructure": 1, "new_members": 0, "verification": 0}, abs=1e-6
    )
    weights = {"russia": RUSSIA, "nato": NATO}
    gains = {name: payoffs[name] for name in ("russia", "nato", "east")}
    for issue, east in {
        "flank": -0.2,
        "exercises": 0,
        "infrastructure": -0.1,
        "new_members": -0.3,
        "verification": -0.4,
    }.items():
        slope = (
            weights["russia"][issue] / gains["russia"] - weights["nato"][issue] / gains["nato"] + east / gains["east"]
        )
        assert slope >= -1e-6 if level[issue] > 0.5 else slope <= 1e-6  # of the logarithm of the product of gains
