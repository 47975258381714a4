"""Variants and presets of seven negotiations: what they change, worked out by hand, and what they leave as it is."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import game, load, solve
from negsim.studies.linkage.compare import linkage
from negsim.studies.predicted import predicted
from negsim.studies.promises.choice import promises

BASELINE = "baseline_impasse"


def played(name: str, *overrides: str) -> set[str]:
    """What comes about in the equilibria, each of which is pure."""
    scenario = load(name, overrides=overrides)
    found = predicted(scenario, solve(scenario, "strategic"))
    assert found.shares.max(1).tolist() == [1] * len(found)
    return {scenario.outcome_label(outcome) for outcome in found.likeliest}


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("aspiration", "take_menu / offer_menu"),  # 5 - 1 + 1.2 - 4 is above 0
        ("power_balance", "insist / concede_core"),  # refusing costs 14 * .65 / .7 = 13, conceding 12
        ("quiet_channel", "take_menu / offer_menu"),
        ("frolov", "insist / offer_menu"),
        ("trenin", "insist / offer_menu"),
        ("nato_official", "insist / offer_menu"),
    ],
)
def test_what_the_baseline_leads_to(override, expected):
    assert played(BASELINE, override) == {expected}


def test_up_to_the_default_a_balance_of_power_counts_for_nothing():
    tables = load(BASELINE).payoff_table({"power_advantage_R": np.array([0, 0.15, 0.3])})
    np.testing.assert_array_equal(tables, np.broadcast_to(load(BASELINE).payoff_table(), tables.shape))


def test_half_the_publicity_is_half_the_audience_cost():
    scenario = load(BASELINE)
    np.testing.assert_allclose(
        scenario.payoff_table({"publicity": 0.5}), scenario.payoff_table({"audience_cost_R": 2.0}), atol=1e-12
    )


def test_a_pact_is_worth_little_and_changes_nothing_else():
    found, plain = promises(load("form_and_ratification", overrides=["pacts"])), promises(load("form_and_ratification"))
    assert found.forms == (*plain.forms, "pact")
    np.testing.assert_allclose(found.worth[0, -1], 0.95 / (0.06 + 0.25))
    np.testing.assert_array_equal(found.worth[:, :-1], plain.worth)
    assert found.forms[found.chosen[0]] == "agreement"
    (row,) = solve(load("form_and_ratification", overrides=["pacts"]), "extensive")
    assert row.payoffs["russia"] == pytest.approx(0.6 / 0.14)


def weights(*overrides: str, **values: float) -> list[float]:
    """What each issue is worth to Russia: flank, exercises, infrastructure, new members, verification."""
    asked = game(load("cfe2_multi_issue", overrides=overrides), "bargaining", values)
    alone = [int(np.flatnonzero((asked.sheet.levels == row).all(1))[0]) for row in np.eye(5)]
    return [float(asked.payoffs[0, 0, at]) for at in alone]


def test_troops_raise_the_weight_of_new_members_territory_and_launchers_that_of_infrastructure():
    assert weights("lavrov") == pytest.approx(
        [0.65 * part / 0.85 if part else 0.35 for part in (0.15, 0.2, 0, 0.4, 0.1)]
    )
    assert weights("trenin") == pytest.approx([0.4 * part / 0.65 if part else 0.6 for part in (0.15, 0.2, 0, 0.2, 0.1)])
    found = weights(threat_launchers=5.0)
    assert found[2] == pytest.approx(0.35 * 5 / 3 / (0.35 * 5 / 3 + 0.65))
    assert sum(found) == pytest.approx(1)


@pytest.mark.parametrize(("override", "passed"), [("lavrov", False), ("nato_official", False), ("trenin", True)])
def test_who_would_take_the_package_apart(override, passed):
    assert bool(linkage(load("unbundled_vs_package", overrides=[override])).unbundles()[0]) == passed


def test_with_the_keystone_first_three_issues_are_settled_and_at_the_defaults_two():
    order = "membership, then missiles, then confidence, then infrastructure"
    found = {
        name: linkage(load("unbundled_vs_package", overrides=[name] if name else [])).outcome(order).settled.sum()
        for name in ("", "keystone")
    }
    assert found == {"": 2, "keystone": 3}
