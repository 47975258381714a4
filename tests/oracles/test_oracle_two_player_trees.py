"""Two-player trees with hidden information whose equilibria or values are known from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.games.results import Profiles
from negsim.solvers.base import Status
from negsim.solvers.extensive.sequence_form import SequenceForm
from negsim.testing.poker import kuhn_poker, leduc_poker

LEDUC = -0.08560642405  # the first player's value by OpenSpiel 2.0.2's sequence_form_lp; -0.0856 in many papers


def shares(game, result, place):
    number = game.choices.places.index(place)
    return result.weights[0, game.choices.place == number]


def test_kuhn_poker_is_worth_a_loss_of_an_eighteenth():
    game = kuhn_poker()
    found = SequenceForm().solve(game)
    assert found.ok
    assert game.payoff(found.result)[0] == pytest.approx([-1 / 18, 1 / 18], abs=1e-12)


def test_kuhn_poker_is_played_as_kuhn_found():
    """With a the share of bets on a jack: bet a king 3a, call with a queen a + 1/3; the second's play is unique."""
    game = kuhn_poker()
    result = SequenceForm().solve(game).result
    bluff = shares(game, result, "J")[1]
    assert -1e-12 <= bluff <= 1 / 3 + 1e-12
    assert shares(game, result, "K")[1] == pytest.approx(3 * bluff, abs=1e-10)
    assert shares(game, result, "Q, check, bet")[1] == pytest.approx(bluff + 1 / 3, abs=1e-10)
    assert shares(game, result, "J, check, bet")[0] == pytest.approx(1, abs=1e-10)
    assert shares(game, result, "J, check")[1] == pytest.approx(1 / 3, abs=1e-10)
    assert shares(game, result, "Q, bet")[1] == pytest.approx(1 / 3, abs=1e-10)
    assert shares(game, result, "K, bet")[1] == pytest.approx(1, abs=1e-10)


def test_leduc_poker_has_the_value_of_the_literature():
    game = leduc_poker()
    assert len(game.tree) == 9457
    found = SequenceForm().solve(game)
    assert found.status[0] == Status.solved.code
    assert game.payoff(found.result)[0, 0] == pytest.approx(LEDUC, abs=1e-9)
    assert found.residual[0] <= 1e-10 * game.spread[0]


def test_plans_are_probabilities_off_the_path_too():
    game = leduc_poker()
    weights = SequenceForm().solve(game).result.weights[0]
    sums = np.array([weights[part].sum() for part in game.choices.slices])
    assert sums == pytest.approx(1, abs=1e-12)
    assert weights.min() >= 0
    never = game.reach(Profiles(item=np.zeros(1, int), weights=weights[None]))[0] == 0
    assert never[game.tree.first_node].any(), "some information sets are off the path"
