"""Where a quantity jumps along the range of a claim: a simple fraction, if the jump is at one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from negsim.studies.claims.line import Line
from negsim.studies.claims.samples import NARROW, Samples

EXACT = 1e-14  # of the ends of the range: rounding of a place on it
SIMPLE = 1000  # largest denominator of a simple fraction
BESIDE = 1e-7  # of the range: so close on both sides of a simple fraction the jump must show


@dataclass(frozen=True)
class Tip:
    """A jump: the samples before and after it, and its place on the range."""

    before: int
    after: int
    place: float


def tips(line: Line, found: Samples) -> tuple[Tip, ...]:
    """Return the jumps along a range.

    Parameters
    ----------
    line
        The range of the claim.
    found
        Samples of it, close to each other where it jumps. Where a claim takes steps, a change that is out of line
        with those beside it is a jump, at the first value at which what comes after stands.
    """
    chosen = found.jumps()
    if line.claim.step:
        chosen &= found.uneven(0.5)
        return tuple(Tip(int(k), int(k) + 1, float(found.places[k + 1])) for k in np.flatnonzero(chosen))
    steps = np.flatnonzero(chosen & (found.widths <= 2 * NARROW))
    groups: list[list[int]] = []
    for step in map(int, steps):
        if groups and found.places[step] - found.places[groups[-1][-1] + 1] <= NARROW:
            groups[-1].append(step)
        else:
            groups.append([step])
    return tuple(_tip(line, found, group[0], group[-1] + 1) for group in groups)


def value_at(line: Line, place: float) -> float:
    """Return the value of the first parameter at a place of the range, rid of rounding where it is a simple fraction.

    Parameters
    ----------
    line, place
        The range, and the place on it.
    """
    value = float(next(iter(line.values(np.array([place])).values()))[0])
    simple = float(Fraction(value).limit_denominator(SIMPLE))
    return simple if abs(simple - value) <= EXACT * max(abs(value), *map(abs, line.ends)) else value


def simple_place(line: Line, place: float) -> float:
    """Return the place at which the first parameter is the simple fraction nearest to what it is at another place.

    Parameters
    ----------
    line, place
        The range, and the place on it.
    """
    start, end = line.ends
    simple = Fraction(value_at(line, place)).limit_denominator(SIMPLE)
    return (float(simple) - start) / (end - start) if start != end else place


def _tip(line: Line, found: Samples, before: int, after: int) -> Tip:
    low, high = float(found.places[before]), float(found.places[after])
    middle = (low + high) / 2
    place = simple_place(line, middle)
    if not low - BESIDE <= place <= high + BESIDE:
        return Tip(before, after, middle)
    beside = np.clip([place - BESIDE, place + BESIDE], 0.0, 1.0)
    ends = np.array([line.at(beside), (found.lowest[[before, after]], found.highest[[before, after]])])
    with np.errstate(invalid="ignore"):
        here, all_ = np.abs(ends[:, :, 1] - ends[:, :, 0]).max(1)
    return Tip(before, after, place if here >= all_ / 2 else middle)
