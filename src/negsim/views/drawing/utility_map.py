"""What the picture of a bargaining game of two parties shows: agreements, the zone, the frontier, and the solutions."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.games.talks.terms import worded
from negsim.studies.bargain import Bargain
from negsim.studies.sentences.bargaining import solution_called
from negsim.views.drawing.canvas import PALETTE
from negsim.views.wording import number

MARKS = ("o", "D", "^", "s", "P", "v", "X", "*")  # of solutions, in their order
COLOURS = tuple(PALETTE[k] for k in (5, 2, 3, 1, 0, 4, 6, 7))


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A point that one solution or several single out.

    Attributes
    ----------
    solutions
        Their names.
    payoffs
        Shape (player,).
    agreement
        What is agreed there.
    """

    solutions: tuple[str, ...]
    payoffs: Array
    agreement: str

    @property
    def words(self) -> str:
        """What stands in the legend."""
        paid = ", ".join(number(float(value), 3) for value in self.payoffs)
        lines = textwrap.wrap(f"{', '.join(self.solutions)}:", 44) + textwrap.wrap(f"{self.agreement} ({paid})", 44)
        return "\n".join([lines[0][:1].upper() + lines[0][1:], *lines[1:]])


def spots(found: Bargain, close: float = 1e-6) -> tuple[Spot, ...]:
    """Return the points that solutions single out; those at the same point together.

    Parameters
    ----------
    found
        What could be agreed.
    close
        Share of the spread of payoffs below which points are the same.
    """
    groups: list[tuple[list[str], Array, str]] = []
    for name, solution in found.solutions.items():
        if not len(solution):
            continue
        row = solution[0]
        paid = np.array(list(row.payoffs.values()))
        said = solution_called(name)
        near = (group for group in groups if np.abs(group[1] - paid).max() <= close * float(found.game.spread[0]))
        group = next(near, None)
        if group is None:
            groups.append(([said], paid, worded(found.game, solution.result, row.row)))
        else:
            group[0].append(said)
    return tuple(Spot(solutions=tuple(names), payoffs=paid, agreement=what) for names, paid, what in groups)


def hull(points: Array) -> Array:
    """Return the corners of the smallest convex set around points, counterclockwise.

    Parameters
    ----------
    points
        Shape (point, 2).
    """
    ordered = np.unique(points, axis=0)
    if len(ordered) < 3:
        return np.asarray(ordered)
    return np.array(_chain(ordered)[:-1] + _chain(ordered[::-1])[:-1])


def beyond(corners: Array, floor: Array) -> Array:
    """Return the part of a convex set in which nobody has less than a floor; without corners if there is none.

    Parameters
    ----------
    corners
        Shape (corner, 2), counterclockwise.
    floor
        Shape (2,).
    """
    kept = corners
    for axis in (0, 1):
        kept = _cut(kept, axis, float(floor[axis]))
    return kept


def frontier(found: Bargain) -> Array:
    """Return the payoffs along the frontier, by what the first party gets, of shape (point, player).

    Parameters
    ----------
    found
        What could be agreed.
    """
    if found.frontier is None or not len(found.frontier):
        return np.zeros((0, len(found.game.players)))
    paid = found.game.payoff(found.frontier.result)
    return np.asarray(paid[np.argsort(paid[:, 0], kind="stable")])


def order_of_naming(found: Bargain) -> list[int]:
    """Return the agreements of which the names matter most first: on the frontier, in the zone, all others.

    Of several that give everybody the same, only one is named.

    Parameters
    ----------
    found
        What could be agreed.
    """
    best = [] if found.frontier is None else found.frontier.result.agreement[:, 0].tolist()
    order = np.array(list(dict.fromkeys([*best, *found.zone.agreements.tolist(), *range(len(found.game.agreements))])))
    _, first = np.unique(found.game.payoffs[0].T[order], axis=0, return_index=True)
    return [int(k) for k in order[np.sort(first)]]


def _chain(ordered: Array) -> list[Array]:
    """One side of the hull of points in the order of the first coordinate."""
    found: list[Array] = []
    for point in ordered:
        while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found


def _turn(a: Array, b: Array, c: Array) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def _cut(corners: Array, axis: int, least: float) -> Array:
    """Keep what lies at or above a line parallel to an axis."""
    kept: list[Sequence[float]] = []
    for k, here in enumerate(corners):
        before = corners[k - 1]
        if (here[axis] >= least) != (before[axis] >= least) and len(corners) > 1:
            share = (least - before[axis]) / (here[axis] - before[axis])
            kept.append(before + share * (here - before))
        if here[axis] >= least:
            kept.append(here)
    return np.array(kept).reshape(-1, 2)
