"""Small conflicts to try a solver on: two parties and more, ties, one-way moves, and preferences no payoff can say."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np

from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import ArcGraph, OptionGraph


def conflict_samples() -> dict[str, ConflictGame]:
    """Return named batches of conflicts, so that every solver of them finds some that it handles.

    Returns
    -------
    dict
        Name -> a batch of one to five conflicts.
    """
    draw = np.random.default_rng(20220120)
    table, wheel, ladder = two_by_two(5), options((2, 3, 2), (0, 1, 2)), options((3, 2), (0, 1), one_way=(0,))
    binary = options((2, 2, 2), (0, 1, 0), one_way=(1,))
    graded = draw.integers(-2, 3, (2, 2, 4, 4)).astype(float)
    graded -= np.swapaxes(graded, 2, 3)
    unclear = draw.random(graded.shape) < 0.2
    unclear &= ~np.eye(4, dtype=bool)
    seen = np.array([[True, True, False, True], [True, True, True, True]])
    orders = np.array([[draw.permutation(4) for _ in range(2)] for _ in range(5)], float)
    return {
        "strict 2x2": replace(table, payoffs=orders),
        "ties 2x2": replace(table, payoffs=draw.integers(0, 3, (5, 2, 4)).astype(float)),
        "large payoffs 2x2": replace(table, payoffs=1e6 * draw.normal(size=(3, 2, 4))),
        "three parties": replace(wheel, payoffs=draw.normal(size=(4, 3, 12))),
        "some one-way": replace(ladder, payoffs=draw.integers(-3, 4, (4, 2, 6)).astype(float)),
        "loose arcs": loose(draw, players=4, states=7, batch=3),
        "two parties, loose": loose(draw, players=2, states=6, batch=4),
        "one party": loose(draw, players=1, states=4, batch=2),
        "one state": ConflictGame.from_graph(
            players=["a", "b"], states=["here"], moves={}, payoffs={"a": [1.0], "b": [2.0]}
        ),
        "graded": replace(table, payoffs=orders[:2], degrees=graded),
        "partly unknown": replace(table, payoffs=orders[:2], degrees=np.where(unclear, np.nan, graded)),
        "fuzzy": replace(table, payoffs=orders[:2], degrees=graded[:1] / 4),
        "not all seen": replace(table, payoffs=orders[2:4], perceived=seen),
        "binary options": replace(binary, payoffs=draw.integers(-3, 4, (3, 2, 8)) / 4),
    }


def two_by_two(batch: int = 1) -> ConflictGame:
    """Return conflicts of two players with two options each, all payoffs 0.

    Parameters
    ----------
    batch
        How many.
    """
    blank = [[0.0] * 4] * batch
    return ConflictGame.from_graph(
        players=["row", "column"],
        states=["CC", "CD", "DC", "DD"],
        moves={"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]},
        payoffs={"row": blank, "column": blank},
    )


def options(sizes: tuple[int, ...], owner: tuple[int, ...], *, one_way: tuple[int, ...] = ()) -> ConflictGame:
    """Return a conflict in option form, all payoffs 0.

    Parameters
    ----------
    sizes
        How many levels each option has.
    owner
        The player who sets each option.
    one_way
        The options that never return to an earlier level.
    """
    levels = np.array(list(itertools.product(*map(range, sizes))), np.int16)
    change = np.ones((len(sizes), max(sizes), max(sizes)), bool)
    for option in one_way:
        change[option] = np.triu(change[option])
    parties = max(owner) + 1
    graph = OptionGraph(levels=levels, owner=np.array(owner, np.intp), change=change, parties=parties)
    return ConflictGame(
        payoffs=np.zeros((1, parties, len(levels))),
        graph=graph,
        players=tuple(f"party {k + 1}" for k in range(parties)),
        states=tuple(" / ".join(map(str, row)) for row in levels),
    )


def loose(draw: np.random.Generator, *, players: int, states: int, batch: int, chance: float = 0.3) -> ConflictGame:
    """Return conflicts on a graph of moves drawn at random, which need be neither transitive nor reversible.

    Parameters
    ----------
    draw
        Where the numbers come from.
    players, states, batch
        How many.
    chance
        Probability of each move.
    """
    arcs: list[tuple[Any, Any]] = []
    for _ in range(players):
        there = draw.random((states, states)) < chance
        source, target = np.nonzero(there & ~np.eye(states, dtype=bool))
        arcs.append((source, target))
    return ConflictGame(
        payoffs=draw.integers(0, 5, (batch, players, states)).astype(float),
        graph=ArcGraph(states, arcs),
        players=tuple(f"party {k + 1}" for k in range(players)),
        states=tuple(f"state {k + 1}" for k in range(states)),
    )
