"""Coalition stability: every case of the literature and of the reference implementation that has coalitions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.concepts.coalition_stability import Together
from negsim.games.conflict import ConflictGame
from negsim.solvers.conflict.coalition_stability import CoalitionStability

DATA = Path(__file__).parent / "data/gmcr"
NAMED = sorted(path.stem for path in DATA.glob("*.json") if '"coalition"' in path.read_text())


def read(name):
    case = json.loads((DATA / f"{name}.json").read_text())
    game = ConflictGame.from_graph(
        players=case["decision_makers"],
        states=[state["id"] for state in case["states"]],
        moves=case["moves"],
        payoffs=case["payoffs"],
    )
    return game, case["expected"]["coalition"]


@pytest.mark.parametrize("name", NAMED)
def test_named_games(name):
    game, expected = read(name)
    found = CoalitionStability(smallest=2).solve(game).strict()
    assert found.residual[0] == 0
    assert len(found.result.parties) == len(expected)
    for case in expected:
        party = found.result.parties.index(" + ".join(case["members"]))
        for concept, states in case["stable"].items():
            stable = found.result.stable[0, found.result.concepts.index(concept.lower()), party]
            assert (1 + np.flatnonzero(stable)).tolist() == states, (case["members"], concept)


@pytest.mark.parametrize("name", NAMED)
def test_joint_improvements(name):
    game, expected = read(name)
    together = Together(game)
    for case in expected:
        members = tuple(map(game.players.index, case["members"]))
        found = {str(s + 1): (together.improvements(members, s) + 1).tolist() for s in range(len(game.states))}
        assert {s: targets for s, targets in found.items() if targets} == case["improvements"]
