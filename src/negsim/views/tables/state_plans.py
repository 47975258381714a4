"""The rows of a plan for a stochastic game: one a state, or a stage and state, with all players' play side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.games.stages.markov import policies, values
from negsim.games.stages.presence import presence
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import Row
from negsim.views.tables.base import Cell
from negsim.views.wording import played


def by_state(row: Row) -> tuple[list[str], list[list[Cell]]]:
    """Return the columns and rows of a plan.

    Parameters
    ----------
    row
        A row of a solution of stochastic games.
    """
    game: StochasticGame = row.solution.game
    part = row.solution.result.take(slice(row.row, row.row + 1))
    tables, worth, there = policies(game, part), values(game, part)[0], presence(game, part)[0]
    rung = _rung(game, row.item)
    staged = game.horizon is not None
    places = [(stage, state) for stage in range(game.stages) for state in np.flatnonzero(game.decides.any(0))]
    rows: list[list[Cell]] = []
    for stage, state in sorted(places, key=lambda place: there[place] <= 0):
        present = there[stage, state]
        plans = [
            played(labels, table[0, stage, state]) if game.decides[player, state] else ""
            for player, (labels, table) in enumerate(zip(game.actions, tables, strict=True))
        ]
        rows.append(
            [
                stage + 1 if staged else None,
                game.states[state] + " (start)" * bool(state == game.start and stage == 0),
                float(rung[state]) if rung.any() else None,
                float(present) if staged else "yes" if present else "no",
                *plans,
                *map(float, worth[:, stage, state]),
            ]
        )
    seen = "probability of being here" if staged else "play comes here"
    return ["stage", "state", "rung", seen, *game.players, *(f"value for {player}" for player in game.players)], rows


def _rung(game: StochasticGame, item: int) -> Array:
    rung: Any = game.escalation
    return np.asarray(rung[item if len(rung) > 1 else 0])
