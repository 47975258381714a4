"""Lemke-Howson: its equilibria are among the extreme ones that Gambit finds in exact arithmetic."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status
from negsim.solvers.strategic.lemke_howson import LemkeHowson

CASES = json.loads((Path(__file__).parent / "data" / "gambit_extreme_equilibria.json").read_text(encoding="utf-8"))[
    "cases"
]


@pytest.mark.parametrize("init", [None, 0])
def test_equilibria_are_extreme_equilibria_of_gambit(init):
    assert len(CASES) >= 200
    for case in CASES:
        game = StrategicGame(payoffs=[case["payoffs"]])
        found = LemkeHowson(init=init).solve(game).strict()
        known = np.array([[float(Fraction(cell)) for cell in row] for row in case["equilibria"]])
        assert np.abs(known - found.result.weights).max(1).min() <= 1e-9, case
        assert found.residual[0] <= 1e-9


def test_every_label_leads_to_an_equilibrium():
    game = StrategicGame.bimatrix([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])  # von Stengel (2007), (3.1)
    ends = {tuple(LemkeHowson(init=k).solve(game).strict().result.weights[0].round(6)) for k in range(5)}
    assert ends <= {(1, 0, 0, 1, 0), (0.8, 0.2, 0, 0.666667, 0.333333), (0, 0.333333, 0.666667, 0.333333, 0.666667)}
    assert len(ends) == 2


def test_large_games_are_solved_by_racing_paths():
    draw = np.random.default_rng(4)
    found = LemkeHowson(deadline=20).solve(StrategicGame(payoffs=draw.random((2, 2, 120, 150)))).strict()
    assert found.residual.max() <= 1e-9


def test_limits_are_reported_as_data():
    game = StrategicGame(payoffs=np.random.default_rng(5).random((2, 2, 60, 60)))
    assert LemkeHowson(max_steps=1).solve(game).status.tolist() == [Status.step_limit.code] * 2
    assert LemkeHowson(deadline=0.0).solve(game).status.tolist() == [Status.time_limit.code] * 2


def test_labels_are_checked():
    with pytest.raises(NotApplicable, match="Use 0 to 3"):
        LemkeHowson(init=4).solve(StrategicGame(payoffs=np.zeros((1, 2, 2, 2))))
