"""The tree of ways from a status quo: ways that begin with the same moves share them."""

from __future__ import annotations

from dataclasses import dataclass

from negsim.studies.sanctions.board import Move
from negsim.studies.status_quo import Ways


@dataclass(frozen=True, kw_only=True)
class Twig:
    """A state on a way, as it is drawn.

    Attributes
    ----------
    state
        Its number.
    move
        The move that leads to it; None at the root.
    parent
        The number of the twig before it; -1 at the root.
    depth
        How many moves it is from the root.
    row
        How far down it stands, in rows: a tip has a row of its own, others stand in the middle of what follows.
    is_tip
        Whether the drawing ends there.
    """

    state: int
    move: Move | None
    parent: int
    depth: int
    row: float
    is_tip: bool


@dataclass(frozen=True, kw_only=True)
class WayTree:
    """Shortest ways from the status quo, joined where they begin alike.

    Attributes
    ----------
    twigs
        Parents before children.
    unreached
        The goals to which no way leads.
    left_out
        How many goals are not drawn.
    """

    twigs: tuple[Twig, ...]
    unreached: tuple[int, ...]
    left_out: int


def way_tree(found: Ways, most: int, *, improving: bool) -> WayTree:
    """Join shortest ways to the goals: ways of improvements where there are any, else of any moves.

    Parameters
    ----------
    found
        What `negsim.studies.status_quo.ways` returned.
    most
        How many goals are drawn: the first.
    improving
        Whether only ways of improvements are drawn.
    """
    steps: dict[tuple[Move, ...], None] = {(): None}
    unreached = []
    goals = list(found.goals)
    for goal in goals[:most]:
        way = found.shortest(goal, "improvements")
        if way is None and not improving:
            way = found.shortest(goal, "any")
        if way is None:
            unreached.append(goal)
            continue
        steps |= {way[:k]: None for k in range(1, len(way) + 1)}
    return WayTree(
        twigs=_placed(list(steps), found.start), unreached=tuple(unreached), left_out=max(0, len(goals) - most)
    )


def _placed(ways: list[tuple[Move, ...]], start: int) -> tuple[Twig, ...]:
    """Give each beginning of a way its place."""
    children: dict[tuple[Move, ...], list[tuple[Move, ...]]] = {way: [] for way in ways}
    for way in ways:
        if way:
            children[way[:-1]].append(way)
    order: list[tuple[Move, ...]] = []
    waiting: list[tuple[Move, ...]] = [()]
    while waiting:
        way = waiting.pop()
        order.append(way)
        waiting += reversed(children[way])
    rows: dict[tuple[Move, ...], float] = {}
    tips = iter(range(len(order)))
    for way in order:
        if not children[way]:
            rows[way] = float(next(tips))
    for way in reversed(order):
        if children[way]:
            rows[way] = (rows[children[way][0]] + rows[children[way][-1]]) / 2
    number = {way: k for k, way in enumerate(order)}
    return tuple(
        Twig(
            state=way[-1].target if way else start, move=way[-1] if way else None,
            parent=number[way[:-1]] if way else -1, depth=len(way), row=rows[way], is_tip=not children[way],
        )
        for way in order
    )  # fmt: skip
