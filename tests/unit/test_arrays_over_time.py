"""Trees and stochastic games from arrays: what they hold, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from negsim.errors import InvalidGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.games.trees.tree import CHANCE, TERMINAL, Tree

STEADY = {"transitions": np.full((1, 2, 2, 2, 2), 0.5), "discount": 0.9}


def stochastic(**changes) -> StochasticGame:
    payoffs = np.arange(16.0).reshape(1, 2, 2, 2, 2)
    return StochasticGame(**({"payoffs": payoffs} | STEADY | changes))


def tree(**changes) -> Tree:
    """Somebody demands or not; chance decides whether the other hears of it."""
    shape = {
        "parent": [-1, 0, 0, 2, 2, 4, 4],
        "action": [-1, 0, 1, 0, 1, 0, 1],
        "place": [0, TERMINAL, CHANCE, TERMINAL, 1, TERMINAL, TERMINAL],
        "player": [0, 1],
        "players": ("a", "b"),
        "actions": (("wait", "demand"), ("yield", "refuse")),
        "branches": (("lost", "heard"),),
        "outcome": [0, 0, 1, 2],
        "outcomes": ("nothing", "yielded", "refused"),
    }
    return Tree(**(shape | changes))


def extensive(**changes) -> ExtensiveGame:
    given = {"payoffs": [[[0, 0, 3, -1], [0, 0, -1, -2]]], "chance": [[1, 1, 1, 0.25, 0.75, 1, 1]]}
    return ExtensiveGame(**({"tree": tree()} | given | changes))


def test_transitions_may_be_dense_or_sparse():
    chances = np.random.default_rng(1).dirichlet(np.ones(3), (3, 2, 2))
    payoffs = np.ones((2, 2, 3, 2, 2))
    dense = StochasticGame(payoffs=payoffs, transitions=chances, discount=0.5)
    sparse = StochasticGame(payoffs=payoffs, transitions=csr_matrix(chances.reshape(12, 3)), discount=0.5)
    assert np.allclose(dense.transitions.dense(3), sparse.transitions.dense(3))
    assert np.allclose(dense.transitions.dense(3)[0], chances.reshape(12, 3))


def test_payoffs_for_ever_are_a_geometric_sum():
    game = stochastic(payoffs=np.ones((1, 2, 2, 2, 2)), discount=[[0.9, 0.5]])
    result = Profiles(item=np.zeros(1, int), weights=np.full((1, len(game.choices)), 0.5))
    assert game.payoff(result)[0] == pytest.approx([10, 2])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"transitions": np.full((1, 2, 2, 2, 2), 0.6)}, "sum to 1.2, not to 1"),
        ({"transitions": np.full((1, 2, 2, 2, 2), [1.5, -0.5])}, "1.5, not between 0 and 1"),
        ({"transitions": np.full((2, 2, 2, 3), 1 / 3)}, "states, actions, next states"),
        ({"discount": 1.2}, "between 0 and 1, and this one is 1.2"),
        ({"discount": 1.0}, "discount of 1 the play may go on for ever"),
        ({"horizon": 0}, "at least 1"),
        ({"horizon": 10_000_000}, "Use a nearer one, or none"),
        ({"start": 2}, "starts in state 2"),
        ({"states": ("x", "x")}, "two states have the same label: x"),
        ({"available": (np.zeros((2, 2), bool), np.ones((2, 2), bool))}, "at least one available action"),
        ({"payoffs": np.full((1, 2, 2, 2, 2), np.nan)}, "is no number"),
        ({"payoffs": np.zeros((2, 2, 2))}, "an axis of actions for every player"),
    ],
)
def test_what_is_no_stochastic_game_is_refused(changes, told):
    with pytest.raises(InvalidGame, match=told):
        stochastic(**changes)


def test_a_hazard_lets_a_discount_of_one_pass():
    leaking = np.zeros((1, 3, 2, 2, 3))
    leaking[:, :2] = [0.5, 0.4, 0.1]
    game = StochasticGame(payoffs=np.zeros((1, 2, 3, 2, 2)), transitions=leaking, discount=1.0)
    assert game.ends.tolist() == [False, False, True]


def test_play_through_a_tree_has_probability_one():
    game = extensive()
    result = Profiles(item=np.zeros(1, int), weights=np.array([[0.2, 0.8, 0.5, 0.5]]))
    reach = game.reach(result)[0]
    assert reach[game.tree.terminals].sum() == pytest.approx(1)
    assert reach[5] == pytest.approx(0.8 * 0.75 * 0.5)
    assert game.payoff(result)[0] == pytest.approx([0.3 * (3 - 1), 0.3 * (-1 - 2)])
    assert game.tree.history(6) == ("demand", "heard", "refuse")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"parent": [-1, 0, 0, 2, 2, 5, 4]}, "parents come before their children"),
        ({"parent": [0, 0, 0, 2, 2, 4, 4]}, "its parent is -1"),
        ({"action": [-1, 0, 0, 0, 1, 0, 1]}, "where 1 is due"),
        ({"place": [0, TERMINAL, CHANCE, TERMINAL, 2, TERMINAL, TERMINAL]}, "not to 2"),
        ({"player": [0, 2]}, "belong to players 0 to 1"),
        ({"actions": (("wait", "wait"), ("yield", "refuse"))}, "must be there, and differ"),
        ({"branches": ()}, "0 lists of branches for 1 chance nodes"),
        ({"outcome": [0, 0, 1]}, "3 outcomes for 4 terminal nodes"),
        ({"actions": (("wait", "demand", "talk"), ("yield", "refuse"))}, "2 children and 3 actions"),
    ],
)
def test_what_is_no_tree_is_refused(changes, told):
    with pytest.raises(InvalidGame, match=told):
        tree(**changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"chance": [[1, 1, 1, 0.25, 0.7, 1, 1]]}, "sum to 0.95, not to 1"),
        ({"chance": [[1, 1, 1, -0.25, 1.25, 1, 1]]}, "not between 0 and 1"),
        ({"payoffs": [[[0, 0, 3, np.inf], [0, 0, -1, -2]]]}, "after demand / heard / refuse is inf"),
        ({"payoffs": [[[0, 0, 3], [0, 0, -1]]]}, "the tree needs"),
    ],
)
def test_numbers_that_do_not_fit_the_tree_are_refused(changes, told):
    with pytest.raises(InvalidGame, match=told):
        extensive(**changes)
