"""The kernels behind all equilibria: interpreted or compiled, in small rooms or large, whole or in slices."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.concepts.nash import regret
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic import exact_vertices, large_bimatrix, small_bimatrix, two_by_two, vertices
from negsim.kernels.strategic.minors import DEGENERATE, tables
from negsim.solvers.base import Status
from negsim.solvers.strategic.all_nash import AllNash

SMALL = [(1, 1), (1, 3), (2, 2), (2, 3), (3, 2), (3, 3), (4, 3), (4, 4), (2, 8), (5, 5)]


def games(shape, count=6, seed=0):
    draw = np.random.default_rng(seed)
    kinds = [draw.integers(0, 2, (count, 2, *shape)), draw.integers(0, 4, (count, 2, *shape))]
    return np.concatenate([*kinds, draw.normal(size=(count, 2, *shape))]).astype(float)


def always(*_):
    return True


@pytest.fixture
def interpreted(monkeypatch):
    for kernel in (small_bimatrix.blocks, two_by_two.patterns, two_by_two.rows, large_bimatrix.matched):
        monkeypatch.setattr(kernel, "sized", lambda work, kernel=kernel: kernel.function)
    for kernel in (vertices.walk_on, vertices.rehash):
        monkeypatch.setattr(kernel, "sized", lambda work, kernel=kernel: kernel.function)


@pytest.fixture
def compiled(monkeypatch):
    for kernel in (small_bimatrix.blocks, two_by_two.patterns, two_by_two.rows, vertices.walk_on):
        monkeypatch.setattr(kernel, "sized", lambda work, kernel=kernel: kernel.machine)


@pytest.mark.parametrize("shape", SMALL, ids=str)
def test_both_players_have_the_bases_of_each_other_mirrored(shape):
    table = tables(*shape)
    assert sorted(table.mirror) == list(range(len(table.mirror)))
    assert np.array_equal(table.support[0], table.replies[1][table.mirror])
    assert np.array_equal(table.replies[0], table.support[1][table.mirror])


@pytest.mark.parametrize("shape", SMALL[:-1], ids=str)
def test_small_games_have_the_same_equilibria_interpreted_and_compiled_to_the_bit(shape, request):
    payoffs = games(shape)
    request.getfixturevalue("interpreted")
    plain = small_bimatrix.equilibria(payoffs)
    request.getfixturevalue("compiled")
    for one, other in zip(plain, small_bimatrix.equilibria(payoffs), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("shape", [(2, 2), (3, 4)], ids=str)
def test_walking_interpreted_and_compiled_leads_to_the_same_rows(shape, request):
    for payoffs in games(shape, 3):
        request.getfixturevalue("interpreted")
        plain = large_bimatrix.extreme_equilibria(payoffs, always)
        request.getfixturevalue("compiled")
        assert np.array_equal(plain.weights, large_bimatrix.extreme_equilibria(payoffs, always).weights)


@pytest.mark.parametrize("shape", [(2, 2), (2, 5), (3, 3), (4, 4), (5, 5)], ids=str)
def test_walking_finds_what_minors_find(shape):
    payoffs = games(shape)
    weights, item, degenerate, _ = small_bimatrix.equilibria(payoffs)
    for game in range(len(payoffs)):
        walked = large_bimatrix.extreme_equilibria(payoffs[game], always)
        own = weights[item == game]
        assert walked.degenerate == degenerate[game]
        assert np.allclose(walked.weights, own[large_bimatrix.in_order(own, shape[0])], atol=1e-9)


def test_two_by_two_games_agree_with_the_general_kernel():
    payoffs = games((2, 2), 300)
    closed = two_by_two.equilibria(payoffs, 1e-13)
    weights, item, flags = small_bimatrix.extreme_equilibria(payoffs)
    assert np.array_equal(closed[1], item)
    assert np.array_equal(closed[2], flags & DEGENERATE != 0)
    order = np.lexsort([*weights.T, item])
    ours = np.lexsort([*closed[0].T, closed[1]])
    assert np.allclose(closed[0][ours], weights[order], atol=1e-15)


def test_all_81_patterns_of_signs_have_an_equilibrium():
    found = two_by_two.cases()
    assert found.number.min() == 1
    assert found.number.max() == two_by_two.MOST
    assert found.tied.sum() == 81 - 16


def test_a_room_too_small_is_made_larger():
    """A 4 x 4 game of constant payoffs has 16 equilibria, four times what room is planned for."""
    payoffs = np.zeros((700, 2, 4, 4))
    weights, item, _, _ = small_bimatrix.equilibria(payoffs)
    assert np.array_equal(np.bincount(item), np.full(700, 16))
    assert len(np.unique(weights, axis=0)) == 16


def test_a_walk_grows_where_the_usual_room_does_not_do(monkeypatch):
    monkeypatch.setattr(vertices, "usual_vertices", lambda own, other: 0.0)
    payoffs = np.random.default_rng(5).normal(size=(2, 8, 8))
    cramped = large_bimatrix.extreme_equilibria(payoffs, always)
    monkeypatch.undo()
    roomy = large_bimatrix.extreme_equilibria(payoffs, always)
    assert cramped.steps == roomy.steps > 200
    assert np.allclose(cramped.weights, roomy.weights)


@pytest.mark.parametrize("kind", ["whole", "real", "tied"])
def test_whole_numbers_lead_through_the_same_vertices_as_floats(kind):
    """The second player's payoffs decide about the first player's mixtures."""
    draw = np.random.default_rng(2)
    payoffs = {
        "whole": draw.integers(-99, 100, (5, 6)),
        "real": draw.normal(size=(5, 6)),
        "tied": draw.integers(0, 3, (5, 6)),
    }[kind].astype(float)
    walk, _ = large_bimatrix.walked(large_bimatrix.walks(np.stack([payoffs, payoffs])), always, prove=True)
    exact, whole = exact_vertices.exact_vertices(exact_vertices.integers(payoffs), always)
    assert whole
    bases = {int(mask[0]) for mask in walk.masks[: walk.counts[0]]}
    assert {vertex.basis for vertex in exact} == bases
    assert bool(walk.sure[: walk.counts[0]].all()) == (kind != "tied")


def test_a_near_tie_is_doubted_in_floating_point_and_decided_exactly():
    nearly = 0.1 + 0.2  # 4e-17 more than 0.3
    for payoffs in (
        [[[nearly, 0], [0.3, 1]], [[1, 0], [0, 1]]],
        [[[nearly, 0, 5], [0.3, 1, 0]], [[1, 0, 0], [0, 1, 0]]],
    ):
        game = StrategicGame(payoffs=[payoffs])
        loose, strict = AllNash().solve(game), AllNash(exact=True).solve(game)
        assert loose.facts["degenerate"][0] and not loose.facts["complete"][0]
        assert strict.facts["complete"][0] and not strict.facts["degenerate"][0]


def test_a_near_tie_that_decides_nothing_is_not_doubted():
    """The last column is never a best reply, so it does not matter that two of its payoffs are nearly alike."""
    row = [[3, 0, 0.1 + 0.2], [0, 2, 0.3], [1, 1, 7]]
    column = [[5, 0, -9], [0, 5, -9], [1, 3, -9]]
    assert AllNash().solve(StrategicGame(payoffs=[[row, column]])).facts["complete"][0]


@pytest.mark.parametrize("unit", [1e-250, 1e-12, 1e9, 1e250])
def test_the_unit_of_payoff_does_not_matter_however_large(unit):
    payoffs = games((3, 3))
    plain = AllNash().solve(StrategicGame(payoffs=payoffs))
    scaled = AllNash().solve(StrategicGame(payoffs=payoffs * unit))
    assert np.array_equal(plain.result.item, scaled.result.item)
    assert np.allclose(plain.result.weights, scaled.result.weights, atol=1e-9)


def test_threads_give_the_same_rows_in_the_same_order():
    payoffs = np.random.default_rng(3).integers(0, 9, (50_001, 2, 3, 3)).astype(float)
    game = StrategicGame(payoffs=payoffs)
    one, two = AllNash().solve(game), AllNash(threads=2).solve(game)
    assert np.array_equal(one.result.item, two.result.item)
    assert np.array_equal(one.result.weights, two.result.weights)
    assert regret(game, one.result).max() < 1e-12


@pytest.mark.parametrize("exact", [False, True])
def test_a_step_limit_ends_a_large_game_with_what_was_found(exact):
    game = StrategicGame(payoffs=np.random.default_rng(0).integers(-99, 100, (1, 2, 12, 12)))
    solution = AllNash(max_steps=3000, exact=exact).solve(game)
    assert Status(solution.status[0]) is Status.step_limit
    assert not solution.facts["complete"][0]
    assert solution.residual.max(initial=0.0) < 1e-9


def test_no_deadline_is_overrun_by_much():
    import time

    game = StrategicGame(payoffs=np.random.default_rng(0).normal(size=(1, 2, 18, 18)))
    AllNash(max_steps=10).solve(game)  # compiles
    started = time.monotonic()
    solution = AllNash(deadline=0.2).solve(game)
    assert time.monotonic() - started < 3
    assert Status(solution.status[0]) is Status.time_limit


def test_an_empty_batch_has_no_rows():
    for shape in ((2, 2), (3, 3)):
        solution = AllNash().solve(StrategicGame(payoffs=np.zeros((0, 2, *shape))))
        assert len(solution) == len(solution.status) == 0


def test_a_walk_that_would_need_too_much_memory_stops_with_what_it_has(monkeypatch):
    game = StrategicGame(payoffs=np.random.default_rng(8).integers(-99, 100, (1, 2, 12, 12)))
    everything = AllNash().solve(game)
    monkeypatch.setattr(large_bimatrix, "MOST_BYTES", 0)
    part = AllNash().solve(game)
    assert Status(part.status[0]) is Status.memory_limit
    assert not part.facts["complete"][0]
    assert everything.facts["complete"][0]
    assert len(part) < len(everything)


def test_the_space_taken_at_first_does_not_grow_with_what_could_be_needed():
    walk = vertices.started(np.ones((60, 60)), np.arange(120))
    assert sum(array.nbytes for array in walk) < 2**31
