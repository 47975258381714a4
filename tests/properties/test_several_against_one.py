"""Looking ahead against several others: what ties it to two players, to the classic concepts, and to opposed aims."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import NotApplicable
from negsim.solvers.base import Status
from negsim.solvers.conflict.limited_move import LimitedMove
from negsim.solvers.conflict.multilateral_limited_move import MultilateralLimitedMove
from negsim.solvers.conflict.stability import Stability
from negsim.testing.conflicts import loose, options

SEEDS = st.integers(0, 2**32 - 1)


def conflict(seed, players=(1, 5), states=(1, 7), batch=2):
    draw = np.random.default_rng(seed)
    many, count = int(draw.integers(*players)), int(draw.integers(*states))
    return loose(draw, players=many, states=count, batch=batch, chance=0.5 * draw.random())


def part(result, name):
    return result.stable[:, result.concepts.index(name)]


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 5))
def test_answers_hold(seed, horizon):
    found = MultilateralLimitedMove(horizon=horizon).solve(conflict(seed)).strict()
    assert (found.residual == 0).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_two_players_are_no_special_case(seed):
    game = conflict(seed, players=(2, 3))
    found, two = (kind(horizon=6).solve(game).strict().result for kind in (MultilateralLimitedMove, LimitedMove))
    for h in range(1, 7):
        assert (part(found, f"L_{h} cooperative") == part(two, f"L_{h}")).all()
        assert (part(found, f"L_{h} individual") == part(two, f"L_{h}")).all()
        assert (part(found, f"maximin_{h}") == part(two, f"maximin_{h}")).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_first_horizons_are_classic_concepts(seed):
    game = conflict(seed)
    found, classic = MultilateralLimitedMove().solve(game).strict().result, Stability().solve(game).strict().result
    for h, same in enumerate(("nash", "gmr", "smr"), start=1):
        assert (part(found, f"maximin_{h}") == part(classic, same)).all()
    for kind in ("cooperative", "individual"):
        assert (part(found, f"L_1 {kind}") == part(classic, "nash")).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(0, 3))
def test_against_opposed_preferences_all_ways_to_look_ahead_agree(seed, focal):
    """Soares and others (2026) state it of their two definitions."""
    game = conflict(seed, players=(4, 5))
    sign = np.where(np.arange(4) == focal, 1.0, -1.0)
    opposed = replace(game, payoffs=game.payoffs[:, :1] * sign[None, :, None])
    found = MultilateralLimitedMove(horizon=6).solve(opposed).strict().result
    for h in range(1, 7):
        sure = part(found, f"maximin_{h}")[:, focal]
        assert (part(found, f"L_{h} cooperative")[:, focal] == sure).all()
        assert (part(found, f"L_{h} individual")[:, focal] == sure).all()


def test_one_of_the_others_is_enough_or_is_not():
    """A's move to 1 can be answered by B and C with 2, which is worse for A; it tempts B, and C only if C agrees."""
    base = options((2, 2, 2), (0, 1, 2))
    assert base.states[4] == "1 / 0 / 0"
    payoffs = np.zeros((2, 3, 8))
    payoffs[:, 0, 4] = 1.0  # A alone moves from 0 / 0 / 0, and gains
    payoffs[:, 0, 6] = -1.0  # unless B answers
    payoffs[:, 1, 6] = 1.0  # which B likes
    payoffs[1, 2, 6] = 1.0  # and C too, in the second conflict only
    game = replace(base, payoffs=payoffs)
    found = MultilateralLimitedMove(horizon=2).solve(game).strict().result
    assert part(found, "L_2 cooperative")[:, 0, 0].tolist() == [False, True]
    assert part(found, "L_2 individual")[:, 0, 0].tolist() == [True, True]


def test_other_conflicts_are_refused():
    game = conflict(3)
    with pytest.raises(NotApplicable, match="Use Stability"):
        MultilateralLimitedMove().solve(replace(game, perceived=np.ones((len(game.players), len(game.states)), bool)))
    with pytest.raises(NotApplicable, match="horizon"):
        MultilateralLimitedMove(horizon=0).solve(game)


def test_limits_leave_no_row():
    game = loose(np.random.default_rng(1), players=3, states=5, batch=2)
    hurried = MultilateralLimitedMove(max_steps=8).solve(game)
    assert [Status(code) for code in hurried.status] == [Status.step_limit] * 2
    assert len(hurried) == 0
    assert MultilateralLimitedMove(max_steps=9).solve(game).ok
    assert not MultilateralLimitedMove(deadline=0.0).solve(game).ok
