"""Shorten the way to an edge: take the edge for a plane, go to its nearest place, and look where the edge is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.studies.robustness.space import Space

TURNS, SOME_TURNS, FEW_TURNS = 20, 8, 2  # planes that are tried; in large scenarios; where a point takes long
BEYOND = 1.2  # how much further than the plane the edge is looked for, where it bends away
SETTLED = 1e-5  # of a range: the plane at the edge brings no place that is nearer than this


@dataclass(frozen=True, kw_only=True)
class Refined:
    """Two places on either side of an edge, and whether the plane there says that none on the edge is nearer.

    Attributes
    ----------
    inside, outside
        Shape (parameter,) each. Both were solved: the headline is the same at the first and another at the second.
    settled
        Whether the nearest place of the plane that touches the edge there is that place itself.
    """

    inside: Array
    outside: Array
    settled: bool


def refined(
    space: Space,
    length: Callable[[Array], Array],
    nearest: Callable[[Array, float, Array], Array],
    inside: Array,
    outside: Array,
) -> Refined:
    """Shorten the way to an edge as long as that succeeds.

    Parameters
    ----------
    space
        The box, and what is asked there.
    length, nearest
        How long a change is; and of a plane in a box, its place of least length.
    inside, outside
        Shape (parameter,) each. On either side of an edge.
    """
    sides = space.edges(inside[None], outside[None])
    inside, outside = sides[0][0], sides[1][0]
    settled = False
    turns = FEW_TURNS if space.view.slow else SOME_TURNS if space.view.large else TURNS
    for _ in range(turns):
        plane = _plane(space, inside, outside)
        if plane is None:
            break
        aim = nearest(*plane, space.ends)
        gain = float(length(outside) - length(aim))
        settled = abs(gain) <= max(SETTLED, 4 * space.precision)
        if gain <= 4 * space.precision:
            break
        better = None
        for share in (1.0, 0.5, 0.2):
            better = _edge_towards(space, share * aim + (1 - share) * outside)
            if better is not None and length(better[1]) < length(outside) - 2 * space.precision:
                break
            better = None
        if better is None:
            break
        inside, outside = better
    return Refined(inside=inside, outside=outside, settled=settled)


def _edge_towards(space: Space, aim: Array) -> tuple[Array, Array] | None:
    """Both sides of the first edge on the way to a place, or a little beyond; None where there is none."""
    exact = aim * (1 + max(1e-8, 4 * space.precision))
    for end in (np.clip(exact, *space.ends), np.clip(BEYOND * aim, *space.ends)):
        inside, outside, changes = space.first_edges(end[None], (0.3, 0.6, 0.8, 0.95, 1.0))
        if changes[0]:
            sides = space.edges(inside, outside)
            return sides[0][0], sides[1][0]
    return None


def _plane(space: Space, inside: Array, outside: Array) -> tuple[Array, float] | None:
    """The plane that touches the edge at a place: its normal, and the level of the normal there.

    A short piece of a line across the edge is moved a little along each parameter; by how much the crossing moves on
    it tells the slope. Where a piece so moved does not cross the edge, nothing is known, and the slope counts as none.
    """
    reach = min(0.2 if space.view.slow else 0.05, max(float(np.abs(outside).max()), 1e-3) / 2)
    step = reach / (4 if space.view.slow else 10)
    way = outside / max(float(np.abs(outside).max()), 1e-300)
    middle = (inside + outside) / 2
    moved = np.where(middle + step > space.ends[1], -step, step)
    shifts = np.concatenate([np.zeros((1, len(way))), np.diag(moved)])
    near = np.clip(middle - reach * way, *space.ends) + shifts
    far = np.clip(middle + reach * way, *space.ends) + shifts
    sides = np.split(space.holds(np.concatenate([near, far])), 2)
    crossing = sides[0] & ~sides[1]
    if not crossing[0]:
        return None
    across = far[0] - near[0]
    low, high = space.edges(near[crossing], far[crossing])
    place = np.full(len(shifts), np.nan)
    place[crossing] = ((low + high) / 2 - near[crossing]) @ across / (across @ across)
    slope = np.nan_to_num((place[0] - place[1:]) / moved, nan=0.0)
    level = float(slope @ (near[0] + place[0] * across))
    return (slope, level) if level > 0 else None
