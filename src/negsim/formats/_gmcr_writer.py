"""Write a conflict of options that are taken or not as a .gmcr file."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.games.base import Game, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph

Pattern: TypeAlias = frozenset[tuple[int, int]]  # options, and 1 where taken, 0 where not

MAX_STATES = 20_000
DIRECTIONS = {(True, True): "both", (True, False): "fwd", (False, True): "back"}  # up, down


def written(game: Game) -> str:
    """Return the text of a file that holds a conflict.

    Parameters
    ----------
    game
        One conflict whose options have two levels.

    Raises
    ------
    NotApplicable
        If the format cannot hold it.
    """
    conflict, graph = _held(game)
    order = np.argsort(graph.owner, kind="stable")
    levels = graph.levels[:, order]
    weights = 2 ** np.arange(len(order), dtype=np.int64)
    number = np.argsort(np.argsort(levels @ weights))  # of each state among all, as the format counts them
    names = conflict.sheet.options if conflict.sheet is not None else [f"option {k + 1}" for k in range(len(order))]
    said = [conflict.sheet.said[k][0] for k in range(len(order))] if conflict.sheet is not None else names
    record = {
        "program": "negsim",
        "version": "1",
        "options": [{"name": said[k], "permittedDirection": _direction(graph, int(k))} for k in order],
        "decisionMakers": [
            _party(conflict, player, np.flatnonzero(graph.owner[order] == player), number, levels)
            for player in range(len(conflict.players))
        ],
        "coalitions": list(range(len(conflict.players))),
        "infeasibles": missing(levels),
        "useManualPreferenceRanking": True,
        "negsim": {
            "title": conflict.title,
            "comment": conflict.comment,
            "start": conflict.start + 1,
            "states": list(conflict.states),
            "numbers": (number + 1).tolist(),
        },
    }
    lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _held(game: Game) -> tuple[ConflictGame, OptionGraph]:
    """The conflict and its graph, if a file can hold them."""
    if not isinstance(game, ConflictGame):
        raise NotApplicable(f"a gmcr file holds conflicts, not a {type(game).__name__}. Use .json or .efg instead")
    if len(game) != 1:
        raise NotApplicable(f"a gmcr file holds one conflict, and this batch has {len(game)}. Use game.take([k])")
    graph = game.graph
    if not isinstance(graph, OptionGraph) or graph.change.shape[1:] != (2, 2) or len(graph) > MAX_STATES:
        raise NotApplicable(
            f"a gmcr file holds options that are taken or not, and at most {MAX_STATES:,} states. Use a scenario whose "
            "moves have two levels each, without coalesce"
        )
    stuck = ~(graph.change[:, 0, 1] | graph.change[:, 1, 0])
    if stuck.any():
        raise NotApplicable(
            f"option {int(stuck.argmax()) + 1} can never be changed, which a gmcr file cannot say. Use other moves"
        )
    if game.degrees is not None:
        raise NotApplicable("a gmcr file holds rankings, not degrees of preference. Use payoffs")
    return game, graph


def _direction(graph: OptionGraph, option: int) -> str:
    return DIRECTIONS[bool(graph.change[option, 0, 1]), bool(graph.change[option, 1, 0])]


def _party(
    game: ConflictGame, player: int, options: IntArray, number: IntArray, levels: NDArray[np.int16]
) -> dict[str, Any]:
    ranks = game.ranks[0, player]
    ties = [(number[ranks == rank] + 1).tolist() for rank in range(int(ranks.max()), -1, -1)]
    unseen = [] if game.perceived is None else levels[~game.perceived[player]].tolist()
    return {
        "name": game.players[player],
        "options": options.tolist(),
        "preferences": [],
        "preferenceRanking": [tie[0] if len(tie) == 1 else sorted(tie) for tie in ties],
        "payoffs": game.payoffs[0, player, np.argsort(number)].tolist(),
        "misperceptions": [_marked(enumerate(row)) for row in unseen],
    }


def missing(levels: NDArray[np.int16]) -> list[list[list[Any]]]:
    """Return patterns that are met by exactly the combinations of options that are no states.

    Options are fixed one after the other until no state is left; then patterns that differ in one option are joined.

    Parameters
    ----------
    levels
        Shape (state, option), 0 or 1.
    """
    found: set[Pattern] = set()
    waiting: list[tuple[Pattern, NDArray[np.int16]]] = [(frozenset(), levels)]
    while waiting:
        fixed, rows = waiting.pop()
        if not len(rows):
            found.add(fixed)
        elif len(rows) < 2 ** (levels.shape[1] - len(fixed)):
            waiting += [(fixed | {(len(fixed), taken)}, rows[rows[:, len(fixed)] == taken]) for taken in (0, 1)]
    for option in range(levels.shape[1]):
        found = _merged(found, option)
    return [_marked(sorted(pattern)) for pattern in sorted(found, key=sorted)]


def _merged(patterns: set[Pattern], option: int) -> set[Pattern]:
    """Leave an option out of patterns that are there with it taken and with it not taken."""
    yes, no = (option, 1), (option, 0)
    whole = {pattern - {yes} for pattern in patterns if yes in pattern and pattern - {yes} | {no} in patterns}
    return {pattern for pattern in patterns if pattern - {yes, no} not in whole} | whole


def _marked(pairs: Any) -> list[list[Any]]:
    return [[int(option), "NY"[int(taken)]] for option, taken in pairs]
