"""What parties agree on, as plain dictionaries and lists."""

from __future__ import annotations

from typing import Any

from negsim.games.bargaining import BargainingGame
from negsim.games.results import Proposals
from negsim.games.talks.terms import mean_level, terms, worded
from negsim.solvers.base import Solution


def of_bargaining(game: BargainingGame) -> dict[str, Any]:
    """Return what is on the table, and what each party gets if nothing is agreed, game by game of a batch.

    Parameters
    ----------
    game
        Bargaining games.
    """
    sheet = game.sheet
    moves = {} if sheet is None else dict(zip(sheet.options, map(list, sheet.labels), strict=True))
    return {
        "agenda": moves,
        "disagreement": [dict(zip(game.players, map(float, each), strict=True)) for each in game.disagreement],
    }


def of_agreement(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    """Return what is agreed, and what each party gets.

    Parameters
    ----------
    solution, row
        Agreements in bargaining games, and which of its rows.
    """
    found = agreement(solution, row) | {"payoffs": solution[row].payoffs}
    return found | (proposals(solution, row) if isinstance(solution.result, Proposals) else {})


def agreement(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    """Return what is agreed: in words, as a lottery, and move by move.

    Parameters
    ----------
    solution, row
        As for `of_agreement`.
    """
    game, result = solution.game, solution.result
    numbered = game.sheet is not None and bool(game.sheet.numbers)
    moves = {
        move: {"levels": dict(levels)} | ({"mean": mean_level(game, move, levels)} if numbered else {})
        for move, levels in terms(game, result, row).items()
    }
    found: dict[str, Any] = {
        "agreement": worded(game, result, row),
        "lottery": {label: min(1.0, share) for label, share in solution[row].agreement.items()},
    }
    return found | ({"moves": moves} if moves else {})


def proposals(solution: Solution[Any, Any], row: int) -> dict[str, Any]:
    """Return what is offered round by round.

    Parameters
    ----------
    solution, row
        Proposals in bargaining games, and which of its rows.
    """
    players, result = solution.game.players, solution.result
    rounds = zip(result.proposer[row], result.offered[row], result.accepted[row], strict=True)
    return {
        "rounds": [
            {
                "round": k + 1,
                "proposer": players[who],
                "payoffs": dict(zip(players, map(float, offered), strict=True)),
                "accepted": min(1.0, float(accepted)),
            }
            for k, (who, offered, accepted) in enumerate(rounds)
        ],
        "refused": dict(zip(players, map(float, result.refused[row]), strict=True)),
    }
