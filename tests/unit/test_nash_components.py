"""Components, maximal Nash subsets and indices of extreme equilibria."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.concepts.nash import regret
from negsim.concepts.nash_components import components, indices, subsets
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.all_nash import AllNash

SHAPES = [(2, 2), (2, 4), (3, 3), (4, 4), (3, 9)]


def solved(payoffs):
    game = StrategicGame(payoffs=payoffs)
    return game, AllNash().solve(game).result


def degenerate_games(shape, count=12):
    draw = np.random.default_rng(sum(shape))
    return np.concatenate([draw.integers(0, most, (count, 2, *shape)) for most in (2, 3, 5)]).astype(float)


def test_coordination_has_three_components_of_index_one_one_and_minus_one():
    game, result = solved([[[[2, 0], [0, 1]], [[2, 0], [0, 1]]]])
    assert sorted(components(game, result)) == [0, 1, 2]
    assert indices(game, result)[result.weights.max(1) == 1].tolist() == [1, 1]
    assert indices(game, result)[result.weights.max(1) < 1].tolist() == [-1]


def test_a_tie_for_one_player_spans_a_segment():
    """Row 0 is strictly better and player 1 does not care: all mixtures of the columns are equilibria with row 0."""
    game, result = solved([[[[1, 1], [0, 0]], [[5, 5], [0, 1]]]])
    assert components(game, result).tolist() == [0, 0]
    (only,) = subsets(game, result)
    assert only.first.tolist() == [[1, 0]]
    assert sorted(only.second.tolist()) == [[0, 1], [1, 0]]
    assert indices(game, result).tolist() == [1, 1]


def test_a_game_of_constant_payoffs_is_one_subset_of_index_one():
    game, result = solved(np.zeros((1, 2, 3, 2)))
    (only,) = subsets(game, result)
    assert len(only.rows) == 6
    assert set(indices(game, result)) == {1}


def test_a_chain_of_subsets_is_one_component():
    """Two segments that share a corner: x = row 0 with any column, column 0 with any row."""
    game, result = solved([[[[1, 1], [1, 0]], [[1, 1], [1, 0]]]])
    found = subsets(game, result)
    assert len(found) == 2
    assert set(components(game, result)) == {0}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_indices_of_a_game_sum_to_one(shape):
    game, result = solved(degenerate_games(shape))
    component, index = components(game, result), indices(game, result)
    for item in range(len(game)):
        rows = np.flatnonzero(result.item == item)
        first = [rows[component[rows] == number][0] for number in np.unique(component[rows])]
        assert index[first].sum() == 1
        assert sorted(set(component[rows])) == list(range(len(first)))


@pytest.mark.parametrize("shape", SHAPES[:4], ids=str)
def test_every_average_within_a_subset_is_an_equilibrium(shape):
    game, result = solved(degenerate_games(shape))
    draw = np.random.default_rng(1)
    found = subsets(game, result)
    weights = [
        np.concatenate([draw.dirichlet(np.ones(len(part))) @ part for part in (subset.first, subset.second)])
        for subset in found
    ]
    mixed = Profiles(item=np.array([subset.item for subset in found]), weights=np.array(weights))
    assert regret(game, mixed).max() < 1e-9


@pytest.mark.parametrize("shape", SHAPES[:4], ids=str)
def test_subsets_cover_all_rows_and_none_contains_another(shape):
    game, result = solved(degenerate_games(shape))
    found = subsets(game, result)
    assert set(np.concatenate([subset.rows for subset in found])) == set(range(len(result)))
    for item in range(len(game)):
        groups = [set(subset.rows.tolist()) for subset in found if subset.item == item]
        assert not any(one < other for one in groups for other in groups)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (3, 4)], ids=str)
def test_the_index_of_a_component_is_that_of_the_equilibria_it_leaves_when_payoffs_change_a_little(shape):
    from scipy.optimize import nnls

    payoffs = degenerate_games(shape, count=6)
    game, result = solved(payoffs)
    component, index, found = components(game, result), indices(game, result), subsets(game, result)
    shaken = payoffs + 1e-3 * np.random.default_rng(3).normal(size=payoffs.shape)
    near, nearby = solved(shaken)
    facts = AllNash().solve(near).facts
    assert facts["complete"].all() and not facts["degenerate"].any()
    signs = indices(near, nearby)

    def distance(corners, point):
        return nnls(np.vstack([corners.T, 10 * np.ones(len(corners))]), np.append(point, 10.0))[1]

    totals = {}
    for row, (item, weights) in enumerate(zip(nearby.item, nearby.weights, strict=True)):
        own = [subset for subset in found if subset.item == item]
        parts = [weights[part] for part in game.choices.slices]
        apart = [max(distance(subset.first, parts[0]), distance(subset.second, parts[1])) for subset in own]
        nearest = own[int(np.argmin(apart))]
        assert min(apart) < 0.1
        key = item, component[nearest.rows[0]]
        totals[key] = totals.get(key, 0) + signs[row]
    for row, item in enumerate(result.item):
        assert index[row] == totals.get((item, component[row]), 0)


def test_no_rows_have_no_components():
    game = StrategicGame(payoffs=np.zeros((2, 2, 2, 2)))
    nothing = Profiles(item=np.zeros(0, np.intp), weights=np.zeros((0, 4)))
    assert components(game, nothing).tolist() == indices(game, nothing).tolist() == []
    assert subsets(game, nothing) == ()


def test_three_players_are_refused():
    game = StrategicGame(payoffs=np.zeros((1, 3, 2, 2, 2)))
    nothing = Profiles(item=np.zeros(0, np.intp), weights=np.zeros((0, 6)))
    with pytest.raises(NotApplicable, match="2 players"):
        components(game, nothing)
