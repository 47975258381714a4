"""Where a quantity turns against a claim: the top or the bottom of its curve, or a kink."""

from __future__ import annotations

import numpy as np

from negsim.studies.claims.line import Line
from negsim.studies.claims.refine import SLOW
from negsim.studies.claims.samples import Samples
from negsim.studies.claims.tips import simple_place

PARTS = 8
NEAR = 1e-7  # of the range
ROUNDS = 12
EVEN = 1e-13  # of the size of the quantity: on a plateau the last place counts


def turn(line: Line, found: Samples, sample: int) -> float:
    """Return the place near a sample at which a quantity turns.

    The place of the extreme value is found by dividing the steps around it; where each game takes long, as the vertex
    of the parabola through the three samples there.

    Parameters
    ----------
    line, found
        The range of a claim, and samples of it.
    sample
        Where one of the steps beside it is against the claim and the other is not.
    """
    at = float(found.places[sample])
    if sample in (0, len(found) - 1) or not found.direction:
        return at
    beside = found.moves[sample - 1 : sample + 1] * found.direction
    column = int(np.argmin(beside.min(0)))  # of the least and the greatest value, what moves against the claim
    top = 1 if beside[1, column] < 0 else -1  # before what is against the claim stands a top, after it a bottom
    if top == -1 and beside[0, column] >= 0:
        return at
    low, high = map(float, found.places[[sample - 1, sample + 1]])
    if line.claim.form in SLOW:
        return _vertex(found, sample, column)
    for _ in range(ROUNDS):
        if high - low <= NEAR:
            break
        places = np.linspace(low, high, PARTS + 1)
        values = line.at(places)[column] * found.direction * top
        if not np.isfinite(values).all():
            return at
        slack = EVEN * float(np.abs(values).max())
        best = np.flatnonzero(values >= values.max() - slack)
        pick = int(best[-1] if top == 1 else best[0])
        low, high = float(places[max(0, pick - 1)]), float(places[min(PARTS, pick + 1)])
    return _simple(line, (low + high) / 2, column, found.direction * top)


def _simple(line: Line, place: float, column: int, direction: int) -> float:
    """The place of a simple fraction close by, if the extreme value is there as well."""
    nearby = simple_place(line, place)
    if abs(nearby - place) > NEAR * 5 or not 0 <= nearby <= 1:
        return place
    here, there = line.at(np.array([place, nearby]))[column] * direction
    return nearby if there >= here - EVEN * abs(here) else place


def _vertex(found: Samples, sample: int, column: int) -> float:
    """The vertex of the parabola through a sample and the two beside it, if it is between these."""
    places = found.places[sample - 1 : sample + 2]
    values = (found.lowest, found.highest)[column][sample - 1 : sample + 2]
    (a, b, c), (x, y, z) = places, values
    below = (b - a) * (y - z) - (b - c) * (y - x)
    if not np.isfinite(below) or below == 0:
        return float(b)
    vertex = b - 0.5 * ((b - a) ** 2 * (y - z) - (b - c) ** 2 * (y - x)) / below
    return float(vertex) if a < vertex < c else float(b)
