"""Laws of two-player trees with hidden information, whatever the tree."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.extensive.cfr_plus import CFRPlus
from negsim.solvers.extensive.sequence_form import SequenceForm
from negsim.solvers.strategic.zero_sum import ZeroSum
from negsim.testing.strategies import extensive_games

MOST_PLANS = 64
two_player_games = extensive_games(players=st.just(2), most_nodes=22, batch=st.integers(1, 2))


def zero_sum(game):
    first = game.payoffs[:, :1]
    return replace(game, payoffs=np.concatenate([first, -first], axis=1))


def plans(game, player):
    own = [part for part in game.choices.slices if game.choices.player[part.start] == player]
    assume(np.prod([part.stop - part.start for part in own] or [1]) <= MOST_PLANS)
    return [list(picked) for picked in product(*(range(part.start, part.stop) for part in own))]


def strategic(game):
    """The strategic form of one game: every pair of pure plans played out."""
    rows, columns = plans(game, 0), plans(game, 1)
    weights = np.zeros((len(rows) * len(columns), len(game.choices)))
    for number, (a, b) in enumerate(product(rows, columns)):
        weights[number, a + b] = 1.0
    paid = game.payoff(Profiles(item=np.zeros(len(weights), int), weights=weights))
    return StrategicGame(payoffs=paid.T.reshape(1, 2, len(rows), len(columns)))


@settings(max_examples=80, deadline=None)
@given(game=two_player_games)
def test_every_tree_is_solved_to_the_last_digits(game):
    found = SequenceForm().solve(game)
    assert found.ok
    assert (found.residual <= 1e-11 * np.abs(game.payoffs).max()).all()


@settings(max_examples=50, deadline=None)
@given(game=extensive_games(players=st.just(2), most_nodes=16))
def test_zero_sum_trees_are_worth_what_their_strategic_forms_are(game):
    game = zero_sum(game)
    matrix = ZeroSum().solve(strategic(game)).result.columns["value"][0]
    exact = game.payoff(SequenceForm().solve(game).result)[0, 0]
    near = game.payoff(CFRPlus(tolerance=1e-3).solve(game).result)[0, 0]
    assert exact == pytest.approx(matrix, abs=1e-8 * game.spread[0])
    assert near == pytest.approx(matrix, abs=2e-3 * game.spread[0])


@settings(max_examples=40, deadline=None)
@given(game=two_player_games, scales=st.tuples(*[st.floats(1e-3, 1e3)] * 2), moves=st.tuples(*[st.floats(-50, 50)] * 2))
def test_equilibria_ignore_the_units_of_each_players_payoffs(game, scales, moves):
    changed = replace(game, payoffs=np.array(scales)[:, None] * game.payoffs + np.array(moves)[:, None])
    kept = Profiles(**{name: getattr(SequenceForm().solve(changed).result, name) for name in ("item", "weights")})
    assert (replace(SequenceForm().solve(game), result=kept).residual <= 1e-9 * game.spread).all()


@settings(max_examples=40, deadline=None)
@given(game=two_player_games)
def test_values_of_zero_sum_trees_change_sides_with_the_players(game):
    game = zero_sum(game)
    other = replace(game, tree=replace(game.tree, player=1 - game.tree.player), payoffs=game.payoffs[:, ::-1])
    ours, theirs = (one.payoff(SequenceForm().solve(one).result) for one in (game, other))
    assert ours == pytest.approx(theirs[:, ::-1], abs=1e-9 * game.spread.max())
