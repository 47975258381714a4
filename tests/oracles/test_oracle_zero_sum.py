"""Zero-sum games: values by Gambit's exact linear program, by QuantEcon's minmax, and from textbooks."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status
from negsim.solvers.strategic.zero_sum import ZeroSum

CASES = json.loads((Path(__file__).parent / "data" / "gambit_zero_sum.json").read_text(encoding="utf-8"))["cases"]


def against(table) -> StrategicGame:
    return StrategicGame.bimatrix(np.array(table, float), -np.array(table, float))


def test_values_are_gambits():
    assert len(CASES) >= 200
    for case in CASES:
        found = ZeroSum().solve(against(case["payoffs"])).strict()
        assert found.residual[0] <= 1e-9
        assert found.result.columns["value"][0] == pytest.approx(float(Fraction(case["value"])), abs=1e-9)


def test_values_are_quantecons():
    minmax = pytest.importorskip("quantecon").optimize.minmax
    draw = np.random.default_rng(7)
    for size in (2, 5, 12, 30):
        table = draw.normal(size=(size, size + 3))
        assert ZeroSum().solve(against(table)).result.columns["value"][0] == pytest.approx(minmax(table)[0], abs=1e-8)


@pytest.mark.parametrize(
    ("table", "value", "source"),
    [
        ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], 0, "rock, paper, scissors"),
        ([[1, -1], [-1, 1]], 0, "matching pennies"),
        ([[58.30, 94.97], [92.92, 69.92]], 79.5756, "penalty kicks, Palacios-Huerta (2003)"),
        ([[4, 1], [2, 3]], Fraction(10, 4), "2 x 2 formula (ad - bc)/(a + d - b - c)"),
    ],
)  # fmt: skip
def test_textbook_values(table, value, source):
    assert ZeroSum().solve(against(table)).result.columns["value"][0] == pytest.approx(float(value), abs=1e-4), source


def test_constant_sum_games_are_taken_and_others_refused():
    table = np.array([[3.0, 1.0], [0.0, 2.0]])
    found = ZeroSum().solve(StrategicGame.bimatrix(table, 10 - table))
    assert found.result.columns["value"][0] == pytest.approx(1.5)
    with pytest.raises(NotApplicable, match=r"game 1 they sum to between 0 and 2.*AllNash"):
        ZeroSum().solve(StrategicGame.bimatrix(np.array([table, table]), np.array([-table, -table + [[0, 2], [0, 0]]])))


def test_limits_are_reported_as_data():
    game = against(np.random.default_rng(0).random((60, 60)))
    assert ZeroSum(max_steps=3).solve(game).status[0] == Status.step_limit.code
    assert ZeroSum(deadline=0.0).solve(game.take(np.array([0, 0]))).status[1] == Status.time_limit.code
