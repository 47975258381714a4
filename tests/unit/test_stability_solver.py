"""Stability of large, restricted and partly seen conflicts: the fast ways against sets, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim.concepts.conflict_stability import CONCEPTS, stable_by_definition
from negsim.errors import NotApplicable, UnknownName
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.games.graphs.groups import Groups
from negsim.kernels.graphs.stable_states import judged
from negsim.solvers import _stable_by_rank
from negsim.solvers.base import Status
from negsim.solvers.conflict.stability import Stability
from negsim.testing.conflicts import conflict_samples, loose, options

ALL = (*CONCEPTS, "sim")


def conflicts(count, *, batch=1):
    """Options of two or three levels, some one-way or otherwise restricted, combinations missing, states shuffled."""
    draw = np.random.default_rng(20220126)
    for _ in range(count):
        sizes = draw.integers(2, 4, draw.integers(1, 5))
        parties = int(draw.integers(1, 5))
        levels = np.stack(np.meshgrid(*map(np.arange, sizes), indexing="ij"), -1).reshape(-1, len(sizes))
        levels = draw.permutation(levels)[: max(1, int(len(levels) * draw.choice([1, 0.7])))]
        change = np.ones((len(sizes), 3, 3), bool)
        for option in np.flatnonzero(draw.random(len(sizes)) < 0.5):
            change[option] = np.triu(change[option]) if draw.random() < 0.7 else draw.random((3, 3)) < 0.6
            change[option] |= np.eye(3, dtype=bool)
        owner = draw.integers(0, parties, len(sizes))
        yield ConflictGame(
            payoffs=draw.integers(0, draw.choice([2, 5, 50]), (batch, parties, len(levels))).astype(float),
            graph=OptionGraph(levels=levels.astype(np.int16), owner=owner, change=change, parties=parties),
            players=tuple(f"p{k}" for k in range(parties)),
            states=tuple(map(str, range(len(levels)))),
        )


def binary(bits, parties, *, batch=1, held=0):
    """All combinations of binary options, of which the first `held` cannot be taken back."""
    draw = np.random.default_rng(1)
    change = np.ones((bits, 2, 2), bool)
    change[:held, 1, 0] = False
    levels = np.arange(2**bits)[:, None] >> np.arange(bits) & 1
    return ConflictGame(
        payoffs=draw.normal(size=(batch, parties, 2**bits)),
        graph=OptionGraph(
            levels=levels.astype(np.int16), owner=np.arange(bits) % parties, change=change, parties=parties
        ),
        players=tuple(f"p{k}" for k in range(parties)),
        states=tuple(map(str, range(2**bits))),
    )


def test_groups_hold_every_move_and_no_other():
    for game in conflicts(60):
        groups = Groups.of(game.graph)
        for player in range(len(game.players)):
            group = groups.group[player]
            assert np.array_equal(np.diff(groups.start[player])[: group.max() + 1], np.bincount(group))
            found = {
                (int(a), int(b))
                for g in range(group.max() + 1)
                for h in groups.source[groups.source_start[player, g] : groups.source_start[player, g + 1]]
                for a in np.flatnonzero(group == h)
                for b in np.flatnonzero(group == g)
                if a != b
            }
            assert found == set(zip(*(part.tolist() for part in game.graph.arcs(player)), strict=True))


@pytest.mark.parametrize("sequences", ["legal", "single_step", "each_once"])
def test_every_way_to_answer_is_judged_as_defined(sequences):
    solver = Stability(sequences=sequences, concepts=ALL)
    for game in conflicts(60):
        found = solver.solve(game).strict()
        assert np.array_equal(found.result.stable[0], stable_by_definition(game, 0, ALL, sequences))
        assert found.residual.tolist() == [0.0]


def test_the_ways_to_answer_differ_with_three_parties():
    game = loose(np.random.default_rng(8), players=4, states=12, batch=20, chance=0.15)
    found = [
        Stability(sequences=way).solve(game).result.stable.sum((0, 2, 3))
        for way in ("single_step", "each_once", "legal")
    ]
    assert (found[0][1:] < found[1][1:]).all()
    assert (found[1] <= found[2]).all()
    assert (found[1][3] < found[2][3]).all()


def test_a_conflict_is_judged_as_if_unseen_states_did_not_exist():
    draw = np.random.default_rng(2)
    for game in conflicts(60):
        known = draw.random((len(game.players), len(game.states))) < 0.7
        partly = replace(game, perceived=known)
        for sequences in ("legal", "each_once"):
            found = Stability(concepts=ALL, sequences=sequences).solve(partly).strict()
            assert np.array_equal(found.result.stable[0], stable_by_definition(partly, 0, ALL, sequences))
        for player in range(len(game.players)):
            kept = np.flatnonzero(known[player])
            if not len(kept):
                continue
            rest = ConflictGame(
                payoffs=np.asarray(game.ranks[:, :, kept], float),
                graph=game.graph.keep(kept),
                players=game.players,
                states=tuple(game.states[s] for s in kept),
            )
            alone = stable_by_definition(rest, 0)[:, player]
            found = Stability().solve(partly).result.stable[0, :, player]
            assert np.array_equal(found[:, kept], alone)
            assert found[:, ~known[player]].all()


def test_interpreted_and_compiled_kernels_agree():
    for game in conflicts(5, batch=3):
        groups = Groups.of(game.graph)
        arrays = groups.group, groups.start, groups.source_start, groups.source
        everybody, everything = np.arange(len(game.players)), np.ones(5, bool)
        small = judged(game.ranks, arrays, everybody, everything)
        many = judged(np.tile(game.ranks, (4000, 1, 1)), arrays, everybody, everything)
        assert np.array_equal(many, np.tile(small, (4000, 1, 1, 1)))


@pytest.mark.parametrize("held", [0, 5])
def test_thousands_of_states_agree_with_the_definition_where_it_is_checked(held):
    solution = Stability().solve(binary(12, 3, held=held)).strict()
    assert solution.residual.tolist() == [0.0]
    wrong = replace(solution.result, stable=~solution.result.stable)
    assert solution.solver.concept.residual(solution.game, wrong).tolist() == [1.0]


def test_irreversible_options_of_one_party_alone():
    """What cannot be undone is stable from the end: with one option, leaving is an improvement or is impossible."""
    game = options((3,), (0,), one_way=(0,))
    found = Stability().solve(replace(game, payoffs=np.array([[[1.0, 0.0, 2.0]], [[5.0, 9.0, 1.0]]]))).result
    assert found.stable[:, 0, 0].tolist() == [[False, False, True], [False, True, True]]
    assert (found.stable == found.stable[:, :1]).all(), "nobody is there to answer"


def test_payoffs_that_differ_by_rounding_are_indifferent():
    game = options((3,), (0,))
    found = Stability().solve(replace(game, payoffs=np.array([[[0.1 + 0.2, 0.3, 0.0]]]))).result
    assert found.stable[0, :, 0].tolist() == [[True, True, False]] * 5


def test_time_runs_out_between_conflicts(monkeypatch):
    monkeypatch.setattr(_stable_by_rank, "CHUNK", 3 * 2**2 * 16)
    game = binary(4, 2, batch=10)
    whole, hurried = Stability().solve(game), Stability(deadline=0.0).solve(game)
    assert whole.ok
    assert hurried.status.tolist() == [Status.solved.code] * 3 + [Status.time_limit.code] * 7
    assert np.array_equal(hurried.result.stable, whole.result.stable[:3])
    both = Stability(deadline=0.0, concepts=("gmr", "sim")).solve(game)
    assert both.status.tolist() == [Status.solved.code] + [Status.time_limit.code] * 9
    assert both.result.stable.shape == (1, 2, 2, 16)


def test_concepts_come_in_the_order_asked_for():
    game = binary(4, 2, batch=3)
    whole = Stability().solve(game).result
    found = Stability(concepts=["sseq", "gmr"]).solve(game).result
    assert found.concepts == ("sseq", "gmr")
    assert np.array_equal(found.stable, whole.stable[:, [4, 1]])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"concepts": ("nahs",)}, "did you mean 'nash'"),
        ({"concepts": "nash"}, "list"),
        ({"concepts": ()}, "at least one"),
        ({"concepts": ("nash", "gmr", "nash")}, "each of them once"),
        ({"sequences": "long"}, "legal"),
    ],
)
def test_options_that_mean_nothing_are_refused(wrong, words):
    with pytest.raises((NotApplicable, UnknownName), match=words):
        Stability(**wrong)


def test_conflicts_that_do_not_go_with_the_options_are_refused():
    games = conflict_samples()
    with pytest.raises(NotApplicable, match="no options to combine"):
        Stability(concepts=("sim",)).solve(games["strict 2x2"])
    with pytest.raises(NotApplicable, match="UnknownPreferenceStability"):
        Stability().solve(games["partly unknown"])
    with pytest.raises(NotApplicable, match="for payoffs alone"):
        Stability(sequences="each_once").solve(games["graded"])


def test_degrees_count_before_payoffs():
    game = conflict_samples()["graded"]
    found = Stability(concepts=("smr", "nash")).solve(game).strict()
    assert found.residual.tolist() == [0.0, 0.0]
    for item in range(len(game)):
        assert np.array_equal(found.result.stable[item], stable_by_definition(game, item, ("smr", "nash")))
