"""What an escalation graph shows: states worth a box, steps of play between them, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.studies.paths import Paths
from negsim.views.endings import Ending, endings

NAMED = 6  # ends with a square of their own
SWEEPS = 8  # over the rows, to bring boxes near to those they are joined with
MAINLY = 0.1  # of an end's probability: boxes that bring less of it have no arrow to it


@dataclass(frozen=True, kw_only=True)
class StateMap:
    """Boxes in rows, arrows between them, and squares at the side.

    Attributes
    ----------
    labels
        Of the boxes.
    height
        Shape (box,). The row of each, counted from the bottom.
    place
        Shape (box,). Where each stands in its row, from the left.
    rungs
        Shape (row,). What the rows stand for.
    moves
        For every box, and everybody who decides there: who, the likeliest action, and its probability.
    arrows
        Shape (box, box). Probability of going from one to the other in a stage.
    ends
        The squares.
    exits
        Shape (box, square). Probability of ending so in a stage.
    drawn
        Shape (box, square). Whether the box is among those from which play mostly ends so.
    start
        The box in which play begins; -1 if it is not drawn.
    left_out
        How many states are visited too rarely to be drawn.
    climbs
        Whether the rows are rungs of escalation, and not steps from the start.
    """

    labels: tuple[str, ...]
    height: IntArray
    place: IntArray
    rungs: Array
    moves: tuple[tuple[tuple[str, str, float], ...], ...]
    arrows: Array
    ends: tuple[Ending, ...]
    exits: Array
    drawn: BoolArray
    start: int
    left_out: int
    climbs: bool


def state_map(paths: Paths, most: int, least: float) -> StateMap:
    """Choose boxes and squares, and place them.

    States of the same label, as at different stages before a deadline, share a box; its arrows are the mean over the
    visits.

    Parameters
    ----------
    paths
        Where play goes.
    most
        The most boxes; those visited most are kept.
    least
        Expected visits below which a state gets no box.
    """
    chain = paths.chain
    names = {label: k for k, label in enumerate(dict.fromkeys(chain.states))}
    group = np.array([names[label] for label in chain.states], np.intp)
    visits = np.where(chain.ends, 0.0, paths.where.sum(0))
    total = np.bincount(group, visits, minlength=len(names))
    order = [int(k) for k in np.argsort(-total, kind="stable") if total[k] >= least and total[k] > 0]
    kept = sorted(order[:most])
    box = np.full(len(names), -1, np.intp)
    box[kept] = np.arange(len(kept))
    count, squares = len(kept), endings(paths, NAMED)
    flow = visits[chain.source] * chain.probability
    before, after = box[group[chain.source]], np.where(chain.ends[chain.target], -1, box[group[chain.target]])
    arrows, exits = np.zeros((count, count)), np.zeros((count, len(squares)))
    inside = (before >= 0) & (after >= 0)
    np.add.at(arrows, (before[inside], after[inside]), flow[inside])
    for number, square in enumerate(squares):
        there = (before >= 0) & chain.ends[chain.target] & np.isin(chain.outcome[chain.target], square.members)
        np.add.at(exits[:, number], before[there], flow[there])
    scale = np.maximum(total[kept], 1e-300)[:, None]
    first = np.array([int(np.flatnonzero(group == k)[0]) for k in kept], np.intp)
    climbs = len(np.unique(chain.rung[first])) > 1
    start = int(box[group[paths.start]])
    level = chain.rung[first] if climbs else _steps(arrows > 0, start)
    rungs, height = np.unique(level, return_inverse=True)
    return StateMap(
        labels=tuple(chain.states[k] for k in first),
        height=height,
        place=_places(height, arrows + arrows.T),
        rungs=rungs,
        moves=tuple(_moves(paths, np.flatnonzero(before == k), flow) for k in range(count)),
        arrows=arrows / scale,
        ends=tuple(squares),
        exits=exits / scale,
        drawn=np.asarray(exits >= MAINLY * np.maximum(exits.sum(0), 1e-300)),
        start=start,
        left_out=len(order) - count,
        climbs=climbs,
    )


def _moves(paths: Paths, steps: IntArray, flow: Array) -> tuple[tuple[str, str, float], ...]:
    """Who decides in a box, each one's likeliest action there, and its probability."""
    chain, players = paths.chain, paths.solution.game.choices.players
    shares: dict[str, dict[str, float]] = {}
    for move, weight in zip(chain.move[steps], flow[steps], strict=True):
        for player, action in _parts(chain.moves[move], players):
            own = shares.setdefault(player, {})
            own[action] = own.get(action, 0.0) + float(weight)
    found = []
    for player, own in shares.items():
        action = max(own, key=lambda name: own[name])
        found.append((player, action, own[action] / max(sum(own.values()), 1e-300)))
    return tuple(found)


def _parts(move: str, players: tuple[str, ...]) -> list[tuple[str, str]]:
    """Split the label of a move, ``"russia: step up, nato: hold"``, into who and what."""
    parts: list[tuple[str, str]] = []
    for piece in move.split(", "):
        who = next((player for player in players if piece.startswith(f"{player}: ")), "")
        if who:
            parts.append((who, piece[len(who) + 2 :]))
        elif parts:  # the comma belongs to the label of an action
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}, {piece}")
    return parts


def _steps(linked: BoolArray, start: int) -> Array:
    """How many steps each box is from the start."""
    found = np.full(len(linked), np.inf)
    layer = np.zeros(len(linked), bool)
    layer[max(start, 0)] = True
    steps = 0
    while layer.any():
        found[layer] = steps
        layer = linked[layer].any(0) & np.isinf(found)
        steps += 1
    return np.where(np.isinf(found), steps, found)


def _places(height: IntArray, linked: Array) -> IntArray:
    """Order the boxes of each row by the mean place of those that they are joined with in other rows (barycentres)."""
    place = np.zeros(len(height))
    for row in np.unique(height):
        place[height == row] = np.arange((height == row).sum())
    for _ in range(SWEEPS):
        for row in np.unique(height):
            here = np.flatnonzero(height == row)
            weight = linked[here] * (height != row)
            total = weight.sum(1)
            centre = np.where(total > 0, weight @ place / np.where(total > 0, total, 1), place[here])
            place[here[np.argsort(centre, kind="stable")]] = np.arange(len(here))
    return place.astype(np.intp)
