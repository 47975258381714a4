"""Markov logit and Markov-perfect equilibria beside closed forms, published figures and other programs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from negsim.concepts.base import concepts
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from tests.oracles.stochastic_games import named

STAGES = 20


def _ladder(spite=0.0, reaction=1.0, rungs=5):
    """Two sides climb a ladder of tension; the higher it stands, the likelier a collision, worth -60 to both, once.

    Formulas of the scenario 'countermeasures ladder' (illustrative payoffs, assumptions). The last state is the
    collision; actions are stay, up.
    """
    hazard = np.minimum(0.9, 0.004 * 3.0 ** np.arange(rungs))
    payoffs = np.zeros((1, 2, rungs + 1, 2, 2))
    moves = np.zeros((rungs + 1, 2, 2, rungs + 1))
    for rung in range(rungs):
        for own in range(2):
            for other in range(2):
                payoffs[0, 0, rung, own, other] = (1.0 + 0.6 * spite - 0.5) * own - 0.35 * reaction * other
                payoffs[0, 1, rung, own, other] = (0.6 * reaction - 0.5) * other - 0.5 * own
                after = min(rungs - 1, rung + own + other) if own + other else max(0, rung - 1)
                moves[rung, own, other, after] = 1 - hazard[after]
                moves[rung, own, other, rungs] = hazard[after]
    payoffs[0, :, rungs] = -60.0
    return payoffs, moves


def _game(payoffs, moves, **fields):
    states = payoffs.shape[2]
    over = np.ones((states, 2), bool)
    over[-1, 1] = False
    return StochasticGame(payoffs=payoffs, transitions=moves, discount=0.9, available=(over, over), **fields)


def _collision_within(game, result, stages, start=1):
    """Probability of being in the last state after so many stages."""
    weights = np.zeros((2, game.shape[0], 2))
    weights[:, -1, 0] = 1.0
    weights[:, :-1] = result.weights[0].reshape(2, -1, 2)
    play = np.einsum("sa,sb->sab", *weights)
    step = np.einsum("sab,sabt->st", play, game.transitions.dense(game.shape[0]).reshape(*game.shape, -1))
    step[-1, -1] = 1.0
    return np.linalg.matrix_power(step, stages)[start, -1]


LADDER = [  # the dossier's own iteration, given to three digits
    ({}, 0.186),
    ({"spite": 1.0}, 0.204),
    ({"spite": 3.0}, 0.218),
    ({"reaction": 0.5}, 0.167),
    ({"reaction": 1.5}, 0.207),
    ({"reaction": 2.0}, 0.228),
]


@pytest.mark.parametrize(("change", "collision"), LADDER)
def test_countermeasures_ladder(change, collision):
    game = _game(*_ladder(**change))
    solution = solvers["logit_homotopy"](precision=2.0).solve(game).strict()
    assert solution.residual.max() < 1e-12
    assert _collision_within(game, solution.result, STAGES) == pytest.approx(collision, abs=6e-4)


RECORDED = json.loads((Path(__file__).parent / "data" / "sgamesolver.json").read_text(encoding="utf-8"))["games"]
GAMES = dict(named())


def _made(arrays):
    payoffs, moves, discount, available = arrays
    return StochasticGame(payoffs=payoffs[None], transitions=moves, discount=discount, available=available)


def _recorded(game, weights):
    weights = np.maximum(weights, 0)
    starts = [part.start for part in game.choices.slices]
    totals = np.add.reduceat(weights, starts)
    weights = weights / np.repeat(totals, np.diff([*starts, len(weights)]))
    return Profiles(item=np.zeros(1, np.intp), weights=weights[None])


@pytest.mark.parametrize("record", RECORDED, ids=lambda record: record["name"])
def test_sgamesolver_runs_to_the_same_equilibrium(record):
    game = _made(GAMES[record["name"]])
    solution = solvers["logit_homotopy"]().solve(game).strict()
    assert solution.residual.max() <= 1e-10
    off = concepts["markov_perfect"].residual(game, _recorded(game, record["limit"]))[0]
    if record["name"] == "price competition":  # symmetric: branches cross, and what the peer reports is no equilibrium
        assert off > 1
    else:
        assert off < 1e-3
        assert solution.result.weights[0] == pytest.approx(record["limit"], abs=2e-3)


@pytest.mark.parametrize("record", RECORDED, ids=lambda record: record["name"])
def test_sgamesolver_finds_the_same_logit_equilibria(record):
    for precision, weights in record["precision"].items():
        solution = solvers["logit_homotopy"](precision=float(precision)).solve(_made(GAMES[record["name"]])).strict()
        assert solution.residual.max() <= 1e-10
        assert solution.result.weights[0] == pytest.approx(weights, abs=1e-5)


def test_values_of_a_zero_sum_game_are_shapleys():
    payoffs, moves, discount, _ = GAMES["loaded scissors"]
    values = np.zeros(3)
    for _ in range(400):
        tables = payoffs[0] + discount * moves @ values
        values = np.array([_value(table) for table in tables])
    game = _made(GAMES["loaded scissors"])
    solution = solvers["logit_homotopy"]().solve(game).strict()
    assert markov.values(game, solution.result)[0, 0, 0] == pytest.approx(values, abs=1e-7)


def _value(table):
    """Value of a 3x3 matrix game, by its definition: a linear program."""
    size = len(table)
    found = linprog(
        np.append(np.zeros(size), -1),
        A_ub=np.column_stack([-table.T, np.ones(size)]),
        b_ub=np.zeros(size),
        A_eq=np.append(np.ones(size), 0)[None],
        b_eq=[1],
        bounds=[(0, None)] * size + [(None, None)],
    )
    return found.x[-1]


@pytest.mark.parametrize(("discount", "kept"), [(0.3, 0.0), (0.6, 1.0)])
def test_a_treaty_is_kept_as_long_as_the_future_weighs_enough(discount, kept):
    """Keep: 3 each; who breaks first gets 4 once, and then both get 1 for ever: kept alone iff discount >= 1/3.

    Only the first player is tempted; the second keeps by itself.
    """
    payoffs = np.array([[[[3.0, 3.0], [4.0, 4.0]], [[1, 1], [1, 1]]], [[[3, 0], [0, 0]], [[1, 1], [1, 1]]]])
    moves = np.zeros((2, 2, 2, 2))
    moves[0, 0, :, 0], moves[0, 1, :, 1], moves[1, :, :, 1] = 1, 1, 1
    able = (np.array([[True, True], [True, False]]), np.array([[True, False], [True, False]]))
    game = StochasticGame(payoffs=payoffs[None], transitions=moves, discount=discount, available=able)
    solution = solvers["logit_homotopy"]().solve(game).strict()
    assert solution.result.weights[0] == pytest.approx([kept, 1 - kept])


def test_logit_response_of_one_who_decides_once():
    """One player, one decision between an end worth 1 and an end worth 0: the logistic function of the precision."""
    game = StochasticGame(payoffs=np.array([[[[1.0, 0.0]]]]), transitions=np.zeros((1, 2, 1)), discount=1.0)
    for precision in (0.0, 0.7, 5.0):
        solution = solvers["logit_homotopy"](precision=precision).solve(game).strict()
        assert solution.result.weights[0, 0] == pytest.approx(1 / (1 + np.exp(-precision)), abs=1e-12)
        assert solution.result.columns["precision"] == pytest.approx([precision])


@pytest.mark.parametrize("precision", [1.5, None])
def test_one_state_is_the_strategic_game(precision):
    payoffs = np.random.default_rng(11).normal(size=(5, 3, 2, 3, 2))
    still = StochasticGame(payoffs=payoffs[:, :, None], transitions=np.ones((1, 2, 3, 2, 1)), discount=0.6)
    found = solvers["logit_homotopy"](precision=precision).solve(still).strict()
    told = solvers["logit"](precision=precision).solve(StrategicGame(payoffs=payoffs)).strict()
    assert found.result.weights == pytest.approx(told.result.weights, abs=1e-8)
