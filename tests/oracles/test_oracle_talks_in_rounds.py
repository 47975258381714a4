"""Talks in rounds: published closed forms, games solved move by move, and every pair of offers tried."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.games.talks.pace import Pace
from negsim.solvers.bargaining.nash_bargaining import NashBargaining
from negsim.solvers.bargaining.rubinstein import Rubinstein
from negsim.solvers.base import Status

CASES = json.loads((Path(__file__).parent / "data/ir/rubinstein_alternating_offers.json").read_text())["cases"]
PIE = [[[1.0, 0.0], [0.0, 1.0]]]


def pie(**pace) -> BargainingGame:
    return BargainingGame(payoffs=PIE, disagreement=[[0, 0]], lotteries=True, pace=Pace(**pace))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["params"]))
def test_shares_of_a_pie_are_as_published(case):
    told, expected = case["params"], case["expected"]
    leaving = [[0.0, told["outside_option_2"]]] if "outside_option_2" in told else None
    game = pie(discount=[[told["delta_1"], told["delta_2"]]], outside=leaving)
    offered = Rubinstein().solve(game).strict().result.offered[0]
    found = {"proposer1_share": offered[0, 0], "responder2_share": offered[0, 1], "proposer2_share": offered[1, 1]}
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("haste", [1e-3, 1e-6, 1e-9])
def test_shares_stay_exact_when_waiting_costs_almost_nothing(haste):
    discount = np.array([[1 - haste, 1 - 2 * haste]])
    lost = 1 - discount[0]
    expected = lost[1] / (lost[0] + discount[0, 0] * lost[1])
    found = Rubinstein().solve(pie(discount=discount)).strict()
    assert found.result.offered[0, 0, 0] == pytest.approx(expected, abs=1e-14)
    assert found.result.columns["unique"].all()


def test_with_a_deadline_shares_are_a_geometric_sum():
    # After Stahl (1972): the last to offer takes all, and each round before it leaves the other its worth of waiting.
    for rounds in range(1, 8):
        share = 0.0
        for _ in range(rounds):
            share = 1 - 0.8 * share
        found = Rubinstein().solve(pie(discount=0.8, rounds=rounds)).strict()
        assert found.result.offered[0, 0, 0] == pytest.approx(share, abs=1e-12)


def test_breakdown_alone_is_like_discounting_alone():
    # Binmore, Rubinstein and Wolinsky (1986): a risk of breakdown q plays the part of a discount of 1 - q.
    risk = Rubinstein().solve(pie(discount=1.0, breakdown=0.1)).strict().result.offered
    assert risk[0, 0, 0] == pytest.approx(1 / 1.9, abs=1e-12)


@pytest.mark.parametrize("rounds", [None, 61])
@pytest.mark.parametrize("party", [0, 1])
def test_three_parties_who_take_turns_get_shares_in_proportion_to_their_wait(party, rounds):
    # Sutton (1986): in turn the shares are 1, d and d**2, in proportion; 4, 2 and 1 of 7 where half is lost by waiting.
    payoffs = np.array([(i, j, 35 - i - j) for i in range(36) for j in range(36 - i)], float).T[None]
    pace = Pace(discount=0.5, first=party, rounds=rounds)
    found = Rubinstein().solve(BargainingGame(payoffs=payoffs, disagreement=[[0, 0, 0]], pace=pace)).strict()
    assert np.roll(found.result.offered[0, 0], -party).tolist() == [20, 10, 5]
    assert found.residual[0] == 0


def test_three_parties_with_a_deadline_offer_the_best_that_the_others_accept():
    draw = np.random.default_rng(11)
    for _ in range(20):
        payoffs, discount, rounds = draw.random((3, 25)), draw.random(3), int(draw.integers(1, 7))
        later = np.zeros(3)
        for turn in reversed(range(rounds)):
            own = payoffs[turn % 3].copy()
            for party in {0, 1, 2} - {turn % 3}:
                own[payoffs[party] < later[party]] = -1
            gains = payoffs[:, own.argmax()]
            later = discount * gains
        game = BargainingGame(
            payoffs=payoffs[None], disagreement=[[0, 0, 0]], pace=Pace(discount=discount[None], rounds=rounds)
        )
        found = Rubinstein().solve(game).strict()
        assert found.result.offered[0, 0] == pytest.approx(gains) and found.residual[0] <= 1e-12


def played(payoffs, nothing, kept, leaving, rounds, first):
    """What all gain, by trying every offer and every answer at every node of the tree."""
    gains = payoffs - nothing[:, None]
    fine = (gains >= 0).all(0)

    @cache
    def value(turn: int) -> tuple[float, ...]:
        if turn == rounds:
            return (0.0, 0.0)
        who = (first + turn) % 2
        other = 1 - who
        later = tuple(kept * np.array(value(turn + 1)))
        left = [0.0, 0.0]
        left[other] = leaving[other]
        refusal = later if later[other] >= left[other] else tuple(left)
        best = refusal
        for offer in np.flatnonzero(fine):
            gain = tuple(gains[:, offer])
            end = gain if gain[other] >= refusal[other] else refusal
            if end[who] > best[who]:
                best = end
        return best

    return value(0)


def test_lists_with_a_deadline_are_played_as_the_tree_says():
    draw = np.random.default_rng(20220117)
    agreed = 0
    for number in range(120):
        payoffs, nothing = draw.normal(size=(2, 9)), draw.normal(size=2) - 0.7
        discount, breakdown = draw.random(2), draw.random() / 2
        leaving = nothing + draw.normal(size=2) * 0.5 if number % 2 else np.full(2, -50.0)
        rounds, first = int(draw.integers(1, 6)), int(draw.integers(2))
        pace = Pace(discount=discount[None], breakdown=breakdown, outside=leaving[None], rounds=rounds, first=first)
        found = Rubinstein().solve(BargainingGame(payoffs=payoffs[None], disagreement=nothing[None], pace=pace))
        expected = played(payoffs, nothing, discount * (1 - breakdown), leaving - nothing, rounds, first)
        if len(found):
            agreed += 1
            assert found.residual[0] <= 1e-12
            assert found.result.offered[0, 0] - nothing == pytest.approx(expected, abs=1e-12)
        else:
            assert found.status[0] == Status.none_found.code
            gains = payoffs - nothing[:, None]
            assert not any(gains[:, k] == pytest.approx(expected) for k in range(9))
    assert 60 < agreed < 120


def lasting_pairs(gains, kept):
    """Every pair of agreements that each party could go on offering for ever, by the definition."""
    found = []
    for mine, yours in product(range(gains.shape[1]), repeat=2):
        if (gains[:, [mine, yours]] < 0).any():
            continue
        enough = [gains[1] >= kept[1] * gains[1, yours], gains[0] >= kept[0] * gains[0, mine]]
        good = [(gains >= 0).all(0) & part for part in enough]
        if good[0][mine] and good[1][yours]:
            best = gains[0, good[0]].max() == gains[0, mine] and gains[1, good[1]].max() == gains[1, yours]
            found += [(mine, yours)] * bool(best)
    return found


def test_on_lists_the_pair_that_is_best_for_the_first_is_found():
    draw = np.random.default_rng(19820101)
    several = 0
    for _ in range(80):
        payoffs, discount = draw.random((2, 14)), 0.3 + 0.7 * draw.random(2)
        game = BargainingGame(payoffs=payoffs[None], disagreement=[[0, 0]], pace=Pace(discount=discount[None]))
        found = Rubinstein().solve(game).strict()
        pairs = lasting_pairs(payoffs, discount)
        several += len(pairs) > 1
        assert found.result.columns["unique"][0] == (len(pairs) == 1)
        assert found.result.agreement[0, 0] in {mine for mine, _ in pairs}
        assert found.result.offered[0, 0, 0] == max(payoffs[0, mine] for mine, _ in pairs)
        assert found.residual[0] <= 1e-12
    assert 10 < several < 70


def test_a_far_deadline_changes_nothing_for_lotteries():
    draw = np.random.default_rng(3)
    payoffs, nothing = draw.normal(size=(20, 2, 12)), [[-1.5, -1.5]]
    talks = {"discount": 0.6 + 0.3 * draw.random((20, 2)), "outside": draw.normal(size=(20, 2)) * 0.5 - 1.2}
    games = [
        BargainingGame(payoffs=payoffs, disagreement=nothing, lotteries=True, pace=Pace(**talks, rounds=rounds))
        for rounds in (None, 200)
    ]
    for_ever, far = (Rubinstein().solve(game).strict() for game in games)
    assert far.residual.max() <= 1e-9
    assert np.allclose(for_ever.result.offered[:, :2], far.result.offered[:, :2], atol=1e-9)


def test_offers_in_quick_succession_approach_the_solution_of_nash():
    # Binmore, Rubinstein and Wolinsky (1986): the power of each is the inverse of its rate of discount.
    draw = np.random.default_rng(4)
    payoffs, rates = draw.random((15, 2, 10)), 0.5 + draw.random((15, 2))
    bare = {"payoffs": payoffs, "disagreement": [[0, 0]], "lotteries": True}
    quick = Rubinstein().solve(BargainingGame(**bare, pace=Pace(discount=np.exp(-1e-7 * rates)))).strict()
    limit = NashBargaining().solve(BargainingGame(**bare, power=1 / rates)).strict()
    assert np.allclose(quick.game.payoff(quick.result), limit.game.payoff(limit.result), atol=1e-6)
