"""Elimination is told: who dropped what in which round, and what dominated it."""

from __future__ import annotations

import json

import pytest

from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.iterated_dominance import IteratedDominance
from negsim.studies.explain import explain
from negsim.views.records import answers


@pytest.fixture
def solution():
    """M is dominated by half U and half D; then R by L."""
    game = StrategicGame.bimatrix(
        [[4, 0], [1, 1], [0, 4]],
        [[2, 1], [0, 3], [2, 1]],
        players=("Ann", "Bob"),
        strategies=(("U", "M", "D"), ("L", "R")),
    )
    return IteratedDominance().solve(game)


def test_rounds_are_told_in_sentences(solution):
    told = explain(solution[0])
    assert "Ann is left with U and Bob is left with L." in told
    assert "Round 1: Ann drops M, dominated by a mixture of U (0.5) and D (0.5)." in told
    assert "Round 2: Bob drops R, dominated by L." in told
    assert "Round 3: Ann drops D, dominated by U." in told


def test_rounds_are_told_to_programs(solution):
    record = json.loads(json.dumps(answers.of_solution(solution)["solutions"][0]))
    assert record["survivors"] == {"Ann": ["U"], "Bob": ["L"]}
    assert [(gone["player"], gone["strategy"], gone["round"]) for gone in record["eliminated"]] == [
        ("Ann", "M", 1),
        ("Bob", "R", 2),
        ("Ann", "D", 3),
    ]
    assert record["eliminated"][0]["dominator"] == pytest.approx({"U": 0.5, "D": 0.5})
