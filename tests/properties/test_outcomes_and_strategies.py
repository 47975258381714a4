"""Facts about security, efficiency, commitment, risk dominance and elimination that hold in every game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.security import guarantees
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Solution, solvers
from negsim.testing.strategies import grades, reals, small_integers, strategic_games

EXACT_CELLS = (small_integers, grades)
games = strategic_games(players=st.integers(2, 4), payoffs=EXACT_CELLS)
small_games = strategic_games(players=st.integers(2, 3), payoffs=EXACT_CELLS)
bimatrix_games = strategic_games(players=st.just(2), payoffs=EXACT_CELLS)
scales = st.sampled_from([0.25, 2.0, 1024.0])
shifts = st.integers(-50, 50)
few = settings(max_examples=40, deadline=None)
kinds = pytest.mark.parametrize("kind", ["strict", "weak"])
means = pytest.mark.parametrize("by", ["pure", "mixed"])


def solved(name: str, game: StrategicGame, **options: object) -> Solution:
    return solvers[name](**options).solve(game)


def rescaled(game: StrategicGame, scale: float, shift: float) -> StrategicGame:
    """The same game with the first player's payoffs in another unit."""
    factors = np.where(np.arange(len(game.players)) == 0, scale, 1.0).reshape(-1, *[1] * len(game.players))
    return StrategicGame(payoffs=game.payoffs * factors + shift)


def shuffled(data, game: StrategicGame) -> tuple[StrategicGame, list[list[int]]]:
    orders = [data.draw(st.permutations(range(size))) for size in game.shape]
    payoffs = game.payoffs
    for axis, order in enumerate(orders):
        payoffs = np.take(payoffs, order, axis=2 + axis)
    return StrategicGame(payoffs=payoffs), orders


def flat(game: StrategicGame, orders: list[list[int]]) -> np.ndarray:
    return np.concatenate([part.start + np.array(o) for part, o in zip(game.choices.slices, orders, strict=True)])


def large(game: StrategicGame) -> float:
    return 1e-7 * max(1.0, float(np.abs(game.payoffs).max()))


def levels(game: StrategicGame, **options: object) -> np.ndarray:
    return guarantees(game, solved("security_levels", game, **options).strict().result)[0]


@given(game=games)
@few
def test_nobody_gets_less_than_its_security_level_in_equilibrium(game):
    alone = solved("pure_nash", game)
    assert (game.payoff(alone.result) >= levels(game) - large(game)).all()


@given(game=games)
@few
def test_mixing_never_lowers_what_can_be_made_sure_of(game):
    assert (levels(game) >= levels(game, mixed=False) - large(game)).all()


@given(game=small_games, scale=scales, shift=shifts)
@few
def test_security_levels_follow_the_unit_of_payoff(game, scale, shift):
    other = rescaled(game, scale, shift)
    assert abs(levels(game)[0] * scale + shift - levels(other)[0]) <= large(other)


@given(game=bimatrix_games)
@few
def test_in_zero_sum_games_the_value_is_what_each_can_make_sure_of(game):
    table = game.payoffs[0, 0]
    opposed = StrategicGame.bimatrix(table, -table)
    value = solved("zero_sum", opposed).strict().result.columns["value"][0]
    assert levels(opposed) == pytest.approx([value, -value], abs=large(game))
    turned = solved("zero_sum", StrategicGame.bimatrix(-table.T, table.T)).strict()
    assert turned.result.columns["value"][0] == pytest.approx(-value, abs=large(game))


@given(data=st.data(), size=st.integers(1, 5))
@few
def test_symmetric_zero_sum_games_have_value_zero(data, size):
    upper = np.array(data.draw(st.lists(grades, min_size=size * size, max_size=size * size)), float).reshape(size, size)
    table = upper - upper.T
    found = solved("zero_sum", StrategicGame.bimatrix(table, -table)).strict()
    assert found.result.columns["value"][0] == pytest.approx(0, abs=1e-6)


@given(game=strategic_games(players=st.integers(2, 4), payoffs=(small_integers, grades, reals)))
@few
def test_every_outcome_is_matched_or_improved_on_by_an_efficient_one(game):
    chosen = solved("pareto_frontier", game).result.chosen[0].ravel()
    payoffs = game.payoffs[0].reshape(len(game.players), -1).T
    matched = (payoffs[chosen][None] >= payoffs[:, None]).all(2).any(1)
    assert chosen.any()
    assert matched.all()
    weak = solved("pareto_frontier", game, kind="weak").result.chosen[0].ravel()
    assert (weak | ~chosen).all()


@given(game=games)
@few
def test_efficiency_depends_on_the_order_of_payoffs_only(game):
    bent = StrategicGame(payoffs=game.payoffs**3 + 5 * game.payoffs)
    for kind in ("strong", "weak"):
        one, other = (solved("pareto_frontier", each, kind=kind).result.chosen for each in (game, bent))
        assert np.array_equal(one, other)


@given(game=bimatrix_games, leader=st.integers(0, 1))
@few
def test_committing_to_a_mixture_never_serves_the_leader_worse(game, leader):
    """Von Stengel and Zamir (2010): at least its pure commitment, and its best payoff in an equilibrium."""
    mixed = solved("stackelberg", game, leader=leader).strict()
    pure = solved("stackelberg", game, leader=leader, mixed=False).strict()
    value = game.payoff(mixed.result)[0, leader]
    assert value >= game.payoff(pure.result)[0, leader] - large(game)
    alone = game.payoff(solved("all_nash", game).result)
    assert (alone[:, leader] <= value + large(game)).all()


@given(game=bimatrix_games, scale=scales, shift=shifts)
@few
def test_the_value_of_leading_follows_the_unit_of_payoff(game, scale, shift):
    other = rescaled(game, scale, shift)
    one, two = (each.payoff(solved("stackelberg", each).strict().result)[0, 0] for each in (game, other))
    assert abs(one * scale + shift - two) <= large(other)


@given(game=bimatrix_games, margin=st.integers(1, 5))
@few
def test_a_dominated_reply_does_not_change_the_value_of_leading(game, margin):
    worse = game.payoffs[..., :1].copy()
    worse[:, 0] += 1000
    worse[:, 1] -= margin
    longer = StrategicGame(payoffs=np.concatenate([game.payoffs, worse], axis=3))
    one, two = (each.payoff(solved("stackelberg", each).strict().result)[0, 0] for each in (game, longer))
    assert abs(one - two) <= 1e-6 * longer.spread[0]


@given(game=bimatrix_games, scale=scales, shift=shifts, bonus=st.lists(st.integers(-9, 9), min_size=3, max_size=3))
@few
def test_risk_dominance_depends_on_what_deviating_costs_only(game, scale, shift, bonus):
    """Neither the unit of a player's payoff matters nor what it gets from the other's strategy alone."""
    other = rescaled(game, scale, shift).payoffs.copy()
    other[:, 0] += np.array(bonus)[: game.shape[1]] * scale
    one, two = (solved("risk_dominance", each).result.weights for each in (game, StrategicGame(payoffs=other)))
    assert np.array_equal(one, two)


@given(data=st.data())
@few
def test_risk_dominance_ignores_names(data):
    game = data.draw(bimatrix_games)
    other, orders = shuffled(data, game)
    one, two = (set(map(tuple, solved("risk_dominance", each).result.weights)) for each in (game, other))
    assert {tuple(np.array(row)[flat(game, orders)]) for row in one} == two


@kinds
@means
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_elimination_ignores_names_and_units(kind, by, data):
    game = data.draw(small_games)
    one = solved("iterated_dominance", game, kind=kind, by=by).strict()
    other, orders = shuffled(data, game)
    two = solved("iterated_dominance", rescaled(other, 4.0, 7.0), kind=kind, by=by).strict()
    assert np.array_equal(one.result.round[:, flat(game, orders)], two.result.round)
    assert one.residual[0] <= large(game)


@given(data=st.data(), margin=st.integers(1, 5))
@few
def test_a_strictly_dominated_strategy_leaves_and_changes_no_survivor(data, margin):
    game = data.draw(small_games)
    worse = np.take(game.payoffs, [data.draw(st.integers(0, game.shape[0] - 1))], axis=2).copy()
    worse[:, 0] -= margin
    longer = StrategicGame(payoffs=np.concatenate([game.payoffs, worse], axis=2))
    one, two = (solved("iterated_dominance", each).result.alive[0] for each in (game, longer))
    assert np.array_equal(np.insert(one, game.shape[0], False), two)


@given(game=bimatrix_games)
@few
def test_equilibria_use_survivors_of_strict_dominance_only(game):
    alive = solved("iterated_dominance", game).result.alive[0]
    assert not solved("all_nash", game).result.weights[:, ~alive].any()
    assert (solved("iterated_dominance", game, by="pure").result.alive[0] | ~alive).all()


@given(game=games)
@few
def test_a_profile_that_weak_dominance_leaves_alone_is_an_equilibrium(game):
    found = solved("iterated_dominance", game, kind="weak").result
    alone = [found.alive[0, part].sum() == 1 for part in game.choices.slices]
    if all(alone):
        row = Profiles(item=found.item, weights=found.alive.astype(float))
        assert solvers["pure_nash"]().concept.residual(game, row)[0] <= large(game)


@given(game=strategic_games(players=st.just(2), most_strategies=5, payoffs=(small_integers, grades, reals)))
@few
def test_a_lemke_howson_path_ends_at_an_equilibrium(game):
    found = solved("lemke_howson", game).strict()
    assert len(found) == 1
    assert found.residual[0] <= 1e-8 * game.spread[0]
