"""Logit quantal responses and n-player equilibria against Gambit's, and against closed forms."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from negsim.concepts.nash import nash
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers

DATA = Path(__file__).parent / "data"
LOGIT = json.loads((DATA / "gambit_logit.json").read_text())["games"]
SEVERAL = json.loads((DATA / "gambit_nplayer.json").read_text())["games"]
EXACT = 1e-10


def by_shape(records: list[dict]) -> dict[tuple[int, ...], list[dict]]:
    """The records as batches: games of one shape together."""
    batches: dict[tuple[int, ...], list[dict]] = defaultdict(list)
    for record in records:
        batches[np.shape(record["payoffs"])[1:]].append(record)
    return batches


def batch(records: list[dict]) -> StrategicGame:
    return StrategicGame(payoffs=np.array([record["payoffs"] for record in records]))


SHAPES = pytest.mark.parametrize("shape", by_shape(LOGIT), ids=str)


def test_there_are_enough_cases():
    assert len(LOGIT) >= 200
    assert {len(shape) for shape in by_shape(LOGIT)} == {2, 3, 4, 5}
    assert sum(record["kind"] == "degenerate" for record in LOGIT) >= 70


@SHAPES
def test_the_nash_limit_is_gambits(shape):
    records = by_shape(LOGIT)[shape]
    game = batch(records)
    solution = solvers["logit"]().solve(game)
    assert solution.ok
    assert (solution.residual <= EXACT * game.spread).all()
    for record, ours in zip(records, solution.result.weights, strict=True):
        if record["limit"] is not None:
            off = 1e-3 if record["kind"] == "degenerate" else 2e-4  # Gambit stops on the branch, at a regret of 1e-8
            assert np.abs(ours - record["limit"]).max() <= off, record["kind"]


@SHAPES
def test_quantal_responses_are_gambits(shape):
    for record in by_shape(LOGIT)[shape]:
        game = batch([record])
        for precision, theirs in zip(record["precision"], record["branch"], strict=True):
            solution = solvers["logit"](precision=precision).solve(game)
            assert solution.ok
            assert solution.residual[0] <= 1e-10
            assert np.abs(solution.result.weights[0] - theirs).max() <= 2e-5, (record["kind"], precision)


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_one_mixed_equilibrium_is_among_gambits(seed):
    elsewhere, games = 0, 0
    for records in by_shape(SEVERAL).values():
        game = batch(records)
        solution = solvers["mixed_nash"](seed=seed).solve(game)
        assert solution.ok
        assert (solution.residual <= 1e-13 * game.spread).all()
        for record, ours in zip(records, solution.result.weights, strict=True):
            off = np.abs(np.array(record["equilibria"]).reshape(-1, len(ours)) - ours).max(1)
            elsewhere += not (off <= 1e-6).any()
            games += 1
    assert games >= 100
    assert elsewhere <= 0.03 * games  # Gambit's method leaves some equilibria out; all of these pass the residual


def test_several_starts_find_several_equilibria():
    game = batch(by_shape(SEVERAL)[2, 2, 2])
    weights = [solvers["mixed_nash"](seed=seed).solve(game).result.weights for seed in range(6)]
    differ = (np.ptp(np.round(weights, 6), axis=0) > 0).any(1)
    many = np.array([len(record["equilibria"]) > 1 for record in by_shape(SEVERAL)[2, 2, 2]])
    assert not differ[~many].any()
    assert differ[many].mean() > 0.5


@pytest.mark.parametrize("precision", [0.0, 0.3, 1.0, 5.0, 40.0])
def test_quantal_response_of_a_dominance_solvable_game_is_one_logistic_equation(precision):
    """Prisoner's dilemma with payoffs 3 0 5 1: defection earns 2 more against c, 1 more against d."""
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    share = brentq(lambda d: d - 1 / (1 + np.exp(-precision * (2 * (1 - d) + d))), 0, 1, xtol=1e-15)
    weights = solvers["logit"](precision=precision).solve(game).result.weights[0]
    assert weights == pytest.approx([1 - share, share, 1 - share, share], abs=1e-10)


@pytest.mark.parametrize("players", [2, 3, 4])
@pytest.mark.parametrize("precision", [0.5, 2.0, 8.0])
def test_quantal_response_of_a_symmetric_game_of_many_is_one_equation(players, precision):
    """Each of n earns 3 for the first strategy when all play it, 1 for the second whatever the others do."""
    payoffs = np.zeros((players, *(2,) * players))
    for player in range(players):
        payoffs[player][(0,) * players] = 3.0
        payoffs[player][tuple(1 if k == player else slice(None) for k in range(players))] = 1.0
    solution = solvers["logit"](precision=precision).solve(StrategicGame(payoffs=payoffs[None]))
    share = solution.result.weights[0, 0]
    assert solution.ok
    assert solution.result.weights[0] == pytest.approx([share, 1 - share] * players, abs=1e-12)
    assert share == pytest.approx(1 / (1 + np.exp(-precision * (3 * share ** (players - 1) - 1))), abs=1e-12)


@pytest.mark.parametrize("precision", [0.1, 1.0, 10.0, 1e3, 1e6])
def test_matching_pennies_stays_even_at_every_precision(precision):
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    weights = solvers["logit"](precision=precision).solve(StrategicGame.bimatrix(pennies, -pennies)).result.weights
    assert weights == pytest.approx(0.5, abs=1e-14)


@pytest.mark.parametrize("x", [2.0, 9.0, 101.0])
def test_asymmetric_matching_pennies_ends_at_the_textbook_mixture(x):
    """The first player earns x for matching on heads, 1 on tails: the second mixes 1 : x, the first evenly."""
    game = StrategicGame.bimatrix([[x, 0], [0, 1]], [[0, 1], [1, 0]])
    weights = solvers["logit"]().solve(game).result.weights[0]
    assert weights == pytest.approx([0.5, 0.5, 1 / (1 + x), x / (1 + x)], abs=1e-12)


def test_the_limit_of_stag_hunt_is_risk_dominant():
    """Harsanyi and Selten's example: (9, 9) is better for both, (7, 7) is safer; the branch runs to the safe one."""
    game = StrategicGame.bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]])
    weights = solvers["logit"]().solve(game).result.weights[0]
    assert weights.tolist() == [0, 1, 0, 1]


def test_an_irrational_equilibrium_of_three_players_is_found_to_machine_precision():
    """Nash (1951) notes that equilibria of three players may be irrational.

    Each player earns 1 for being the only one to play the second strategy, and `aside` for the first: in the symmetric
    equilibrium (1 - q)^2 = aside.
    """
    aside = 0.3
    payoffs = np.zeros((3, 2, 2, 2))
    for player in range(3):
        payoffs[player][tuple(0 if k == player else slice(None) for k in range(3))] = aside
        payoffs[player][tuple(int(k == player) for k in range(3))] = 1.0
    solution = solvers["logit"]().solve(StrategicGame(payoffs=payoffs[None]))
    second = 1 - np.sqrt(aside)
    assert solution.result.weights[0] == pytest.approx([1 - second, second] * 3, abs=1e-12)


def test_regret_of_gambits_limits_is_as_small_as_they_say():
    for records in by_shape(LOGIT).values():
        kept = [record for record in records if record["limit"] is not None]
        weights = np.array([record["limit"] for record in kept])
        game = batch(kept)
        residual = nash.residual(game, Profiles(item=np.arange(len(kept)), weights=weights))
        assert (residual <= 1e-6 * game.spread).all()
