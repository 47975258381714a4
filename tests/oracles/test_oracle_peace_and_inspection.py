"""Textbook games of verification and commitment, solved as games, against fixtures of closed forms."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim import game, load, solve
from negsim.solvers.base import Status
from negsim.studies.enforcement.shifting_power import shifting_power

DATA = Path(__file__).parent / "data" / "ir"


def cases(name: str) -> list[tuple[dict, dict]]:
    told = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return [(case["params"], case["expected"]) for case in told["cases"]]


def zone(name: str, **values) -> tuple[float, float] | None:
    """Ends of the range of shares that leave nobody below disagreement, on the line between the two ends of the pie."""
    asked = game(name, "bargaining", values)
    ends, nothing = asked.payoffs[0], asked.disagreement[0]
    shares = np.array([(nothing[k] - ends[k, 0]) / (ends[k, 1] - ends[k, 0]) for k in (0, 1)])
    rises = ends[:, 1] > ends[:, 0]
    least, most = max(0.0, *shares[rises]), min(1.0, *shares[~rises])
    return (least, most) if least <= most + 1e-9 else None


@pytest.mark.parametrize(("given", "expected"), cases("inspection_game"))
def test_inspection(given, expected):
    solution = solve(load("inspection").with_values(**given), "strategic", "all_nash")
    assert len(solution) == 1
    profile, payoffs = solution[0].profile, solution[0].payoffs
    assert profile["inspector"]["inspect"] == pytest.approx(expected["prob_inspect"])
    assert profile["inspected"]["violate"] == pytest.approx(expected["prob_violate"])
    assert payoffs["inspected"] == pytest.approx(expected["inspectee_payoff"], abs=1e-12)
    assert payoffs["inspector"] == pytest.approx(expected["inspector_payoff"])


@pytest.mark.parametrize(("given", "expected"), cases("fearon1995_first_strike"))
def test_first_strike(given, expected):
    values = {
        "chance_if_striking": given["p_first"],
        "chance_if_struck": given["p_second"],
        "cost_first": given["c_A"],
        "cost_second": given["c_B"],
    }
    found = zone("first_strike", **values)
    assert (found is not None) is expected["peace_possible"]
    if found is not None:
        assert found == pytest.approx((expected["lower"], expected["upper"]))
    assert solve("first_strike", "bargaining", "nash_bargaining", values=values).ok is expected["peace_possible"]


@pytest.mark.parametrize(("given", "expected"), cases("fearon1995_power_shift_commitment"))
def test_shifting_power(given, expected):
    values = {
        "strength_now": given["p1"],
        "strength_later": given["p2"],
        "discount": given["delta"],
        "cost_declining": given["C_B"],
    }
    assert (zone("shifting_power", **values) is None) is expected["preventive_war"]
    solution = solve("shifting_power", "bargaining", "nash_bargaining", values=values)
    assert solution.ok is not expected["preventive_war"]


def test_the_zone_is_empty_exactly_where_waiting_is_worse_than_war():
    draw = np.random.default_rng(1995)
    now = draw.uniform(0, 1, 400)
    values = {
        "strength_now": now,
        "strength_later": draw.uniform(now, 1),
        "discount": draw.uniform(0.2, 0.98, 400),
        "cost_declining": draw.uniform(0, 3, 400),
    }
    found = shifting_power(
        np.stack([now, values["strength_later"]], axis=1), discount=values["discount"], cost=values["cost_declining"]
    )
    solution = solve("shifting_power", "bargaining", "nash_bargaining", values=values)
    agreed = solution.status == Status.solved.code
    clear = np.abs(found.excess[:, 0]) > 1e-6
    assert np.array_equal(agreed[clear], ~found.binds[clear, 0]) and 50 < agreed.sum() < 350


def test_a_small_shift_is_bargained_over():
    values = {"strength_now": 0.3, "strength_later": 0.32}
    assert zone("shifting_power", **values) is not None
    assert solve("shifting_power", "bargaining", "nash_bargaining", values=values).ok
