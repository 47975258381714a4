"""Facts about Markov logit equilibria and their limits that hold whatever the game."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import solvers

few = settings(max_examples=15, deadline=None)


@st.composite
def games(draw):
    """Generic games of up to 4 states, with actions that are missing in places and states that end the play."""
    source = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    states, players = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    sizes = tuple(draw(st.integers(1, 3)) for _ in range(players))
    moves = source.random((states, *sizes, states)) ** 3
    moves /= moves.sum(-1, keepdims=True)
    if draw(st.booleans()):
        moves[-1] = 0.0
    able = [source.random((states, size)) < 0.8 for size in sizes]
    for part in able:
        part[np.arange(states), source.integers(0, part.shape[1], states)] = True
    return StochasticGame(
        payoffs=source.normal(size=(1, players, states, *sizes)),
        transitions=moves,
        discount=source.uniform(0.3, 0.95, (1, players)),
        available=tuple(able),
    )


def _weights(game, precision):
    return solvers["logit_homotopy"](precision=precision).solve(game).strict().result.weights[0]


def _tables(game, weights):
    return [part[0, 0] for part in markov.policies(game, Profiles(item=np.zeros(1, np.intp), weights=weights[None]))]


@few
@given(games(), st.sampled_from([0.5, 4.0, None]))
def test_answers_are_equilibria_to_rounding(game, precision):
    solution = solvers["logit_homotopy"](precision=precision).solve(game).strict()
    assert solution.residual.max(initial=0.0) <= 1e-10 * game.spread[0]


@few
@given(games(), st.floats(0.01, 100))
def test_payoffs_twice_as_large_are_payoffs_twice_as_precise(game, factor):
    scaled = replace(game, payoffs=factor * game.payoffs)
    assert _weights(scaled, 2.0 / factor) == pytest.approx(_weights(game, 2.0), abs=1e-8)


@few
@given(games(), st.randoms(use_true_random=False))
def test_relabelling_states_relabels_the_answer(game, random):
    order = list(range(game.shape[0]))
    random.shuffle(order)
    moves = game.transitions.dense(game.shape[0]).reshape(1, *game.shape, -1)
    other = StochasticGame(
        payoffs=game.payoffs[:, :, order],
        transitions=moves[:, order][..., order],
        discount=game.discount,
        available=tuple(part[order] for part in game.available),
    )
    for mine, theirs in zip(_tables(game, _weights(game, 3.0)), _tables(other, _weights(other, 3.0)), strict=True):
        assert theirs == pytest.approx(mine[order], abs=1e-8)


@few
@given(games())
def test_relabelling_players_relabels_the_answer(game):
    count = len(game.players)
    moves = game.transitions.dense(game.shape[0]).reshape(*game.shape, -1)
    other = StochasticGame(
        payoffs=game.payoffs[:, ::-1].transpose([0, 1, 2, *range(2 + count, 2, -1)]),
        transitions=moves.transpose([0, *range(count, 0, -1), 1 + count]),
        discount=game.discount[:, ::-1],
        available=game.available[::-1],
    )
    theirs = _tables(other, _weights(other, 3.0))[::-1]
    for mine, their in zip(_tables(game, _weights(game, 3.0)), theirs, strict=True):
        assert their == pytest.approx(mine, abs=1e-8)


@few
@given(games(), st.floats(-5, 5))
def test_a_constant_for_everything_changes_nothing_where_play_never_ends(game, constant):
    if game.ends.any():
        return
    shifted = replace(game, payoffs=game.payoffs + constant)
    assert _weights(shifted, 3.0) == pytest.approx(_weights(game, 3.0), abs=1e-8)


@few
@given(games())
def test_a_state_that_is_never_reached_changes_nothing(game):
    """A hazard of rate zero: one more absorbing state, with terrible payoffs, and no way to it."""
    payoffs = np.concatenate([game.payoffs, np.full((1, len(game.players), 1, *game.shape[1:]), -1e3)], axis=2)
    moves = game.transitions.dense(game.shape[0]).reshape(*game.shape, -1)
    moves = np.concatenate([moves, np.zeros((1, *moves.shape[1:]))])
    moves = np.concatenate([moves, np.zeros((*moves.shape[:-1], 1))], axis=-1)
    able = tuple(np.concatenate([part, np.arange(part.shape[1])[None] == 0]) for part in game.available)
    other = StochasticGame(payoffs=payoffs, transitions=moves, discount=game.discount, available=able)
    assert _weights(other, 2.0) == pytest.approx(_weights(game, 2.0), abs=1e-8)


@few
@given(games(), st.integers(0, 5))
def test_several_starts_give_the_principal_branch_first_and_different_equilibria(game, seed):
    solution = solvers["logit_homotopy"](starts=4, seed=seed).solve(game)
    if not len(game.choices):
        return
    assert solution.ok
    assert solution.residual.max() <= 1e-10 * game.spread[0]
    assert solution.result.weights[0] == pytest.approx(_weights(game, None), abs=1e-9)
    for one in range(len(solution)):
        for other in range(one):
            assert np.abs(solution.result.weights[one] - solution.result.weights[other]).max() > 1e-6
