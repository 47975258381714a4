"""Backward induction, and the definition of subgame perfection, against plain enumeration in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.subgame_perfect import greatest_gain_in_a_subgame, subgame_perfect
from negsim.errors import InvalidGame, NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.games.trees.tree import CHANCE, TERMINAL, Tree
from negsim.kernels.trees import backward_pass as kernels
from negsim.kernels.trees.subgames import subgame_roots
from negsim.solvers.base import Status
from negsim.solvers.extensive.backward_induction import BackwardInduction
from negsim.testing.strategies import extensive_games, small_integers
from negsim.testing.trees import Decision, Draw, demand_and_answer, hidden_card, signals, written

few = st.integers(0, 2)


def children(tree, node):
    return tree.children[tree.child_start[node] : tree.child_start[node + 1]].tolist()


def exact(game, item=0):
    """Payoffs by terminal node, and probabilities by node, as fractions of small denominators."""
    payoffs = {
        int(k): [Fraction(x) for x in row] for k, row in zip(game.tree.terminals, game.payoffs[item].T, strict=True)
    }
    return payoffs, [Fraction(x).limit_denominator(1000) for x in game.chance[item if len(game.chance) > 1 else 0]]


def value(game, plan, node, payoffs, chance):
    """What each player gets from a node on, if everybody takes the planned child at each information set."""
    tree = game.tree
    if tree.place[node] == TERMINAL:
        return payoffs[node]
    if tree.place[node] == CHANCE:
        parts = [(chance[k], value(game, plan, k, payoffs, chance)) for k in children(tree, node)]
        return [sum(share * part[i] for share, part in parts) for i in range(len(game.players))]
    return value(game, plan, children(tree, node)[plan[tree.place[node]]], payoffs, chance)


def perfect_plans(game, item=0):
    """Every pure plan for all, by the definition: in no subgame has a player a better plan of its own."""
    tree, (payoffs, chance) = game.tree, exact(game, item)
    found = []
    for plan in product(*(range(k) for k in tree.sizes)):
        stable = True
        for root in np.flatnonzero(tree.place != TERMINAL):
            here = value(game, plan, root, payoffs, chance)
            for player in range(len(game.players)):
                own = [s for s in range(len(tree.player)) if tree.player[s] == player]
                for other in product(*(range(tree.sizes[s]) for s in own)):
                    changed = list(plan)
                    for s, k in zip(own, other, strict=True):
                        changed[s] = k
                    stable &= value(game, changed, root, payoffs, chance)[player] <= here[player]
        if stable:
            found.append(plan)
    return found


def plans(solution):
    tree = solution.game.tree
    rows = solution.result.weights
    return [
        tuple(int(row[s:][:m].argmax()) for s, m in zip(tree.choice_start, tree.sizes, strict=True)) for row in rows
    ]


@settings(max_examples=100, deadline=None)
@given(extensive_games(hidden=False, most_nodes=9, payoffs=[few]))
def test_every_pure_subgame_perfect_equilibrium_is_listed_and_no_other(game):
    solution = BackwardInduction(every=True).solve(game)
    assert solution.facts["complete"].all()
    assert sorted(plans(solution)) == sorted(perfect_plans(game))
    first = BackwardInduction().solve(game)
    assert plans(first) == plans(solution)[:1]
    assert (first.facts["ties"] == solution.facts["ties"]).all()
    assert first.facts["unique"][0] == (len(solution) == 1)
    assert solution.residual.max() <= 1e-12 * game.spread[0]


@settings(max_examples=60, deadline=None)
@given(extensive_games(hidden=False, most_nodes=30, payoffs=[few]))
def test_ties_are_the_decisions_at_which_actions_are_worth_the_same(game):
    tree, (payoffs, chance) = game.tree, exact(game)
    solution = BackwardInduction().solve(game)
    plan = dict(enumerate(plans(solution)[0]))
    ties = 0
    for node in np.flatnonzero(tree.place >= 0):
        own = tree.player[tree.place[node]]
        worth = [value(game, plan, k, payoffs, chance)[own] for k in children(tree, node)]
        assert worth[plan[tree.place[node]]] == max(worth)
        assert worth.index(max(worth)) == plan[tree.place[node]], "the first of those that tie"
        ties += worth.count(max(worth)) > 1
    assert solution.facts["ties"].tolist() == [ties]
    assert solution.facts["unique"].tolist() == [ties == 0]


def own_plans(game, player):
    own = [s for s in range(len(game.tree.player)) if game.tree.player[s] == player]
    for picked in product(*(range(game.tree.sizes[s]) for s in own)):
        yield dict(zip(own, picked, strict=True))


def expected(game, weights, node, player, change):
    """What a player expects from a node on, if it follows the pure plan `change`; the profile where that is silent."""
    tree = game.tree
    if tree.place[node] == TERMINAL:
        return game.payoffs[0, player, list(tree.terminals).index(node)]
    total = 0.0
    for k in children(tree, node):
        place = int(tree.place[node])
        share = game.chance[0, k] if place == CHANCE else weights[tree.choice[k]]
        if place in change:
            share = float(change[place] == tree.action[k])
        if share:
            total += share * expected(game, weights, k, player, change)
    return total


def is_subgame(game, root):
    """The definition, word by word."""
    tree = game.tree
    inside = [k for k in range(len(tree)) if root in line(tree, k)]
    held = {int(tree.place[k]) for k in inside} - {CHANCE, TERMINAL}
    return tree.place[root] != TERMINAL and all(k in inside for k in range(len(tree)) if tree.place[k] in held)


def line(tree, node):
    found = [node]
    while found[-1] > 0:
        found.append(int(tree.parent[found[-1]]))
    return found


@settings(max_examples=100, deadline=None)
@given(extensive_games(most_nodes=13, payoffs=[small_integers]), st.data())
def test_the_residual_is_the_greatest_gain_in_any_subgame(game, data):
    tree = game.tree
    weights = np.zeros(len(game.choices))
    for start, size in zip(tree.choice_start, tree.sizes, strict=True):
        parts = np.array(data.draw(st.lists(st.integers(0, 3), min_size=int(size), max_size=int(size))), float)
        weights[start : start + size] = parts / parts.sum() if parts.sum() else 1 / size
    roots = [k for k in range(len(tree)) if is_subgame(game, k)]
    owned = np.bincount(tree.place[tree.place >= 0], minlength=len(tree.player))
    assert np.flatnonzero(subgame_roots(tree.parent, tree.place, owned)).tolist() == roots
    gains = [0.0]
    for root in roots:
        for player in range(len(game.players)):
            here = expected(game, weights, root, player, {})
            gains += [expected(game, weights, root, player, plan) - here for plan in own_plans(game, player)]
    found = greatest_gain_in_a_subgame(game, Profiles(item=np.zeros(1, np.intp), weights=weights[None]))
    assert found[0] == pytest.approx(max(gains), abs=1e-12)


def test_what_is_no_profile_is_no_equilibrium():
    game = demand_and_answer()
    for weights in (np.zeros(len(game.choices)), np.full(len(game.choices), 2.0), np.full(len(game.choices), np.nan)):
        assert greatest_gain_in_a_subgame(game, Profiles(item=np.zeros(1, np.intp), weights=weights[None])) == np.inf


def test_a_threat_that_would_not_be_carried_out_is_a_nash_equilibrium_but_not_perfect():
    entry = written(
        ["entrant", "holder"],
        Decision(
            "entrant",
            "at first",
            {"out": (0, 2), "in": Decision("holder", "after entry", {"fight": (-1, -1), "share": (1, 1)})},
        ),
    )
    threat = Profiles(item=np.zeros(2, np.intp), weights=np.array([[1.0, 0, 1, 0], [0, 1, 0, 1]]))
    assert subgame_perfect.residual(entry, threat).tolist() == [2.0, 0.0]
    assert (entry.best_payoffs(threat) - entry.payoff(threat)).max(1).tolist() == [0.0, 0.0]
    assert BackwardInduction().solve(entry).result.weights.tolist() == [[0, 1, 0, 1]]


def test_a_tie_below_changes_what_is_best_above():
    below = Decision("b", "then", {"left": (0, 1), "right": (2, 1)})
    game = written(["a", "b"], Decision("a", "first", {"stop": (1, 0), "go": below}))
    solution = BackwardInduction(every=True).solve(game)
    assert plans(solution) == [(0, 0), (1, 1)]
    assert solution.facts["ties"].tolist() == [1]
    assert not solution.facts["unique"][0]


def tied(depth):
    def node(level, name):
        if level == depth:
            return (0,)
        return Decision("a", name, {"l": node(level + 1, name + "l"), "r": node(level + 1, name + "r")})

    return written(["a"], node(0, "x"))


def test_a_list_that_would_be_too_long_is_cut_and_says_so():
    solution = BackwardInduction(every=True, most=50).solve(tied(5))  # 2 ** 31 equilibria
    assert len(solution) == 50
    assert len(set(plans(solution))) == 50
    assert not solution.facts["complete"][0]
    assert solution.residual.max() == 0
    assert solution.ok
    exactly = BackwardInduction(every=True, most=8).solve(tied(2))
    assert (len(exactly), exactly.facts["complete"].tolist()) == (8, [True])
    assert not BackwardInduction(every=True, most=7).solve(tied(2)).facts["complete"][0]


@pytest.mark.parametrize(("limit", "status"), [({"max_steps": 1}, "step_limit"), ({"deadline": 0.0}, "time_limit")])
def test_limits_leave_one_equilibrium_of_the_first_game_and_say_so(limit, status):
    game = tied(3)
    two = ExtensiveGame(tree=game.tree, payoffs=np.repeat(game.payoffs, 2, axis=0))
    solution = BackwardInduction(every=True, **limit).solve(two)
    assert Status(solution.status[0]).name == status
    assert len(solution.of(0)) == 1
    assert solution.residual.max() == 0
    assert BackwardInduction(**limit).solve(two).status[0] == Status.solved.code


def test_rounding_of_chance_breaks_no_tie():
    draw = Draw({"x": (0.1, (1, 0)), "y": (0.2, (1, 0)), "z": (0.7, (1, 0))})
    game = written(["a", "b"], Decision("a", "first", {"sure": (1, 0), "draw": draw}))
    assert 0.7 + 0.2 + 0.1 != 1.0
    solution = BackwardInduction(every=True).solve(game)
    assert plans(solution) == [(0,), (1,)]


@pytest.mark.parametrize("every", [False, True])
def test_a_batch_over_payoffs_and_chance_is_one_by_one(every):
    base, draw = demand_and_answer(), np.random.default_rng(5)
    risk = draw.random(20)
    chance = np.repeat(base.chance, 20, axis=0)
    chance[:, base.chance[0] < 1] = np.stack([1 - risk, risk], axis=1)
    payoffs = draw.integers(-1, 2, (20, 2, len(base.tree.terminals))).astype(float)
    game = ExtensiveGame(tree=base.tree, payoffs=payoffs, chance=chance)
    whole = BackwardInduction(every=every).solve(game)
    for k in range(20):
        alone = BackwardInduction(every=every).solve(game.take(slice(k, k + 1)))
        assert np.array_equal(alone.result.weights, whole.result.weights[whole.of(k)])
        assert [alone.facts[name][0] for name in alone.facts] == [whole.facts[name][k] for name in alone.facts]
    assert len(whole) == 20 if not every else len(whole) > 20
    assert whole.residual.max() <= 1e-12


def test_the_compiled_pass_is_the_interpreted_one():
    base, draw = demand_and_answer(), np.random.default_rng(6)
    payoffs = draw.integers(-1, 2, (50, 2, len(base.tree.terminals))).astype(float)
    game = ExtensiveGame(tree=base.tree, payoffs=payoffs, chance=base.chance)
    tree, found = game.tree, []
    for twin in (kernels.backward_passes.function, kernels.backward_passes.machine):
        weights, ties = np.empty((50, len(game.choices))), np.empty(50, np.intp)
        drawn = np.empty((2, len(tree.chances)))
        near = np.full(50, 1e-12)
        twin(tree.parent, tree.owner, tree.choice, game.payoffs, game.chance, near, drawn, weights, ties)
        found.append((weights, ties))
    assert np.array_equal(found[0][0], found[1][0])
    assert np.array_equal(found[0][1], found[1][1])


@pytest.mark.parametrize(
    ("game", "told"),
    [
        (hidden_card(), r"after a raise\) caller cannot tell 2 nodes apart\. Use AgentLogit\(\), or SequenceForm\(\)"),
        (signals(), r"message 1\) receiver cannot tell 2 nodes apart\. Use AgentLogit\(\)\."),
        (StrategicGame(payoffs=np.zeros((1, 2, 2, 2))), "not for a StrategicGame. Use"),
    ],
)
def test_hidden_moves_are_refused_with_advice(game, told):
    with pytest.raises(NotApplicable, match=told):
        BackwardInduction().solve(game)


def test_a_list_of_no_rows_is_refused():
    with pytest.raises(NotApplicable, match="Use most=1000"):
        BackwardInduction(most=0)


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        ({"action": [-1, 0, 0]}, "node 2: action 0 of its parent, where 1 is due"),
        ({"action": [-1, 1, 2]}, "action 1 of its parent, where 0 is due"),
        ({"action": [-1, -1, 0]}, "action -1 of its parent, where 0 is due"),
        ({"actions": (("x", "x"),)}, "the actions of an information set must be there, and differ"),
        ({"place": [1, -1, -1]}, "places run from -2"),
        ({"player": [0, 0], "actions": (("x", "y"),) * 2}, "information set 1 has no node"),
    ],
)
def test_arrays_that_are_no_tree_are_refused(arrays, told):
    fine = {"parent": [-1, 0, 0], "action": [-1, 0, 1], "place": [0, -1, -1], "player": [0], "actions": (("x", "y"),)}
    rest = {"players": ("a",), "outcome": [0, 1], "outcomes": ("one", "two")}
    Tree(**fine, **rest)
    with pytest.raises(InvalidGame, match=told):
        Tree(**fine | arrays, **rest)
