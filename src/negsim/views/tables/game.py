"""The table of a strategic game: the payoffs of every outcome, best replies marked."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import basis_of
from negsim.views.tables.base import Table, table
from negsim.views.wording import number

MARK = "*"


@table.register
def of_game(game: StrategicGame) -> Table:
    """Lay out the first game of a batch: as a matrix for two players, else one outcome a row.

    Parameters
    ----------
    game
        A batch of games.
    """
    notes = [f"{MARK} best reply to the other's strategy; payoffs: {', '.join(game.players)}", basis_of(game.comment)]
    if len(game) > 1:
        notes.insert(0, f"the first of {len(game):,} games")
    if len(game.players) == 2:
        return _matrix(game, tuple(notes))
    return _outcomes(game, tuple(notes))


def best_replies(payoffs: Array) -> list[BoolArray]:
    """Return for each player where its strategy is a best reply, each of the shape of the outcomes.

    Parameters
    ----------
    payoffs
        Shape (player, strategy of player 0, strategy of player 1, ...): one game.
    """
    return [own == own.max(axis=player, keepdims=True) for player, own in enumerate(payoffs)]


def _matrix(game: StrategicGame, notes: tuple[str, ...]) -> Table:
    marks = best_replies(game.payoffs[0])
    rows, columns = game.strategies

    def cell(i: int, j: int) -> str:
        return ", ".join(
            number(float(game.payoffs[0, player, i, j])) + MARK * bool(marks[player][i, j]) for player in range(2)
        )

    return Table(
        title=f"{game.players[0]} (rows) and {game.players[1]} (columns)",
        columns=(game.players[0], *columns),
        rows=tuple((label, *(cell(i, j) for j in range(len(columns)))) for i, label in enumerate(rows)),
        notes=notes,
    )


def _outcomes(game: StrategicGame, notes: tuple[str, ...]) -> Table:
    marks = best_replies(game.payoffs[0])
    rows = []
    for cell in np.ndindex(game.shape):
        labels = [strategies[k] for strategies, k in zip(game.strategies, cell, strict=True)]
        stars = [bool(marks[player][cell]) for player in range(len(game.players))]
        earned = [number(float(game.payoffs[(0, player, *cell)])) + MARK * star for player, star in enumerate(stars)]
        rows.append((*labels, *earned))
    return Table(
        title=f"{len(game.players)} players, {len(rows)} outcomes",
        columns=(*game.players, *(f"payoff of {player}" for player in game.players)),
        rows=tuple(rows),
        notes=notes,
    )
