"""Stability in the graph model: every case of the literature, of two formulations, and of the public GMCR+ program."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.solvers.conflict.stability import Stability

DATA = Path(__file__).parent / "data"
NAMED = sorted(path.stem for path in (DATA / "gmcr").glob("*.json") if '"per_dm"' in path.read_text()[:5000])
NAMED = [name for name in NAMED if name.startswith(("game2x2", "elmira", "cuban"))]
RANDOM = json.loads((DATA / "gmcr" / "random_graphs.json").read_text())["cases"]
ORDINAL = json.loads((DATA / "gmcr" / "ordinal_2x2_games.json").read_text())["games"]
PEER = json.loads((DATA / "gmcr_py.json").read_text())["cases"]
MOVES_2X2 = {"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]}


def solved(game, solver=None):
    """The states that each concept calls stable for each player, counted from 0."""
    result = (solver or Stability()).solve(game).strict().result
    return {
        name: [np.flatnonzero(row).tolist() for row in rows]
        for name, rows in zip(result.concepts, result.stable[0], strict=True)
    }


def test_all_named_cases_are_there():
    assert len(NAMED) == 9


@pytest.mark.parametrize("name", NAMED)
def test_named_conflicts(name):
    case = json.loads((DATA / "gmcr" / f"{name}.json").read_text())
    game = ConflictGame.from_graph(
        players=case["decision_makers"],
        states=[state["id"] for state in case["states"]],
        moves=case["moves"],
        payoffs=case["payoffs"],
    )
    solution = Stability().solve(game).strict()
    assert solution.residual[0] == 0
    for concept, by_player in case["expected"]["per_dm"].items():
        for player, states in by_player.items():
            found = solved(game)[concept.lower()][game.players.index(player)]
            assert [state + 1 for state in found] == states, (concept, player)
        index = solution.result.concepts.index(concept.lower())
        found = np.flatnonzero(solution.result.equilibria[0, index])
        assert (found + 1).tolist() == case["expected"]["equilibria"][concept]


def test_random_graphs_with_two_to_four_players():
    for case in RANDOM:
        players = [f"p{k}" for k in range(case["dms"])]
        game = ConflictGame.from_graph(
            players=players,
            states=range(1, case["n"] + 1),
            moves=dict(zip(players, case["moves"], strict=True)),
            payoffs=dict(zip(players, case["payoffs"], strict=True)),
        )
        found = solved(game)
        for concept, expected in case["per_dm"].items():
            assert [[state + 1 for state in states] for states in found[concept.lower()]] == expected
    assert len(RANDOM) == 20


def test_the_ordinal_2x2_games():
    game = ConflictGame.from_graph(
        players=["row", "column"],
        states=range(4),
        moves=MOVES_2X2,
        payoffs={side: [case[side] for case in ORDINAL] for side in ("row", "column")},
    )
    solution = Stability().solve(game).strict()
    assert len(solution) == len(ORDINAL) == 39
    for row, case in enumerate(ORDINAL):
        expected = [case["pure_nash"], *(case[name] for name in ("GMR", "SMR", "SEQ", "SSEQ"))]
        assert [np.flatnonzero(found).tolist() for found in solution.result.equilibria[row]] == expected


def option_form(case):
    """A conflict of the public program: the first option is the lowest bit of a state's number."""
    count, parties = len(case["owner"]), len(case["payoffs"])
    levels = np.array(case["states"])[:, None] >> np.arange(count) & 1
    change = np.ones((count, 2, 2), bool)
    change[[told == "fwd" for told in case["directions"]], 1, 0] = False
    change[[told == "back" for told in case["directions"]], 0, 1] = False
    return ConflictGame(
        payoffs=np.array([case["payoffs"]], float),
        graph=OptionGraph(
            levels=levels.astype(np.int16), owner=np.array(case["owner"]), change=change, parties=parties
        ),
        players=tuple(f"p{k}" for k in range(parties)),
        states=tuple(map(str, case["states"])),
    )


def test_the_public_program_lets_nobody_move_twice():
    solver = Stability(sequences="each_once", concepts=("nash", "gmr", "smr", "seq", "sim"))
    judged = 0
    for case in PEER:
        found = solved(option_form(case), solver)
        found["sim"] = [sorted(set(a) - set(b)) for a, b in zip(found["sim"], case["unsure"], strict=True)]
        assert found == case["stable"]
        judged += sum(map(len, found["sim"]))
    assert judged > 3000


def test_legal_sequences_are_longer_than_the_public_program_takes_them():
    """With three parties and more, chains in which somebody moves again deter what shorter ones do not."""
    differing = [case for case in PEER if solved(option_form(case))["seq"] != case["stable"]["seq"]]
    assert differing
    assert all(len(case["payoffs"]) > 2 for case in differing)
