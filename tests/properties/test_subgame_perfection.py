"""Facts about subgame-perfect equilibria that hold whatever the tree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.subgame_perfect import subgame_perfect
from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.solvers.extensive.backward_induction import BackwardInduction
from negsim.testing.strategies import extensive_games, small_integers

perfect = extensive_games(hidden=False, payoffs=[small_integers])
every = BackwardInduction(every=True, most=50)


def rows(solution):
    return solution.result.weights.tolist()


@settings(deadline=None)
@given(perfect, st.sampled_from([0.5, 2.0, 1024.0]), st.integers(-5, 5))
def test_the_units_of_payoff_do_not_matter(game, scale, shift):
    assert rows(every.solve(replace(game, payoffs=scale * game.payoffs + shift))) == rows(every.solve(game))


@settings(deadline=None)
@given(perfect, st.data())
def test_each_player_may_have_units_of_its_own(game, data):
    count = len(game.players)
    scale = np.array(data.draw(st.lists(st.sampled_from([0.25, 1.0, 4.0]), min_size=count, max_size=count)))
    assert rows(every.solve(replace(game, payoffs=scale[None, :, None] * game.payoffs))) == rows(every.solve(game))


@settings(deadline=None)
@given(perfect, st.data())
def test_the_order_of_the_players_does_not_matter(game, data):
    tree, order = game.tree, data.draw(st.permutations(range(len(game.players))))
    rank = np.argsort(order)
    other = ExtensiveGame(
        tree=replace(tree, player=rank[tree.player], players=tuple(tree.players[k] for k in order)),
        payoffs=game.payoffs[:, order],
        chance=game.chance,
    )
    same, moved = every.solve(game), every.solve(other)
    coordinates = [(int(s), k) for s in range(len(tree.player)) for k in range(tree.sizes[s])]
    for start in (tree.choice_start, other.tree.choice_start):
        assert len({int(start[s]) + k for s, k in coordinates}) == len(coordinates)
    back = np.zeros(len(coordinates), int)
    for s, k in coordinates:
        back[tree.choice_start[s] + k] = other.tree.choice_start[s] + k
    assert moved.result.weights[:, back].tolist() == rows(same)


@settings(deadline=None)
@given(perfect)
def test_a_file_between_changes_nothing(game):
    again = Efg().parse(Efg().text(game))
    assert sorted(every.solve(again).result.item.tolist()) == sorted(every.solve(game).result.item.tolist())
    one, other = (BackwardInduction().solve(each) for each in (game, again))
    assert np.allclose(one.game.payoff(one.result), other.game.payoff(other.result), atol=1e-12)


@settings(deadline=None)
@given(extensive_games(payoffs=[small_integers]), st.integers(0, 2**32 - 1))
def test_subgame_perfection_asks_at_least_what_equilibrium_asks(game, seed):
    draw = np.random.default_rng(seed)
    weights = np.concatenate([draw.dirichlet(np.ones(part.stop - part.start)) for part in game.choices.slices] or [[]])
    result = Profiles(item=np.zeros(1, np.intp), weights=weights[None])
    regret = np.maximum(game.best_payoffs(result) - game.payoff(result), 0).max(1)
    assert subgame_perfect.residual(game, result)[0] >= regret[0] - 1e-12
