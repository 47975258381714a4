"""Bargaining games: their shapes, what is refused, and how they are read from a scenario."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.errors import InvalidGame
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.games.talks.pace import Pace
from negsim.games.talks.rule import Rule

PIE = {"payoffs": [[[1.0, 0.0], [0.0, 1.0]]], "disagreement": [[0.0, 0.0]]}


def test_one_disagreement_serves_the_whole_batch():
    game = BargainingGame(payoffs=np.zeros((3, 2, 4)), disagreement=[[1, 2]])
    assert game.disagreement.shape == (3, 2) and game.take(slice(1)).disagreement.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"payoffs": np.zeros((1, 2, 0))}, "nothing to agree on"),
        ({"payoffs": np.zeros((2, 3))}, "payoffs have shape"),
        ({"payoffs": [[[np.nan, 0], [0, 1]]]}, "payoffs must be numbers"),
        ({"payoffs": [[["x", 0], [0, 1]]]}, "payoffs must be an array of numbers"),
        ({"disagreement": [[0, 0, 0]]}, "disagreement has shape"),
        ({"agreements": ("a", "a")}, "2 agreement labels"),
        ({"rule": Rule.unanimity(3)}, "the rule is for 3 parties"),
        ({"resolve": [[[1, 0], [0, 0]]]}, "least worth of disagreement first"),
        ({"power": [[-1, 2]]}, "power must not be negative"),
        ({"status_quo": 2}, "the status quo is agreement 2"),
        ({"pace": Pace(discount=1.5)}, "discount lies between 0 and 1"),
        ({"pace": Pace(discount=0.5, rounds=2.5)}, r"2\.5 rounds: use a whole number"),
    ],
)
def test_what_does_not_fit_is_refused(given, told):
    with pytest.raises(InvalidGame, match=told):
        BargainingGame(**PIE | given)


def test_quota_above_the_votes_is_refused():
    with pytest.raises(InvalidGame, match=r"nothing could ever be agreed\. Use a quota from above 0 to 3"):
        Rule(votes=(1, 1, 1), quota=4)


def test_majority_and_veto():
    rule = Rule(votes=(1, 1, 1), quota=2, veto=(0,))
    assert rule.winning.tolist() == [False, False, False, True, False, True, False, True]
    consent = np.array([[True, False, True], [True, True, False], [False, True, True]])
    assert rule.carries(consent).tolist() == [True, False, True] and not rule.is_unanimity


def test_payoff_of_a_lottery_is_its_mean():
    game = BargainingGame(**PIE, lotteries=True)
    lottery = Agreements(item=np.array([0]), agreement=np.array([[0, 1]]), weights=np.array([[0.25, 0.75]]))
    assert game.payoff(lottery).tolist() == [[0.25, 0.75]]


def test_without_a_block_everything_is_on_the_table():
    game = negsim.game("baseline_impasse", "bargaining", {"audience_cost_R": np.array([1.0, 2.0])})
    assert len(game) == 2 and len(game.agreements) == 9
    assert game.agreements[game.status_quo] == "insist / offer_menu"
