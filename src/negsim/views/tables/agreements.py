"""Tables of what parties agree on: one agreement or lottery a row, in words and for machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements, Proposals
from negsim.games.talks.terms import CERTAIN, mean_level, terms, worded
from negsim.solvers.base import Row, Solution
from negsim.studies.sentences.bargaining import no_change, why_none
from negsim.studies.zone import zone
from negsim.views.tables.about import label_of, title_of
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.wording import mixture, number, small

ACCEPTED = "accepted with"
Part = tuple[list[str], Callable[[int], list[Cell]]]


def agreed(solution: Solution[Any, Any]) -> Part:
    """Return the column that says what is agreed, and a function from a row's number to its cell.

    Parameters
    ----------
    solution
        Agreements in bargaining games.
    """
    return ["agreement"], lambda row: [shown(solution[row])]


def risk(row: Row) -> float | None:
    """Return the probability that an offer is accepted, where that is not sure; None where it is.

    Parameters
    ----------
    row
        A row of a solution of bargaining games.
    """
    result = row.solution.result
    agreed = float(result.agreed[row.row]) if isinstance(result, Proposals) else 1.0
    return agreed if agreed < CERTAIN else None


def shown(row: Row) -> str:
    """Write what is agreed in a cell, and whether it is only what follows without agreement too.

    Parameters
    ----------
    row
        A row of a solution of bargaining games.
    """
    same = no_change(row)
    return worded(row.solution.game, row.solution.result, row.row) + f" ({same})" * bool(same)


def order_of(solution: Solution[Any, Any]) -> str:
    """Say in which order an agreement names the levels of the moves, and what a lottery looks like.

    Parameters
    ----------
    solution
        Any solution; of other games than bargaining, nothing is said.
    """
    game = solution.game
    if not isinstance(game, BargainingGame) or not isinstance(solution.result, Agreements) or not len(solution):
        return ""
    return "; ".join(part for part in (named_by(game), _lotteries(solution)) if part)


def reason(solution: Solution[Any, Any]) -> str:
    """Say why nothing can be agreed in a single game; nothing where something can.

    Parameters
    ----------
    solution
        Any solution; of other games than bargaining, nothing is said.
    """
    game = solution.game
    return why_none(zone(game)) if isinstance(game, BargainingGame) and len(game) == 1 else ""


def named_by(game: BargainingGame) -> str:
    """Say in which order the label of an agreement names the levels of several moves; nothing of one move.

    Parameters
    ----------
    game
        A bargaining game.
    """
    if game.sheet is None or len(game.sheet.options) < 2:
        return ""
    return f"an agreement is named by the levels of {' / '.join(game.sheet.options)}"


def _lotteries(solution: Solution[Any, Any]) -> str:
    drawn = any(len(row.agreement) > 1 for row in solution)
    if not drawn or solution.game.sheet is None:
        return ""
    return "where a lottery, or a division, mixes levels, their mean is given" * bool(solution.game.sheet.numbers)


def one_agreement(row: Row) -> Table:
    """List what is agreed: of a lottery, each agreement with its probability.

    Parameters
    ----------
    row
        A row of a solution of bargaining games.
    """
    game: BargainingGame = row.solution.game
    rows: list[list[Cell]] = [
        [label, share, *map(float, game.payoffs[row.item, :, game.number_of(label)])]
        for label, share in row.agreement.items()
    ]
    without = list(map(float, game.disagreement[row.item]))
    if len(rows) > 1:
        rows.append(["together", 1.0, *row.payoffs.values()])
    rows.append(["without agreement", None, *without])
    concept = row.solution.solver.concept
    return filled(
        "One agreement",
        ["agreement", "probability", *(f"payoff of {player}" for player in game.players)],
        rows,
        notes=(
            named_by(game),
            _means(row),
            f"residual {small(row.residual)}: {concept.definition}",
            label_of(row.solution),
        ),
    )


def _means(row: Row) -> str:
    """Say at which levels the moves stand on average under a lottery."""
    game, result = row.solution.game, row.solution.result
    if len(row.agreement) < 2 or game.sheet is None or not game.sheet.numbers:
        return ""
    means = [
        f"{move} {number(mean_level(game, move, levels))}" for move, levels in terms(game, result, row.row).items()
    ]
    return f"mean levels: {', '.join(means)}"


def in_labels(solution: Solution[Any, Any], extras: Part) -> Table:
    """Return agreements with nothing rounded, for machines: one row a solution, one column a move.

    Parameters
    ----------
    solution
        Agreements in bargaining games.
    extras
        Columns of payoffs, residual and the like, and a function from a row's number to their cells.
    """
    game, result = solution.game, solution.result
    moves = () if game.sheet is None else game.sheet.options
    columns, cells = extras
    rows: list[list[Cell]] = []
    for row in solution:
        lottery = row.agreement
        label = next(iter(lottery)) if len(lottery) == 1 else None
        levels = terms(game, result, row.row)
        stands = [_level(game, move, levels[move]) for move in moves]
        rows.append([int(row.item), label, *stands, *cells(row.row)])
    return Table(
        title=title_of(solution),
        columns=("game", "agreement", *moves, *columns),
        rows=tuple(map(tuple, rows)),
    )


def _level(game: Any, move: str, levels: Any) -> Cell:
    """The level of a move, or its mean as a number where a lottery mixes levels."""
    if len(levels) == 1:
        return str(next(iter(levels)))
    return mean_level(game, move, levels) if game.sheet.numbers else mixture(levels)
