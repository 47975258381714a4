"""Paths through stochastic games of thousands of states: the whole analysis, and many simulated courses of play."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim.concepts.nash import nash
from negsim.games.chain import Chain, chain
from negsim.games.results import Profiles
from negsim.games.stages.transitions import Transitions
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import Solution
from negsim.studies.paths import paths
from negsim.studies.play.trajectories import simulate

ACTIONS, AHEAD = 2, 4  # actions of each of two players, and states that may follow each pair of them
ANALYSIS, TRAJECTORIES = 1.0, 5.0  # seconds


def tables(quick: bool) -> list[Table]:
    """Return one table for the analysis of a chain, and one for simulated trajectories."""
    sizes = (1_000,) if quick else (1_000, 5_000)
    many = 100_000 if quick else 1_000_000
    analysed = [_analysis(kind, size) for size in sizes for kind in ("ladder", "random")]
    return [
        Table("Escalation paths under a given plan", analysed, "per game"),
        Table("Simulated courses of play", [_simulation(kind, many) for kind in ("ladder", "random")], "per course"),
    ]


def _analysis(kind: str, size: int) -> Task:
    game = _game(kind, size)
    solution = _solution(game)
    found = chain(game, solution.result, 0)
    return Task(
        f"{kind}, {size:,} states, {len(found.target):,} steps",
        negsim=Job(lambda: _everything(solution)),
        peers={
            "numpy": Job(lambda: _dense(found), note="in the long run only"),
            "scipy": Job(lambda: _sparse(found), note="in the long run only"),
        },
        target=ANALYSIS if size == 5_000 else None,
    )


def _simulation(kind: str, many: int) -> Task:
    game = _game(kind, 5_000)
    found = chain(game, _solution(game).result, 0)
    return Task(
        f"{kind}, 5,000 states, {many:,} trajectories of 50 stages",
        negsim=Job(
            lambda _: simulate(found, found.start, 50, many).shares,
            per=many,
            prepare=lambda: simulate(found, found.start, 50, 20_000),
        ),
        peers={
            "numpy": Job(lambda: _drawn(found, 50, many // 10), per=many // 10),
            "quantecon": Job(lambda: _quantecon(found, 50, many // 10), per=many // 10),
        },
        target=TRAJECTORIES / 1_000_000,
    )


def _game(kind: str, size: int) -> StochasticGame:
    """A game whose last state is a collision; play drifts up and down a ladder, or goes anywhere."""
    draw = np.random.default_rng(size)
    rows = size * ACTIONS**2
    state = np.repeat(np.arange(size), ACTIONS**2)
    if kind == "ladder":
        after = np.clip(state[:, None] + draw.integers(-3, 5, (rows, AHEAD)), 0, size - 1)
    else:
        after = draw.integers(0, size, (rows, AHEAD))
    chance = draw.random((rows, AHEAD + 1))
    chance[:, -1] *= 0.01
    chance /= chance.sum(1, keepdims=True)
    start = np.append(np.arange(rows + 1) * (AHEAD + 1), np.full(ACTIONS**2, rows * (AHEAD + 1)))
    after = np.append(after, np.full((rows, 1), size), axis=1)
    available = np.ones((size + 1, ACTIONS), bool)
    available[-1, 1:] = False
    return StochasticGame(
        payoffs=np.zeros((1, 2, size + 1, ACTIONS, ACTIONS)),
        transitions=Transitions(start=start, state=after.reshape(-1), probability=chance.reshape(1, -1)),
        discount=0.9,
        available=(available, available),
        start=size // 2,
        escalation=np.arange(size + 1.0) % 7,
    )


class _Given:
    """Stands where a solver does: the plans are drawn at random, so that nothing but the paths is timed."""

    concept = nash


def _solution(game: StochasticGame) -> Solution[Any, Any]:
    draw = np.random.default_rng(1).random(len(game.choices)) + 0.1
    place = game.choices.place
    weights = draw / np.bincount(place, draw)[place]
    result = Profiles(item=np.zeros(1, np.intp), weights=weights[None])
    given: Any = _Given()
    return Solution(game, given, result, np.zeros(1, np.intp), np.zeros(1, np.intp))


def _everything(solution: Solution[Any, Any]) -> object:
    found = paths(solution)
    return found.endings, found.shares, found.escalation, found.likely, found.routes, found.critical


def _dense(found: Chain) -> object:
    """Probabilities and expected times of the outcomes, by the fundamental matrix as textbooks have it."""
    size = int((~found.ends).sum())
    step = np.zeros((len(found), len(found)))
    np.add.at(step, (found.source, found.target), found.probability)
    fundamental = np.linalg.inv(np.eye(size) - step[:size, :size])
    return fundamental @ step[:size, size:], fundamental.sum(1)


def _sparse(found: Chain) -> object:
    from scipy.sparse import csr_matrix, identity
    from scipy.sparse.linalg import spsolve

    size = int((~found.ends).sum())
    step = csr_matrix((found.probability, (found.source, found.target)), shape=(len(found), len(found)))
    system = (identity(size) - step[:size, :size]).tocsc()
    return spsolve(system, step[:size, size:].toarray()), spsolve(system, np.ones(size))


def _drawn(found: Chain, stages: int, many: int) -> object:
    """All trajectories at once, stage by stage, searching the sums of the probabilities of all steps."""
    draw = np.random.default_rng(0)
    sums = np.cumsum(found.probability)
    before = np.append(0.0, sums)[found.first]
    states = np.full((stages + 1, many), found.start)
    for stage in range(stages):
        now = states[stage]
        width = before[now + 1] - before[now]
        step = np.searchsorted(sums, before[now] + width * draw.random(many), side="right")
        states[stage + 1] = np.where(found.ends[now], now, found.target[np.minimum(step, len(sums) - 1)])
    return states


def _quantecon(found: Chain, stages: int, many: int) -> object:
    from quantecon import MarkovChain
    from scipy.sparse import csr_matrix

    step = csr_matrix((found.probability, (found.source, found.target)), shape=(len(found), len(found)))
    ends = csr_matrix((found.ends.astype(float), (range(len(found)), range(len(found)))), shape=step.shape)
    walker = MarkovChain(step + ends)
    return walker.simulate(stages + 1, init=found.start, num_reps=many, random_state=0)
