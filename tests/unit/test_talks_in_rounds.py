"""Solvers of talks: what they refuse, where they stop, ties, leaving, and that their concepts see wrong answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import negsim
from negsim.concepts.alternating_offers import alternating_offers
from negsim.concepts.take_it_or_leave_it import take_it_or_leave_it
from negsim.errors import NotApplicable, UnknownName
from negsim.games.bargaining import BargainingGame
from negsim.games.talks.pace import Pace
from negsim.games.talks.rule import Rule
from negsim.kernels.talks.bridge import best_above
from negsim.kernels.talks.staircase import staircases
from negsim.solvers.bargaining.rubinstein import Rubinstein
from negsim.solvers.bargaining.take_it_or_leave_it import TakeItOrLeaveIt
from negsim.solvers.base import Status

PIE = {"payoffs": [[[1.0, 0.0], [0.0, 1.0]]], "disagreement": [[0.0, 0.0]]}
THREE = {"payoffs": np.eye(3)[None], "disagreement": [[0.0, 0.0, 0.0]]}


FILE = """
title: Two share a pie
actors: {a: {}, b: {}}
moves:
  share: {actor: a, levels: {none: 0, all: 1}}
payoffs: {a: share - 3, b: 1 - share}
games:
  bargaining:
    lotteries: true
    disagreement: {a: -3, b: 0}
    talks: {discount: {a: 0.8, b: 0.5}, outside: {b: 0.7}}
"""


def test_parties_of_whom_nothing_is_said_cannot_leave(tmp_path):
    path = tmp_path / "pie.yaml"
    path.write_text(FILE)
    found = negsim.solve(str(path), "bargaining", "rubinstein").strict()
    assert found.result.offered[0, 0] == pytest.approx([-2.7, 0.7])
    assert found.result.offered[0, 1] == pytest.approx([-3 + 0.8 * 0.3, 0.76])
    assert found.game.pace.outside.tolist() == [[-3, 0.7]]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (PIE, "needs to know how talks go on"),
        (THREE | {"pace": Pace(discount=0.9), "rule": Rule(votes=(1, 1, 1), quota=2)}, "Use core"),
        (THREE | {"pace": Pace(discount=0.9), "lotteries": True}, "lotteries for 2 parties, and this game has 3"),
        (THREE | {"pace": Pace(discount=0.9, outside=0.1)}, "outside options for 2 parties, and this game has 3"),
    ],
)
def test_rubinstein_refuses(given, told):
    with pytest.raises(NotApplicable, match=told):
        Rubinstein().solve(BargainingGame(**given))


def test_one_offer_refuses():
    with pytest.raises(NotApplicable, match="Use core"):
        TakeItOrLeaveIt().solve(BargainingGame(**THREE, rule=Rule(votes=(1, 1, 1), quota=2)))
    with pytest.raises(NotApplicable, match="for 2 players"):
        TakeItOrLeaveIt().solve(BargainingGame(**THREE, lotteries=True))
    with pytest.raises(UnknownName, match="did you mean 'player 1'"):
        TakeItOrLeaveIt(proposer="player1").solve(BargainingGame(**PIE))


@pytest.mark.parametrize("game", [PIE | {"lotteries": True}, THREE], ids=["two", "three"])
def test_limits_are_told(game):
    game = BargainingGame(**game, pace=Pace(discount=0.9, rounds=40))
    assert Rubinstein(max_steps=39).solve(game).status.tolist() == [Status.step_limit.code]
    assert Rubinstein(max_steps=40).solve(game).ok
    assert Rubinstein(deadline=0.0).solve(game).status.tolist() == [Status.time_limit.code]
    assert TakeItOrLeaveIt(deadline=0.0).solve(BargainingGame(**PIE)).status.tolist() == [Status.time_limit.code]


def test_more_offers_than_memory_is_meant_for():
    game = BargainingGame(**PIE, pace=Pace(discount=0.9, rounds=1_000_000)).take(np.zeros(11, np.intp))
    found = Rubinstein().solve(game)
    assert (found.status == Status.memory_limit.code).all() and len(found) == 0


def test_very_many_rounds_are_solved_and_judged():
    game = BargainingGame(**PIE, lotteries=True, pace=Pace(discount=0.999, rounds=100_000))
    found = Rubinstein().solve(game).strict()
    assert found.result.offered[0, 0, 0] == pytest.approx(1 / 1.999) and found.residual[0] <= 1e-12


def test_who_gets_more_by_leaving_than_the_other_can_offer_leaves():
    pace = Pace(discount=0.9, outside=[[0.0, 1.05]])
    assert Rubinstein().solve(BargainingGame(**PIE, lotteries=True, pace=pace)).status[0] == Status.none_found.code
    # If player 2 begins it takes all, as it can only leave when player 1 has offered, which is worth less today.
    found = Rubinstein().solve(BargainingGame(**PIE, lotteries=True, pace=replace(pace, first=1))).strict()
    assert found.result.offered[0].tolist() == [[0, 1], [0, 1.05]]
    assert found.result.accepted[0].tolist() == [1, 0]
    assert found.residual[0] == 0


def test_what_follows_a_refusal():
    stays = Rubinstein().solve(BargainingGame(**PIE, lotteries=True, pace=Pace(discount=0.5))).strict()
    assert stays.result.refused[0] == pytest.approx([1 / 6, 1 / 3])
    leaves = (
        Rubinstein().solve(BargainingGame(**PIE, lotteries=True, pace=Pace(discount=0.5, outside=[[0, 0.7]]))).strict()
    )
    assert leaves.result.refused[0] == pytest.approx([0, 0.7])
    assert leaves.result.offered[0, 0] == pytest.approx([0.3, 0.7])


def test_of_equal_offers_the_better_for_the_other_then_the_first_is_made():
    payoffs = [[[2.0, 2.0, 2.0, 0.0], [0.5, 1.0, 1.0, 2.0]]]
    game = BargainingGame(payoffs=payoffs, disagreement=[[0, 0]], pace=Pace(discount=0.0))
    assert Rubinstein().solve(game).result.agreement.tolist() == [[1]]
    assert TakeItOrLeaveIt().solve(game).result.agreement.tolist() == [[0]]


def test_patient_parties_who_risk_nothing_could_agree_on_anything():
    found = Rubinstein().solve(BargainingGame(**PIE, lotteries=True, pace=Pace(discount=1.0))).strict()
    assert found.result.offered[0, 0].tolist() == [1, 0] and not found.result.columns["unique"][0]


def test_circles_of_offers_on_a_list_have_no_row():
    payoffs = np.array([(i, j, 40 - i - j) for i in range(41) for j in range(41 - i)], float).T[None]
    game = BargainingGame(payoffs=payoffs, disagreement=[[0, 0, 0]], pace=Pace(discount=0.5))
    found = Rubinstein().solve(game)
    assert found.status.tolist() == [Status.none_found.code] and found.steps[0] < 1000


@pytest.mark.parametrize("lotteries", [True, False])
def test_the_concept_sees_offers_that_are_not_best(lotteries):
    payoffs = [[np.arange(11) / 10, 1 - np.arange(11) / 10]]
    game = BargainingGame(
        payoffs=payoffs, disagreement=[[0, 0]], lotteries=lotteries, pace=Pace(discount=0.5, rounds=3)
    )
    result = Rubinstein().solve(game).strict().result
    modest, greedy, silent = (result.offered.copy() for _ in range(3))
    modest[0, 1] += [0.1, -0.1]  # the second offers more than it must
    greedy[0, 1] += [-0.1, 0.1]  # the first would not accept
    silent[0, 2] = 0.0
    assert alternating_offers.residual(game, result)[0] <= 1e-12
    assert alternating_offers.residual(game, replace(result, offered=modest))[0] == pytest.approx(0.1)
    assert alternating_offers.residual(game, replace(result, offered=greedy))[0] == pytest.approx(0.1)
    never = replace(result, offered=silent, accepted=np.array([[1.0, 1.0, 0.0]]))
    assert alternating_offers.residual(game, never)[0] == pytest.approx(1.0)
    other = replace(result, agreement=np.zeros_like(result.agreement))
    assert alternating_offers.residual(game, other)[0] > 0.5


def test_the_concept_needs_to_know_how_talks_go_on():
    game = BargainingGame(**PIE, pace=Pace(discount=0.5))
    result = Rubinstein().solve(game).result
    with pytest.raises(NotApplicable, match="how talks go on"):
        alternating_offers.residual(replace(game, pace=None), result)


def test_the_concept_of_one_offer_sees_better_offers_and_wrong_reports():
    game = BargainingGame(**PIE, lotteries=True, resolve=[[[0, 0], [0, 0.8]]])
    result = TakeItOrLeaveIt().solve(game).strict().result
    assert take_it_or_leave_it.residual(game, result)[0] <= 1e-12
    weights = np.zeros_like(result.weights)
    weights[0] = np.where(result.agreement[0] == 0, 0.9, 0.1)
    offered = np.array([[[0.9, 0.1]]])
    other = replace(
        result, weights=weights, offered=offered, accepted=np.array([[0.125]]), refused=np.array([[0, 0.45]])
    )
    best = 0.5 * 0.5 / 0.8
    assert take_it_or_leave_it.residual(game, other)[0] == pytest.approx(best - 0.9 / 8, abs=1e-4)
    assert take_it_or_leave_it.residual(game, replace(result, accepted=result.accepted + 0.1))[0] >= 0.1 - 1e-9
    assert take_it_or_leave_it.residual(game, replace(result, refused=result.refused + 0.1))[0] >= 0.1 - 1e-9


def test_nobody_offers_what_serves_it_worse_than_disagreement():
    assert len(TakeItOrLeaveIt().solve(BargainingGame(payoffs=[[[-1.0], [5.0]]], disagreement=[[0, 0]]))) == 0


def test_staircases_hold_what_nothing_on_the_list_dominates():
    draw = np.random.default_rng(5)
    gains = draw.integers(-1, 5, (40, 2, 9)).astype(float)
    start, number, points = staircases(gains, np.full(40, 6.0))
    for k in range(40):
        fine = {tuple(point) for point in gains[k].T if (point >= 0).all()}
        best = sorted(p for p in fine if not any(q[0] >= p[0] and q[1] >= p[1] and q != p for q in fine))
        part = slice(start[k], start[k + 1])
        assert [tuple(point) for point in points[part]] == best
        assert number[part].tolist() == [gains[k].T.tolist().index(list(point)) for point in best]


def test_the_best_lottery_above_a_bar_is_the_best_mix_of_two():
    draw = np.random.default_rng(6)
    own, other = draw.normal(size=(2, 30, 8))
    bars = draw.normal(size=30)
    for k, found in enumerate(best_above(own, other, bars)):
        best = -np.inf
        for a in range(8):
            for b in range(8):
                gap = other[k, b] - other[k, a]
                part = 1.0 if other[k, b] >= bars[k] else (bars[k] - other[k, a]) / gap if gap else 2.0
                if other[k, a] >= bars[k] and 0 <= part <= 1:
                    best = max(best, own[k, a] + part * (own[k, b] - own[k, a]))
        assert found == pytest.approx(best) or (found == best == -np.inf)
