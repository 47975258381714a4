"""Pure equilibria against QuantEcon and the definition, two to five players, ties included."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic import pure_cells
from negsim.solvers.strategic.pure_nash import PureNash

SHAPES = [(2, 2), (3, 3), (4, 2), (1, 3), (2, 2, 2), (3, 2, 4), (2, 3, 2, 2), (2, 2, 2, 2, 2)]


def cells(game, solution, item):
    """The pure profiles found, as tuples of strategies."""
    parts = game.choices.slices
    weights = solution.result.weights[solution.of(item)]
    assert np.isin(weights, [0.0, 1.0]).all()
    return sorted(tuple(int(row[part].argmax()) for part in parts) for row in weights)


def by_definition(payoffs):
    """Cells that no player wants to leave alone."""
    found = []
    for cell in product(*map(range, payoffs.shape[1:])):
        moves = [
            payoffs[(player, *cell[:player], other, *cell[player + 1 :])] <= payoffs[(player, *cell)]
            for player in range(len(payoffs))
            for other in range(payoffs.shape[1 + player])
        ]
        if all(moves):
            found.append(cell)
    return found


@pytest.mark.parametrize("compiled", [False, True], ids=["interpreted", "compiled"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_pure_equilibria_are_what_the_definition_says(shape, compiled, monkeypatch):
    for kernel in (pure_cells.stable_cells, pure_cells.pure_rows, pure_cells.two_by_two):
        chosen = kernel.machine if compiled else kernel.function
        monkeypatch.setattr(kernel, "sized", lambda work, chosen=chosen: chosen)
    draw = np.random.default_rng(len(shape))
    batch = [draw.integers(0, most, (9, len(shape), *shape)) for most in (1, 2, 4, 1000)]
    game = StrategicGame(payoffs=np.concatenate(batch))
    solution = PureNash().solve(game)
    assert [cells(game, solution, item) for item in range(len(game))] == list(map(by_definition, game.payoffs))


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 3, 2), (2, 2, 2, 2), (2, 2, 2, 2, 2)], ids=str)
def test_quantecon_finds_the_same(shape):
    from quantecon.game_theory import NormalFormGame, pure_nash_brute

    payoffs = np.random.default_rng(7).integers(0, 9, (60, len(shape), *shape)).astype(float)
    game = StrategicGame(payoffs=payoffs)
    solution = PureNash().solve(game)
    for item, tables in enumerate(payoffs):
        peer = pure_nash_brute(NormalFormGame(np.ascontiguousarray(np.moveaxis(tables, 0, -1))))
        assert cells(game, solution, item) == sorted(tuple(map(int, profile)) for profile in peer)


def test_rows_without_end_find_room():
    """Where every cell is stable, far more rows come than were planned for."""
    game = StrategicGame(payoffs=np.zeros((50, 3, 3, 3, 3)))
    solution = PureNash().solve(game)
    assert len(solution) == 50 * 27
    assert len(np.unique(solution.result.weights, axis=0)) == 27
