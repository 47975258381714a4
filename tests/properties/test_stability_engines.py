"""Sets, matrices, bits and propagation: engines that share no code agree on every verdict of 10,000 graphs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.conflict_stability import CONCEPTS, stable_by_definition, verdicts
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import ArcGraph
from negsim.games.graphs.relations import Relations
from negsim.kernels.graphs.stability_matrices import stable_states
from negsim.solvers._relations import Rounds
from negsim.solvers.base import Watch
from negsim.solvers.conflict.matrix_stability import MatrixStability
from negsim.solvers.conflict.stability import Stability
from negsim.testing.conflicts import loose, options
from negsim.testing.strategies import conflict_games, octets

NASH, GMR, SMR, SEQ, SSEQ = map(CONCEPTS.index, ("nash", "gmr", "smr", "seq", "sseq"))
INCLUSIONS = [(NASH, SSEQ), (SSEQ, SEQ), (SEQ, GMR), (SSEQ, SMR), (SMR, GMR)]


small = conflict_games(states=st.integers(2, 4))


def side_by_side(games):
    """Conflicts that have nothing to do with each other, as one: judged together in less time than one by one."""
    players, sizes = max(len(game.players) for game in games), [len(game.states) for game in games]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    payoffs = np.zeros((1, players, starts[-1]))
    arcs = [([], []) for _ in range(players)]
    for game, start in zip(games, starts, strict=False):
        payoffs[:, : len(game.players), start : start + len(game.states)] = game.payoffs
        for player in range(len(game.players)):
            for ends, more in zip(arcs[player], game.graph.arcs(player), strict=True):
                ends.extend(start + more)
    return starts, ConflictGame(
        payoffs=payoffs,
        graph=ArcGraph(starts[-1], arcs),
        players=tuple(map(str, range(players))),
        states=tuple(map(str, range(starts[-1]))),
    )


def engines(game):
    """Stable states of shape (concept, player, state), by matrices, by bits, and by propagation of ranks."""
    yield MatrixStability().solve(game).result.stable[0]
    yield Rounds(game).stable(Relations.crisp(game), Watch(Stability()))
    yield Stability().solve(game).result.stable[0]


@settings(max_examples=500, deadline=None)
@given(st.tuples(*[small] * 18, *[conflict_games()] * 2))
def test_four_engines_agree_and_stronger_concepts_imply_weaker_ones(games):
    by_sets = [stable_by_definition(game, 0) for game in games]
    starts, joined = side_by_side(games)
    for found in engines(joined):
        for start, expected in zip(starts, by_sets, strict=False):
            _, players, states = expected.shape
            assert np.array_equal(found[:, :players, start : start + states], expected)
    for found in engines(games[-1]):
        assert np.array_equal(found, by_sets[-1])
    for strong, weak in INCLUSIONS:
        assert not any((expected[strong] & ~expected[weak]).any() for expected in by_sets)


@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_engines_agree_whatever_improves_deters_shelters_and_is_expected(data):
    game = data.draw(conflict_games())
    count, size = len(game.players), len(game.states)
    numbers = data.draw(octets(count * size * size)).reshape(count, size, size)
    improve, sanction, escape, credible = (numbers >> k & 1 == 1 for k in range(4))
    relations = Relations(improve=improve, sanction=sanction, escape=escape, credible=credible)
    moves = np.zeros(improve.shape, bool)
    for player in range(count):
        moves[(player, *game.graph.arcs(player))] = True
    by_bits = Rounds(game).stable(relations, Watch(Stability()))
    for player in range(count):
        by_matrices = stable_states(moves, improve, sanction, escape, credible, player)
        assert np.array_equal(by_matrices, by_bits[:, player])
        for state in range(size):
            found = verdicts(game, relations, player, state)
            assert [found[name] for name in CONCEPTS] == by_bits[:, player, state].tolist()


@pytest.mark.parametrize("seed", range(4))
def test_engines_agree_on_graphs_of_many_words_and_on_options(seed):
    draw = np.random.default_rng(seed)
    if seed % 2:
        states = 70 + 15 * seed
        game = loose(draw, players=3, states=states, batch=1, chance=1 / states)
    else:
        game = options((2, 3, 2, 2, 3, 2), (0, 1, 2, 0, 1, 2), one_way=tuple(range(seed)))
    game = replace(game, payoffs=draw.integers(0, 40, game.payoffs.shape).astype(float))
    by_matrices, by_bits, by_ranks = engines(game)
    assert np.array_equal(by_bits, by_matrices)
    assert np.array_equal(by_bits, by_ranks)
    assert 0 < by_bits[NASH].mean() < by_bits[GMR].mean()
    assert by_bits[SSEQ].mean() < 1
