"""Facts about quantal responses, the equilibria they lead to, and play that learns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from negsim.testing.strategies import grades, small_integers, strategic_games

GAMES = strategic_games(players=st.integers(2, 4), payoffs=(small_integers, grades))
seeds = st.integers(0, 10_000)


def generic(seed: int, players: int) -> StrategicGame:
    draw = np.random.default_rng(seed)
    shape = tuple(draw.integers(2, 4, players))
    return StrategicGame(payoffs=draw.normal(size=(1, players, *shape)))


def relabelled(game: StrategicGame, seed: int) -> tuple[StrategicGame, np.ndarray]:
    """The game with players and strategies in another order, and where each of its choices was before."""
    draw = np.random.default_rng(seed)
    players = draw.permutation(len(game.players))
    orders = [draw.permutation(size) for size in game.shape]
    payoffs = game.payoffs[np.ix_([0], range(len(players)), *orders)]
    payoffs = np.transpose(payoffs[:, players], (0, 1, *(2 + players)))
    return StrategicGame(payoffs=payoffs), np.concatenate([game.choices.slices[k].start + orders[k] for k in players])


@given(game=GAMES, seed=st.none() | seeds)
@settings(max_examples=120, deadline=None)
def test_every_game_has_an_equilibrium_and_one_is_found(game, seed):
    solution = solvers["mixed_nash"](seed=seed).solve(game)
    assert solution.ok
    assert solution.residual[0] <= 1e-10 * game.spread[0]


@given(game=GAMES)
@settings(max_examples=120, deadline=None)
def test_what_the_branch_calls_its_limit_is_an_equilibrium(game):
    solution = solvers["logit"]().solve(game)
    assert solution.status[0] != 0 or solution.residual[0] <= 1e-10 * game.spread[0]
    assert np.isfinite(solution.result.weights).all()


@given(game=GAMES, level=st.floats(0, 60))
@settings(max_examples=120, deadline=None)
def test_points_of_the_branch_are_quantal_responses(game, level):
    solution = solvers["logit"](precision=level / game.spread[0]).solve(game)
    assert not solution.ok or solution.residual[0] <= 1e-9


@given(game=GAMES, level=st.floats(0, 1), seed=seeds)
@settings(max_examples=80, deadline=None)
def test_relabelling_relabels_the_quantal_response(game, level, seed):
    solver = solvers["logit"](precision=level / game.spread[0])
    other, before = relabelled(game, seed)
    assert solver.solve(other).result.weights[0] == pytest.approx(
        solver.solve(game).result.weights[0, before], abs=1e-9
    )


@given(seed=seeds, players=st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_relabelling_relabels_the_limit_of_a_generic_game(seed, players):
    game = generic(seed, players)
    other, before = relabelled(game, seed)
    solver = solvers["logit"]()
    assert solver.solve(other).result.weights[0] == pytest.approx(
        solver.solve(game).result.weights[0, before], abs=1e-8
    )


@given(seed=seeds, players=st.integers(2, 4), scale=st.sampled_from([1e-6, 0.25, 1e6]), level=st.floats(0, 8))
@settings(max_examples=60, deadline=None)
def test_precision_scales_with_the_unit_of_payoff_and_ignores_its_origin(seed, players, scale, level):
    game = generic(seed, players)
    origin = np.random.default_rng(seed).normal(size=players).reshape(1, players, *(1,) * players)
    moved = StrategicGame(payoffs=scale * (game.payoffs + origin))
    one = solvers["logit"](precision=level).solve(game).result.weights
    other = solvers["logit"](precision=level / scale).solve(moved).result.weights
    assert other == pytest.approx(one, abs=1e-7)


@given(game=GAMES, margin=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_strictly_dominated_strategies_are_not_played_in_the_end(game, margin):
    worse = np.take(game.payoffs, [0], axis=2).copy()
    worse[:, 0] -= margin
    longer = StrategicGame(payoffs=np.concatenate([game.payoffs, worse], axis=2))
    last = game.shape[0]
    for name in ("logit", "mixed_nash"):
        solution = solvers[name]().solve(longer)
        if solution.ok:
            assert solution.result.weights[0, last] == pytest.approx(0, abs=1e-9), name


@given(game=GAMES, seed=st.none() | seeds)
@settings(max_examples=60, deadline=None)
def test_regret_per_round_falls_at_the_promised_rate(game, seed):
    rounds = 400
    solution = solvers["regret_matching"](seed=seed, max_steps=rounds, tolerance=0).solve(game)
    assert solution.residual[0] <= game.spread[0] * np.sqrt(max(game.shape) / solution.steps[0]) + 1e-12


@given(game=GAMES, seed=st.none() | seeds)
@settings(max_examples=60, deadline=None)
def test_shares_stay_shares_and_settle_only_at_equilibria(game, seed):
    solution = solvers["replicator"](seed=seed, time=50, points=6).solve(game)
    totals = np.add.reduceat(solution.result.weights, [part.start for part in game.choices.slices], axis=1)
    assert totals == pytest.approx(1, abs=1e-12)
    assert solution.status[0] != 0 or solution.residual[-1] <= 1e-6 * game.spread[0]
