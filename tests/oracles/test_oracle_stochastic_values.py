"""Stochastic games whose values and plans are known: from the literature, in closed form, or by listing every plan."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.concepts.markov_perfect import markov_perfect
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status, solvers

DISCOUNTS = [0.1, 0.5, 0.9, 0.99]


def zero_sum(table, transitions, discount, **fields):
    table = np.asarray(table, float)
    return StochasticGame(payoffs=np.stack([table, -table])[None], transitions=transitions, discount=discount, **fields)


def values(game, found):
    """Shape (row, player, state) at the first stage."""
    return markov.values(game, found.result)[:, :, 0]


def big_match(discount):
    """Blackwell and Ferguson (1968): one row goes on, matching or not; the other stops play at what it then pays."""
    table = np.zeros((3, 2, 2))
    table[0] = [[0, 1], [1, 0]]  # rows: go on, stop; columns: left, right
    table[1] = 1.0
    moves = np.zeros((3, 2, 2, 3))
    moves[0, 0, :, 0] = moves[0, 1, 0, 1] = moves[0, 1, 1, 2] = 1
    moves[1, ..., 1] = moves[2, ..., 2] = 1
    return zero_sum(table, moves, discount)


@pytest.mark.parametrize("discount", DISCOUNTS)
def test_big_match(discount):
    """Its value is one half a stage whatever the discount; who can stop does so with (1 - d) / (2 - d)."""
    found = solvers["shapley_iteration"]().solve(big_match(discount))
    assert found.ok
    assert found.result.columns["value"][0] * (1 - discount) == pytest.approx(0.5, abs=1e-9)
    first, second = (table[0, 0, 0] for table in markov.policies(found.game, found.result))
    assert first[1] == pytest.approx((1 - discount) / (2 - discount), abs=1e-8)
    assert second == pytest.approx([0.5, 0.5], abs=1e-8)


def test_a_value_that_is_not_rational():
    """Parthasarathy and Raghavan (1981): rational payoffs and chances, discount 1/2, value (2 sqrt(13) - 4) / 3."""
    table = np.zeros((2, 2, 2))
    table[0] = [[1, 0], [0, 3]]
    moves = np.zeros((2, 2, 2, 2))
    moves[0, [0, 1], [0, 1], 0] = moves[0, [0, 1], [1, 0], 1] = 1
    moves[1, ..., 1] = 1
    found = solvers["shapley_iteration"]().solve(zero_sum(table, moves, 0.5))
    assert values(found.game, found)[0, 0] == pytest.approx([(2 * np.sqrt(13) - 4) / 3, 0], abs=1e-10)


def test_play_that_stops_with_a_sure_chance_needs_no_discount():
    """Shapley (1953): every joint action stops play with positive probability, here one half.

    Its value v is that of the matrix game [[4, -1], [-1, 1]], which is (4 * 1 - 1 * 1) / 7, plus v / 2.
    """
    moves = np.full((1, 2, 2, 1), 0.5)
    moves = np.concatenate([moves, np.full((1, 2, 2, 1), 0.5)], axis=3)
    moves = np.concatenate([moves, np.zeros((1, 2, 2, 2))])  # the second state ends play
    table = np.zeros((2, 2, 2))
    table[0] = [[4, -1], [-1, 1]]
    found = solvers["shapley_iteration"]().solve(zero_sum(table, moves, 1.0))
    assert found.ok
    assert found.result.columns["value"][0] == pytest.approx(6 / 7, abs=1e-10)


def random_game(seed, shape, players, discount, *, turns=False):
    draw = np.random.default_rng(seed)
    states, *actions = shape
    moves = draw.random((1, *shape, states)) ** 3
    moves /= moves.sum(-1, keepdims=True)
    payoffs = draw.normal(size=(1, players, *shape))
    available = ()
    if turns:
        available = tuple(
            np.array([[k == 0 or player == state % players for k in range(size)] for state in range(states)])
            for player, size in enumerate(actions)
        )
    return StochasticGame(payoffs=payoffs, transitions=moves, discount=discount, available=available)


def pure_plans(game):
    """Every pure stationary plan of everybody, as weights; shape (plan, choice)."""
    sizes = [part.stop - part.start for part in game.choices.slices]
    return np.array(
        [np.concatenate([np.eye(n)[k] for n, k in zip(sizes, row, strict=True)]) for row in product(*map(range, sizes))]
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["best_reply_iteration", "logit_homotopy"])
def test_one_player_does_as_well_as_the_best_of_all_its_plans(name, seed):
    game = random_game(seed, (4, 3), 1, 0.9)
    plans = pure_plans(game)
    best = markov.values(game, Profiles(item=np.zeros(len(plans), np.intp), weights=plans))[:, 0, 0].max(0)
    found = solvers[name]().solve(game)
    assert found.ok
    np.testing.assert_allclose(values(game, found)[0, 0], best, atol=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_turns_in_zero_sum_games_have_the_value_that_all_pure_plans_say(seed):
    """One player at a time: the value is the max over its plans of the min over the other's (pure plans are enough)."""
    game = random_game(seed, (4, 2, 2), 2, 0.8, turns=True)
    payoffs = np.stack([game.payoffs[:, 0], -game.payoffs[:, 0]], axis=1)
    game = StochasticGame(payoffs=payoffs, transitions=game.transitions, discount=0.8, available=game.available)
    plans = pure_plans(game)
    worth = markov.values(game, Profiles(item=np.zeros(len(plans), np.intp), weights=plans))[:, 0, 0]
    expected = worth.reshape(4, 4, 4).min(1).max(0)
    for name in ("shapley_iteration", "best_reply_iteration"):
        found = solvers[name]().solve(game)
        assert found.ok, name
        np.testing.assert_allclose(values(game, found)[0, 0], expected, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("seed", range(8))
def test_what_best_replies_come_to_is_among_the_pure_equilibria_of_all_plans(seed):
    game = random_game(seed, (2, 2, 2), 2, 0.7)
    plans = pure_plans(game)
    gains = markov_perfect.residual(game, Profiles(item=np.zeros(len(plans), np.intp), weights=plans))
    equilibria = plans[gains <= 1e-10]
    found = solvers["best_reply_iteration"]().solve(game)
    if found.ok:
        assert (equilibria == found.result.weights[0]).all(1).any()
    else:
        assert found.status[0] == Status.failed.code
        assert not len(found)


def test_going_in_circles_is_told():
    """Matching pennies for ever has no pure plans that are best replies to each other."""
    game = zero_sum([[[1, -1], [-1, 1]]], np.ones((1, 2, 2, 1)), 0.5)
    found = solvers["best_reply_iteration"]().solve(game)
    assert Status(found.status[0]) is Status.failed
    assert not len(found)


@pytest.mark.parametrize("seed", range(4))
def test_zero_sum_values_are_those_of_logit_homotopy(seed):
    game = random_game(seed, (3, 3, 2), 2, 0.85)
    game = StochasticGame(
        payoffs=np.stack([game.payoffs[:, 0], -game.payoffs[:, 0]], axis=1),
        transitions=game.transitions,
        discount=0.85,
    )
    exact = solvers["shapley_iteration"]().solve(game)
    traced = solvers["logit_homotopy"]().solve(game)
    assert exact.ok and traced.ok
    np.testing.assert_allclose(values(game, traced), values(game, exact), atol=1e-6)


# --- with a deadline -------------------------------------------------------------------------------------------------


def test_a_repeated_dilemma_with_a_known_end_is_played_without_cooperation():
    table = np.array([[[[3, 0], [5, 1]]], [[[3, 5], [0, 1]]]], float)[None]
    game = StochasticGame(payoffs=table, transitions=np.ones((1, 2, 2, 1)), discount=0.9, horizon=10)
    found = solvers["finite_horizon"]().solve(game)
    assert found.ok and found.facts["unique"].all()
    for part in markov.policies(game, found.result):
        np.testing.assert_array_equal(part[0, :, 0], np.tile([0.0, 1.0], (10, 1)))
    assert game.payoff(found.result)[0] == pytest.approx([(1 - 0.9**10) / 0.1] * 2)


@pytest.mark.parametrize("seed", range(3))
def test_one_stage_is_the_strategic_game_of_each_state(seed):
    game = random_game(seed, (3, 3, 2), 2, 0.9).until(1)
    found = solvers["finite_horizon"]().solve(game)
    for state in range(3):
        alone = solvers["all_nash"]().solve(StrategicGame(payoffs=game.payoffs[:, :, state]))
        plan = np.concatenate([table[0, 0, state] for table in markov.policies(game, found.result)])
        assert np.isclose(alone.result.weights, plan, atol=1e-9).all(1).any()


@pytest.mark.parametrize("seed", range(3))
def test_a_decision_with_a_deadline_is_the_best_of_all_its_plans(seed):
    game = random_game(seed, (2, 2), 1, 0.9).until(3)
    plans = pure_plans(game)  # an action for each of 3 stages and 2 states
    best = markov.values(game, Profiles(item=np.zeros(len(plans), np.intp), weights=plans))[:, 0, 0].max(0)
    found = solvers["finite_horizon"]().solve(game)
    assert found.facts["unique"][0]
    np.testing.assert_allclose(values(game, found)[0, 0], best, atol=1e-12)


def test_equal_actions_are_not_called_unique():
    game = StochasticGame(payoffs=np.zeros((1, 1, 1, 2)), transitions=np.ones((1, 2, 1)), discount=1.0, horizon=2)
    assert not solvers["finite_horizon"]().solve(game).facts["unique"][0]


@pytest.mark.parametrize("stage", ["pure_nash", "lemke_howson", "logit", "all_nash", "auto"])
def test_every_solver_of_the_stages_finds_an_equilibrium(stage):
    game = random_game(3, (3, 2, 2), 2, 0.9)
    found = solvers["finite_horizon"](stages=5, stage=stage).solve(game)
    assert found.game.horizon == 5
    if found.ok:
        assert found.residual.max() <= 1e-8
    else:
        assert stage == "pure_nash"
        assert Status(found.status[0]) is Status.none_found


def test_logit_response_of_one_stage_is_the_quantal_response_of_the_strategic_game():
    game = random_game(1, (2, 2, 3), 2, 0.9)
    found = solvers["finite_horizon"](stages=1, precision=1.5).solve(game)
    assert found.ok and found.residual.max() <= 1e-8
    for state in range(2):
        alone = solvers["logit"](precision=1.5).solve(StrategicGame(payoffs=game.payoffs[:, :, state]))
        plan = np.concatenate([table[0, 0, state] for table in markov.policies(found.game, found.result)])
        np.testing.assert_allclose(plan, alone.result.weights[0], atol=1e-9)


@pytest.mark.parametrize(
    "solver",
    [
        solvers["best_reply_iteration"](),
        solvers["shapley_iteration"](),
        solvers["finite_horizon"](stages=60),
    ],
    ids=lambda solver: type(solver).__name__,
)
def test_where_nobody_has_a_choice_values_add_up(solver):
    game = zero_sum(np.ones((2, 1, 1)), np.full((2, 1, 1, 2), 0.5), 0.5)
    found = solver.solve(game)
    assert found.ok
    np.testing.assert_allclose(values(found.game, found)[0], [[2, 2], [-2, -2]], atol=1e-12)


@pytest.mark.parametrize(
    ("name", "game", "advice"),
    [
        ("shapley_iteration", random_game(0, (2, 2, 2), 2, 0.9), r"Use LogitHomotopy\(\)"),
        ("shapley_iteration", random_game(0, (2, 2), 1, 0.9), r"Use LogitHomotopy\(\)"),
        ("shapley_iteration", big_match(0.9).until(3), r"Use FiniteHorizon\(\)"),
        ("best_reply_iteration", big_match(0.9).until(3), r"Use FiniteHorizon\(\)"),
        ("finite_horizon", big_match(0.9), r"FiniteHorizon\(stages=20\), or LogitHomotopy\(\)"),
    ],
)
def test_games_of_another_kind_are_refused_with_advice(name, game, advice):
    with pytest.raises(NotApplicable, match=advice):
        solvers[name]().solve(game)


@pytest.mark.parametrize("options", [{"stages": 0}, {"precision": -1.0}, {"precision": 1.0, "stage": "all_nash"}])
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(NotApplicable, match="use"):
        solvers["finite_horizon"](**options)
