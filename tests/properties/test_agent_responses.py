"""Laws of agent quantal responses and of the sequential equilibria to which they run, on random trees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.nash import nash
from negsim.concepts.sequential import sequential
from negsim.games.trees.beliefs import bayes_beliefs
from negsim.games.trees.tree import Tree
from negsim.solvers.base import Status
from negsim.solvers.extensive.agent_logit import AgentLogit
from negsim.testing.strategies import extensive_games

PRECISIONS = st.sampled_from([0.0, 0.3, 2.0, 20.0])
FEW = settings(max_examples=20, deadline=None)


@FEW
@given(game=extensive_games(), precision=PRECISIONS)
def test_every_agent_responds_to_what_it_expects(game, precision):
    solution = AgentLogit(precision=precision / game.spread[0]).solve(game)
    assert solution.ok
    assert solution.residual.max() <= 1e-7
    assert np.allclose(solution.result.beliefs, bayes_beliefs(game, solution.result), atol=1e-9)


@FEW
@given(game=extensive_games())
def test_the_limit_is_a_sequential_equilibrium_and_so_a_nash_equilibrium(game):
    solution = AgentLogit().solve(game)
    for row in range(len(solution)):
        if solution.status[solution.result.item[row]] == Status.solved.code:
            assert solution.residual[row] <= 1e-9 * game.spread[0]
            assert nash.residual(game, solution.result)[row] <= 1e-8 * game.spread[0]
    assert solution.ok


@FEW
@given(game=extensive_games(), precision=PRECISIONS, unit=st.sampled_from([1e-3, 0.5, 7.0, 1e4]))
def test_payoffs_in_another_unit_at_a_precision_per_unit_change_nothing(game, precision, unit):
    one = AgentLogit(precision=precision / game.spread[0]).solve(game)
    other = replace(game, payoffs=unit * game.payoffs)
    scaled = AgentLogit(precision=precision / other.spread[0]).solve(other)
    assert np.allclose(one.result.weights, scaled.result.weights, atol=1e-7)
    assert np.allclose(one.result.beliefs, scaled.result.beliefs, atol=1e-7)


@FEW
@given(game=extensive_games(), points=st.integers(2, 6))
def test_probabilities_sum_to_one_everywhere_on_the_way(game, points):
    solution = AgentLogit(points=points).solve(game)
    assert len(solution) == points
    assert np.allclose(game.reach(solution.result)[:, game.tree.terminals].sum(1), 1)
    assert (np.diff(solution.result.columns["precision"]) >= 0).any()
    assert solution.result.columns["precision"][0] == 0
    assert solution.residual.max() <= 1e-5


@FEW
@given(game=extensive_games(hidden=False), shift=st.floats(-50, 50))
def test_under_perfect_information_the_limit_is_subgame_perfect(game, shift):
    """Nobody gains at any node by another action there, play going on as planned: the definition, in plain loops."""
    moved = replace(game, payoffs=game.payoffs + shift)
    solution = AgentLogit().solve(moved).strict()
    tree, weights = game.tree, solution.result.weights[0]
    worth = np.zeros((len(game.players), len(tree)))
    worth[:, tree.terminals] = game.payoffs[0]
    for node in reversed(range(len(tree))):
        below = np.flatnonzero(tree.parent == node)
        if len(below):
            share = weights[tree.choice[below]] if tree.place[node] >= 0 else np.asarray(game.chance)[0, below]
            worth[:, node] = worth[:, below] @ share
            if tree.place[node] >= 0:
                who = tree.player[tree.place[node]]
                assert worth[who, below].max() <= worth[who, node] + 1e-9 * game.spread[0]


@FEW
@given(game=extensive_games(), precision=PRECISIONS, seed=st.integers(0, 9))
def test_the_order_of_actions_does_not_matter(game, precision, seed):
    tree, draw = game.tree, np.random.default_rng(seed)
    orders = [draw.permutation(size) for size in tree.sizes]
    action = tree.action.copy()
    choice = np.arange(len(game.choices))
    for place, order in enumerate(orders):
        inside = tree.place[tree.parent] == place
        inside[0] = False
        action[inside] = order[tree.action[inside]]
        start = tree.choice_start[place]
        choice[start : start + len(order)] = start + order
    arrays = {name: getattr(tree, name) for name in ("parent", "place", "player", "players", "outcome", "outcomes")}
    labels = tuple(
        tuple(names[k] for k in np.argsort(order)) for names, order in zip(tree.actions, orders, strict=True)
    )
    other = replace(game, tree=Tree(action=action, actions=labels, branches=tree.branches, **arrays))
    one = AgentLogit(precision=precision / game.spread[0]).solve(game).result
    two = AgentLogit(precision=precision / game.spread[0]).solve(other).result
    assert np.allclose(one.weights[0], two.weights[0][choice], atol=1e-6)


def test_sequential_equilibrium_is_the_concept_of_the_limit():
    assert AgentLogit().concept is sequential
