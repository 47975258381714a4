"""Strength of preference, unknown and fuzzy preferences, and attitudes: verdicts of independent implementations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from negsim.games.conflict import ConflictGame
from negsim.solvers.conflict.attitude_stability import AttitudeStability
from negsim.solvers.conflict.fuzzy_stability import FuzzyStability
from negsim.solvers.conflict.matrix_stability import MatrixStability
from negsim.solvers.conflict.strength_stability import StrengthStability
from negsim.solvers.conflict.unknown_preference_stability import UnknownPreferenceStability

DATA = Path(__file__).parent / "data" / "gmcr"
CASES = json.loads((DATA / "preference_structures.json").read_text())["cases"]
ATTITUDES = json.loads((DATA / "attitudes_pd.json").read_text())["cases"]


def conflict(case):
    degrees = case["data"].get("P") or case["data"]["alpha"]
    players, states = [str(k) for k in range(len(degrees))], [str(k + 1) for k in range(case["n"])]
    game = ConflictGame.from_graph(
        players=players,
        states=states,
        moves={
            player: [(str(a), str(b)) for a, b in arcs] for player, arcs in zip(players, case["moves"], strict=True)
        },
        payoffs={player: np.zeros(len(states)) for player in players},
    )
    return replace(game, degrees=np.array(degrees, float)[None])  # null becomes nan


def questions(case):
    """Solver, prefix of its concepts, and what is expected of it, for every sense of stability of a case."""
    if case["kind"] == "strength":
        return [
            (StrengthStability(), prefix, part)
            for part, prefix in [("general", ""), ("strong", "strong "), ("weak", "weak ")]
        ]
    if case["kind"] == "unknown":
        return [(UnknownPreferenceStability(treatment=part), "", part) for part in "abcd"]
    return [(FuzzyStability(thresholds=case["data"]["gamma"]), "", None)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_player_finds_the_states_stable_that_the_definitions_say(case):
    game = conflict(case)
    for solver, prefix, part in questions(case):
        solution = solver.solve(game).strict()
        assert solution.residual[0] == 0
        for player in game.players:
            expected = case["expected"][player]
            expected = expected if part is None else expected[part]
            found = {
                concept: [int(state) for state in solution[0].stable[prefix + concept.lower()][player]]
                for concept in expected
            }
            assert found == expected, (solver, player)


def dilemma(payoffs):
    return ConflictGame.from_graph(
        players=["Row", "Column"],
        states=["1", "2", "3", "4"],
        moves={"Row": [(0, 2), (2, 0), (1, 3), (3, 1)], "Column": [(0, 1), (1, 0), (2, 3), (3, 2)]},
        payoffs=payoffs,
    )


RANKS = {"Row": [3, 1, 4, 2], "Column": [3, 4, 1, 2]}


@pytest.mark.parametrize("case", ATTITUDES, ids=lambda case: str(case["attitudes"]))
def test_attitudes_in_the_dilemma_are_as_defined(case):
    solution = AttitudeStability(attitudes=case["attitudes"]).solve(dilemma(RANKS)).strict()
    stable = {player: [int(state) for state in states] for player, states in solution[0].stable["rnash"].items()}
    assert stable == case["rnash_stable"]
    assert [int(state) for state in solution[0].equilibria["rnash"]] == case["equilibria"]
    assert solution.residual[0] == 0


def loose(draw, players, states):
    """A conflict with strict orders on a graph of any moves."""
    there = draw.random((players, states, states)) < 0.4
    there &= ~np.eye(states, dtype=bool)
    names = [str(k) for k in range(players)]
    return ConflictGame.from_graph(
        players=names,
        states=range(states),
        moves={
            name: list(zip(*map(np.ndarray.tolist, np.nonzero(arcs)), strict=True))
            for name, arcs in zip(names, there, strict=True)
        },
        payoffs={name: draw.permutation(states) for name in names},
    )


@pytest.mark.parametrize("seed", range(20))
def test_attitudes_keep_the_published_relations_to_the_classic_concepts(seed):
    """Inohara and Hipel (2009): minding oneself alone is classic, with strict orders; not caring joins two concepts."""
    draw = np.random.default_rng(seed)
    game = loose(draw, 2 + seed % 2, 5)
    count = len(game.players)
    selfish = AttitudeStability(attitudes=np.where(np.eye(count), "+", "0").tolist()).solve(game)
    classic = MatrixStability().solve(game)
    assert np.array_equal(selfish.result.stable, classic.result.stable)
    neutral = dict(zip(*_concepts(AttitudeStability(attitudes=[["0"] * count] * count).solve(game)), strict=True))
    assert np.array_equal(neutral["rnash"], neutral["rsmr"])
    assert np.array_equal(neutral["rgmr"], neutral["rseq"])


def _concepts(solution):
    return solution.result.concepts, solution.result.stable[0]
