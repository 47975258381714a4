"""From the moves of a scenario to the states and the graph of a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, Values
from negsim.games.graphs.graph import OptionGraph
from negsim.games.graphs.sheet import Sheet
from negsim.scenario.layout import called

if TYPE_CHECKING:
    from negsim.scenario.model import Move, Scenario


def fields(scenario: Scenario, values: Values) -> dict[str, Any]:
    """Return the fields of the conflicts that a scenario describes, by name.

    Parameters
    ----------
    scenario
        What the file says.
    values
        Numbers for some parameters, or arrays of one number a game.

    Raises
    ------
    NotApplicable
        If chance decides some of the moves.
    """
    moves = tuple(scenario.moves.values())
    drawn = [move.id for move in moves if move.chance]
    if drawn:
        raise NotApplicable(
            f"chance decides {' and '.join(drawn[:3])}, and in a conflict every move is somebody's. Use the form "
            "'extensive', or describe the conflict without it"
        )
    players = tuple(scenario.actors)
    levels = scenario.outcomes().astype(np.int16)
    sheet = Sheet(
        options=tuple(move.id for move in moves),
        owner=np.array([players.index(move.actor) for move in moves], np.intp),
        labels=tuple(tuple(level.id for level in move.levels) for move in moves),
        said=tuple((move.name, tuple(level.name for level in move.levels)) for move in moves),
        levels=levels,
    )
    graph = OptionGraph(levels=levels, owner=sheet.owner, change=_changes(moves), parties=len(players))
    initial = [[level.id for level in move.levels].index(move.initial) for move in moves]
    start = np.flatnonzero((levels == initial).all(1))
    return {
        "payoffs": scenario.payoff_table(values),
        "graph": graph,
        "players": players,
        "states": scenario.outcome_labels(),
        "start": int(start[0]) if len(start) else 0,
        "sheet": sheet,
        "title": scenario.title,
        "comment": scenario.basis,
        "names": called(scenario),
    }


def _changes(moves: tuple[Move, ...]) -> BoolArray:
    """Shape (option, level, level). An irreversible move never returns to an earlier level."""
    most = max(len(move.levels) for move in moves)
    change = np.ones((len(moves), most, most), bool)
    for number, move in enumerate(moves):
        if not move.reversible:
            change[number] = np.triu(change[number])
    return change
