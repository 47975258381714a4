"""Options of the solvers for graded, unknown and fuzzy preferences and attitudes: what they take and refuse."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

import negsim
from negsim.cli.question import chosen_solver
from negsim.concepts.attitude_stability import attitude_stability
from negsim.concepts.conflict_stability import conflict_stability
from negsim.concepts.fuzzy_stability import fuzzy_stability
from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import ArcGraph
from negsim.solvers.base import Status
from negsim.solvers.conflict.attitude_stability import AttitudeStability
from negsim.solvers.conflict.fuzzy_stability import FuzzyStability
from negsim.solvers.conflict.matrix_stability import MatrixStability
from negsim.solvers.conflict.stability import Stability
from negsim.solvers.conflict.strength_stability import StrengthStability
from negsim.solvers.conflict.unknown_preference_stability import UnknownPreferenceStability
from negsim.testing.conflicts import loose, two_by_two
from negsim.views.tables.stability import in_states

DILEMMA = replace(two_by_two(), payoffs=np.array([[[3, 1, 4, 2], [3, 4, 1, 2]]], float))
DOUBT = replace(DILEMMA, degrees=np.where(np.eye(4), 0, np.nan)[None, None].repeat(2, axis=1))


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("strength_stability", {"strong": "3"}, StrengthStability(strong=3.0)),
        (
            "unknown_preference_stability",
            {"treatment": "c", "unsure": "1"},
            UnknownPreferenceStability(treatment="c", unsure=1),
        ),
        ("fuzzy_stability", {"thresholds": "0.4"}, FuzzyStability(thresholds=(0.4,))),
        ("fuzzy_stability", {"thresholds": "[0.4, 0.6]"}, FuzzyStability(thresholds=(0.4, 0.6))),
        ("attitude_stability", {"attitudes": "[+0, -+]"}, AttitudeStability(attitudes=(("+", "0"), ("-", "+")))),
        ("attitude_stability", {"indifferent": "neither"}, AttitudeStability(indifferent="neither")),
    ],
)
def test_options_are_read_as_typed(name, asked, expected):
    assert chosen_solver(name, asked) == expected


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        (StrengthStability, {"strong": 0.0}, "least degree of a strong preference"),
        (StrengthStability, {"strong": float("nan")}, "least degree of a strong preference"),
        (UnknownPreferenceStability, {"treatment": "e"}, "Use one of 'a', 'b', 'c', 'd'"),
        (UnknownPreferenceStability, {"unsure": -1.0}, "unsure is -1.0"),
        (FuzzyStability, {"thresholds": ()}, "above 0"),
        (FuzzyStability, {"thresholds": (0.5, 0.0)}, "above 0"),
        (FuzzyStability, {"thresholds": "high"}, "thresholds are 'high'"),
        (AttitudeStability, {"attitudes": 3}, "one row for each party"),
        (AttitudeStability, {"attitudes": "+0"}, "one row for each party"),
        (AttitudeStability, {"attitudes": ["+x", "0+"]}, "an attitude is 'x'"),
        (AttitudeStability, {"indifferent": "both"}, "Use 'well' or 'neither'"),
    ],
)
def test_options_without_meaning_are_refused(kind, options, words):
    with pytest.raises(NotApplicable, match=words):
        kind(**options)


@pytest.mark.parametrize(
    ("solver", "game", "words"),
    [
        (FuzzyStability(thresholds=(0.5, 0.5, 0.5)), DILEMMA, "3 thresholds and 2 players"),
        (AttitudeStability(attitudes=["+0", "0"]), DILEMMA, "one row for each of the 2 players"),
        (AttitudeStability(attitudes=["+00", "0+0", "00+"]), DILEMMA, "one row for each of the 2 players"),
        (StrengthStability(), DOUBT, "Use UnknownPreferenceStability"),
        (FuzzyStability(), DOUBT, "Use UnknownPreferenceStability"),
        (AttitudeStability(), DOUBT, "Use UnknownPreferenceStability"),
        (MatrixStability(), DOUBT, "Use UnknownPreferenceStability"),
        (Stability(), DOUBT, "Use UnknownPreferenceStability"),
    ],
)
def test_conflicts_that_options_do_not_fit_are_refused(solver, game, words):
    with pytest.raises(NotApplicable, match=words):
        solver.solve(game)


def test_payoffs_are_read_as_degrees_of_preference():
    """In the dilemma, who leaves CC (3) ends in DD (2): one degree worse off, which is harsh if the bound is 1."""
    for strong, held in [(1.0, {"CC"}), (1.5, set()), (3.0, set())]:
        found = StrengthStability(strong=strong).solve(DILEMMA)[0].equilibria
        assert set(found["strong seq"]) - {"DD"} == held
        assert "CC" in found["seq"]
    assert FuzzyStability(thresholds=(1.5,)).solve(DILEMMA)[0].equilibria["nash"] == ["CC", "CD", "DC", "DD"]
    sure = UnknownPreferenceStability(treatment="b", unsure=1.5)
    assert sure.solve(DILEMMA)[0].equilibria["nash"] == ["CC", "CD", "DC", "DD"]


def test_degrees_of_one_conflict_serve_a_batch_and_degrees_of_each_are_kept_apart():
    draw = np.random.default_rng(5)
    degrees = draw.integers(-3, 4, (3, 2, 4, 4)).astype(float) * ~np.eye(4, dtype=bool)
    batch = replace(two_by_two(3), degrees=degrees)
    for solver in (StrengthStability(), FuzzyStability(), AttitudeStability(), UnknownPreferenceStability()):
        together = solver.solve(batch).result.stable
        for item in range(3):
            alone = solver.solve(replace(two_by_two(), degrees=degrees[item : item + 1])).result.stable
            assert np.array_equal(together[item], alone[0])
        shared = solver.solve(replace(two_by_two(2), degrees=degrees[:1])).result.stable
        assert np.array_equal(shared, together[[0, 0]])


def test_states_that_a_player_does_not_know_of_are_no_improvements_sanctions_or_escapes():
    """What a player sees is the conflict on the states it knows of, and nothing deters or tempts it elsewhere."""
    draw = np.random.default_rng(6)
    for _ in range(20):
        game = loose(draw, players=3, states=6, batch=1)
        seen = draw.random((3, 6)) < 0.7
        found = FuzzyStability().solve(replace(game, perceived=seen)).result.stable[0]
        assert np.array_equal(found, MatrixStability().solve(replace(game, perceived=seen)).result.stable[0])
        for player in range(3):
            known = np.flatnonzero(seen[player])
            assert found[:, player, ~seen[player]].all()
            if not len(known):
                continue
            part = ConflictGame(
                payoffs=game.payoffs[:, :, known],
                graph=game.graph.keep(known),
                players=game.players,
                states=tuple(game.states[k] for k in known),
            )
            assert np.array_equal(found[:, player, known], MatrixStability().solve(part).result.stable[0, :, player])


def test_conflicts_too_large_for_pairs_of_states_are_left_with_advice():
    states = 20_000
    game = ConflictGame(
        payoffs=np.zeros((1, 2, states)),
        graph=ArcGraph(states, [([0], [1]), ([], [])]),
        players=("a", "b"),
        states=tuple(map(str, range(states))),
    )
    for solver in (StrengthStability(), FuzzyStability(), MatrixStability()):
        solution = solver.solve(game)
        assert Status(solution.status[0]) is Status.memory_limit
        assert not len(solution)


def test_steps_and_seconds_are_limited_and_counted_alike_alone_and_in_a_batch():
    game = loose(np.random.default_rng(7), players=3, states=8, batch=4)
    full = FuzzyStability().solve(game)
    assert full.steps[0] > 3
    assert full.steps.tolist() == [int(FuzzyStability().solve(game.take(slice(k, k + 1))).steps[0]) for k in range(4)]
    enough, short = int(full.steps.max()), int(full.steps.min()) - 1
    assert FuzzyStability(max_steps=enough).solve(game).ok
    assert {Status(code) for code in FuzzyStability(max_steps=short).solve(game).status} == {Status.step_limit}
    assert {Status(code) for code in FuzzyStability(deadline=0.0).solve(game).status} == {Status.time_limit}
    assert {Status(code) for code in MatrixStability(max_steps=2).solve(game).status} == {Status.step_limit}


@pytest.mark.parametrize(
    ("concept", "solver"),
    [
        (fuzzy_stability(), FuzzyStability()),
        (attitude_stability((("0", "+"), ("+", "0"))), AttitudeStability(attitudes=["0+", "+0"])),
        (conflict_stability, Stability()),
    ],
)
def test_a_false_verdict_is_found_out(concept, solver):
    solution = solver.solve(DILEMMA)
    stable = solution.result.stable.copy()
    stable[0, 1, 0, 2] ^= True
    share = pickle.loads(pickle.dumps(concept)).residual(DILEMMA, replace(solution.result, stable=stable))
    assert share[0] == pytest.approx(1 / stable[0].size)


def test_shades_of_stability_share_a_column_and_leave_machines_every_concept():
    payoffs = np.array([[[3, 2, 4, -9], [6, 8, 2, 1]]], float)  # the crash is much worse for row, and merely worse
    chicken = replace(two_by_two(), payoffs=payoffs)
    solution = StrengthStability(strong=6.5).solve(chicken)
    shown = negsim.table(solution)
    assert shown.columns[:7] == ("#", "state", "nash", "gmr", "smr", "seq", "sseq")
    cells = {row[1].removesuffix(" (start)"): row[2:] for row in shown.rows}
    assert cells["CD"][1:] == ("all strong",) * 4  # Nash
    assert cells["CC"] == ("-", "all: row strong, column weak", "all weak", "-", "-")
    assert cells["DD"] == ("-",) * 5
    assert "strong gmr: row" in in_states(solution).columns
