"""Facts about stochastic games that hold whatever their numbers are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers

seeds = st.integers(0, 2**31)
discounts = st.sampled_from([0.0, 0.3, 0.6, 0.9])


def dense(game):
    return game.transitions.dense(game.shape[0]).reshape(-1, *game.shape, game.shape[0])


def drawn(seed, discount, *, zero_sum=True, shape=(3, 2, 3), players=2, games=1):
    draw = np.random.default_rng(seed)
    chances = draw.random((1, *shape, shape[0])) ** 3
    chances /= chances.sum(-1, keepdims=True)
    chances[:, -1] = 0.0  # the last state ends play
    payoffs = draw.integers(-9, 10, (games, players, *shape)).astype(float)
    payoffs[:, 1:] = -payoffs[:, :1] if zero_sum else payoffs[:, 1:]
    return StochasticGame(payoffs=payoffs, transitions=chances, discount=discount)


def values(game):
    found = solvers["shapley_iteration"]().solve(game)
    assert found.ok
    return markov.values(game, found.result)[0, 0, 0]


@settings(max_examples=25, deadline=None)
@given(seeds, discounts, st.integers(1, 25))
def test_a_long_deadline_tends_to_none(seed, discount, stages):
    """What lies beyond T stages is worth no more than discount**T of what it will be worth then."""
    game = drawn(seed, discount)
    lasting = values(game)
    found = solvers["finite_horizon"](stages=stages).solve(game)
    near = markov.values(found.game, found.result)[0, 0, 0]
    assert np.abs(near - lasting).max() <= discount**stages * np.abs(lasting).max() + 1e-8


@settings(max_examples=25, deadline=None)
@given(seeds, discounts, st.sampled_from([0.25, 8.0]))
def test_values_have_the_unit_of_payoffs(seed, discount, unit):
    game = drawn(seed, discount)
    assert np.allclose(values(replace(game, payoffs=unit * game.payoffs)), unit * values(game), atol=1e-7 * unit)


@settings(max_examples=25, deadline=None)
@given(seeds, discounts, st.permutations(range(3)))
def test_names_of_states_do_not_matter(seed, discount, order):
    game = drawn(seed, discount)
    order = np.array(order)
    moved = StochasticGame(
        payoffs=game.payoffs[:, :, order], transitions=dense(game)[:, order][..., order], discount=discount
    )
    assert np.allclose(values(moved), values(game)[order], atol=1e-7)


@settings(max_examples=25, deadline=None)
@given(seeds, discounts)
def test_what_one_side_gets_the_other_loses(seed, discount):
    game = drawn(seed, discount)
    turned = StochasticGame(
        payoffs=np.swapaxes(game.payoffs[:, ::-1], 3, 4), transitions=np.swapaxes(dense(game), 2, 3), discount=discount
    )
    assert np.allclose(values(turned), -values(game), atol=1e-7)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_without_a_tomorrow_every_state_is_a_game_of_its_own(seed):
    game = drawn(seed, 0.0)
    for state, value in enumerate(values(game)):
        alone = solvers["zero_sum"]().solve(StrategicGame(payoffs=game.payoffs[:, :, state]))
        assert np.isclose(alone.result.columns["value"][0], value, atol=1e-8)


@settings(max_examples=20, deadline=None)
@given(seeds, discounts, st.sampled_from([((3, 2, 2), 2), ((2, 3, 2), 2), ((2, 2, 2, 2), 3), ((4, 3), 1)]))
def test_nobody_gains_by_acting_otherwise_once_before_a_deadline(seed, discount, sizes):
    shape, players = sizes
    game = drawn(seed, discount, zero_sum=False, shape=shape, players=players, games=2)
    found = solvers["finite_horizon"](stages=4).solve(game)
    assert found.ok
    assert found.residual.max() <= 1e-7 * game.spread.max()


@settings(max_examples=15, deadline=None)
@given(seeds, discounts, st.floats(0, 3))
def test_logit_responses_before_a_deadline_are_what_they_say(seed, discount, precision):
    game = drawn(seed, discount, zero_sum=False)
    found = solvers["finite_horizon"](stages=4, precision=precision).solve(game)
    assert found.ok
    assert found.residual.max() <= 1e-7


@settings(max_examples=25, deadline=None)
@given(seeds, discounts)
def test_one_player_never_does_worse_by_replying_best(seed, discount):
    """The plan found is worth at least any other plan, in every state."""
    game = drawn(seed, discount, zero_sum=False, shape=(4, 3), players=1)
    found = solvers["best_reply_iteration"]().solve(game)
    assert found.ok
    best = markov.values(game, found.result)[0, 0, 0]
    other = np.random.default_rng(seed).dirichlet(np.ones(3), 4)[None, None]
    weights = markov.weights(game, (other,))
    mixed = markov.values(game, replace(found.result, weights=weights))[0, 0, 0]
    assert (best >= mixed - 1e-8).all()
