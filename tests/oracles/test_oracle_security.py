"""Security levels: by exact linear programs for mixtures, by loops over the table for pure strategies."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.security_levels import SecurityLevels
from tests.oracles.exact import matrix_value

SHAPES = [
    ((2, 2), 9, 50),
    ((3, 3), 1, 40),
    ((3, 4), 9, 40),
    ((2, 3, 2), 3, 40),
    ((2, 2, 2, 2), 2, 20),
    ((2,) * 5, 2, 20),
]


def cases():
    draw = np.random.default_rng(12)
    for shape, most, count in SHAPES:
        for _ in range(count):
            yield draw.integers(-most, most + 1, (len(shape), *shape))


def worst_cases(payoffs, player):
    """For each own strategy, its payoff at every combination of the others'."""
    shape = payoffs.shape[1:]
    others = [range(size) for k, size in enumerate(shape) if k != player]
    return [
        [int(payoffs[player][(*rest[:player], own, *rest[player:])]) for rest in product(*others)]
        for own in range(shape[player])
    ]


def test_levels_are_exact():
    count = 0
    for payoffs in cases():
        game = StrategicGame(payoffs=payoffs[None])
        mixed, pure = SecurityLevels().solve(game).strict(), SecurityLevels(mixed=False).solve(game).strict()
        assert mixed.residual[0] <= 1e-8
        assert pure.residual[0] == 0
        for player, label in enumerate(game.players):
            table = worst_cases(payoffs, player)
            found = mixed.result.columns[f"level of {label}"][0]
            assert found == pytest.approx(float(matrix_value(table)), abs=1e-8)
            assert pure.result.columns[f"level of {label}"][0] == max(min(row) for row in table)
            assert found >= pure.result.columns[f"level of {label}"][0] - 1e-9
        count += 1
    assert count >= 200


def test_battle_of_the_sexes():
    """Luce and Raiffa (1957): payoffs (2,1) and (1,2); each can make sure of 2/3 by mixing and of nothing otherwise."""
    game = StrategicGame.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    found = SecurityLevels().solve(game)
    assert [found.result.columns[f"level of player {k}"][0] for k in (1, 2)] == pytest.approx([2 / 3, 2 / 3])
    assert SecurityLevels(mixed=False).solve(game).result.columns["level of player 1"][0] == 0
