"""Plans with one choice a row and nothing rounded, for machines; and demands against a deadline, one round a row."""

from __future__ import annotations

from typing import Any

from negsim.games.results import Offers
from negsim.games.screening import ScreeningGame
from negsim.solvers.base import Row, Solution
from negsim.views.tables.base import Cell, Table
from negsim.views.wording import plain_value


def in_rows(solution: Solution[Any, Any]) -> Table:
    """Return plans with one choice a row and nothing rounded, for machines.

    Parameters
    ----------
    solution
        What a solver found in games in which players choose at several places.
    """
    if isinstance(solution.result, Offers):
        columns, _ = by_round(solution[0])
        rows = [[int(row.item), row.row + 1, *cells] for row in solution for cells in by_round(row)[1]]
        return Table(title="Plans, one round a row", columns=("game", "answer", *columns), rows=tuple(map(tuple, rows)))
    choices, result = solution.game.choices, solution.result
    columns = list(result.columns)
    earned = solution.game.payoff(result)
    rows = [
        [
            int(result.item[row]),
            row + 1,
            choices.players[choices.player[k]],
            choices.place_names[choices.place[k]],
            choices.actions[k],
            float(result.weights[row, k]),
            float(earned[row, choices.player[k]]),
            float(solution.residual[row]),
            *(plain_value(result.columns[name][row]) for name in columns),
        ]
        for row in range(len(result))
        for k in range(len(choices))
    ]
    heads = ["game", "answer", "player", "place", "action", "probability", "payoff", "residual", *columns]
    return Table(title="Plans, one choice a row", columns=tuple(heads), rows=tuple(map(tuple, rows)))


def by_round(row: Row) -> tuple[list[str], list[list[Cell]]]:
    """Return the columns and rows of a plan.

    Parameters
    ----------
    row
        A row of a solution of screening games.
    """
    game: ScreeningGame = row.solution.game
    part = row.solution.result.take(slice(row.row, row.row + 1))
    rows: list[list[Cell]] = [
        [k + 1, *map(float, told)]
        for k, told in enumerate(zip(part.demand[0], part.cutoff[0], game.acceptance(part)[0], strict=True))
    ]
    who, other = game.players
    return ["round", f"demand of {who}", f"{other} accepts from", "agreement in this round"], rows
