"""A verdict that is not what the definition says is seen, whatever the concept, the party and the state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim.solvers.conflict.coalition_stability import CoalitionStability
from negsim.solvers.conflict.limited_move import LimitedMove
from negsim.solvers.conflict.multilateral_limited_move import MultilateralLimitedMove
from negsim.solvers.conflict.theory_of_moves import TheoryOfMoves
from negsim.testing.conflicts import loose, options, two_by_two

CASES = [
    (CoalitionStability(), 3),
    (MultilateralLimitedMove(), 3),
    (LimitedMove(), 2),
    (TheoryOfMoves(), 2),
]


@pytest.mark.parametrize(("solver", "players"), CASES, ids=[type(solver).__name__ for solver, _ in CASES])
def test_every_wrong_verdict_is_seen(solver, players):
    draw = np.random.default_rng(8)
    square = replace(two_by_two(1), payoffs=draw.normal(size=(1, 2, 4)))
    game = square if isinstance(solver, TheoryOfMoves) else loose(draw, players=players, states=4, batch=1, chance=0.4)
    found = solver.solve(game).strict()
    assert found.residual[0] == 0
    count = found.result.stable.size
    for place in np.ndindex(found.result.stable.shape):
        wrong = found.result.stable.copy()
        wrong[place] = ~wrong[place]
        seen = solver.concept.residual(game, replace(found.result, stable=wrong))
        assert seen[0] == pytest.approx(1 / count), place


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr("negsim.concepts._sample.MOST_WORK", 50_000)


@pytest.mark.usefixtures("hurried")
def test_of_many_conflicts_a_sample_is_checked():
    """A solution that is wrong everywhere is seen to be, though not all of it is looked at."""
    draw = np.random.default_rng(9)
    game = loose(draw, players=3, states=20, batch=100, chance=0.3)
    found = CoalitionStability(largest=2).solve(game).strict()
    upside_down = replace(found.result, stable=~found.result.stable)
    seen = found.solver.concept.residual(game, upside_down)
    assert (found.residual == 0).all()
    assert set(seen) == {0.0, 1.0}, "0 where no verdict was in the sample"
    assert seen.sum() >= 2


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("kind", [LimitedMove, MultilateralLimitedMove])
def test_of_large_conflicts_short_horizons_are_checked(kind):
    grid = options((32, 32) if kind is LimitedMove else (6, 6, 6), (0, 1) if kind is LimitedMove else (0, 1, 2))
    game = replace(grid, payoffs=np.random.default_rng(10).normal(size=grid.payoffs.shape))
    found = kind(horizon=3).solve(game).strict()
    assert found.residual[0] == 0
    upside_down = replace(found.result, stable=~found.result.stable)
    assert found.solver.concept.residual(game, upside_down)[0] == 1
    late = found.result.stable.copy()
    for k, name in enumerate(found.result.concepts):
        late[:, k] ^= name.endswith("_3") or "_3 " in name or name == "nonmyopic"
    assert found.solver.concept.residual(game, replace(found.result, stable=late))[0] == 0, "longer ones are not"
