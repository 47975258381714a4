"""Outcomes that nobody tells apart, joined to one state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, IntArray
from negsim.games.graphs.graph import ArcGraph, Graph
from negsim.games.graphs.ranks import ranked
from negsim.games.sheet import ANY, Sheet


def joined(fields: Mapping[str, Any], groups: Mapping[str, IntArray]) -> dict[str, Any]:
    """Return the fields of conflicts in which each group of states is one state, where its first member was.

    From a joined state a player can move to wherever it could move from one of its members.

    Parameters
    ----------
    fields
        Of conflicts whose states are the outcomes, by name.
    groups
        Label -> the states that are one.

    Raises
    ------
    InvalidGame
        If a label is taken, two groups share a state, or a player does not rank all members of a group alike.
    """
    payoffs: Array = fields["payoffs"]
    labels = fields["states"]
    first = np.arange(len(labels))  # the state that stands for each
    for label, members in groups.items():
        if not len(members):
            raise InvalidGame(f"no outcome meets the condition of '{label}', under coalesce")
        _check_alike(label, members, fields)
        first[members] = np.minimum(members.min(), first[members])
        if (first[members] != members.min()).any():
            raise InvalidGame(f"'{label}' shares outcomes with another label under coalesce; let each have its own")
    kept, number = np.unique(first, return_inverse=True)
    called = {int(members.min()): label for label, members in groups.items()}
    states = tuple(called.get(int(state), labels[state]) for state in kept)
    if len(set(states)) < len(states):
        raise InvalidGame(f"a label under coalesce is also that of another state: {', '.join(groups)}")
    seen = fields["perceived"]
    return {
        **fields,
        "payoffs": payoffs[:, :, kept],
        "graph": _graph(fields["graph"], number, len(kept)),
        "states": states,
        "start": int(number[fields["start"]]),
        "perceived": None if seen is None else np.stack([np.bincount(number, row) > 0 for row in seen]),
        "sheet": _sheet(fields["sheet"], kept, number),
    }


def _check_alike(label: str, members: IntArray, fields: Mapping[str, Any]) -> None:
    ranks = ranked(fields["payoffs"])[:, :, members]
    apart = np.argwhere(ranks != ranks[:, :, :1])
    if len(apart):
        item, player, at = apart[0]
        one, other = fields["states"][members[0]], fields["states"][members[at]]
        worth = fields["payoffs"][item, player, members[[0, at]]]
        raise InvalidGame(
            f"'{label}' joins '{one}' and '{other}', which {fields['players'][player]} does not rank alike: "
            f"{worth[0]:g} and {worth[1]:g}. Give them equal payoffs, or join other outcomes"
        )


def _graph(graph: Graph, number: IntArray, states: int) -> ArcGraph:
    arcs = []
    for player in range(graph.players):
        source, target = (number[end] for end in graph.arcs(player))
        moves = source != target
        arcs.append((source[moves], target[moves]))
    return ArcGraph(states, arcs)


def _sheet(sheet: Sheet, kept: IntArray, number: IntArray) -> Sheet:
    """In a joined state an option in which the members differ may have any level."""
    levels = sheet.levels[kept]
    differs = np.zeros(levels.shape, bool)
    for option in range(levels.shape[1]):
        differs[number[sheet.levels[:, option] != levels[number, option]], option] = True
    return replace(sheet, levels=np.where(differs, ANY, levels).astype(np.int16))
