"""From the moves of a scenario to the states and the graph of a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, Values
from negsim.games.graphs.graph import OptionGraph
from negsim.games.graphs.joined import joined
from negsim.games.sheet import Sheet
from negsim.scenario.conditions import Condition
from negsim.scenario.conflicts import Conflict
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
    InvalidGame
        If outcomes that are to be one state are worth different payoffs to an actor.
    """
    moves = tuple(scenario.moves.values())
    drawn = [move.id for move in moves if move.chance]
    if drawn:
        raise NotApplicable(
            f"chance decides {' and '.join(drawn[:3])}, and in a conflict every move is somebody's. Use the form "
            "'extensive', or describe the conflict without it"
        )
    block = scenario.games.get("conflict")
    rules = block if isinstance(block, Conflict) else Conflict()
    sheet = _sheet(scenario, moves)
    graph = OptionGraph(
        levels=sheet.levels, owner=sheet.owner, change=_changes(moves, rules.irreversible), parties=len(scenario.actors)
    )
    found: dict[str, Any] = {
        "payoffs": scenario.payoff_table(values),
        "graph": graph,
        "players": tuple(scenario.actors),
        "states": scenario.outcome_labels(),
        "start": _start(scenario, rules),
        "perceived": _perceived(scenario, rules),
        "sheet": sheet,
        "title": scenario.title,
        "comment": scenario.basis,
        "names": called(scenario),
    }
    if rules.coalesce:
        meets = _meets(scenario, tuple(rules.coalesce.values()))
        found = joined(found, {label: np.flatnonzero(row) for label, row in zip(rules.coalesce, meets, strict=True)})
    return found


def _sheet(scenario: Scenario, moves: tuple[Move, ...]) -> Sheet:
    players = tuple(scenario.actors)
    return Sheet(
        options=tuple(move.id for move in moves),
        owner=np.array([players.index(move.actor) for move in moves], np.intp),
        labels=tuple(tuple(level.id for level in move.levels) for move in moves),
        said=tuple((move.name, tuple(level.name for level in move.levels)) for move in moves),
        levels=scenario.outcomes().astype(np.int16),
    )


def _changes(moves: tuple[Move, ...], irreversible: Sequence[str]) -> BoolArray:
    """Shape (option, level, level). What is irreversible never returns to an earlier level, or stays where it is."""
    most = max(len(move.levels) for move in moves)
    change = np.ones((len(moves), most, most), bool)
    for number, move in enumerate(moves):
        if not move.reversible or move.id in irreversible:
            change[number] = np.triu(change[number])
        for at, level in enumerate(move.levels):
            if f"{move.id}.{level.id}" in irreversible:
                change[number, at] = np.arange(most) == at
    return change


def _start(scenario: Scenario, rules: Conflict) -> int:
    """The status quo that the file names, or else the initial levels; the first state if these are forbidden."""
    moves = tuple(scenario.moves.values())
    wanted = [part.strip() for part in rules.start.split("/")]
    if rules.start in rules.coalesce:
        return int(_meets(scenario, (rules.coalesce[rules.start],))[0].argmax())
    if not rules.start:
        wanted = [move.initial for move in moves]
    levels = [[level.id for level in move.levels].index(label) for move, label in zip(moves, wanted, strict=True)]
    found = np.flatnonzero((scenario.outcomes() == levels).all(1))
    return int(found[0]) if len(found) else 0


def _perceived(scenario: Scenario, rules: Conflict) -> BoolArray | None:
    """Shape (player, state), or None if everybody sees everything."""
    if not rules.unseen:
        return None
    seen = np.ones((len(scenario.actors), len(scenario.outcomes())), bool)
    for player, actor in enumerate(scenario.actors):
        if conditions := rules.unseen.get(actor):
            seen[player] = ~_meets(scenario, conditions).any(0)
    return seen


def _meets(scenario: Scenario, conditions: Sequence[Condition]) -> BoolArray:
    """Shape (condition, outcome)."""
    return np.asarray(scenario.over_outcomes(conditions)[0] != 0)
