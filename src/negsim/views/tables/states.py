"""The tables of a stochastic game, by its states, and of a game of demands against a deadline, by its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.scenario.model import basis_of
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import listed, number


@table.register
def of_states(game: StochasticGame) -> Table:
    """List the states of a stochastic game: how high on the ladder, who may do what, and what play there pays.

    Parameters
    ----------
    game
        A batch of games, of which the first is shown.
    """
    rung: Any = game.escalation
    cells = game.payoffs[0].reshape(len(game.players), *game.possible.shape)
    rows: list[list[Cell]] = []
    for state, label in enumerate(game.states):
        options = [
            ", ".join(labels[k] for k in np.flatnonzero(part[state])) if game.decides[player, state] else ""
            for player, (labels, part) in enumerate(zip(game.actions, game.available, strict=True))
        ]
        paid = cells[:, state, game.possible[state]]
        start, end = " (start)" * bool(state == game.start), " (end)" * bool(game.ends[state])
        rows.append([label + start + end, float(rung[0, state]) if rung.any() else None, *options, *map(_span, paid)])
    columns = ["state", "rung", *game.players, *(f"payoff of {player}" for player in game.players)]
    return filled(
        game.title or f"A stochastic game of {len(game.players)} players",
        columns,
        rows,
        notes=[
            f"the first of {len(game):,} games" if len(game) > 1 else "",
            _time(game),
            "payoffs of a stage, from the least to the most that the actions there bring",
            basis_of(game.comment),
        ],
    )


def _span(paid: Any) -> str:
    low, high = number(float(paid.min())), number(float(paid.max()))
    return low if low == high else f"{low} to {high}"


def _time(game: StochasticGame) -> str:
    rates = game.discount[0]
    if (rates == rates[0]).all():
        told = number(float(rates[0]))
    else:
        told = listed([f"{player} {number(float(rate))}" for player, rate in zip(game.players, rates, strict=True)])
    until = f"; play stops after {game.horizon} stages" if game.horizon is not None else ""
    return f"{len(game.states):,} states; worth of a payoff one stage later: {told}{until}"


@table.register
def of_demands(game: ScreeningGame) -> Table:
    """List what a game of demands against a deadline turns on, one game a row.

    Parameters
    ----------
    game
        A batch of games.
    """
    rows = [
        [item, game.rounds, *(float(array[item]) for array in (game.stake, game.discount, game.shape))]
        for item in range(len(game))
    ]
    return Table(
        title=game.title or f"{game.proposer} demands, {game.responder} answers",
        columns=("game", "rounds", "stake", "discount", "shape"),
        rows=tuple(map(tuple, rows)),
        notes=(basis_of(game.comment),),
    )
