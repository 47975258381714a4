"""Rows along the way, options and limits of the solvers that follow a path."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.concepts.quantal_response import quantal_response
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status, solvers

DILEMMA = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
BATCH = StrategicGame(payoffs=np.random.default_rng(4).normal(size=(6, 3, 2, 3, 2)))


def test_the_branch_runs_from_even_play_to_the_limit():
    solution = solvers["logit"](points=40).solve(BATCH)
    precision = solution.result.columns["precision"]
    assert np.bincount(solution.result.item).tolist() == [40] * 6
    assert (solution.residual <= 1e-8).all()
    for item in range(6):
        rows = solution.of(item)
        assert precision[rows[0]] == 0
        assert np.isposinf(precision[rows[-1]])
        assert solution.result.weights[rows[0]] == pytest.approx([1 / 2] * 2 + [1 / 3] * 3 + [1 / 2] * 2)
        assert np.abs(np.diff(solution.result.weights[rows], axis=0)).max() <= 0.25


def test_the_branch_can_end_at_a_precision():
    solution = solvers["logit"](precision=2.0, points=9).solve(DILEMMA)
    assert len(solution) == 9
    assert solution.result.columns["precision"][-1] == pytest.approx(2.0)
    assert (np.diff(solution.result.columns["precision"]) > 0).all()
    alone = solvers["logit"](precision=2.0).solve(DILEMMA)
    assert solution.result.weights[-1] == pytest.approx(alone.result.weights[0], abs=1e-12)


def test_at_precision_0_everyone_mixes_evenly():
    solution = solvers["logit"](precision=0.0).solve(BATCH)
    assert solution.ok
    assert solution.residual.max() <= 1e-15
    assert solution.steps.tolist() == [0] * 6


def test_a_branch_that_turns_back_is_followed_round_the_turn():
    """With four strategies a branch may fold: precision falls for a while, and the points stay quantal responses."""
    draw = np.random.default_rng(3)
    game = StrategicGame(payoffs=draw.normal(size=(60, 2, 4, 4)))
    solution = solvers["logit"](points=120).solve(game)
    precision = solution.result.columns["precision"]
    folds = 0
    for item in range(60):
        rows = solution.of(item)
        folds += bool((np.diff(precision[rows]) < 0).any())
        assert (solution.residual[rows] <= 1e-8).all()
    assert folds >= 1
    assert solution.ok


@pytest.mark.parametrize("options", [{"precision": -1.0}, {"precision": float("nan")}, {"points": 0}])
def test_options_of_the_branch_that_make_no_sense_are_refused(options):
    with pytest.raises(NotApplicable, match=str(next(iter(options)))):
        solvers["logit"](**options)


@pytest.mark.parametrize("name", ["fictitious_play", "regret_matching", "replicator"])
def test_options_of_play_that_make_no_sense_are_refused(name):
    for options in ({"tolerance": -1.0}, {"points": 0}):
        with pytest.raises(NotApplicable, match=next(iter(options))):
            solvers[name](**options)


@pytest.mark.parametrize("name", ["mixed_nash", "fictitious_play", "regret_matching", "replicator"])
def test_a_negative_seed_is_refused(name):
    with pytest.raises(NotApplicable, match="seed is -1"):
        solvers[name](seed=-1).solve(DILEMMA)


@pytest.mark.parametrize("name", ["logit", "mixed_nash", "fictitious_play", "regret_matching", "replicator"])
def test_limits_leave_a_proper_row_and_a_status(name):
    hurried = solvers[name](max_steps=2).solve(BATCH)
    assert len(hurried) == 6
    assert {Status(code) for code in hurried.status} <= {Status.step_limit, Status.solved}
    assert (hurried.steps <= 2).all()
    late = solvers[name](deadline=0.0).solve(BATCH)
    assert Status(late.status[-1]) is Status.time_limit


@pytest.mark.parametrize(("name", "column"), [("fictitious_play", "step"), ("regret_matching", "step")])
def test_rounds_are_noted_along_the_way(name, column):
    solution = solvers[name](points=8, max_steps=1000, tolerance=0).solve(BATCH)
    for item in range(6):
        noted = solution.result.columns[column][solution.of(item)]
        assert noted[0] == 1
        assert noted[-1] == 1000
        assert (np.diff(noted) > 0).all()


def test_precision_has_the_unit_of_one_over_payoff():
    scaled = StrategicGame(payoffs=BATCH.payoffs * 1e6)
    ours = solvers["logit"](precision=2e-6).solve(scaled).result.weights
    assert ours == pytest.approx(solvers["logit"](precision=2.0).solve(BATCH).result.weights, abs=1e-10)


def test_distance_from_the_logistic_response_is_measured_in_probability():
    even = Profiles(item=np.zeros(1, np.intp), weights=np.full((1, 4), 0.5))
    gain = 1.5  # of defection over cooperation against even play: (5 + 1) / 2 - (3 + 0) / 2
    expected = 1 / (1 + np.exp(-2 * gain)) - 0.5
    assert quantal_response(2.0).residual(DILEMMA, even)[0] == pytest.approx(expected)
    assert quantal_response(0.0).residual(DILEMMA, even)[0] == 0
    assert quantal_response(np.inf).residual(DILEMMA, even)[0] == pytest.approx(gain / 2 / 5)


def test_a_vector_that_is_no_profile_is_infinitely_far_from_a_response():
    wrong = Profiles(item=np.zeros(1, np.intp), weights=np.array([[0.5, 0.4, 0.5, 0.5]]))
    assert np.isposinf(quantal_response(1.0).residual(DILEMMA, wrong)[0])


@pytest.mark.parametrize("payoffs", [np.zeros((1, 3, 2, 2, 2)), np.ones((1, 2, 3, 1)), np.arange(4.0)[None, None]])
def test_trivial_games_are_solved(payoffs):
    game = StrategicGame(payoffs=payoffs)
    for name in ("logit", "mixed_nash", "fictitious_play", "regret_matching", "replicator"):
        solution = solvers[name]().solve(game)
        assert solution.ok, name
        assert solution.residual[0] <= max(1e-10, getattr(solvers[name](), "tolerance", 0)) * game.spread[0], name
