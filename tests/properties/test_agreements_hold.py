"""Whatever game of bargaining is drawn, a solver's answer meets the definition, and nobody loses by it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import NotApplicable
from negsim.solvers.base import Status, form_of, solvers
from negsim.testing.strategies import bargaining_games

EACH = [name for name in solvers if form_of(solvers[name]) == "bargaining"]
SETS = ("core", "frontier")  # many rows a game, of which nothing but the definition is asked


@pytest.mark.parametrize("name", [name for name in EACH if name != "rubinstein"])  # it asks how talks go on
@settings(max_examples=60, deadline=None)
@given(game=bargaining_games(batch=st.integers(1, 3)))
def test_answers_hold_and_nobody_loses(name, game):
    try:
        solution = solvers[name]().solve(game)
    except NotApplicable as refusal:
        assert "Use " in str(refusal)
        return
    item = solution.result.item
    solved = solution.status[item] == Status.solved.code
    assert set(solution.status.tolist()) <= {Status.solved.code, Status.none_found.code}
    allowed = 1e-7 * game.spread[item] + 1e-12  # of equal payoffs the spread is 0, and rounding is not
    assert (solution.residual[solved] <= allowed[solved]).all()
    assert np.allclose(solution.result.weights.sum(1), 1)
    if name not in SETS:
        gains = game.payoff(solution.result) - game.disagreement[item]
        assert (gains >= -allowed[:, None]).all()
        assert (np.bincount(item, minlength=len(game)) == (solution.status == Status.solved.code)).all()


@pytest.mark.parametrize("name", [name for name in EACH if name not in (*SETS, "rubinstein", "take_it_or_leave_it")])
@settings(max_examples=60, deadline=None)
@given(game=bargaining_games(players=st.just(2), lotteries=st.just(True)))
def test_an_answer_is_found_where_some_lottery_is_acceptable(name, game):
    """Some lottery over two agreements leaves nobody below disagreement, or none over any number does."""
    solution = solvers[name]().solve(game)
    gains = game.payoffs[0] - game.disagreement[0][:, None]
    reach = max(_best_worst(gains[:, a], gains[:, b]) for a in range(gains.shape[1]) for b in range(gains.shape[1]))
    if abs(reach) > 1e-7 * game.spread[0]:
        assert solution.ok is (reach > 0)


def _best_worst(first, second) -> float:
    """The largest least gain on the segment between two points of the plane."""
    shares = [0.0, 1.0]
    slope = (second - first)[0] - (second - first)[1]
    if slope:
        shares.append(float(np.clip((first[1] - first[0]) / slope, 0, 1)))
    return max(float(np.min(first + share * (second - first))) for share in shares)
