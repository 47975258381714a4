"""The zone of agreement: what is in it, how far it reaches, and why it is empty."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import negsim
from negsim.games.bargaining import BargainingGame
from negsim.games.talks.rule import Rule
from negsim.studies.zone import zone

WAR = json.loads((Path(__file__).parents[1] / "oracles/data/ir/fearon1995_bargaining_range.json").read_text())


@pytest.mark.parametrize("case", WAR["cases"])
def test_range_of_a_divisible_prize_is_fearons(case):
    told, expected = case["params"], case["expected"]
    without = [[told["p"] - told["c_A"], 1 - told["p"] - told["c_B"]]]
    game = BargainingGame(payoffs=[[[1, 0], [0, 1]]], disagreement=without, lotteries=True)
    found = zone(game)
    lower, upper = expected["lower"], expected["upper"]
    assert not found.empty
    assert found.low[0] == pytest.approx(lower, abs=1e-9) and found.high[0] == pytest.approx(upper, abs=1e-9)
    assert found.low[1] == pytest.approx(1 - upper, abs=1e-9) and found.high[1] == pytest.approx(1 - lower, abs=1e-9)


def test_moratorium_is_acceptable_for_every_finite_length():
    found = zone(negsim.game("moratorium_length", "bargaining"))
    assert found.outcomes == tuple(f"years_{years}" for years in (5, 10, 20, 25, 49, 69))
    assert (found.low >= 0).all() and found.room > 0 and found.refusers == ()


def test_one_party_that_loses_by_everything_is_named():
    found = zone(BargainingGame(payoffs=[[[1, 2, 3], [-1, -2, -3]]], disagreement=[[0, 0]], players=("a", "b")))
    assert (found.because, found.refusers, found.accepted.tolist()) == ("some_lose_by_all", ("b",), [3, 0])
    assert (found.nearest, found.losses.tolist(), found.room) == (0, [0, 1], -1)
    assert np.isnan(found.low).all() and found.size == 0


def test_each_would_accept_something_and_nothing_suits_all():
    listed = {"payoffs": [[[4, -1], [-2, 3]]], "disagreement": [[0, 0]]}
    found = zone(BargainingGame(**listed))
    assert (found.because, found.accepted.tolist(), found.losses.tolist()) == ("no_overlap", [1, 1], [1, 0])
    drawn = zone(BargainingGame(**listed, lotteries=True))
    assert drawn.because == "" and drawn.size == 0 and not drawn.empty
    assert drawn.high == pytest.approx([2, 2]) and drawn.low == pytest.approx([0, 0], abs=1e-9)


def test_disagreement_above_the_frontier():
    found = zone(BargainingGame(payoffs=[[[1, 0], [0, 1]]], disagreement=[[0.6, 0.6]], lotteries=True))
    assert found.because == "above_frontier" and found.room == pytest.approx(-0.1)


def test_to_go_on_as_now_is_no_agreement():
    game = BargainingGame(payoffs=[[[2.0], [1.0]]], disagreement=[[2, 1]], status_quo=0)
    assert zone(game).because == "nothing_listed" and zone(game).nearest == -1


def test_a_majority_may_agree_without_the_others():
    game = BargainingGame(
        payoffs=[[[3, -1], [2, -1], [-5, 4]]], disagreement=[[0, 0, 0]], rule=Rule(votes=(1, 1, 1), quota=2)
    )
    found = zone(game)
    assert found.agreements.tolist() == [0] and found.high.tolist() == [3, 2, -5]


def test_every_game_of_a_batch_has_its_own_zone():
    game = BargainingGame(payoffs=[[[1, 2]], [[-1, 2]]], disagreement=[[0]])
    assert [zone(game, item).size for item in (0, 1)] == [2, 1]


@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("above", [5e-10, 9e-10])
def test_whether_there_is_a_zone_and_how_far_it_reaches_agree_at_its_edge(parties, above):
    found = zone(
        BargainingGame(payoffs=np.eye(parties)[None], disagreement=[[1 / parties + above] * parties], lotteries=True)
    )
    assert found.empty != np.isfinite([found.low, found.high]).all()


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_the_unit_of_payoffs_does_not_open_a_zone_of_three(unit):
    ideal = zone(BargainingGame(payoffs=unit * np.eye(3)[None], disagreement=unit * np.ones((1, 3)), lotteries=True))
    assert ideal.because == "above_frontier" and ideal.room == pytest.approx(-2 / 3 * unit)
