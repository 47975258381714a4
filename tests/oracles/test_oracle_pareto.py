"""Pareto frontiers: by comparing every two outcomes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status
from negsim.solvers.strategic.pareto_frontier import ParetoFrontier

SHAPES = [
    ((2, 2), 3, 60),
    ((4, 4), 3, 50),
    ((3, 3, 2), 2, 40),
    ((2, 2, 3, 2), 1, 30),
    ((2,) * 5, 2, 20),
    ((5, 6), 1000, 20),
]


def cases():
    draw = np.random.default_rng(13)
    for shape, most, count in SHAPES:
        for _ in range(count):
            yield draw.integers(-most, most + 1, (len(shape), *shape))


def improves(one, other, kind):
    if kind == "weak":
        return all(a > b for a, b in zip(one, other, strict=True))
    return all(a >= b for a, b in zip(one, other, strict=True)) and any(a > b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["strong", "weak"])
def test_frontiers_are_those_of_pairwise_comparison(kind):
    count = 0
    for payoffs in cases():
        found = ParetoFrontier(kind=kind).solve(StrategicGame(payoffs=payoffs[None])).strict()
        cells = list(product(*map(range, payoffs.shape[1:])))
        gains = {cell: [int(table[cell]) for table in payoffs] for cell in cells}
        expected = {c for c in cells if not any(improves(gains[other], gains[c], kind) for other in cells)}
        assert set(map(tuple, np.argwhere(found.result.chosen[0]).tolist())) == expected
        assert found.residual[0] == 0
        count += 1
    assert count >= 200


def test_prisoners_dilemma_leaves_out_only_mutual_defection():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert ParetoFrontier().solve(game).result.chosen[0].tolist() == [[True, True], [True, False]]


def test_the_residual_tells_a_wrong_set():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    found = ParetoFrontier().solve(game)
    concept = found.solver.concept
    for cell, distance in (((1, 1), 2.0), ((0, 0), 3.0)):
        wrong = found.result.chosen.copy()
        wrong[0][cell] ^= True
        assert concept.residual(game, type(found.result)(item=found.result.item, chosen=wrong))[0] == distance


def test_a_step_limit_leaves_the_frontier_incomplete_and_says_so():
    game = StrategicGame(payoffs=np.random.default_rng(1).random((1, 4, 6, 6, 6, 6)))
    found = ParetoFrontier(max_steps=3).solve(game)
    assert found.status[0] == Status.step_limit.code
    assert found.result.chosen.sum() == 3
