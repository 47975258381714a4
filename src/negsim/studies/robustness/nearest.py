"""How far each parameter can go, up or down, before the headline changes: the nearest tipping points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array
from negsim.studies.robustness.record import Edge
from negsim.studies.robustness.space import Space
from negsim.studies.robustness.viewpoint import Viewpoint
from negsim.studies.thresholds.point import TippingPoint
from negsim.studies.tipping import tipping

LOOKS, FEW = 48, 6  # places on the way to the end of a range at which the headline is looked at; where they take long
GOLDEN = (5**0.5 - 1) / 2  # places between round numbers: at these, ties make answers that hold nowhere else
SAME = 1e-8  # of a range: an edge this near to a tipping point is that point
END = 1e-6  # of the way: what changes only at the very end of a range is not counted as a change
FOLLOWED = ("strategic", "extensive", "conflict", "bargaining")  # forms whose tipping points are found exactly


@dataclass(frozen=True, kw_only=True)
class _Way:
    """From the default of a parameter to one end of its range."""

    name: str
    number: int
    end: float
    tips: tuple[TippingPoint, ...]


def nearest(view: Viewpoint) -> tuple[Edge, ...]:
    """Find where the headline first changes as each parameter alone goes down, and up, from its default.

    Each way is looked at in some fifty places, and between neighbouring tipping points where these are known; the
    first change is then narrowed down. What changes and changes back between two such places is not seen.

    Parameters
    ----------
    view
        What is asked.

    Returns
    -------
    tuple of Edge
        Two for each parameter, those that change the headline first, the nearest first.
    """
    names = tuple(name for name in view.varied if name not in view.whole)
    space = Space(view=view, names=names)
    ways = [
        _Way(name=name, number=k, end=float(end), tips=tips)
        for k, name in enumerate(names)
        for tips in [known_tips(view, name)]
        for end in space.ends[:, k]
        if end != 0
    ]
    found = [*_edges(space, ways), *(edge for name in view.whole for edge in _of_whole(view, name))]
    return tuple(sorted(found, key=lambda edge: (edge.value is None, edge.share, edge.parameter)))


def known_tips(view: Viewpoint, name: str) -> tuple[TippingPoint, ...]:
    """Return the tipping points of a parameter, where its form has such; none where it has not.

    Parameters
    ----------
    view, name
        What is asked, and the parameter.
    """
    if view.form not in FOLLOWED or view.slow:
        return ()
    try:
        return tipping(view.scenario, name, form=view.form)
    except (InvalidGame, NotApplicable):
        return ()


def _edges(space: Space, ways: Sequence[_Way]) -> list[Edge]:
    looks = [_looks(space, way) for way in ways]
    places = np.zeros((sum(map(len, looks)), len(space.names)))
    at = np.repeat([way.number for way in ways], [len(each) for each in looks]).astype(np.intp)
    places[np.arange(len(places)), at] = np.concatenate([*looks, np.zeros(0)])
    same = np.split(space.holds(places), np.cumsum([len(each) for each in looks])[:-1]) if ways else []
    changed = [k for k, each in enumerate(same) if not each.all()]
    inside, outside = np.zeros((2, len(changed), len(space.names)))
    for row, k in enumerate(changed):
        first = int(np.argmin(same[k]))
        inside[row, ways[k].number] = looks[k][first - 1] if first else 0.0
        outside[row, ways[k].number] = looks[k][first]
    inside, outside = space.edges(inside, outside)
    told = space.at(outside).told if len(outside) else ()
    found = [_nowhere(space, way) for k, way in enumerate(ways) if k not in changed]
    for row, k in enumerate(changed):
        found.append(_edge(space, ways[k], inside[row], outside[row], told[row]))
    return found


def _looks(space: Space, way: _Way) -> Array:
    """Places on the way, the nearest first: evenly spread, and one between each two tipping points."""
    count = FEW if space.view.slow else LOOKS
    shares = (np.arange(count) + GOLDEN) / count
    about = space.view.scenario.parameters[way.name]
    tips = np.array([(point.value - about.value) / (about.high - about.low) / way.end for point in way.tips])
    ahead = np.unique(np.concatenate([[0.0], tips[(tips > 0) & (tips < 1)], [1.0]]))
    between = ahead[:-1] + GOLDEN * np.diff(ahead)
    return np.asarray(way.end * np.unique(np.concatenate([shares, between, [1 - max(END, 2 * space.precision)]])))


def _edge(space: Space, way: _Way, inside: Array, outside: Array, told: tuple[str, ...]) -> Edge:
    about = space.view.scenario.parameters[way.name]
    width = about.high - about.low
    near, far = (float(space.values(place[None])[way.name][0]) for place in (inside, outside))
    point = min(way.tips, key=lambda tip: abs(tip.value - far), default=None)
    known = point if point is not None and abs(point.value - far) <= SAME * width else None
    value = known.value if known is not None else (near + far) / 2
    if abs(value - about.value) <= 4 * space.precision * width:  # the default itself stands on an edge
        value = about.value
    distance = abs(value - about.value)
    return Edge(
        parameter=way.name,
        direction="up" if way.end > 0 else "down",
        default=about.value,
        end=about.high if way.end > 0 else about.low,
        value=value,
        exact=known.exact if known is not None else None,
        distance=distance,
        share=distance / width,
        inside=near,
        outside=far,
        instead=told,
    )


def _nowhere(space: Space, way: _Way) -> Edge:
    about = space.view.scenario.parameters[way.name]
    end = about.high if way.end > 0 else about.low
    return _same_to_the_end(way.name, about.value, end, about.high - about.low)


def _same_to_the_end(name: str, default: float, end: float, width: float) -> Edge:
    return Edge(
        parameter=name,
        direction="up" if end > default else "down",
        default=default,
        end=end,
        value=None,
        exact=None,
        distance=abs(end - default),
        share=abs(end - default) / width,
        inside=end,
        outside=None,
        instead=(),
    )


def _of_whole(view: Viewpoint, name: str) -> list[Edge]:
    """The edges of a parameter that takes whole numbers only: each of them is looked at."""
    about = view.scenario.parameters[name]
    found = []
    for end in (about.low, about.high):
        step = 1.0 if end > about.value else -1.0
        values = np.arange(about.value + step, end + step / 2, step)
        if not len(values):
            continue
        told = view.at({name: values})
        changes = np.flatnonzero(~told.same(view.headline) & np.array([bool(names) for names in told.told]))
        if not len(changes):
            found.append(_same_to_the_end(name, about.value, end, about.high - about.low))
            continue
        first = float(values[changes[0]])
        found.append(
            Edge(
                parameter=name,
                direction="up" if step > 0 else "down",
                default=about.value,
                end=end,
                value=first,
                exact=Fraction(first),
                distance=abs(first - about.value),
                share=abs(first - about.value) / (about.high - about.low),
                inside=first - step,
                outside=first,
                instead=told.told[changes[0]],
            )
        )
    return found
