"""The table of a plan: what is played at every place, where players choose at several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.markov import policies, values
from negsim.games.presence import presence
from negsim.games.prospects import node_payoffs, node_weights
from negsim.games.results import Assessments, Offers
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.scenario.model import basis_of
from negsim.solvers.base import Row, Solution
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.wording import listed, mixture, number, small

PLANS = 3  # answers whose plans are shown one after the other
START = "the start"


def plan(row: Row) -> Table:
    """List what a row plays, one place a line; places that play comes to stand first.

    Parameters
    ----------
    row
        A row of a solution of games in which players choose at several places.
    """
    game, concept = row.solution.game, row.solution.solver.concept
    kinds: dict[type[Any], Callable[[Row], tuple[list[str], list[list[Cell]]]]] = {
        ExtensiveGame: _by_information_set,
        StochasticGame: _by_state,
        ScreeningGame: _by_round,
    }
    columns, rows = kinds.get(type(game), _by_place)(row)
    which = f" #{row.row + 1}" * (len(row.solution) > 1)
    notes = [f"residual {small(row.residual)}: {concept.definition}", basis_of(getattr(game, "comment", ""))]
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
            return [_mix(game.actions[k], tables[k][0, 0, game.start]) for k in players]

        return [f"{game.players[k]} at {START} ({game.states[game.start]})" for k in players], cells
    return [], lambda row: []


def likeliest(game: ExtensiveGame, solution: Solution[Any, Any], row: int) -> tuple[str, float]:
    """Return the likeliest path through a tree, and its probability.

    Parameters
    ----------
    game, solution, row
        The games, what was found in them, and which of the rows.
    """
    reach = game.reach(solution.result.take(slice(row, row + 1)))[0, game.tree.terminals]
    best = int(reach.argmax())
    return " / ".join(game.tree.history(int(game.tree.terminals[best]))), float(reach[best])


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


def _by_information_set(row: Row) -> tuple[list[str], list[list[Cell]]]:
    solution, game = row.solution, row.solution.game
    tree, choices = game.tree, game.choices
    part = solution.result.take(slice(row.row, row.row + 1))
    reach, weight, worth = game.reach(part)[0], node_weights(game, part)[0], node_payoffs(game, part)[0]
    decided = np.flatnonzero(tree.place >= 0)
    reached = np.bincount(tree.place[decided], reach[decided], minlength=len(tree.player))
    first = tree.first_node
    rows: list[list[Cell]] = []
    for k in np.lexsort((first, tree.depth[first], reached <= 0)):
        rank, owner = int(tree.order[k]), int(tree.player[k])
        nodes = np.flatnonzero(tree.place == k) if len(tree) < 10_000 or reached[k] > 0 else first[k : k + 1]
        earned = float(worth[owner, nodes] @ weight[nodes])
        where = choices.slices[rank]
        rows.append(
            [
                tree.players[owner],
                choices.place_names[rank],
                "" if tree.places else told(tree, int(first[k])),
                float(reached[k]),
                _mix(choices.actions[where], part.weights[0, where]),
                None if np.isnan(earned) else earned,
                _beliefs(tree, nodes, weight) if isinstance(part, Assessments) and len(nodes) > 1 else "",
            ]
        )
    return ["player", "place", "after", "reached", "plan", "expects", "believes"], rows


def in_rows(solution: Solution[Any, Any]) -> Table:
    """Return plans with one choice a row and nothing rounded, for machines.

    Parameters
    ----------
    solution
        What a solver found in games in which players choose at several places.
    """
    if isinstance(solution.result, Offers):
        columns, _ = _by_round(solution[0])
        rows = [[int(row.item), row.row + 1, *cells] for row in solution for cells in _by_round(row)[1]]
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


def plain_value(value: Any) -> Any:
    """Return a number of NumPy as Python's own; anything else that is not text or a truth value as text."""
    if isinstance(value, np.generic):
        value = value.item()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _by_round(row: Row) -> tuple[list[str], list[list[Cell]]]:
    game: ScreeningGame = row.solution.game
    part = row.solution.result.take(slice(row.row, row.row + 1))
    rows: list[list[Cell]] = [
        [k + 1, *map(float, told)]
        for k, told in enumerate(zip(part.demand[0], part.cutoff[0], game.acceptance(part)[0], strict=True))
    ]
    who, other = game.players
    return ["round", f"demand of {who}", f"{other} accepts from", "agreement in this round"], rows


def told(tree: Any, node: int) -> str:
    """Return the way to a node in words.

    Parameters
    ----------
    tree, node
        A tree, and one of its nodes.
    """
    return " / ".join(tree.history(node)) or START


def _beliefs(tree: Any, nodes: Any, weight: Array) -> str:
    """How likely each way here is, told by the steps in which the ways differ."""
    ways = [tree.history(int(node)) for node in nodes]
    if len({len(way) for way in ways}) == 1:
        apart = [k for k in range(len(ways[0])) if len({way[k] for way in ways}) > 1]
        ways = [tuple(way[k] for k in apart) for way in ways]
    return listed([f"{' / '.join(way)} {number(float(weight[k]))}" for way, k in zip(ways, nodes, strict=True)])


def _by_state(row: Row) -> tuple[list[str], list[list[Cell]]]:
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
            _mix(labels, table[0, stage, state]) if game.decides[player, state] else ""
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


def _mix(labels: Any, weights: Array) -> str:
    return mixture({labels[k]: float(weights[k]) for k in np.flatnonzero(weights > 0)})
