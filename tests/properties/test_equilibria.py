"""Facts about equilibria that hold in every game, whichever solver finds them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.base import concepts
from negsim.concepts.nash import nash
from negsim.games.results import Joint, Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from negsim.testing.strategies import grades, small_integers, strategic_games

EXACT_CELLS = (small_integers, grades)
COMPLETE = {"pure_nash": st.integers(2, 4), "all_nash": st.just(2)}
complete_solvers = pytest.mark.parametrize("name", [name for name in COMPLETE if name in solvers])


def found(name: str, game: StrategicGame) -> np.ndarray:
    """All equilibria of the first game, sorted, so that sets can be compared."""
    weights = solvers[name]().solve(game).result.weights
    return weights[np.lexsort(np.round(weights, 7).T[::-1])] + 0.0


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-7))


def games_for(name: str) -> st.SearchStrategy[StrategicGame]:
    return strategic_games(players=COMPLETE[name], payoffs=EXACT_CELLS)


@complete_solvers
@given(data=st.data(), scale=st.sampled_from([0.25, 2.0, 1024.0]), shift=st.integers(-50, 50))
@settings(max_examples=60, deadline=None)
def test_equilibria_ignore_the_units_of_payoff(name, data, scale, shift):
    game = data.draw(games_for(name))
    factors = np.where(np.arange(len(game.players)) == 0, scale, 1.0).reshape(-1, *[1] * len(game.players))
    rescaled = StrategicGame(payoffs=game.payoffs * factors + shift)
    assert same(found(name, game), found(name, rescaled))


@complete_solvers
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_relabelling_the_strategies_relabels_the_equilibria(name, data):
    game = data.draw(games_for(name))
    orders = [data.draw(st.permutations(range(size))) for size in game.shape]
    payoffs = game.payoffs
    for axis, order in enumerate(orders):
        payoffs = np.take(payoffs, order, axis=2 + axis)
    columns = np.concatenate([part.start + np.array(o) for part, o in zip(game.choices.slices, orders, strict=True)])
    moved = found(name, game)[:, columns]
    moved = moved[np.lexsort(np.round(moved, 7).T[::-1])]
    assert same(moved, found(name, StrategicGame(payoffs=payoffs)))


@complete_solvers
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_relabelling_the_players_relabels_the_equilibria(name, data):
    game = data.draw(games_for(name))
    order = data.draw(st.permutations(range(len(game.players))))
    payoffs = np.transpose(game.payoffs[:, order], (0, 1, *[2 + k for k in order]))
    columns = np.concatenate([np.arange(game.choices.slices[k].start, game.choices.slices[k].stop) for k in order])
    moved = found(name, game)[:, columns]
    moved = moved[np.lexsort(np.round(moved, 7).T[::-1])]
    assert same(moved, found(name, StrategicGame(payoffs=payoffs)))


@complete_solvers
@given(data=st.data(), margin=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_a_strictly_dominated_strategy_changes_nothing(name, data, margin):
    game = data.draw(games_for(name))
    model = data.draw(st.integers(0, game.shape[0] - 1))
    worse = np.take(game.payoffs, [model], axis=2).copy()
    worse[:, 0] -= margin
    longer = StrategicGame(payoffs=np.concatenate([game.payoffs, worse], axis=2))
    expected = np.insert(found(name, game), game.shape[0], 0.0, axis=1)
    assert same(expected, found(name, longer))


@pytest.mark.skipif("all_nash" not in solvers, reason="not there yet")
@given(game=strategic_games(players=st.just(2), payoffs=EXACT_CELLS))
@settings(max_examples=80, deadline=None)
def test_every_two_player_game_has_an_equilibrium_and_the_pure_ones_are_among_all(game):
    everything, pure = found("all_nash", game), found("pure_nash", game)
    assert len(everything) >= 1
    for row in pure:
        assert np.isclose(everything, row, atol=1e-9).all(1).any()


@given(data=st.data(), players=st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_nash_regret_is_what_brute_force_over_pure_deviations_says(data, players):
    game = data.draw(strategic_games(players=st.just(players), payoffs=(small_integers,)))
    mixes = []
    for size in game.shape:
        raw = np.array(data.draw(st.lists(st.integers(0, 4), min_size=size, max_size=size)), float)
        mixes.append(raw / raw.sum() if raw.sum() else np.full(size, 1 / size))
    joint = mixes[0]
    for mix in mixes[1:]:
        joint = np.multiply.outer(joint, mix)
    worst = 0.0
    for player in range(players):
        now = float((game.payoffs[0, player] * joint).sum())
        for strategy in range(game.shape[player]):
            pure = np.eye(game.shape[player])[strategy]
            other = np.array(1.0)
            for k, mix in enumerate(mixes):
                other = np.multiply.outer(other, pure if k == player else mix)
            worst = max(worst, float((game.payoffs[0, player] * other).sum()) - now)
    result = Profiles(item=np.zeros(1, np.intp), weights=np.concatenate(mixes)[None])
    assert nash.residual(game, result)[0] == pytest.approx(worst, abs=1e-9)


@pytest.mark.parametrize("concept", [name for name in ("correlated", "coarse_correlated") if name in concepts])
@given(game=strategic_games(players=st.integers(2, 4), payoffs=EXACT_CELLS))
@settings(max_examples=60, deadline=None)
def test_nash_equilibria_are_correlated_equilibria(concept, game):
    result = solvers["pure_nash" if len(game.players) > 2 else "all_nash"]().solve(game).result
    joint = np.ones((len(result), 1))
    for part in game.choices.slices:
        joint = (joint[:, :, None] * result.weights[:, None, part]).reshape(
            len(result), joint.shape[1] * (part.stop - part.start)
        )
    as_joint = Joint(item=result.item, probability=joint.reshape(len(result), *game.shape))
    assert (concepts[concept].residual(game, as_joint) <= 1e-9 * max(1.0, np.abs(game.payoffs).max())).all()
