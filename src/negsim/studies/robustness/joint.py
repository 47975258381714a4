"""The smallest change of all parameters together that changes the headline, each measured by its range."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from negsim.games.base import Array
from negsim.studies.robustness._planes import nearest_by_largest, nearest_by_length
from negsim.studies.robustness.record import Edge, Flip
from negsim.studies.robustness.refine import refined
from negsim.studies.robustness.space import Space
from negsim.studies.robustness.viewpoint import Viewpoint

EUCLID, LARGEST = "euclid", "largest"
Length: TypeAlias = Callable[[Array], Array]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way of saying how large a change of several parameters is.

    Attributes
    ----------
    name
        ``"euclid"``, the root of the sum of squares; or ``"largest"``, the change of the parameter that changes most.
    length
        Shape (place, parameter) -> (place,).
    nearest
        Of a plane in a box: its place of least length.
    """

    name: str
    length: Length
    nearest: Callable[[Array, float, Array], Array]


MEASURES = (
    Measure(name=EUCLID, length=lambda places: np.sqrt((places**2).sum(-1)), nearest=nearest_by_length),
    Measure(name=LARGEST, length=lambda places: np.abs(places).max(-1), nearest=nearest_by_largest),
)


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How far the search goes.

    Attributes
    ----------
    rays, steps
        Ways from the default that are followed, and places looked at on each.
    starts
        Of the edges found on them, how many are refined.
    checks, rounds
        Places drawn nearer than the edge found, all of which must keep the headline; and how often that is done over
        where one does not.
    """

    rays: int
    steps: int
    starts: int
    checks: int
    rounds: int


USUAL = Effort(rays=256, steps=8, starts=5, checks=512, rounds=3)
MIDDLE = Effort(rays=64, steps=6, starts=2, checks=256, rounds=2)
LIGHT = Effort(rays=12, steps=4, starts=1, checks=24, rounds=1)


def joint(view: Viewpoint, edges: Sequence[Edge], differ: Mapping[str, Array], seed: int) -> tuple[Flip, ...]:
    """Find the smallest change of all parameters together that changes the headline, by two measures.

    From the default the headline is followed along ways to points of the ranges at which another headline holds, along
    each parameter alone, and along a few parameters at once, until it changes; the shortest of these changes are then
    made shorter: the edge is taken for a plane there, and the place of that plane that is nearest to the default is
    looked at next. At last places are drawn that are nearer than the edge found; none may have another headline.

    The search is not exhaustive: a smaller change may exist where none of its ways led.

    Parameters
    ----------
    view
        What is asked.
    edges
        Of each parameter alone, from `nearest`.
    differ
        Parameter -> shape (point,): points of the ranges at which another headline is known to hold.
    seed
        What ways and places are drawn with.

    Returns
    -------
    tuple of Flip
        One for each of `MEASURES`; none where the headline is the same wherever it was looked at.
    """
    names = tuple(name for name in view.varied if name not in view.whole)
    if not names:
        return ()
    space, effort = Space(view=view, names=names), LIGHT if view.slow else MIDDLE if view.large else USUAL
    starts = np.random.SeedSequence(seed).spawn(len(MEASURES) + 1)
    inside, outside = _found(space, edges, differ, effort, np.random.default_rng(starts[-1]))
    if not len(inside):
        return ()
    return tuple(
        _flip(space, measure, inside, outside, effort, np.random.default_rng(start))
        for measure, start in zip(MEASURES, starts, strict=False)
    )


def _found(
    space: Space, edges: Sequence[Edge], differ: Mapping[str, Array], effort: Effort, draw: np.random.Generator
) -> tuple[Array, Array]:
    """Places on either side of edges, on ways from the default."""
    low, high = space.ends
    count, size = len(space.names), effort.rays
    alone = np.zeros((0, count))
    for edge in edges:
        if edge.value is not None and edge.outside is not None and edge.parameter in space.names:
            row = np.zeros((1, count))
            k = space.names.index(edge.parameter)
            row[0, k] = (edge.outside - edge.default) / space.span[k]
            alone = np.concatenate([alone, row])
    values = np.array([space.view.defaults[name] for name in space.names])
    points = (np.stack([differ[name] for name in space.names], 1) - values) / space.span
    points = points[np.argsort(MEASURES[0].length(points), kind="stable")][:size]
    few = draw.random((size, count)).argsort(1) < draw.integers(2, 5, (size, 1))
    some = np.where(draw.random((size, count)) < 0.5, low, high) * few * draw.random((size, count)) ** 0.5
    ways = np.concatenate([points, some])
    steps = [(k + 0.618) / effort.steps for k in range(effort.steps)]
    inside, outside, changes = space.first_edges(ways, [step for step in steps if step < 1] + [1.0])
    inside, outside = space.edges(inside[changes], outside[changes], max(space.precision, 2.0**-8))
    return np.concatenate([0 * alone, inside]), np.concatenate([alone, outside])


def _flip(
    space: Space, measure: Measure, inside: Array, outside: Array, effort: Effort, draw: np.random.Generator
) -> Flip:
    order = np.argsort(measure.length(outside), kind="stable")[: effort.starts]
    found = [refined(space, measure.length, measure.nearest, inside[k], outside[k]) for k in order]
    checked = 0
    for _ in range(effort.rounds):
        best = min(found, key=lambda each: float(measure.length(each.outside)))
        radius = float(measure.length(best.outside))
        nearer = _nearer(space, measure, radius * (1 - 1e-3), effort.checks, draw)
        changes = ~space.holds(nearer)
        checked += len(nearer)
        if not changes.any():
            break
        far = nearer[changes]
        start = far[int(np.argmin(measure.length(far)))]
        found.append(refined(space, measure.length, measure.nearest, np.zeros_like(start), start))
        checked = 0
    best = min(found, key=lambda each: float(measure.length(each.outside)))
    at = space.at(best.outside[None])
    place, where = best.outside, space.values(best.outside[None])
    moved = [k for k in range(len(place)) if abs(place[k]) > 4 * space.precision]
    distance = float(measure.length(place))
    return Flip(
        measure=measure.name,
        distance=distance if distance > 4 * space.precision else 0.0,
        change={space.names[k]: float(place[k] * space.span[k]) for k in moved},
        values={space.names[k]: float(where[space.names[k]][0]) for k in moved},
        instead=at.told[0],
        inside=float(measure.length(best.inside)),
        outside=distance,
        settled=best.settled,
        checked=checked,
    )


def _nearer(space: Space, measure: Measure, radius: float, count: int, draw: np.random.Generator) -> Array:
    """Places drawn from those of less than some length, within the box."""
    size = len(space.names)
    if measure.name == LARGEST:
        places = draw.uniform(-radius, radius, (count, size))
    else:
        ways = draw.normal(size=(count, size))
        ways /= np.sqrt((ways**2).sum(1, keepdims=True))
        places = radius * ways * draw.random((count, 1)) ** (1 / size)
    return np.asarray(np.clip(places, *space.ends))
