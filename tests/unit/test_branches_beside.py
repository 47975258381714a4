"""Branches of similar stochastic games, followed beside each other: the same plans as alone, told apart at folds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim import load, sweep
from negsim.games.stochastic import StochasticGame
from negsim.solvers import _markov_blocks
from negsim.solvers._markov_frame import Frame
from negsim.solvers._markov_groups import GROUP, central, groups
from negsim.solvers.base import Status, solvers
from negsim.studies.solve import game as made
from tests.oracles.stochastic_games import drawn

WARM = solvers["logit_homotopy"](warm=True)


def _alike(count, spread=0.05, states=5, seed=4):
    """Games whose payoffs, transitions and patience all drift a little."""
    payoffs, moves, discount, _ = drawn(states, 2, 3, seed)
    other_payoffs, other_moves, _, _ = drawn(states, 2, 3, seed + 1)
    share = np.linspace(0, spread, count).reshape(-1, 1, 1, 1, 1)
    return StochasticGame(
        payoffs=payoffs + share * (other_payoffs - payoffs),
        transitions=(1 - share) * moves + share * other_moves,
        discount=discount * (1 - 0.1 * share.ravel()),
    )


def _coordination(stake):
    """One stage in which both must choose alike: the first action pays `stake` to each, the second 1 - stake."""
    payoffs = np.zeros((len(stake), 2, 1, 2, 2))
    payoffs[:, :, 0, 0, 0], payoffs[:, :, 0, 1, 1] = stake[:, None], (1 - stake)[:, None]
    return StochasticGame(payoffs=payoffs, transitions=np.zeros((1, 2, 2, 1)), discount=0.5)


@pytest.mark.parametrize("precision", [3.0, None])
def test_plans_found_beside_a_neighbour_are_those_found_alone(precision):
    game = _alike(40, 0.02)
    warm = replace(WARM, precision=precision).solve(game).strict()
    cold = solvers["logit_homotopy"](precision=precision).solve(game).strict()
    assert warm.result.weights == pytest.approx(cold.result.weights, abs=1e-9)
    assert warm.residual.max() <= 1e-10
    assert warm.facts["warm"].mean() > 0.5
    assert (warm.steps[warm.facts["warm"]] == 0).all() and (warm.steps[~warm.facts["warm"]] > 0).all()
    assert "warm" not in cold.facts


def test_beside_a_fold_every_game_takes_its_own_side():
    """The branch runs to the risk-dominant equilibrium (Turocy 2005), so sides change where the stakes are equal."""
    draw = np.random.default_rng(3)
    stake = np.concatenate([draw.uniform(0.3, 0.7, 60), 0.5 + draw.choice([-1, 1], 60) * draw.uniform(0.001, 0.02, 60)])
    draw.shuffle(stake)
    found = WARM.solve(_coordination(stake)).strict()
    first = found.result.weights[:, 0]
    assert first == pytest.approx((stake > 0.5).astype(float), abs=1e-9)


def test_a_fold_in_one_state_is_seen_while_others_drift():
    """Two places to play, of which the second pays what it likes: the first is a coordination game as before."""
    draw = np.random.default_rng(8)
    stake = 0.5 + draw.choice([-1, 1], 64) * draw.uniform(0.0005, 0.02, 64)
    both = np.zeros((64, 2, 2, 2, 2))
    both[:, :, :1] = _coordination(stake).payoffs
    both[:, 0, 1, 0], both[:, 1, 1, :, 0] = draw.uniform(0.2, 0.4, (64, 1)), draw.uniform(0.2, 0.4, (64, 1))
    moves = np.zeros((2, 2, 2, 2))
    moves[0, :, :, 1] = moves[1, :, :, 0] = 1.0
    found = WARM.solve(StochasticGame(payoffs=both, transitions=moves[None], discount=0.9)).strict()
    assert ((found.result.weights[:, 0] > 0.5) == (stake > 0.5)).all()


def test_far_from_a_fold_games_follow_each_other_to_the_end():
    found = WARM.solve(_coordination(np.linspace(0.7, 0.71, 64))).strict()
    assert (found.result.weights[:, 0] == 1.0).all()
    assert found.facts["warm"].sum() == 63


def test_at_a_given_precision_every_game_takes_its_own_side_of_a_fold():
    stake = 0.5 + np.linspace(-0.05, 0.05, 64)
    stake = stake[np.random.default_rng(5).permutation(64)]
    warm = replace(WARM, precision=20.0).solve(_coordination(stake)).strict()
    assert ((warm.result.weights[:, 0] > 0.5) == (stake > 0.5)).all()


@pytest.mark.parametrize("seed", range(6))
def test_games_far_from_each_other_are_solved_as_if_alone(seed):
    payoffs, moves, discount, _ = drawn(3, 2, 2, seed)
    draw = np.random.default_rng(seed)
    game = StochasticGame(payoffs=draw.random((12, *payoffs.shape)), transitions=moves, discount=discount)
    for precision in (4.0, None):
        warm = replace(WARM, precision=precision).solve(game).strict()
        cold = solvers["logit_homotopy"](precision=precision).solve(game).strict()
        assert warm.result.weights == pytest.approx(cold.result.weights, abs=1e-9)


@pytest.mark.parametrize("precision", [3.0, None])
def test_blocks_do_not_touch_each_other(monkeypatch, precision):
    monkeypatch.setattr(_markov_blocks, "LARGEST", 32)
    game, solver = _alike(80, 0.3), replace(WARM, precision=precision)
    assert solver.block(game) == 32
    whole = solver.solve(game).result.weights
    parts = [solver.solve(game.take(slice(start, start + 32))).result.weights for start in (0, 32, 64)]
    assert (whole == np.concatenate(parts)).all(), "bit by bit"


def test_groups_share_out_a_block_and_keep_neighbours_together():
    side = np.linspace(0, 1, 16)
    first, second = (part.ravel() for part in np.meshgrid(side, side, indexing="ij"))
    payoffs = np.zeros((256, 2, 1, 2, 2))
    payoffs[:, 0, 0, 0, 0], payoffs[:, 1, 0, 1, 1] = first, second
    frame = Frame(WARM, StochasticGame(payoffs=payoffs, transitions=np.zeros((1, 2, 2, 1)), discount=0.5))
    cut = list(groups(frame, np.arange(256)))
    assert sorted(np.concatenate(cut).tolist()) == list(range(256))
    assert max(map(len, cut)) <= GROUP
    widths = [max(np.ptp(first[part]), np.ptp(second[part])) for part in cut]
    assert np.mean(widths) < 0.8, "rows of 16 would be 1 wide"
    middle = central(frame, np.arange(256))
    assert abs(first[middle] - 0.5) < 0.1 and abs(second[middle] - 0.5) < 0.1


def test_several_starts_are_followed_for_every_game():
    stake = 0.5 + np.linspace(0.01, 0.05, 8)
    found = replace(WARM, starts=4).solve(_coordination(stake)).strict()
    assert (np.bincount(found.result.item) > 1).any()
    assert found.residual.max() <= 1e-10


def test_a_deadline_leaves_games_and_says_so():
    found = replace(WARM, deadline=0.0).solve(_alike(5))
    assert {Status(code) for code in found.status} == {Status.time_limit}


def test_only_who_follows_branches_beside_each_other_needs_whole_blocks():
    game = _alike(2)
    assert WARM.block(game) == 512 and replace(WARM, warm=False).block(game) == 1


def test_a_shipped_scenario_has_one_answer_by_either_way():
    scenario, draw = load("countermeasures_ladder"), np.random.default_rng(0)
    values = {
        name: scenario.parameters[name].low
        + draw.random(48) * (scenario.parameters[name].high - scenario.parameters[name].low)
        for name in ("spite_weight_R", "hazard_base", "discount_factor")
    }
    game = made(scenario, "stochastic", values)
    cold = solvers["logit_homotopy"](precision=2)
    warm = replace(cold, warm=True).solve(game).strict()
    assert warm.result.weights == pytest.approx(cold.solve(game).strict().result.weights, abs=1e-9)


def test_a_sweep_is_the_same_bit_by_bit_however_it_is_cut(monkeypatch):
    monkeypatch.setattr(_markov_blocks, "LARGEST", 32)
    vary = {"spite_weight_R": (0, 3, 16), "hazard_base": (0.001, 0.01, 5)}
    solver = replace(WARM, precision=2.0)
    few, many = (sweep("countermeasures_ladder", solver=solver, vary=vary, chunk_bytes=size) for size in (1, 2**22))
    assert (few.payoff == many.payoff).all()
    assert few.statuses == {"solved": 80}
    cold = solvers["logit_homotopy"](precision=2).solve(made(load("countermeasures_ladder"), "stochastic", few.columns))
    assert few.payoff == pytest.approx(cold.game.payoff(cold.result), abs=1e-9)
