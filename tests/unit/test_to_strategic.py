"""Trees as strategic games: plans, payoffs and equilibria against the tree itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.reductions.to_strategic import ToStrategic
from negsim.solvers.extensive.backward_induction import BackwardInduction
from negsim.solvers.strategic.all_nash import AllNash
from negsim.solvers.strategic.correlated import Correlated
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.solvers.via import Via
from negsim.testing.strategies import extensive_games, small_integers
from negsim.testing.trees import Decision, demand_and_answer, hidden_card, signals, written


def pure(game, player):
    """Every full pure strategy of a player, as weights of its choices."""
    tree = game.tree
    own = [s for s in range(len(tree.player)) if tree.player[s] == player]
    for picked in product(*(range(tree.sizes[s]) for s in own)):
        weights = np.zeros(int(tree.sizes.sum()))
        for s, k in zip(own, picked, strict=True):
            weights[tree.choice_start[s] + k] = 1.0
        yield weights


@settings(max_examples=60, deadline=None)
@given(extensive_games(players=st.integers(1, 3), most_nodes=13, payoffs=[small_integers]))
def test_the_cells_are_what_full_plans_earn_each_written_once(game):
    (part,) = ToStrategic().reduce(game)
    seen = set()
    for rows in product(*(list(pure(game, player)) for player in range(len(game.players)))):
        profile = Profiles(item=np.zeros(1, np.intp), weights=sum(rows)[None])
        seen.add(tuple(np.round(game.payoff(profile)[0], 9)))
    cells = part.game.payoffs[0].reshape(len(game.players), -1).T
    assert {tuple(np.round(cell, 9)) for cell in cells} == seen
    for player, labels in enumerate(part.game.strategies):
        alone = [
            np.round(game.reach(Profiles(item=np.zeros(1, np.intp), weights=row[None])), 9)
            for row in others(game, player)
        ]
        assert len(labels) == len({reached.tobytes() for reached in alone}), "plans that lead alike are one"


def others(game, player):
    """Pure strategies of a player beside others, and chance, that leave everything possible."""
    tree = game.tree
    mine = np.repeat(tree.player[np.argsort(tree.order)] == player, tree.sizes[np.argsort(tree.order)])
    for row in pure(game, player):
        yield np.where(mine, row, 0.5)


@settings(max_examples=60, deadline=None)
@given(extensive_games(players=st.just(2), most_nodes=11, payoffs=[small_integers]), st.integers(0, 2**32 - 1))
def test_mixtures_of_plans_earn_the_same_as_what_they_make_players_do(game, seed):
    (part,) = ToStrategic().reduce(game)
    draw = np.random.default_rng(seed)
    mixed = np.concatenate([draw.dirichlet(np.ones(size)) for size in part.game.shape])
    profile = Profiles(item=np.zeros(1, np.intp), weights=mixed[None])
    assert np.allclose(part.game.payoff(profile), game.payoff(part.back(profile)), atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(extensive_games(players=st.just(2), most_nodes=11, payoffs=[small_integers]))
def test_equilibria_of_the_strategic_game_are_equilibria_of_the_tree(game):
    solution = Via(ToStrategic(), AllNash()).solve(game)
    assert len(solution)
    assert solution.residual.max() <= 1e-9
    assert solution.solver.concept.name == "nash"


def test_every_subgame_perfect_equilibrium_is_among_the_pure_equilibria():
    game = demand_and_answer()
    perfect = BackwardInduction(every=True).solve(game)
    found = Via(ToStrategic(), PureNash()).solve(game)
    paths = {tuple(np.round(row, 9)) for row in game.reach(found.result)}
    assert {tuple(np.round(row, 9)) for row in game.reach(perfect.result)} <= paths


def test_one_card_poker_has_its_known_value_and_bluffs():
    game = hidden_card()
    solution = Via("to_strategic", "all_nash").solve(game)
    # the holder always raises on red, and on black as often as makes calling a toss-up; the value is 1/3 of the stake
    assert game.payoff(solution.result)[:, 0].tolist() == pytest.approx([1 / 3] * len(solution))
    part = game.choices.slices[-1]
    assert game.choices.actions[part] == ("call", "fold")
    assert np.allclose(solution.result.weights[:, part], [2 / 3, 1 / 3])


def test_labels_say_what_is_done_where_the_plan_leads():
    (part,) = ToStrategic().reduce(demand_and_answer())
    assert part.game.strategies[0] == ("high, press", "high, let go", "low")
    assert len(part.game.strategies[1]) == 4
    alone = written(["a", "b"], Decision("a", "only", {"x": (1, 0), "y": (0, 0)}))
    assert ToStrategic().reduce(alone)[0].game.strategies == (("x", "y"), ("no decision",))


def test_a_batch_over_payoffs_and_chance_is_reduced_at_once():
    base = demand_and_answer()
    chance = np.repeat(base.chance, 3, axis=0)
    chance[:, base.chance[0] < 1] = [[0.1, 0.9], [0.5, 0.5], [1.0, 0.0]]
    game = ExtensiveGame(tree=base.tree, payoffs=np.repeat(base.payoffs, 3, axis=0), chance=chance)
    (part,) = ToStrategic().reduce(game)
    for k in range(3):
        assert np.allclose(part.game.payoffs[k], ToStrategic().reduce(game.take(slice(k, k + 1)))[0].game.payoffs[0])


def test_where_no_plan_leads_all_actions_are_equally_likely():
    game = demand_and_answer()
    (part,) = ToStrategic().reduce(game)
    low = Profiles(item=np.zeros(1, np.intp), weights=np.array([[0.0, 0, 1, 1, 0, 0, 0]]))
    back = part.back(low).weights[0]
    press = game.choices.actions.index("press")
    assert back[press : press + 2].tolist() == [0.5, 0.5]


def test_what_is_too_large_or_no_tree_is_refused_with_the_mend():
    with pytest.raises(NotApplicable, match=r"4 x 4 x 16 cells.*up to 100 .*Use AgentLogit"):
        ToStrategic(most=100).reduce(signals())

    def long(depth):
        return Decision("a", f"{depth}", {"l": (0,), "r": (1,), "on": long(depth - 1) if depth else (2,)})

    with pytest.raises(NotApplicable, match="no reduction"):
        ToStrategic().reduce(StrategicGame(payoffs=np.zeros((1, 1, 2))))
    assert ToStrategic().reduce(written(["a"], long(100)))[0].game.shape == (203,)
    assert ToStrategic().reduce(written(["a"], long(300)))[0].game.shape == (603,)
    with pytest.raises(NotApplicable, match="Use all_nash"):
        ToStrategic().concept(Correlated().concept)
