"""Looking ahead: what must hold of limited-move stability in every conflict of two players."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.solvers.conflict.limited_move import LimitedMove
from negsim.solvers.conflict.stability import Stability
from negsim.testing.conflicts import loose, options

SEEDS = st.integers(0, 2**32 - 1)


def conflict(seed, states=(1, 7), batch=3):
    """Any moves, few payoffs, so that ties are frequent."""
    draw = np.random.default_rng(seed)
    return loose(draw, players=2, states=int(draw.integers(*states)), batch=batch, chance=draw.random())


def part(result, name):
    return result.stable[:, result.concepts.index(name)]


def literally(game, item, player, state, horizon):
    """Where play ends, by the definition as it is printed."""
    if horizon == 0:
        return state
    ranks, other = game.ranks[item, player], game.ranks[item, 1 - player]
    ends = [literally(game, item, 1 - player, int(q), horizon - 1) for q in game.graph.targets(player, state)]
    if not ends:
        return state
    best = [end for end in ends if ranks[end] == max(ranks[e] for e in ends)]
    chosen = min(best, key=lambda end: other[end])
    return chosen if ranks[chosen] > ranks[state] else state


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_verdicts_are_those_of_the_printed_definition(seed):
    game = conflict(seed, states=(1, 6), batch=1)
    found = LimitedMove(horizon=4).solve(game).strict()
    for horizon in range(1, 5):
        for player in (0, 1):
            stays = [literally(game, 0, player, s, horizon) == s for s in range(len(game.states))]
            assert part(found.result, f"L_{horizon}")[0, player].tolist() == stays


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 9))
def test_answers_hold(seed, horizon):
    found = LimitedMove(horizon=horizon).solve(conflict(seed)).strict()
    assert (found.residual == 0).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_first_horizons_are_classic_concepts(seed):
    """L_1 and maximin_1 are Nash, maximin_2 is GMR, maximin_3 is SMR (Rego and Vieira 2020)."""
    game = conflict(seed)
    found, classic = (solver.solve(game).strict().result for solver in (LimitedMove(), Stability()))
    for ahead, same in {"L_1": "nash", "maximin_1": "nash", "maximin_2": "gmr", "maximin_3": "smr"}.items():
        assert (part(found, ahead) == part(classic, same)).all(), ahead


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_against_opposed_preferences_both_ways_to_look_ahead_agree(seed):
    game = conflict(seed)
    opposed = replace(game, payoffs=game.payoffs[:, :1] * np.array([[[1.0], [-1.0]]]))
    found = LimitedMove(horizon=7).solve(opposed).strict().result
    for horizon in range(1, 8):
        assert (part(found, f"L_{horizon}") == part(found, f"maximin_{horizon}")).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_nonmyopic_is_what_all_long_horizons_agree_on(seed):
    found = LimitedMove(horizon=60).solve(conflict(seed, batch=1)).strict()
    reached = int(found.steps[0])
    late = np.stack([part(found.result, f"L_{h}") for h in range(reached + 1, 61)])
    assert reached <= 30, "the conflict is too small for a longer way to what repeats itself"
    assert (part(found.result, "nonmyopic") == late.all(0)).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_names_of_states_and_players_do_not_matter(seed):
    game = conflict(seed)
    draw = np.random.default_rng(seed)
    order = draw.permutation(len(game.states))
    renamed = replace(
        game,
        payoffs=game.payoffs[:, ::-1][:, :, order],
        graph=type(game.graph)(len(order), [swapped(game, player, order) for player in (1, 0)]),
        players=game.players[::-1],
        states=tuple(game.states[s] for s in order),
    )
    first, second = (LimitedMove().solve(one).strict().result for one in (game, renamed))
    for name in first.concepts:
        assert (part(first, name)[:, ::-1][:, :, order] == part(second, name)).all(), name


def swapped(game, player, order):
    place = np.argsort(order)
    return [place[end] for end in game.graph.arcs(player)]


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_options_need_no_list_of_moves(seed):
    draw = np.random.default_rng(seed)
    sizes = tuple(int(size) for size in draw.integers(2, 4, int(draw.integers(1, 5))))
    owner = tuple(int(player) for player in draw.integers(0, 2, len(sizes)))
    one_way = tuple(int(k) for k in np.flatnonzero(draw.random(len(sizes)) < 0.4))
    made = options(sizes, (*owner[:-1], 1), one_way=one_way)
    kept = np.flatnonzero(draw.random(len(made.states)) < 0.8)
    graph = made.graph.keep(kept if len(kept) else np.arange(1))
    assert isinstance(graph, OptionGraph)
    count = len(graph)
    payoffs = draw.integers(0, 6, (2, 2, count)).astype(float)
    labels = tuple(made.states[:count])
    short = ConflictGame(payoffs=payoffs, graph=graph, players=("a", "b"), states=labels)
    found, listed = (LimitedMove().solve(one).strict() for one in (short, replace(short, graph=graph.written_out())))
    assert (found.result.stable == listed.result.stable).all()
    assert found.steps.tolist() == listed.steps.tolist()


def test_other_conflicts_are_refused():
    draw = np.random.default_rng(1)
    three = loose(draw, players=3, states=4, batch=1)
    with pytest.raises(NotApplicable, match="Use "):
        LimitedMove().solve(three)
    two = loose(draw, players=2, states=4, batch=1)
    with pytest.raises(NotApplicable, match="Use Stability"):
        LimitedMove().solve(replace(two, perceived=np.ones((2, 4), bool)))
    with pytest.raises(NotApplicable, match="horizon"):
        LimitedMove(horizon=0).solve(two)


def test_limits_leave_no_row():
    game = conflict(7)
    for hurried in (LimitedMove(max_steps=1), LimitedMove(deadline=0.0)):
        found = hurried.solve(game)
        assert not found.ok
        assert len(found) == 0
