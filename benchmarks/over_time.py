"""Decisions and zero-sum games over time, deadlines, and the building of states from a scenario."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import load, solvers
from negsim.games.stochastic import StochasticGame
from negsim.scenario.dynamics import StateVariable
from negsim.scenario.record import Frozen

DISCOUNT = 0.95


def tables(quick: bool) -> list[Table]:
    """Return tables for decisions, zero-sum games, deadlines, and scenarios."""
    sizes = (20, 200) if quick else (20, 200, 1000)
    return [
        Table("Decisions of one player, to an optimal plan", [_decision(states) for states in sizes], "per game"),
        Table("Zero-sum games over time, exact", [_zero_sum(states) for states in sizes[:2]], "per game"),
        Table("Play up to a deadline", [_deadline(stages) for stages in (20, 200)], "per game"),
        Table(
            "States from a scenario", [_states(levels) for levels in ((100,) if quick else (100, 10_000))], "per state"
        ),
    ]


def _drawn(states: int, players: int, actions: int = 3) -> StochasticGame:
    draw = np.random.default_rng(states)
    shape = (states, *(actions,) * players)
    chances = draw.random((1, *shape, states)) ** 3
    chances /= chances.sum(-1, keepdims=True)
    payoffs = draw.normal(size=(1, players, *shape))
    if players == 2:
        payoffs[:, 1] = -payoffs[:, 0]
    return StochasticGame(payoffs=payoffs, transitions=chances, discount=DISCOUNT)


def _decision(states: int) -> Task:
    game = _drawn(states, 1)
    return Task(
        f"{states:,} states, 3 actions",
        negsim=Job(lambda: solvers["best_reply_iteration"]().solve(game).residual),
        peers={"quantecon": Job(lambda: _quantecon(game), note="the plan alone, unchecked")},
    )


def _quantecon(game: StochasticGame) -> object:
    from quantecon.markov import DiscreteDP

    chances = game.transitions.dense(game.shape[0]).reshape(*game.shape, game.shape[0])
    return DiscreteDP(game.payoffs[0, 0], chances, DISCOUNT).solve(method="policy_iteration")


def _zero_sum(states: int) -> Task:
    game = _drawn(states, 2)
    return Task(
        f"{states:,} states, 3 x 3 actions",
        negsim=Job(lambda: solvers["shapley_iteration"]().solve(game).residual),
        peers={"linear programs": Job(lambda: _plain(game), note="Shapley's steps alone, 20 of some 300")},
    )


def _plain(game: StochasticGame) -> object:
    """Shapley's iteration as the textbooks have it, a linear program a state and step."""
    from scipy.optimize import linprog

    chances = game.transitions.dense(game.shape[0]).reshape(*game.shape, game.shape[0])
    values = np.zeros(game.shape[0])
    for _ in range(20):
        cells = game.payoffs[0, 0] + DISCOUNT * chances @ values
        for state, table in enumerate(cells):
            rows, columns = table.shape
            found = linprog(
                np.r_[np.zeros(rows), -1.0],
                A_ub=np.c_[-table.T, np.ones(columns)],
                b_ub=np.zeros(columns),
                A_eq=[np.r_[np.ones(rows), 0.0]],
                b_eq=[1.0],
                bounds=[(0, 1)] * rows + [(None, None)],
            )
            values[state] = -found.fun
    return values


def _deadline(stages: int) -> Task:
    game = StochasticGame.from_scenario(load("countermeasures_ladder"))
    return Task(
        f"countermeasures_ladder, {stages} stages, logit responses",
        negsim=Job(lambda: solvers["finite_horizon"](stages=stages, precision=2.0).solve(game).residual),
    )


def _states(levels: int) -> Task:
    scenario = load("countermeasures_ladder")
    block = scenario.games["stochastic"]
    clock = StateVariable(id="clock", levels=tuple(map(str, range(levels))), initial="0")
    longer = replace(block, variables=Frozen({**block.variables, "clock": clock}))
    made = replace(scenario, games=Frozen({"stochastic": longer}))
    return Task(
        f"countermeasures_ladder with a clock: {5 * levels + 2:,} states",
        negsim=Job(lambda: StochasticGame.from_scenario(made), per=5 * levels + 2),
    )
