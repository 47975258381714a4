"""The table of a plan: what is played at every place, where players choose at several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from negsim.games.extensive import ExtensiveGame
from negsim.games.screening import ScreeningGame
from negsim.games.stages.markov import policies
from negsim.games.stochastic import StochasticGame
from negsim.scenario.model import basis_of
from negsim.solvers.base import Row, Solution
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.tables.plan_rows import by_round
from negsim.views.tables.state_plans import by_state
from negsim.views.tables.tree_plans import MOST, START, by_information_set, likeliest
from negsim.views.wording import mixture, played, small

PLANS = 3  # answers whose plans are shown one after the other


def plan(row: Row) -> Table:
    """List what a row plays, one place a line; places that play comes to stand first.

    Parameters
    ----------
    row
        A row of a solution of games in which players choose at several places.
    """
    game, concept = row.solution.game, row.solution.solver.concept
    kinds: dict[type[Any], Callable[[Row], tuple[list[str], list[list[Cell]]]]] = {
        ExtensiveGame: by_information_set,
        StochasticGame: by_state,
        ScreeningGame: by_round,
    }
    columns, rows = kinds.get(type(game), _by_place)(row)
    which = f" #{row.row + 1}" * (len(row.solution) > 1)
    places = len(game.choices.places)
    cut = f"the first {MOST:,} of {places:,} places" if type(game) is ExtensiveGame and places > MOST else ""
    notes = [cut, f"residual {small(row.residual)}: {concept.definition}", basis_of(getattr(game, "comment", ""))]
    return filled(f"Plan{which}: {_kind(game)}", columns, rows, notes=notes)


def gist(solution: Solution[Any, Any]) -> tuple[list[str], Callable[[int], list[Cell]]]:
    """Return columns that say the most of a plan in a line, and a function from a row's number to their cells.

    Parameters
    ----------
    solution
        What a solver found in games in which players choose at several places.
    """
    game: Any = solution.game
    if isinstance(game, ScreeningGame):
        broken = 1 - game.acceptance(solution.result).sum(1)
        return ["first demand", "breakdown"], lambda row: [float(solution.result.demand[row, 0]), float(broken[row])]
    if isinstance(game, ExtensiveGame):
        return ["likeliest path", "its probability"], lambda row: list(likeliest(game, solution, row))
    if isinstance(game, StochasticGame):
        players = [k for k in range(len(game.players)) if game.decides[k, game.start]]

        def cells(row: int) -> list[Cell]:
            tables = policies(game, solution.result.take(slice(row, row + 1)))
            return [played(game.actions[k], tables[k][0, 0, game.start]) for k in players]

        return [f"{game.players[k]} at {START} ({game.states[game.start]})" for k in players], cells
    return [], lambda row: []


def _kind(game: Any) -> str:
    if isinstance(game, StochasticGame):
        return "what each does in every state" + ", stage by stage" * (game.horizon is not None)
    if isinstance(game, ScreeningGame):
        return "demands and answers, as shares of what is at stake"
    return "what each does at every place, should play come there"


def _by_place(row: Row) -> tuple[list[str], list[list[Cell]]]:
    rows: list[list[Cell]] = [
        [player, place, mixture(mix)] for player, mixes in row.profile.items() for place, mix in mixes.items()
    ]
    return ["player", "place", "plan"], rows
