"""Where rounding leads the walk over vertices astray: what is no equilibrium is left out, and doubt is told."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import game, load
from negsim.reductions.base import reductions
from negsim.solvers.base import solvers


@pytest.fixture(scope="module")
def answer():
    """Plans in advance for a tree whose payoffs have few values: 5 x 32, and ties nearly everywhere."""
    tree = game(load("form_and_ratification", overrides=["costs_count"]), "extensive")
    plans = reductions["to_strategic"]().reduce(tree)[0].game
    assert plans.payoffs.shape == (1, 2, 5, 32)
    return solvers["all_nash"]().solve(plans)


def test_every_row_is_an_equilibrium(answer):
    assert len(answer.result) > 0
    assert np.isfinite(answer.result.weights).all()
    assert (answer.residual <= 1e-5).all()


def test_no_row_comes_twice_in_a_row(answer):
    assert (np.abs(np.diff(answer.result.weights, axis=0)) > 0).any(1).all()


def test_the_list_is_not_called_complete(answer):
    assert not answer.facts["complete"].any()


def test_every_equilibrium_in_pure_strategies_is_among_them(answer):
    pure = solvers["pure_nash"]().solve(answer.game).result.weights
    rows = {tuple(np.flatnonzero(row > 1 - 1e-9)) for row in answer.result.weights}
    assert {tuple(np.flatnonzero(row)) for row in pure} <= rows
