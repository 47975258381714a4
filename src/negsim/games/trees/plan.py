"""How large a tree of turns will be, and which situations every turn meets, found without making the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.trees.options import Board, Options
from negsim.scenario.dynamics import Turn

MAX_NODES = 20_000_000
MAX_LAYERS = 20_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One turn of one round.

    Attributes
    ----------
    round, turn
        Their numbers, from 0.
    options
        What the turn offers wherever things may stand by then.
    """

    round: int
    turn: int
    options: Options


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """How a tree will be, found without making it.

    Attributes
    ----------
    turns, rounds
        What a round is, and how many there are.
    layers
        The turns that matter, in order.
    nodes, ends
        How many nodes, and terminal nodes, there are.
    stops
        Shape (outcome,). Whether play stops there.
    start
        Number of the outcome at which play begins.
    """

    turns: Sequence[Turn]
    rounds: int
    layers: tuple[Layer, ...]
    nodes: int
    ends: int
    stops: BoolArray
    start: int


def plan(board: Board, turns: Sequence[Turn], rounds: int, stops: BoolArray) -> Plan:
    """Count the nodes of a tree.

    Parameters
    ----------
    board
        The situations.
    turns, rounds
        What a round is, and how many there are.
    stops
        Shape (outcome,). Whether play stops after a turn that ends there.

    Raises
    ------
    InvalidGame
        If there are too many.
    """
    situations: IntArray = np.array([board.start])
    weight: Array = np.ones(1)
    layers: list[Layer] = []
    known: dict[tuple[int, bytes], Options] = {}
    nodes, ends = 1.0, 0.0
    for number in range(rounds):
        before, made = situations, nodes
        for turn in range(len(turns)):
            key = (turn, situations.tobytes())
            options = known.get(key) or known.setdefault(key, board.options(turns[turn], situations))
            layers.append(Layer(round=number, turn=turn, options=options))
            nodes += float(weight[options.counts > 1] @ options.counts[options.counts > 1])
            _check_size(nodes, len(layers), number, rounds, len(turns))
            reached, place = np.unique(options.target, return_inverse=True)
            weight = np.asarray(np.bincount(place.reshape(-1), np.repeat(weight, options.counts)), np.float64)
            ends += float(weight[stops[reached]].sum())
            situations, weight = reached[~stops[reached]], weight[~stops[reached]]
            if not len(situations):
                break
        if not len(situations) or (nodes == made and np.array_equal(before, situations)):
            break  # nothing will happen in the rounds that are left
    ends += float(weight.sum())
    counts = {"nodes": int(nodes), "ends": int(ends)}
    return Plan(turns=turns, rounds=rounds, layers=tuple(layers), stops=stops, start=board.start, **counts)


def _check_size(nodes: float, layers: int, number: int, rounds: int, turns: int) -> None:
    if nodes <= MAX_NODES and layers <= MAX_LAYERS:
        return
    much = f"over {MAX_NODES:,} nodes" if nodes > MAX_NODES else f"over {MAX_LAYERS:,} turns on end"
    fits = f"{number} would fit" if number else "not even one fits"
    raise InvalidGame(
        f"games.extensive: {rounds:,} round{'s' * (rounds != 1)} of {turns} turn{'s' * (turns != 1)} make a tree of "
        f"{much}; {fits}. Use fewer rounds, turns or levels, or 'ends_if'; long play is what the form 'stochastic' is "
        "for"
    )
