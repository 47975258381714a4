"""More samples where they tell most: around jumps, until they are nearly points, and where a claim starts to fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.studies.claims.line import Line
from negsim.studies.claims.samples import NARROW, Samples

SLOW = ("stochastic",)  # forms in which each game takes a second and not a thousandth of one
MANY, FEW = 8, 2  # parts into which a step is divided at a time; fewer solve fewer games, one after the other
TURN = 1e-3  # of the range: so close to each other samples are wanted where the quantity turns and does not jump
ROUNDS = 24
MOST = 60  # steps refined at a time
CROWDED = 0.7  # of the change of a step must be in one of its halves for a jump to be looked for there, in slow forms;
STEEP = 1000  # or else so many times all that the quantity varies, if it went on like this over the range


def sampled(line: Line) -> Samples:
    """Return samples along the range of a claim: even ones, and closer ones where it jumps or turns.

    Parameters
    ----------
    line
        The range of the claim.
    """
    places = even_places(line)
    found = _at(line, places)
    if line.claim.step:
        return found
    slow = line.claim.form in SLOW
    spans = _spans(found, found.jumps() & (found.uneven(0.25) if slow else True))
    for _ in range(ROUNDS):
        wanted = {span: most for span, most in spans.items() if span[1] - span[0] > NARROW}
        wanted = dict(list(wanted.items())[:MOST])
        if not wanted:
            break
        found = _at(line, _with(found.places, wanted, FEW if slow else MANY))
        least = _least(found, wanted, CROWDED if slow else 0.0)
        steep = np.isfinite(least) & (found.changes >= STEEP * found.scale * found.widths)
        spans = _spans(found, found.jumps() & ((found.changes >= least) | steep))
    for _ in range(ROUNDS):
        turning = _turning(found, TURN if found.direction or slow else NARROW)[:MOST]
        if not turning:
            break
        found = _at(line, _with(found.places, turning, 4))
    return found


def even_places(line: Line) -> Array:
    """Return the places that are tried first: evenly spread, or at every step that the claim names.

    Parameters
    ----------
    line
        The range of the claim.
    """
    step, (start, end) = line.claim.step, line.ends
    if not step or start == end:
        return np.linspace(0.0, 1.0, line.claim.points)
    count = int(np.floor(abs(end - start) / step + 1e-9))
    return np.asarray(np.arange(count + 1) * step / abs(end - start), np.float64)


def _at(line: Line, places: Array) -> Samples:
    return Samples.of(places, *line.at(places), line.claim.sign)


def _least(found: Samples, spans: Mapping[tuple[float, float], float], share: float) -> Array:
    """Shape (step,). A share of the change of the span that each step is in; infinite if it is in none."""
    told = [
        next((share * most for (start, end), most in spans.items() if start <= low and high <= end), np.inf)
        for low, high in _pairs(found)
    ]
    return np.array(told)


def _pairs(found: Samples) -> Iterable[tuple[float, float]]:
    return zip(found.places[:-1].tolist(), found.places[1:].tolist(), strict=True)


def _spans(found: Samples, chosen: BoolArray) -> dict[tuple[float, float], float]:
    """Some of the steps, each with its change."""
    every = zip(_pairs(found), found.changes.tolist(), chosen, strict=True)
    return {pair: change for pair, change, taken in every if taken}


def _with(places: Array, spans: Iterable[tuple[float, float]], parts: int) -> Array:
    """The same places and, between, those that divide some spans into parts."""
    shares = np.arange(1, parts) / parts
    new = [low + shares * (high - low) for low, high in spans]
    return np.unique(np.concatenate([places, *new]))


def _turning(found: Samples, close: float) -> list[tuple[float, float]]:
    """The steps on both sides of where a claim starts or ceases to fail, unless they are narrow or a jump is there."""
    sharp = found.jumps() & (found.widths <= NARROW)
    turns = [k for k in np.flatnonzero(found.against[1:] != found.against[:-1]) if not (sharp[k] or sharp[k + 1])]
    pairs = list(_pairs(found))
    steps = sorted({int(step) for turn in turns for step in (turn, turn + 1) if found.widths[step] > close})
    return [pairs[step] for step in steps]
