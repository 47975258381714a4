"""Facts about correlated and coarse correlated equilibria that hold in every game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.coarse_correlated import coarse_correlated
from negsim.concepts.correlated import correlated
from negsim.concepts.nash import nash
from negsim.games.results import Joint, Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from negsim.testing.strategies import grades, small_integers, strategic_games

EXACT_CELLS = (small_integers, grades)
MEDIATED = ("correlated", "coarse_correlated")
mediated = pytest.mark.parametrize("name", MEDIATED)
games = strategic_games(players=st.integers(2, 4), payoffs=EXACT_CELLS)
small_games = strategic_games(players=st.integers(2, 3), payoffs=EXACT_CELLS)
few = settings(max_examples=40, deadline=None)


def mixtures(data, game: StrategicGame) -> Profiles:
    parts = []
    for size in game.shape:
        raw = np.array(data.draw(st.lists(st.integers(0, 4), min_size=size, max_size=size)), float)
        parts.append(raw / raw.sum() if raw.sum() else np.full(size, 1 / size))
    return Profiles(item=np.zeros(1, np.intp), weights=np.concatenate(parts)[None])


def independent(game: StrategicGame, result: Profiles) -> Joint:
    """The distribution over outcomes when everyone mixes on its own."""
    joint = np.ones((len(result), 1))
    for part in game.choices.slices:
        wide = joint[:, :, None] * result.weights[:, None, part]
        joint = wide.reshape(len(result), -1) if len(result) else np.zeros((0, wide.shape[1] * wide.shape[2]))
    return Joint(item=result.item, probability=joint.reshape(len(result), *game.shape))


def distributions(data, game: StrategicGame) -> Joint:
    size = int(np.prod(game.shape))
    raw = np.array(data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), float) + 0.001
    return Joint(item=np.zeros(1, np.intp), probability=(raw / raw.sum()).reshape(1, *game.shape))


def best(name: str, game: StrategicGame, objective: object = "welfare") -> np.ndarray:
    found = solvers[name](objective=objective).solve(game).strict()
    return game.payoff(found.result)[0]


def close(one: float, other: float, game: StrategicGame) -> bool:
    return bool(abs(one - other) <= 1e-7 * max(1.0, np.abs(game.payoffs).max()))


@mediated
@given(data=st.data())
@few
def test_disobeying_independent_advice_gains_what_deviating_alone_gains(name, data):
    game = data.draw(games)
    result = mixtures(data, game)
    concept = {"correlated": correlated, "coarse_correlated": coarse_correlated}[name]
    assert close(concept.residual(game, independent(game, result))[0], nash.residual(game, result)[0], game)


@given(data=st.data())
@few
def test_hearing_the_advice_first_never_gains_less_than_ignoring_it(data):
    game = data.draw(games)
    joint = distributions(data, game)
    assert coarse_correlated.residual(game, joint)[0] <= correlated.residual(game, joint)[0] + 1e-9 * game.spread[0]


@given(data=st.data())
@few
def test_the_best_rule_of_disobedience_is_the_best_of_all_rules(data):
    """Every map from recommendations to strategies is tried."""
    game = data.draw(strategic_games(players=st.just(2), payoffs=EXACT_CELLS))
    joint = distributions(data, game)
    worst = 0.0
    for player, size in enumerate(game.shape):
        share = np.moveaxis(joint.probability[0], player, 0)
        table = np.moveaxis(game.payoffs[0, player], player, 0)
        for rule in np.ndindex(*[size] * size):
            worst = max(worst, float((share * (table[list(rule)] - table)).sum()))
    assert close(correlated.residual(game, joint)[0], worst, game)


@mediated
@given(game=small_games)
@few
def test_no_equilibrium_without_a_mediator_has_more_welfare(name, game):
    alone = solvers["pure_nash"]().solve(game)
    welfare = best(name, game).sum()
    assert all(row.sum() <= welfare + 1e-7 * np.abs(game.payoffs).max() for row in game.payoff(alone.result))


@given(game=small_games)
@few
def test_coarse_equilibria_allow_all_that_correlated_ones_do(game):
    for objective in ("welfare", "egalitarian"):
        value = np.sum if objective == "welfare" else np.min
        narrow, wide = (value(best(name, game, objective)) for name in MEDIATED)
        assert narrow <= wide + 1e-7 * max(1.0, np.abs(game.payoffs).max())


@mediated
@given(game=small_games, scale=st.sampled_from([0.25, 2.0, 1024.0]), shift=st.integers(-50, 50))
@few
def test_units_of_payoff_do_not_matter(name, game, scale, shift):
    factors = np.where(np.arange(len(game.players)) == 0, scale, 1.0).reshape(-1, *[1] * len(game.players))
    rescaled = StrategicGame(payoffs=game.payoffs * factors + shift)
    objective = game.players[0]
    assert close(best(name, game, objective)[0] * scale + shift, best(name, rescaled, objective)[0], rescaled)


@mediated
@given(data=st.data())
@few
def test_names_of_strategies_do_not_matter(name, data):
    game = data.draw(small_games)
    payoffs = game.payoffs
    for axis, size in enumerate(game.shape):
        payoffs = np.take(payoffs, data.draw(st.permutations(range(size))), axis=2 + axis)
    assert close(best(name, game).sum(), best(name, StrategicGame(payoffs=payoffs)).sum(), game)


@given(data=st.data(), margin=st.integers(1, 5))
@few
def test_a_strictly_dominated_strategy_is_never_recommended(data, margin):
    game = data.draw(small_games)
    worse = np.take(game.payoffs, [data.draw(st.integers(0, game.shape[0] - 1))], axis=2).copy()
    worse[:, 0] -= margin
    worse[:, 1:] += 100 * margin  # tempting for the others, and yet
    longer = StrategicGame(payoffs=np.concatenate([game.payoffs, worse], axis=2))
    found = solvers["correlated"]().solve(longer).strict()
    assert found.result.probability[0, -1].sum() <= 1e-7 * longer.spread[0] / margin
