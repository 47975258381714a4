"""A small made-up ladder of escalation, to look at and to count by hand."""

from __future__ import annotations

import numpy as np

from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame

RUNGS, MOODS = ("talks", "pressure", "exits"), ("calm", "tense")
STATES = (*(f"{rung} / {mood}" for rung in RUNGS for mood in MOODS), "collision", "agreement")
ACTIONS = ("hold", "step up")
LABEL = "illustrative payoff (assumption), not an estimate"


def ladder(horizon: int | None = None) -> StochasticGame:
    """Two sides hold or step up; one step up is enough to climb, and what may end the play grows with the rung."""
    count, moods = len(STATES), len(MOODS)
    moves, payoffs = np.zeros((count, 2, 2, count)), np.zeros((2, count, 2, 2))
    for state, first, second in np.ndindex(count - 2, 2, 2):
        rung, mood = divmod(state, moods)
        reached = min(rung + 1, 2) if first + second else max(rung - 1, 0)
        collision, agreement = 0.05 * (reached + mood), 0.2 * (reached == 0)
        row = moves[state, first, second]
        row[-2:] = collision, (1 - collision) * agreement
        row[reached * moods + np.arange(moods)] += (1 - row.sum()) * (np.array([0.6, 0.4]) if mood == 0 else 0.5)
        payoffs[:, state, first, second] = 1.5 * first - rung, 1.5 * second - rung
    payoffs[:, -2], payoffs[:, -1] = -20, 4
    options = np.ones((count, 2), bool)
    options[-2:, 1] = False
    return StochasticGame(
        payoffs=payoffs[None],
        transitions=moves,
        discount=0.9 if horizon is None else 1.0,
        horizon=horizon,
        players=("east", "west"),
        states=STATES,
        actions=(ACTIONS, ACTIONS),
        available=(options, options),
        start=2,
        escalation=np.array([0, 0, 1, 1, 2, 2, 3, 0.0]),
        title="A ladder",
        comment=LABEL,
        names={"east": "East", "west": "The $West$"},
    )


def climbing(share: float, horizon: int | None = None) -> tuple[StochasticGame, Profiles]:
    """The ladder, and the plan of both to step up with the same probability wherever play stands."""
    game = ladder(horizon)
    weights = np.where(np.array(game.choices.actions) == "step up", share, 1 - share)
    return game, Profiles(item=np.zeros(1, np.intp), weights=weights[None])
