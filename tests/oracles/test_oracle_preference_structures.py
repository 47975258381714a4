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


def sign(matrix):
    return (matrix > 0).astype(int)


def undeterred(own, reached, deterring):
    """Whether some move leads to where nothing that deters is reached: the diagonal of J+ [E - sign(M D')]."""
    return np.diag(own @ (1 - sign(reached @ deterring.T))) > 0


def reached(moves, movers):
    """Reachability by the published recursion, one length after the other, up to the number of arcs."""
    last, total = {j: moves[j] for j in movers}, sum((moves[j] for j in movers), np.zeros_like(moves[0]))
    for _ in range(int(sum(moves[j].sum() for j in movers))):
        last = {j: sign(sum((last[p] for p in movers if p != j), np.zeros_like(moves[0])) @ moves[j]) for j in movers}
        total = total + sum(last.values())
    return sign(total)


@pytest.mark.parametrize("seed", range(12))
def test_several_players_agree_with_the_published_matrix_forms(seed):
    """Strength: Xu, Hipel and Kilgour (2009); unknown preferences: Xu, Hipel, Kilgour and Chen (2010)."""
    draw = np.random.default_rng(100 + seed)
    count, size = 3 + seed % 2, 5
    game = loose(draw, count, size)
    degree = draw.integers(-2, 3, (count, size, size)).astype(float)
    degree -= np.swapaxes(degree, 1, 2)
    moves = np.zeros((count, size, size), int)
    for player in range(count):
        moves[(player, *game.graph.arcs(player))] = 1

    strength = stable_in(StrengthStability(strong=2), replace(game, degrees=degree[None]))
    better, much_worse = (degree > 0).astype(int), (degree <= -2).astype(int)
    for i in range(count):
        others = [j for j in range(count) if j != i]
        by_any, credible = reached(moves, others), reached(moves * better, others)
        own, lasting = moves[i] * better[i], much_worse[i] * (1 - sign((1 - much_worse[i]) @ moves[i].T))
        assert np.array_equal(strength["nash"][i], own.sum(1) == 0)
        for name, answers, deterring in [
            ("gmr", by_any, 1 - better[i]),
            ("seq", credible, 1 - better[i]),
            ("strong gmr", by_any, much_worse[i]),
            ("strong smr", by_any, lasting),
            ("strong seq", credible, much_worse[i]),
            ("strong sseq", credible, lasting),
        ]:
            assert np.array_equal(strength[name][i], ~undeterred(own, answers, deterring)), name

    unknown = np.triu(draw.random((count, size, size)) < 0.3, 1)
    unknown = (unknown | np.swapaxes(unknown, 1, 2)).astype(int)
    doubtful = replace(game, degrees=np.where(unknown, np.nan, degree)[None])
    known, maybe = better * (1 - unknown), sign(better + unknown)
    for treatment, tempting, deterred in [
        ("a", maybe, 1 - maybe),
        ("b", known, 1 - maybe),
        ("c", maybe, 1 - known),
        ("d", known, 1 - known),
    ]:
        found = stable_in(UnknownPreferenceStability(treatment=treatment), doubtful)
        for i in range(count):
            others = [j for j in range(count) if j != i]
            by_any, credible = reached(moves, others), reached(moves * maybe, others)
            own, lasting = moves[i] * tempting[i], deterred[i] * (1 - sign((1 - deterred[i]) @ moves[i].T))
            for name, answers, deterring in [
                ("gmr", by_any, deterred[i]),
                ("smr", by_any, lasting),
                ("seq", credible, deterred[i]),
            ]:
                assert np.array_equal(found[name][i], ~undeterred(own, answers, deterring)), (treatment, name)


def stable_in(solver, game):
    result = solver.solve(game).strict().result
    return dict(zip(result.concepts, result.stable[0], strict=True))
