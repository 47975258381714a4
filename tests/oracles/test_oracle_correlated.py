"""Correlated and coarse correlated equilibria: best values by an exact linear program written from the definition."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.concepts.coarse_correlated import coarse_correlated
from negsim.concepts.correlated import correlated
from negsim.errors import NotApplicable, UnknownName
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.coarse_correlated import CoarseCorrelated
from negsim.solvers.strategic.correlated import Correlated
from tests.oracles.exact import largest

SHAPES = [((2, 2), 9, 40), ((2, 2), 1, 40), ((3, 3), 9, 30), ((3, 3), 1, 30), ((2, 4), 2, 16), ((2, 2, 2), 3, 24),
          ((3, 2, 2), 5, 12), ((2, 2, 2, 2), 2, 8), ((2, 2, 2, 2, 2), 2, 4)]  # fmt: skip


def cases():
    draw = np.random.default_rng(11)
    number = 0
    for shape, most, count in SHAPES:
        for _ in range(count):
            payoffs = draw.integers(-most, most + 1, (len(shape), *shape))
            weights = draw.integers(-2, 4, len(shape)).tolist()
            yield payoffs, ["welfare", "egalitarian", "player 2", weights][number % 4]
            number += 1


def swapped(cell, player, strategy):
    return (*cell[:player], strategy, *cell[player + 1 :])


def obedience(payoffs, cells):
    """One row for each player, recommendation a and alternative b: gain at each cell in which a is recommended."""
    for player, size in enumerate(payoffs.shape[1:]):
        for told, other in product(range(size), repeat=2):
            if told != other:
                yield [
                    payoffs[player][swapped(c, player, other)] - payoffs[player][c] if c[player] == told else 0
                    for c in cells
                ]


def participation(payoffs, cells):
    """One row for each player and strategy: gain at each cell by playing it always."""
    for player, size in enumerate(payoffs.shape[1:]):
        for other in range(size):
            yield [payoffs[player][swapped(c, player, other)] - payoffs[player][c] for c in cells]


def exact_best(payoffs, objective, deviations):
    cells = list(product(*map(range, payoffs.shape[1:])))
    rows = list(deviations(payoffs, cells))
    shift = 1 - min(0, int(payoffs.min()))  # all payoffs positive: then the best x with sum <= 1 has sum 1
    if objective == "egalitarian":
        floors = [[-int(table[c]) - shift for c in cells] + [1] for table in payoffs]
        table = [[*row, 0] for row in rows] + floors + [[1] * len(cells) + [0]]
        return largest([0] * len(cells) + [1], table, [0] * (len(table) - 1) + [1]) - shift
    weights = {"welfare": [1] * len(payoffs), "player 2": [int(k == 1) for k in range(len(payoffs))]}
    chosen = weights.get(objective) if isinstance(objective, str) else objective
    goal = [sum(w * int(table[c]) for w, table in zip(chosen, payoffs, strict=True)) for c in cells]
    lift = 1 - min(goal)
    return largest([g + lift for g in goal], [*rows, [1] * len(cells)], [0] * len(rows) + [1]) - lift


def value_of(found, objective):
    earned = found.game.payoff(found.result)[0]
    if objective == "egalitarian":
        return earned.min()
    if objective == "welfare":
        return earned.sum()
    return earned[1] if objective == "player 2" else earned @ objective


@pytest.mark.parametrize(("solver", "deviations"), [(Correlated, obedience), (CoarseCorrelated, participation)])
def test_best_values_are_exact(solver, deviations):
    count = 0
    for payoffs, objective in cases():
        found = solver(objective=objective).solve(StrategicGame(payoffs=payoffs[None])).strict()
        assert found.residual[0] <= 1e-9
        best = float(exact_best(payoffs, objective, deviations))
        assert value_of(found, objective) == pytest.approx(best, abs=1e-8), (payoffs.tolist(), objective)
        count += 1
    assert count >= 200


def test_aumanns_chicken():
    """Aumann (1974): payoffs (6,6) (2,7) (7,2) (0,0); the best correlated equilibrium gives both 5.25."""
    game = StrategicGame.bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    found = Correlated().solve(game)
    assert game.payoff(found.result)[0] == pytest.approx([5.25, 5.25])
    assert found.result.probability[0] == pytest.approx(np.array([[0.5, 0.25], [0.25, 0.0]]))


def test_committing_beforehand_can_serve_both_better_than_obeying_afterwards():
    """Moulin and Vial (1978): one third on each diagonal cell is coarse only, and gives both 10/3 instead of 3."""
    game = StrategicGame.bimatrix([[3, 1, 4], [1, 5, 0], [1, 0, 2]], [[3, 1, 1], [4, 2, 0], [1, 0, 5]])
    diagonal = Joint(item=np.zeros(1, np.intp), probability=np.eye(3)[None] / 3)
    assert coarse_correlated.residual(game, diagonal)[0] == 0
    assert correlated.residual(game, diagonal)[0] > 0.1
    assert game.payoff(diagonal)[0] == pytest.approx([10 / 3, 10 / 3])
    assert game.payoff(Correlated(objective="egalitarian").solve(game).result)[0] == pytest.approx([3, 3])


def test_objectives_are_checked():
    game = StrategicGame.bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]], players=("A", "B"))
    with pytest.raises(UnknownName, match="did you mean 'welfare'"):
        Correlated(objective="welfair").solve(game)
    for nonsense in (3, None, ["a", 1], [float("nan"), 1], []):
        with pytest.raises(NotApplicable, match="Use 'welfare'"):
            Correlated(objective=nonsense)
    with pytest.raises(NotApplicable, match="3 weights for 2 players"):
        Correlated(objective=[1, 2, 3]).solve(game)
    assert game.payoff(Correlated(objective="B").solve(game).result)[0, 1] == pytest.approx(7)


def test_games_too_large_for_memory_are_refused_at_once():
    game = StrategicGame(payoffs=np.zeros((1, 2, 500, 500)))
    for solver in (Correlated, CoarseCorrelated):
        with pytest.raises(NotApplicable, match=r"250,000,000 numbers.*Use RegretMatching"):
            solver().solve(game)
