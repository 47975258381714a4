"""The rows of a plan for a tree: one a place where somebody decides, with what is expected and believed there."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Assessments
from negsim.games.trees.beliefs import believed, node_values
from negsim.games.trees.ways import members, way
from negsim.solvers.base import Row, Solution
from negsim.views.tables.base import Cell
from negsim.views.wording import listed, number, played

START = "the start"
MOST = 10_000  # places that are listed; the files for machines have all


def by_information_set(row: Row) -> tuple[list[str], list[list[Cell]]]:
    """Return the columns and rows of a plan.

    Parameters
    ----------
    row
        A row of a solution of extensive games.
    """
    solution, game = row.solution, row.solution.game
    tree, choices = game.tree, game.choices
    part = solution.result.take(slice(row.row, row.row + 1))
    reach, weight, worth = game.reach(part)[0], believed(game, part)[0], node_values(game, part)[0]
    decided = np.flatnonzero(tree.place >= 0)
    reached = np.bincount(tree.place[decided], reach[decided], minlength=len(tree.player))
    first, sets = tree.first_node, members(tree)
    rows: list[list[Cell]] = []
    for k in np.lexsort((first, tree.depth[first], reached <= 0))[:MOST]:
        rank, owner = int(tree.order[k]), int(tree.player[k])
        nodes = sets[k]
        earned = float(worth[owner, nodes] @ weight[nodes])
        where = choices.slices[rank]
        rows.append(
            [
                tree.players[owner],
                choices.place_names[rank],
                "" if tree.places else " / ".join(way(tree, nodes)) or START,
                float(reached[k]),
                played(choices.actions[where], part.weights[0, where]),
                None if np.isnan(earned) else earned,
                _beliefs(tree, nodes, weight) if isinstance(part, Assessments) and len(nodes) > 1 else "",
            ]
        )
    return ["player", "place", "after", "reached", "plan", "expects", "believes"], rows


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


def _beliefs(tree: Any, nodes: Any, weight: Array) -> str:
    """How likely each way here is, told by the steps in which the ways differ."""
    ways = [tree.history(int(node)) for node in nodes]
    if len({len(way) for way in ways}) == 1:
        apart = [k for k in range(len(ways[0])) if len({way[k] for way in ways}) > 1]
        ways = [tuple(way[k] for k in apart) for way in ways]
    return listed([f"{' / '.join(way)} {number(float(weight[k]))}" for way, k in zip(ways, nodes, strict=True)])
