"""Explanations name players and strategies, and say what a switch would cost."""

from __future__ import annotations

import re

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import ILLUSTRATIVE
from negsim.solvers.base import form_of, solvers
from negsim.studies.explain import explain
from negsim.studies.solve import solve
from negsim.testing.games import samples


def test_a_pure_equilibrium_says_what_each_player_would_lose():
    told = explain(solve("baseline_impasse")[0]).splitlines()
    assert told == [
        "Russia plays 'insist on the package' and NATO plays 'offer the menu'.",
        "Expected payoffs: Russia 0 and NATO 0.",
        "Russia would lose 0.8 by switching to 'take the menu'.",
        "NATO would lose 1 by switching to 'refuse further talks'.",
        "Definition (nash): No player gains by changing its own strategy alone.",
        f"Payoffs: {ILLUSTRATIVE}.",
    ]


def test_players_and_strategies_can_be_called_otherwise():
    told = explain(solve("baseline_impasse")[0], {"nato": "The alliance", "refuse": "end talks"})
    assert "The alliance would lose 1 by switching to 'end talks'." in told


def test_a_mixed_equilibrium_says_who_is_indifferent():
    game = StrategicGame.bimatrix([[1, -1], [-1, 1], [-9, -9]], [[-1, 1], [1, -1], [0, 0]])
    told = explain(solve(game)[0])
    assert "player 1 plays 1 with probability 0.5 and 2 with probability 0.5 and player 2" in told
    assert "player 1 is indifferent between 1 and 2: each earns it 0. player 1 would lose 9 by switching to 3." in told
    assert "player 2 is indifferent between 1 and 2: each earns it 0.\n" in told


def test_a_tie_is_neither_loss_nor_gain():
    told = explain(solve(StrategicGame.bimatrix([[1, 1], [1, 0]], [[2, 2], [0, 0]]), solver="pure_nash"))
    assert "player 1 would neither lose nor gain by switching to 2." in told
    assert len(told.split("\n\n")) == 3


def test_a_row_that_is_no_equilibrium_says_what_would_be_gained():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    solution = solvers["logit"](precision=0.5).solve(game)
    told = explain(solution[0])
    gain = float(re.search(r"player 1 would gain ([\d.]+) by always playing 2", told)[1])
    row = solution.result.weights[0]
    reply = np.array([3 * row[2], 5 * row[2] + row[3]])
    assert gain == pytest.approx(reply[1] - row[:2] @ reply, rel=1e-3)


PENNIES = StrategicGame.bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
CHICKEN = StrategicGame.bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]], strategies=(("swerve", "drive"),) * 2)


def test_a_correlated_equilibrium_says_what_disobedience_would_cost():
    told = explain(solve(CHICKEN, solver="correlated")[0])
    assert "A mediator draws" in told
    solution = solve(CHICKEN, solver="correlated")
    joint = solution.result.probability[0]
    loss = float(joint[0] @ [6 - 7, 2 - 0] / joint[0].sum())
    line = next(line for line in told.splitlines() if line.startswith("Told swerve, player 1"))
    if loss > 1e-6:
        assert float(re.search(r"lose ([\d.]+) by switching to drive", line)[1]) == pytest.approx(loss, rel=1e-3)
    else:
        assert "neither lose nor gain" in line


def test_a_coarse_equilibrium_is_judged_before_anything_is_told():
    told = explain(solve(CHICKEN, solver="coarse_correlated")[0])
    assert told.count("Before it is told anything") == 2
    assert "gain" not in told.replace("neither lose nor gain", "").split("Definition")[0]


def test_a_game_of_arrays_says_nothing_of_where_its_payoffs_come_from():
    assert "Payoffs:" not in explain(solve(CHICKEN)[0]).replace("Expected payoffs", "")


@pytest.mark.parametrize("name", list(solvers))
def test_whatever_a_solver_finds_is_explained_with_its_definition(name):
    form = form_of(solvers[name]) or "strategic"
    games = [CHICKEN, PENNIES] if form == "strategic" else samples(form).values()
    found = first_that_applies(solvers[name](max_steps=500), games)
    for row in found:
        told = explain(row)
        assert found.solver.concept.definition in told
        words = (*found.game.choices.players, *found.game.choices.actions, *getattr(found.game, "states", ()))
        assert any(word in told for word in words)
        assert not re.search(r"\b(win|beat|kill|defeat)", told.split("Definition")[0])


def first_that_applies(solver, games):
    for game in games:
        try:
            return solver.solve(game)
        except NotApplicable:
            pass
    raise AssertionError(f"{solver} handles none of the sample games")
