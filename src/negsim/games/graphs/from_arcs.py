"""From labels and pairs to the states and the graph of a conflict."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from negsim.errors import InvalidGame, unknown
from negsim.games.base import Array
from negsim.games.graphs.graph import ArcGraph

Pairs = Iterable[tuple[Hashable, Hashable]]


def fields(
    players: Sequence[str],
    states: Sequence[Hashable],
    moves: Mapping[str, Pairs],
    payoffs: Mapping[str, ArrayLike],
    start: Hashable,
) -> dict[str, Any]:
    """Return the fields of the conflicts that a graph describes, by name.

    Parameters
    ----------
    players, states, moves, payoffs, start
        As for `negsim.games.conflict.ConflictGame.from_graph`.
    """
    for player in (*moves, *payoffs):
        if player not in players:
            raise unknown("player", player, players)
    number = {label: k for k, label in enumerate(states)}
    ends = [
        np.array([(_place(a, number), _place(b, number)) for a, b in moves.get(player, ())], np.intp).reshape(-1, 2)
        for player in players
    ]
    return {
        "payoffs": _payoffs(players, payoffs, len(states)),
        "graph": ArcGraph(len(states), [(pairs[:, 0], pairs[:, 1]) for pairs in ends]),
        "players": tuple(players),
        "states": tuple(map(str, states)),
        "start": 0 if start is None else _place(start, number),
    }


def _place(label: Hashable, number: Mapping[Hashable, int]) -> int:
    if label in number:
        return number[label]
    if isinstance(label, int | np.integer) and 0 <= label < len(number):
        return int(label)
    raise unknown("state", str(label), map(str, number))


def _payoffs(players: Sequence[str], payoffs: Mapping[str, ArrayLike], states: int) -> Array:
    numbers = []
    for player in players:
        if player not in payoffs:
            raise InvalidGame(f"{player} has no payoffs; give a number for every state")
        given = np.atleast_2d(np.asarray(payoffs[player], np.float64))
        if given.shape[-1] != states:
            raise InvalidGame(f"{player} has {given.shape[-1]} payoffs for {states} states")
        numbers.append(given)
    return np.stack(np.broadcast_arrays(*numbers), axis=1)
