"""Risk dominance: by the mixed equilibrium of 2 x 2 games, and by textbook cases."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status
from negsim.solvers.strategic.risk_dominance import RiskDominance


def coordination_games():
    """2 x 2 games of whole payoffs whose strict equilibria are the two diagonal cells."""
    draw = np.random.default_rng(15)
    for _ in range(240):
        row, column = draw.integers(-9, 10, (2, 2)), draw.integers(-9, 10, (2, 2))
        row[1, 0], row[0, 1] = row[0, 0] - draw.integers(1, 6), row[1, 1] - draw.integers(1, 6)
        column[0, 1], column[1, 0] = column[0, 0] - draw.integers(1, 6), column[1, 1] - draw.integers(1, 6)
        yield row, column


def needed(own):
    """The least probability of the other's first strategy at which one's own first strategy is a best reply."""
    first, second = int(own[0, 0] - own[1, 0]), int(own[1, 1] - own[0, 1])
    return Fraction(second, first + second)


def test_the_equilibrium_that_needs_less_belief_dominates():
    """Harsanyi and Selten (1988): the first dominates where the two players' critical probabilities sum to under 1."""
    seen = set()
    for row, column in coordination_games():
        found = RiskDominance().solve(StrategicGame.bimatrix(row, column))
        together = needed(row) + needed(column.T)
        expected = [[1, 0]] if together < 1 else [[0, 1]] if together > 1 else [[1, 0], [0, 1]]
        assert found.result.weights[:, :2].tolist() == found.result.weights[:, 2:].tolist()
        assert sorted(found.result.weights[:, :2].tolist()) == sorted(expected)
        assert (found.residual == 0).all()
        seen.add(len(expected))
    assert seen == {1, 2}


@pytest.mark.parametrize(
    ("row", "kept", "source"),
    [
        ([[9, 0], [8, 7]], 1, "Aumann (1990): (9,9) pays more, (7,7) is safer"),
        ([[4, 0], [3, 3]], 1, "Rousseau's stag hunt, hare worth 3 of 4"),
        ([[4, 0], [1, 1]], 0, "Rousseau's stag hunt, hare worth 1 of 4"),
    ],
)
def test_symmetric_textbook_games(row, kept, source):
    found = RiskDominance().solve(StrategicGame.bimatrix(row, np.array(row).T))
    assert found.result.weights[0, kept] == 1, source
    assert found.result.columns["rivals"].tolist() == [1]
    assert (found.solver.concept.residual(found.game, found.result) == 0).all()


def test_the_residual_tells_a_dominated_a_mixed_and_a_false_equilibrium():
    game = StrategicGame.bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]])
    found = RiskDominance().solve(game)
    rows = np.stack([game.profile(0, 0), game.profile(0, 1), np.full(4, 0.5)])
    residual = found.solver.concept.residual(game, type(found.result)(item=np.zeros(3, np.intp), weights=rows))
    assert residual[0] == 6  # losses 7 and 7 at (7,7), 1 and 1 at (9,9)
    assert residual[1] >= 7
    assert np.isinf(residual[2])


def test_games_without_a_pure_equilibrium_have_none():
    found = RiskDominance().solve(StrategicGame.bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert len(found) == 0
    assert found.status[0] == Status.none_found.code


def test_in_larger_games_pairs_are_compared_one_by_one():
    """Three equilibria on the diagonal; each two of them are compared in the 2 x 2 game of their strategies."""
    row = np.array([[4, 0, 0], [1, 3, 0], [1, 2, 5]])
    found = RiskDominance().solve(StrategicGame.bimatrix(row, row.T))
    # losses: 0 against 1: 3 and 3; against 2: 3 and 5; 1 against 2: 1 and 5
    assert found.result.weights[:, :3].tolist() == [[0, 0, 1]]
    assert found.result.columns["rivals"].tolist() == [2]


def test_many_equilibria_are_compared_in_parts_with_the_same_answer(monkeypatch):
    game = StrategicGame(payoffs=np.random.default_rng(16).integers(0, 3, (30, 2, 4, 5)))
    whole = RiskDominance().solve(game)
    monkeypatch.setattr("negsim.solvers.strategic.risk_dominance.BLOCK", 3)
    parts = RiskDominance().solve(game)
    assert np.array_equal(whole.result.weights, parts.result.weights)
    assert np.array_equal(whole.status, parts.status)
    assert whole.residual.max() == 0
    assert set(RiskDominance(deadline=0.0).solve(game).status.tolist()) <= {
        Status.time_limit.code,
        Status.none_found.code,
    }
