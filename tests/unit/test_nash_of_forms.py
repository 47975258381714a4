"""How far profiles of trees and of stochastic games are from Nash equilibrium, against plain enumeration of plans."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negsim.concepts.nash import nash
from negsim.errors import InvalidGame, NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.games.trees.tree import Tree
from negsim.testing.strategies import extensive_games

MOST_PLANS = 200


def random_profile(game, seed):
    draw = np.random.default_rng(seed)
    weights = draw.random(len(game.choices)) * (draw.random(len(game.choices)) < 0.7) + 1e-3
    for part in game.choices.slices:
        weights[part] /= weights[part].sum()
    return Profiles(item=np.arange(1), weights=weights[None])


def play(game, node, player, profile):
    """What a player expects from a node on: the recursion of the textbook, node by node."""
    tree = game.tree
    if tree.place[node] == -1:
        return game.payoffs[0, player, list(tree.terminals).index(node)]
    total = 0.0
    for child in np.flatnonzero(tree.parent == node):
        share = game.chance[0, child] if tree.place[node] == -2 else profile[tree.choice[child]]
        total += share * play(game, child, player, profile)
    return total


def pure_plans(game, player, profile):
    """Every profile in which one player plays a pure strategy and the others play as given."""
    own = [part for part in game.choices.slices if game.choices.player[part.start] == player]
    assume(np.prod([part.stop - part.start for part in own] or [1]) <= MOST_PLANS)
    for picked in product(*(range(part.start, part.stop) for part in own)):
        changed = profile.copy()
        for part, chosen in zip(own, picked, strict=True):
            changed[part] = 0.0
            changed[chosen] = 1.0
        yield changed


@settings(max_examples=60, deadline=None)
@given(game=extensive_games(most_nodes=14), seed=st.integers(0, 999))
def test_residual_of_a_tree_is_the_best_gain_over_all_pure_strategies(game, seed):
    assume(len(game.choices))
    result = random_profile(game, seed)
    profile = result.weights[0]
    best = [
        max(play(game, 0, k, plan) for plan in pure_plans(game, k, profile)) - play(game, 0, k, profile)
        for k in range(len(game.players))
    ]
    assert nash.residual(game, result)[0] == pytest.approx(max(0.0, *best), abs=1e-10 * game.spread[0])


def stochastic(seed, *, discount=0.9, horizon=None, states=3, actions=(2, 3)):
    draw = np.random.default_rng(seed)
    chances = draw.random((1, states, *actions, states)) ** 3
    chances /= chances.sum(-1, keepdims=True)
    chances[0, -1] = 0.0  # the last state ends the play
    available = [draw.random((states, size)) < 0.8 for size in actions]
    for part in available:
        part[:, 0] = True
    return StochasticGame(
        payoffs=draw.normal(size=(1, len(actions), states, *actions)),
        transitions=chances,
        discount=discount,
        available=tuple(available),
        horizon=horizon,
        final=draw.normal(size=(1, len(actions), states)),
        start=1,
    )


def worth(game, player, tables):
    """What a player expects at the start: a system of equations for one player, or one step back at a time."""
    dense, states = game.transitions.dense(game.shape[0])[0], game.shape[0]
    joint = [np.einsum("sa,sb->sab", *(table[t] for table in tables)).reshape(states, -1) for t in range(game.stages)]
    flow = [(game.payoffs[0, player].reshape(states, -1) * play).sum(1) for play in joint]
    moves = [np.einsum("sj,sjt->st", play, dense.reshape(states, -1, states)) for play in joint]
    rate = game.discount[0, player]
    if game.horizon is None:
        return np.linalg.solve(np.eye(states) - rate * moves[0], flow[0])[game.start]
    value = game.final[0, player]
    for stage in reversed(range(game.stages)):
        value = flow[stage] + rate * moves[stage] @ value
    return value[game.start]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("discount", "horizon"), [(0.9, None), ([[0.5, 0.99]], None), (1.0, 2), ([[0.9, 0.0]], 2)])
def test_residual_of_a_stochastic_game_is_the_best_gain_over_all_pure_plans(seed, discount, horizon):
    game = stochastic(seed, discount=discount, horizon=horizon)
    draw = np.random.default_rng(seed + 50)
    tables = [part * draw.random((game.stages, *part.shape)) for part in game.available]
    tables = [table / table.sum(-1, keepdims=True) for table in tables]
    weights = np.concatenate([t[:, c >= 0].ravel() for t, c in zip(tables, game.choice, strict=True)])
    result = Profiles(item=np.zeros(1, int), weights=weights[None])
    gain = 0.0
    for player, part in enumerate(game.available):
        options = [np.flatnonzero(row) for _ in range(game.stages) for row in part]
        now = worth(game, player, tables)
        for picked in product(*options):
            changed = list(tables)
            changed[player] = np.eye(part.shape[1])[list(picked)].reshape(tables[player].shape)
            gain = max(gain, worth(game, player, changed) - now)
    assert nash.residual(game, result)[0] == pytest.approx(gain, abs=1e-11)


def test_a_batch_is_judged_row_by_row():
    games = [stochastic(seed) for seed in range(3)]
    batch = StochasticGame(
        payoffs=np.concatenate([game.payoffs for game in games]),
        transitions=games[0].transitions,
        discount=0.9,
        available=games[0].available,
    )
    flat = np.concatenate([random_profile(batch, seed).weights for seed in range(4)])
    rows = Profiles(item=np.array([0, 0, 1, 2]), weights=flat)
    alone = [nash.residual(batch.take(np.array([i])), Profiles(item=np.zeros(1, int), weights=w[None]))[0]
             for i, w in zip(rows.item, flat, strict=True)]  # fmt: skip
    assert nash.residual(batch, rows) == pytest.approx(alone, abs=1e-12)


def absent_minded_driver():
    """Exit now (0), exit next (4), or go on (1), not knowing which crossing it is (Piccione and Rubinstein 1997)."""
    tree = Tree(
        parent=[-1, 0, 0, 2, 2],
        action=[-1, 0, 1, 0, 1],
        place=[0, -1, 0, -1, -1],
        player=[0],
        players=("driver",),
        actions=(("exit", "go on"),),
        outcome=[0, 1, 2],
        outcomes=("first", "second", "end"),
    )
    return ExtensiveGame(tree=tree, payoffs=[[[0, 4, 1]]])


def test_who_forgets_is_told_so():
    game = absent_minded_driver()
    assert not game.has_perfect_recall
    with pytest.raises(NotApplicable, match=r"driver decides at information set 0 .* Split .* use AgentLogit"):
        nash.residual(game, Profiles(item=np.zeros(1, int), weights=np.array([[0.5, 0.5]])))


@pytest.mark.parametrize("make", [lambda: stochastic(1), lambda: stochastic(1, horizon=2)])
@pytest.mark.parametrize("spoil", [lambda w: w * 1.01, lambda w: w * np.nan, lambda w: w - 1e-6])
def test_what_is_no_profile_is_infinitely_far(make, spoil):
    game = make()
    result = random_profile(game, 0)
    assert np.isfinite(nash.residual(game, result)).all()
    spoilt = Profiles(item=result.item, weights=spoil(result.weights))
    assert np.isposinf(nash.residual(game, spoilt)).all()


@settings(max_examples=30, deadline=None)
@given(game=extensive_games(batch=st.integers(2, 3)), seed=st.integers(0, 99))
def test_games_of_one_tree_are_judged_one_by_one_or_together(game, seed):
    weights = np.concatenate([random_profile(game, seed + k).weights for k in range(len(game))])
    rows = Profiles(item=np.arange(len(game)), weights=weights)
    alone = [nash.residual(game.take(slice(k, k + 1)), Profiles(item=np.zeros(1, int), weights=weights[k : k + 1]))
             for k in range(len(game))]  # fmt: skip
    assert nash.residual(game, rows) == pytest.approx(np.concatenate(alone), abs=1e-9 * game.spread.max())


def test_payoffs_of_what_nobody_can_do_play_no_part():
    game = stochastic(3)
    spoilt = game.payoffs.copy()
    spoilt.reshape(*spoilt.shape[:3], -1)[:, :, ~game.possible] = np.nan
    assert np.isnan(spoilt).any()
    given = {name: getattr(game, name) for name in ("transitions", "discount", "available", "start")}
    other, result = StochasticGame(payoffs=spoilt, **given), random_profile(game, 5)
    assert nash.residual(other, result) == pytest.approx(nash.residual(game, result))


def test_what_is_available_is_told_of_every_player():
    game = stochastic(3)
    with pytest.raises(InvalidGame, match="actions of 1 players, and there are 2"):
        replace(game, available=game.available[:1])
