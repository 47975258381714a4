"""The textbook games of talks give the figures of Rubinstein, Stahl, Fearon and Powell, by name and override."""

from __future__ import annotations

import pytest

import negsim
from negsim.scenario.load import load


@pytest.mark.parametrize(
    ("override", "shares"),
    [(None, [1 / 1.9, 0.9 / 1.9]), ("outside_option", [0.4, 0.6]), ("five_rounds", [0.83710, 0.16290])],
)
def test_dividing_a_pie(override, shares):
    scenario = load("divide_the_pie", overrides=[override] if override else [])
    found = negsim.solve(scenario, "bargaining").strict()
    assert list(found[0].payoffs.values()) == pytest.approx(shares, abs=1e-9)


@pytest.mark.parametrize(
    ("override", "share", "refusal"),
    [(None, 0.65, 0.375), ("known_cost", 0.7, 0.0), ("status_quo_beyond_power", 0.6, 0.4)],
)
def test_bargaining_in_a_crisis(override, share, refusal):
    scenario = load("crisis_bargaining", overrides=[override] if override else [])
    found = negsim.solve(scenario, "bargaining").strict()
    assert found.result.columns["refusal"][0] == pytest.approx(refusal)
    assert found.result.offered[0, 0, 0] == pytest.approx(share)
