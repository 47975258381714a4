"""Learning and evolution against Nashpy, SciPy's integrators, and plain restatements of the definitions."""

from __future__ import annotations

import nashpy
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status, solvers

ROUNDS = 60


def bimatrix(number: int, size: int, *, width: float = 1.0) -> np.ndarray:
    """Payoffs of shape (game, 2, size, size), without ties."""
    return width * np.random.default_rng(size).normal(size=(number, 2, size, size))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_fictitious_play_is_nashpys_from_the_same_beliefs(size):
    payoffs = bimatrix(70, size)
    game = StrategicGame(payoffs=payoffs)
    solution = solvers["fictitious_play"](max_steps=ROUNDS, tolerance=0).solve(game)
    for number, (row, column) in enumerate(payoffs):
        even = [np.full(size, 1 / size), np.full(size, 1 / size)]
        *_, counts = nashpy.Game(row, column).fictitious_play(iterations=ROUNDS, play_counts=even)
        theirs = np.concatenate(counts) / (ROUNDS + 1)
        assert solution.result.weights[number] == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_replicator_dynamics_are_nashpys(size):
    payoffs = bimatrix(70, size, width=2.0)
    game = StrategicGame(payoffs=payoffs)
    for number, (row, column) in enumerate(payoffs):
        one = game.take(slice(number, number + 1))
        length = 8.0 * one.spread[0]  # the option counts in units of 1 / range
        solution = solvers["replicator"](time=length, tolerance=0, points=5).solve(one)
        times = solution.result.columns["time"]
        assert times[:-1] == pytest.approx(np.linspace(0, 8, 5)[: len(times) - 1])
        assert times[-1] == pytest.approx(8.0) or solution.residual[-1] == 0
        first, second = nashpy.Game(row, column).asymmetric_replicator_dynamics(timepoints=times)
        assert solution.result.weights == pytest.approx(np.hstack([first, second]), abs=2e-5)  # odeint's default


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (2, 2, 2, 2, 2)])
def test_replicator_dynamics_of_several_players_are_scipys(shape):
    draw = np.random.default_rng(len(shape))
    for _ in range(5):
        game = StrategicGame(payoffs=draw.normal(size=(1, len(shape), *shape)))
        solution = solvers["replicator"](time=6 * game.spread[0], tolerance=0).solve(game)
        start = np.concatenate([np.full(size, 1 / size) for size in shape])
        theirs = solve_ivp(velocity(game), (0, 6), start, method="DOP853", rtol=1e-11, atol=1e-13).y[:, -1]
        assert solution.result.weights[0] == pytest.approx(theirs, abs=1e-8)


def velocity(game: StrategicGame):
    """The replicator equation written out with einsum, for any number of players."""
    letters = "abcde"[: len(game.players)]

    def derivative(_: float, shares: np.ndarray) -> np.ndarray:
        parts = [shares[part] for part in game.choices.slices]
        out = []
        for player, own in enumerate(parts):
            others = [k for k in range(len(parts)) if k != player]
            text = letters + "," + ",".join(letters[k] for k in others) + "->" + letters[player]
            earned = np.einsum(text, game.payoffs[0, player], *(parts[k] for k in others))
            out.append(own * (earned - own @ earned))
        return np.concatenate(out)

    return derivative


def test_a_dominant_strategy_grows_logistically():
    """With a constant lead of 1 the share obeys s' = s (1 - s), so s = 1 / (1 + exp(-t))."""
    game = StrategicGame.bimatrix([[1, 1], [0, 0]], [[0, 0], [0, 0]])
    solution = solvers["replicator"](time=5, tolerance=0, points=6).solve(game)
    times = solution.result.columns["time"]
    assert solution.result.weights[:, 0] == pytest.approx(1 / (1 + np.exp(-times)), abs=1e-9)


def test_replicator_dynamics_keep_the_product_of_shares_in_matching_pennies():
    """x (1 - x) y (1 - y) is a constant of motion in a zero-sum game with an even equilibrium."""
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    game = StrategicGame.bimatrix(pennies, -pennies)
    solution = solvers["replicator"](time=200, seed=3, points=50).solve(game)
    product = solution.result.weights.prod(1)
    assert np.ptp(product) <= 1e-6 * product[0]
    assert Status(solution.status[0]) is Status.inaccurate


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 4), (2, 2, 2), (3, 2, 3)])
def test_regret_matching_is_its_definition_played_out(shape):
    draw = np.random.default_rng(sum(shape))
    payoffs = draw.normal(size=(50, len(shape), *shape))
    solution = solvers["regret_matching"](max_steps=40, tolerance=0).solve(StrategicGame(payoffs=payoffs))
    for number, table in enumerate(payoffs):
        assert solution.result.probability[number] == pytest.approx(played_out(table, 40), abs=1e-11)


def played_out(table: np.ndarray, rounds: int) -> np.ndarray:
    """Regret matching by outcomes: joint distributions, and regrets as differences of their expectations."""
    shape = table.shape[1:]
    regrets = [np.zeros(size) for size in shape]
    total = np.zeros(shape)
    for _ in range(rounds):
        mixes = []
        for regret in regrets:
            wanted = np.maximum(regret, 0)
            mixes.append(wanted / wanted.sum() if wanted.sum() > 0 else np.full(len(regret), 1 / len(regret)))
        joint = mixes[0]
        for mix in mixes[1:]:
            joint = np.multiply.outer(joint, mix)
        total += joint
        for player, regret in enumerate(regrets):
            others = np.moveaxis(joint, player, 0).sum(0)
            always = (np.moveaxis(table[player], player, 0) * others).reshape(len(regret), -1).sum(1)
            regret += always - (table[player] * joint).sum()
    return total / rounds


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2), (3, 3, 3), (2, 2, 2, 2)])
def test_play_on_regret_nears_the_coarse_correlated_equilibria(shape):
    """Hart and Mas-Colell's rate: regret per round at most range * sqrt(strategies / rounds); welfare within reach."""
    draw = np.random.default_rng(7)
    game = StrategicGame(payoffs=draw.integers(-5, 6, (10, len(shape), *shape)).astype(float))
    rounds = 2000
    solution = solvers["regret_matching"](max_steps=rounds, tolerance=0).solve(game)
    assert (solution.residual <= game.spread * np.sqrt(max(shape) / rounds)).all()
    best = solvers["coarse_correlated"]().solve(game)
    reached, limit = (game.payoff(one.result).sum(1) for one in (solution, best))
    assert (reached <= limit + len(shape) * np.prod(shape) * solution.residual + 1e-9).all()


def test_frequencies_of_fictitious_play_approach_the_value_of_a_zero_sum_game():
    """Robinson (1951)."""
    table = np.random.default_rng(1).integers(-9, 10, (30, 3, 3)).astype(float)
    game = StrategicGame.bimatrix(table, -table)
    solution = solvers["fictitious_play"](tolerance=5e-3).solve(game)
    assert solution.ok
    values = game.payoff(solvers["zero_sum"]().solve(game).result)[:, 0]
    assert (np.abs(game.payoff(solution.result)[:, 0] - values) <= 5e-3 * game.spread).all()


def test_shapleys_game_keeps_fictitious_play_from_settling():
    """Shapley (1964): frequencies circle for ever in this game."""
    row = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    column = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    game = StrategicGame.bimatrix(row, column)
    solution = solvers["fictitious_play"](max_steps=20_000, seed=1).solve(game)
    assert Status(solution.status[0]) is Status.step_limit
    assert solution.residual[0] > 0.05
