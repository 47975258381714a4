"""One offer under private resolve: published closed forms, and every offer of a fine grid tried."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.solvers.bargaining.take_it_or_leave_it import TakeItOrLeaveIt

DATA = Path(__file__).parent / "data/ir"
RANGE = json.loads((DATA / "fearon1995_bargaining_range.json").read_text())["cases"]
PRIVATE = json.loads((DATA / "fearon1995_tili_private_cost.json").read_text())["cases"]


def crisis(p, cost_a, least_b, most_b, stake=1.0):
    """A pie of which ``a`` may get up to a stake; war gives all to one; b alone knows what it would cost b."""
    payoffs = [[[stake, 0.0], [1 - stake, 1.0]]]
    resolve = [[[0, 0], [1 - p - most_b, 1 - p - least_b]]]
    war = [[p - cost_a, 1 - p - (least_b + most_b) / 2]]
    return BargainingGame(payoffs=payoffs, disagreement=war, resolve=resolve, lotteries=True, players=("a", "b"))


@pytest.mark.parametrize("case", RANGE, ids=lambda case: str(case["params"]))
def test_the_one_who_offers_takes_the_whole_range(case):
    p, cost_a, cost_b = case["params"].values()
    game = BargainingGame(
        payoffs=[[[1, 0], [0, 1]]], disagreement=[[p - cost_a, 1 - p - cost_b]], lotteries=True, players=("a", "b")
    )
    first = TakeItOrLeaveIt(proposer="a").solve(game).strict().result.offered[0, 0]
    second = TakeItOrLeaveIt(proposer="b").solve(game).strict().result.offered[0, 0]
    told = case["expected"]["complete_info_A_proposes"]
    assert first == pytest.approx([told["u_A"], told["u_B"]], abs=1e-9)
    assert second[0] == pytest.approx(case["expected"]["complete_info_B_proposes"]["x"], abs=1e-9)


@pytest.mark.parametrize("case", PRIVATE, ids=lambda case: str(case["params"]))
def test_demand_and_risk_of_war_are_as_published(case):
    told, expected = case["params"], case["expected"]
    game = crisis(told["p"], told["c_A"], told["c_B_low"], told["c_B_high"])
    found = TakeItOrLeaveIt().solve(game).strict()
    assert found.result.offered[0, 0, 0] == pytest.approx(expected["demand"], abs=1e-12)
    assert found.result.columns["refusal"][0] == pytest.approx(expected["prob_war"], abs=1e-12)
    assert game.payoff(found.result)[0, 0] == pytest.approx(expected["u_A"], abs=1e-12)


@pytest.mark.parametrize("held", [0.37, 0.4, 0.5, 0.6, 0.75, 0.9])
def test_a_status_quo_away_from_power_risks_war(held):
    # Powell (1999), chapter 3: a holds a share q, is no better off by war itself, and may give some to b.
    p, cost_a, most_b = 0.4, 0.05, 0.5
    game = crisis(p, cost_a, 0.0, most_b, stake=held)
    found = TakeItOrLeaveIt().solve(game).strict()
    kept = held if held <= p else min(held, p + max(0.0, (most_b - cost_a) / 2))
    assert found.result.offered[0, 0, 0] == pytest.approx(kept, abs=1e-12)
    assert found.result.columns["refusal"][0] == pytest.approx(max(0.0, kept - p) / most_b, abs=1e-12)


def tried(payoffs, nothing, resolve, mixes):
    """The most that player 0 expects, beyond disagreement, from any mix of two agreements on a grid."""
    best = 0.0
    for k in range(payoffs.shape[1]):
        offered = payoffs[:, k, None, None] * (1 - mixes) + payoffs[:, :, None] * mixes
        sure = np.clip((offered[1] - resolve[0]) / (resolve[1] - resolve[0]), 0, 1)
        best = max(best, float((sure * (offered[0] - nothing[0])).max()))
    return best


@pytest.mark.parametrize("lotteries", [True, False])
def test_no_offer_of_a_grid_is_better(lotteries):
    draw = np.random.default_rng(1995)
    mixes = np.linspace(0, 1, 401) if lotteries else np.zeros(1)
    risky = 0
    for _ in range(60):
        payoffs, nothing = draw.normal(size=(2, 10)), draw.normal(size=2) - 1
        resolve = np.sort(nothing[1] + draw.normal(size=2) * 2)
        game = BargainingGame(
            payoffs=payoffs[None], disagreement=nothing[None], resolve=[[[0, 0], resolve]], lotteries=lotteries
        )
        found = TakeItOrLeaveIt().solve(game)
        expected = tried(payoffs, nothing, resolve, mixes)
        gained = float(game.payoff(found.result)[0, 0] - nothing[0]) if len(found) else 0.0
        risky += len(found) > 0 and 0 < found.result.columns["refusal"][0] < 1
        assert expected <= gained + 1e-12
        assert gained <= expected + (5e-3 if lotteries else 1e-12)
    assert risky > 15


def test_expected_payoffs_are_those_of_drawn_types():
    # Draws of private resolve stand for the integral; three parties, so that one may pay for another's refusal.
    draw = np.random.default_rng(7)
    payoffs = np.array([[[3.0, 2.0, 1.0], [0.4, 0.6, 0.9], [0.3, 0.7, 0.8]]])
    resolve = np.array([[0.0, 0.0], [0.2, 1.0], [0.1, 0.9]])
    game = BargainingGame(payoffs=payoffs, disagreement=[[0, 0.5, 0.5]], resolve=resolve[None])
    found = TakeItOrLeaveIt().solve(game).strict()
    offered = payoffs[0, :, found.result.agreement[0, 0]]
    worth = draw.uniform(resolve[1:, 0], resolve[1:, 1], (400_000, 2))
    agreed = (worth <= offered[1:]).all(1)
    assert found.result.accepted[0, 0] == pytest.approx(agreed.mean(), abs=3e-3)
    expected = [agreed.mean() * offered[0], *np.where(agreed[:, None], offered[1:], worth).mean(0)]
    assert game.payoff(found.result)[0] == pytest.approx(expected, abs=5e-3)
