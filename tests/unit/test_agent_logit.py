"""The parts of AgentLogit: derivatives against differences, sparse against full tables, refusals, limits, beliefs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim.concepts.agent_quantal_response import agent_quantal_response
from negsim.concepts.sequential import sequential
from negsim.errors import NotApplicable
from negsim.games.results import Assessments, Profiles
from negsim.games.strategic import StrategicGame
from negsim.games.trees.beliefs import action_payoffs, bayes_beliefs, node_values
from negsim.kernels.trees import agent_newton
from negsim.kernels.trees.agent_form import AgentForm
from negsim.kernels.trees.agent_newton import bordered_solution, relative_slopes
from negsim.kernels.trees.agent_path import leaders
from negsim.kernels.trees.agent_responses import AgentResponses
from negsim.solvers.base import Status
from negsim.solvers.extensive import agent_logit
from negsim.solvers.extensive.agent_logit import AgentLogit
from negsim.testing.poker import kuhn_poker
from negsim.testing.stages import staged_game
from negsim.testing.trees import Decision, demand_and_answer, signals, written

GAMES = {"signals": signals(), "poker": kuhn_poker(), "stages": staged_game(2, 2, zero_sum=False)}


def responses(game) -> AgentResponses:
    tree = game.tree
    form = AgentForm(
        parent=tree.parent.astype(np.intp),
        action=tree.action.astype(np.intp),
        place=tree.place.astype(np.intp),
        choice=tree.choice.astype(np.intp),
        layers=tree.layers,
        player=tree.player,
        players=len(tree.players),
        recall=True,
    )
    payoffs = np.zeros((len(game.players), len(tree)))
    payoffs[:, tree.terminals] = game.payoffs[0] / game.spread[0]
    return AgentResponses(form, payoffs[:, form.node], np.asarray(game.chance)[0][form.node])


def drawn_logs(form: AgentForm, seed: int = 0) -> np.ndarray:
    """Logarithms of probabilities at random, proper at every place."""
    logs = np.random.default_rng(seed).normal(size=len(form.choices))
    return logs - np.log(np.add.reduceat(np.exp(logs), form.start))[form.at]


@pytest.mark.parametrize("name", GAMES)
def test_slopes_are_the_differences_of_what_actions_are_worth(name):
    system = responses(GAMES[name])
    logs, small = drawn_logs(system.form), 1e-6
    leaves = system.closed(2.0)[:2]
    table = system.table(system.read(logs, leaves))
    for column in range(len(logs)):
        step = small * (np.arange(len(logs)) == column)
        change = system.read(logs + step, leaves).worth - system.read(logs - step, leaves).worth
        assert table[:, column] == pytest.approx(change / (2 * small), abs=1e-7)


def test_the_rate_is_the_difference_by_precision():
    system = responses(signals())
    logs, small = drawn_logs(system.form), 1e-6
    above, below = (system.read(logs, system.closed(2.0 + s)[:2]).worth for s in (small, -small))
    assert system.read(logs, system.closed(2.0)[:2]).rate == pytest.approx((above - below) / (2 * small), abs=1e-7)


@pytest.mark.parametrize("name", GAMES)
def test_worth_and_beliefs_of_the_kernel_are_those_of_the_definition(name):
    game = GAMES[name]
    system = responses(game)
    form, logs = system.form, drawn_logs(system.form, 1)
    value, rate, step = system.closed(3.0)
    weights = np.zeros(len(game.choices))
    decided = form.choice >= 0
    weights[form.choice[decided]] = np.exp(step[decided])
    weights[form.choices] = np.exp(logs)
    profile = Profiles(item=np.zeros(1, int), weights=weights[None])
    beliefs = bayes_beliefs(game, profile)
    reading = system.read(logs, (value, rate))
    assert reading.belief == pytest.approx(beliefs[0, form.node[form.kept[form.members]]])
    worth = action_payoffs(game, profile, beliefs)[0, form.choices] / game.spread[0]
    assert reading.worth == pytest.approx(worth)
    assert node_values(game, profile)[0, :, 0] == pytest.approx(game.payoff(profile)[0])


@pytest.mark.parametrize("name", GAMES)
def test_sparse_systems_are_the_full_ones(name, monkeypatch):
    system = responses(GAMES[name])
    form, logs = system.form, drawn_logs(system.form, 2)
    reading = system.read(logs, system.closed(2.0)[:2])
    lead = leaders(form.start, form.at, logs)
    free = np.flatnonzero(lead != np.arange(len(logs)))
    entries, weights = system.slopes(reading), np.exp(logs)
    draw = np.random.default_rng(3)
    border = draw.normal(size=len(free)), draw.normal(size=len(free) + 1)
    unit, right = 1 + draw.random(len(free) + 1), draw.normal(size=(len(free) + 1, 2))
    full = relative_slopes(form, entries, weights, free, lead[free])
    monkeypatch.setattr(agent_newton, "DENSE", 0)
    sparse = relative_slopes(form, entries, weights, free, lead[free])
    assert not isinstance(sparse, np.ndarray)
    assert sparse.toarray() == pytest.approx(full)
    diagonal = np.diag(draw.normal(size=len(free)))
    one, sign = bordered_solution(full + diagonal, border, unit, right)
    two, other = bordered_solution(sparse + type(sparse)(diagonal), border, unit, right)
    assert two == pytest.approx(one)
    assert sign == other == np.sign(np.linalg.det(np.block([[full + diagonal, border[0][:, None]], [border[1][None]]])))


def test_large_games_take_the_same_way_through_sparse_tables(monkeypatch):
    game = staged_game(2, 2, zero_sum=False)
    full = AgentLogit().solve(game)
    monkeypatch.setattr(agent_newton, "DENSE", 0)
    sparse = AgentLogit().solve(game)
    assert sparse.ok
    assert sparse.result.weights == pytest.approx(full.result.weights, abs=1e-9)


def test_a_tree_too_large_for_memory_is_left_at_even_play(monkeypatch):
    monkeypatch.setattr(agent_logit, "MOST_PAIRS", 5)
    solution = AgentLogit().solve(kuhn_poker())
    assert solution.status.tolist() == [Status.memory_limit.code]
    assert (solution.result.weights == 0.5).all()
    assert solution.residual[0] > 0


@pytest.mark.parametrize("difference", [1e-7, -6e-8, 3e-8])
def test_small_differences_beside_large_payoffs_come_apart_in_the_limit(difference):
    second = {"this": (0, difference), "that": (0, 0)}
    far = {"this": (0, 21), "that": (0, 21)}
    nodes = {"left": Decision("east", "unseen", second), "right": Decision("east", "unseen", far)}
    solution = AgentLogit().solve(written(["west", "east"], Decision("west", "start", nodes)))
    assert solution.ok
    assert np.allclose(solution.result.weights[0], [0.5, 0.5, *((1, 0) if difference > 0 else (0, 1))])


@pytest.mark.parametrize(("limits", "status"), [({"max_steps": 3}, "step_limit"), ({"deadline": 0.0}, "time_limit")])
def test_limits_leave_the_last_point_of_the_branch_with_its_residual(limits, status):
    solution = AgentLogit(**limits).solve(kuhn_poker())
    assert Status(solution.status[0]).name == status
    precision = solution.result.columns["precision"][0]
    assert 0 < precision < np.inf
    assert solution.residual[0] > 1e-3
    assert agent_quantal_response(precision).residual(solution.game, solution.result)[0] <= 1e-6


def test_options_and_games_of_another_form_are_refused_with_the_mend():
    with pytest.raises(NotApplicable, match="use a number from 0 up"):
        AgentLogit(precision=-1.0)
    with pytest.raises(NotApplicable, match="use 1 for the end"):
        AgentLogit(points=0)
    with pytest.raises(NotApplicable, match="AgentLogit is for extensive games, not for a StrategicGame"):
        AgentLogit().solve(StrategicGame(payoffs=np.zeros((1, 2, 2, 2))))


def test_an_information_set_entered_twice_is_refused():
    again = Decision("driver", "exit", {"leave": (4,), "stay": (1,)})
    game = written(["driver"], Decision("driver", "exit", {"leave": (0,), "stay": again}))
    with pytest.raises(NotApplicable, match="information set twice"):
        AgentLogit().solve(game)


def test_who_forgets_its_own_move_weighs_it_too():
    """A player chooses, forgets what, and guesses: its beliefs are the odds of its own first choice."""
    guesses = [Decision("one", "guess", {"up": (3.0 * (k == 0),), "down": (2.0 * (k == 1),)}) for k in range(2)]
    game = written(["one"], Decision("one", "first", {"up": guesses[0], "down": guesses[1]}))
    solution = AgentLogit(precision=0.7).solve(game)
    assert solution.residual[0] <= 1e-8
    (up, _), (guess, _) = solution.result.weights[0].reshape(2, 2)
    assert guess == pytest.approx(1 / (1 + np.exp(0.7 * (2 * (1 - up) - 3 * up))), abs=1e-9)
    assert up == pytest.approx(1 / (1 + np.exp(0.7 * (2 * (1 - guess) - 3 * guess))), abs=1e-9)


def test_a_branch_of_chance_without_probability_still_has_responses_beyond_it():
    game = signals()
    chance = np.array(game.chance)
    chance[0, np.flatnonzero(game.tree.parent == 0)] = [1.0, 0.0]
    solution = AgentLogit().solve(replace(game, chance=chance))
    assert solution.ok
    assert solution.residual[0] <= 1e-9 * game.spread[0]


def test_profiles_that_are_none_are_infinitely_far_from_the_definitions():
    game = kuhn_poker()
    beliefs = bayes_beliefs(game, Profiles(item=np.zeros(1, int), weights=np.full((1, len(game.choices)), 0.5)))
    for weights in (np.full(len(game.choices), 0.4), np.tile([1.5, -0.5], len(game.choices) // 2)):
        row = Assessments(item=np.zeros(1, int), weights=weights[None], beliefs=beliefs)
        assert sequential.residual(game, row)[0] == np.inf
        assert agent_quantal_response(1.0).residual(game, row)[0] == np.inf
    even = Assessments(item=np.zeros(1, int), weights=np.full((1, len(game.choices)), 0.5), beliefs=0.9 * beliefs)
    assert sequential.residual(game, even)[0] == np.inf


def test_under_perfect_information_a_tie_is_split_evenly_at_the_limit():
    game = demand_and_answer()
    solution = AgentLogit().solve(replace(game, payoffs=np.zeros_like(game.payoffs)))
    assert solution.ok
    assert (solution.result.weights == 0.5).all()
