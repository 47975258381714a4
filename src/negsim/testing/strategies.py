"""Hypothesis strategies: games to test a solver, a concept or a format on, degenerate ones included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from negsim.games.bargaining import BargainingGame
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.graphs.graph import ArcGraph
from negsim.games.strategic import StrategicGame
from negsim.games.trees.tree import CHANCE, TERMINAL, Tree

small_integers = st.integers(-3, 3)  # few values, so ties and degenerate games are frequent
grades = st.integers(-1000, 1000)
reals = st.floats(-100, 100, allow_nan=False, width=32)


@st.composite
def strategic_games(
    draw: st.DrawFn,
    *,
    players: st.SearchStrategy[int] | None = None,
    most_strategies: int = 3,
    payoffs: Sequence[st.SearchStrategy[Any]] = (small_integers, grades, reals),
    batch: st.SearchStrategy[int] | None = None,
) -> StrategicGame:
    """Draw a batch of strategic games of one shape.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    players
        Number of players; 2 or 3 when left out.
    most_strategies
        Each player has from one to this many.
    payoffs
        Kinds of payoff, one of which is drawn for the whole batch.
    batch
        Number of games; one when left out.

    Returns
    -------
    StrategicGame
        With labels made up.
    """
    count = draw(players if players is not None else st.integers(2, 3))
    shape = [draw(st.integers(1, most_strategies)) for _ in range(count)]
    size = draw(batch if batch is not None else st.just(1))
    cell = draw(st.sampled_from(list(payoffs)))
    cells = size * count * int(np.prod(shape))
    numbers = draw(st.lists(cell, min_size=cells, max_size=cells))
    return StrategicGame(payoffs=np.array(numbers, float).reshape(size, count, *shape))


@st.composite
def extensive_games(
    draw: st.DrawFn,
    *,
    players: st.SearchStrategy[int] | None = None,
    most_nodes: int = 25,
    hidden: bool = True,
    payoffs: Sequence[st.SearchStrategy[Any]] = (small_integers, grades, reals),
    batch: st.SearchStrategy[int] | None = None,
) -> ExtensiveGame:
    """Draw a batch of extensive games on one small tree, with chance, in which nobody forgets what it did or knew.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    players
        Number of players; 1 to 3 when left out.
    most_nodes
        No node gets children once there are this many.
    hidden
        Whether information sets may hold several nodes.
    payoffs
        Kinds of payoff, one of which is drawn for the whole batch.
    batch
        Number of games; one when left out.

    Returns
    -------
    ExtensiveGame
        With labels made up.
    """
    count = draw(players if players is not None else st.integers(1, 3))
    owner, parent, action = _shape(draw, count, most_nodes)
    fan = np.bincount(parent[1:], minlength=len(parent)).tolist()
    place, player = _information(draw, owner, parent, action, fan, hidden=hidden)
    size = draw(batch if batch is not None else st.just(1))
    cell = draw(st.sampled_from(list(payoffs)))
    cells = size * count * owner.count(TERMINAL)
    chance = np.ones((1, len(parent)))
    for node in np.flatnonzero(np.array(owner) == CHANCE):
        shares = np.array(draw(st.lists(st.integers(1, 8), min_size=fan[node], max_size=fan[node])), float)
        chance[0, np.flatnonzero(np.array(parent) == node)] = shares / shares.sum()
    tree = Tree(
        parent=np.array(parent),
        action=np.array(action),
        place=np.array(place),
        player=np.array(player, np.intp),
        players=tuple(f"player {k + 1}" for k in range(count)),
        actions=tuple(_numbered("action", fan[place.index(k)]) for k in range(len(player))),
        outcome=np.arange(owner.count(TERMINAL)),
        outcomes=_numbered("outcome", owner.count(TERMINAL)),
        branches=tuple(_numbered("branch", fan[k]) for k in np.flatnonzero(np.array(owner) == CHANCE)),
    )
    numbers = draw(st.lists(cell, min_size=cells, max_size=cells))
    return ExtensiveGame(tree=tree, payoffs=np.array(numbers, float).reshape(size, count, -1), chance=chance)


@st.composite
def conflict_games(
    draw: st.DrawFn,
    *,
    players: st.SearchStrategy[int] | None = None,
    states: st.SearchStrategy[int] | None = None,
    batch: int = 1,
) -> ConflictGame:
    """Draw a batch of conflicts on one graph, of which moves need be neither transitive nor reversible.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    players, states
        How many; up to 5 of each when left out.
    batch
        Number of conflicts.

    Returns
    -------
    ConflictGame
        With labels made up; payoffs are few whole numbers, so that ties are frequent.
    """
    count = draw(players if players is not None else st.integers(1, 5))
    size = draw(states if states is not None else st.integers(2, 5))
    arcs = count * size * size
    numbers = draw(octets(batch * count * size + 2 * -(-arcs // 8)))  # at once: many small draws take long
    payoffs, rest = np.split(numbers, [batch * count * size])
    first, second = np.unpackbits(rest).reshape(2, -1)[:, :arcs].astype(bool)
    moves = (first & second if draw(st.booleans()) else first | second).reshape(count, size, size)
    return ConflictGame(
        payoffs=(payoffs % (size + 1)).reshape(batch, count, size).astype(float),
        graph=ArcGraph(size, [(a, b) for a, b in map(np.nonzero, moves & ~np.eye(size, dtype=bool))]),
        players=_numbered("player", count),
        states=_numbered("state", size),
    )


@st.composite
def bargaining_games(
    draw: st.DrawFn,
    *,
    players: st.SearchStrategy[int] | None = None,
    most_agreements: int = 6,
    payoffs: Sequence[st.SearchStrategy[Any]] = (small_integers, grades, reals),
    lotteries: st.SearchStrategy[bool] | None = None,
    batch: st.SearchStrategy[int] | None = None,
) -> BargainingGame:
    """Draw a batch of bargaining games over one list of agreements, in which everybody must agree.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    players
        Number of parties; 2 or 3 when left out.
    most_agreements
        There are from one to this many.
    payoffs
        Kinds of payoff, one of which is drawn for the whole batch; disagreement is of the same kind.
    lotteries
        Whether lotteries are agreed on; either when left out.
    batch
        Number of games; one when left out.

    Returns
    -------
    BargainingGame
        With labels made up; often nobody gains from any agreement.
    """
    count = draw(players if players is not None else st.integers(2, 3))
    size = draw(batch if batch is not None else st.just(1))
    agreements = draw(st.integers(1, most_agreements))
    cell = draw(st.sampled_from(list(payoffs)))
    cells = size * count * (agreements + 1)
    numbers = np.array(draw(st.lists(cell, min_size=cells, max_size=cells)), float).reshape(size, count, -1)
    return BargainingGame(
        payoffs=numbers[..., 1:],
        disagreement=numbers[..., 0],
        lotteries=draw(lotteries if lotteries is not None else st.booleans()),
    )


def octets(count: int) -> st.SearchStrategy[np.ndarray[Any, np.dtype[np.uint8]]]:
    """Return arrays of whole numbers from 0 to 255, drawn together, which takes less time than one by one.

    Parameters
    ----------
    count
        How many.
    """
    return st.binary(min_size=count, max_size=count).map(lambda told: np.frombuffer(told, np.uint8))


def _numbered(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word} {k + 1}" for k in range(count))


def _shape(draw: st.DrawFn, players: int, most: int) -> tuple[list[int], list[int], list[int]]:
    """Owner (a player, or `TERMINAL` or `CHANCE`), parent and action of every node, level by level."""
    owner, parent, action = [draw(st.integers(CHANCE, players - 1))], [-1], [-1]
    node = 0
    while node < len(owner):
        fan = draw(st.integers(1, 3)) if owner[node] != TERMINAL else 0
        for k in range(fan):
            parent.append(node)
            action.append(k)
            owner.append(draw(st.integers(CHANCE, players - 1)) if len(owner) + fan < most else TERMINAL)
        node += 1
    return owner, parent, action


def _information(
    draw: st.DrawFn, owner: list[int], parent: list[int], action: list[int], fan: list[int], *, hidden: bool
) -> tuple[list[int], list[int]]:
    """Information set of every node, and owner of every set: nodes of one set share what their player did and knew."""
    sets: dict[Any, int] = {}
    known: list[dict[int, Any]] = []  # of each node: player -> its last information set and action
    place: list[int] = []
    for node, who in enumerate(owner):
        before = parent[node]
        known.append(dict(known[before]) if node else {})
        if node and owner[before] >= 0:
            known[node][owner[before]] = (place[before], action[node])
        if who < 0:
            place.append(who)
            continue
        mark = draw(st.integers(0, 1)) if hidden else node
        place.append(sets.setdefault((who, known[node].get(who), fan[node], mark), len(sets)))
    return place, [key[0] for key in sets]
