"""The ways in which play ends, few enough to draw: the likeliest by name, the rest together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.studies.paths import Paths
from negsim.views.drawing.canvas import HATCHES, PALETTE

REST = "other ends"
LEAST = 5e-4  # what is less likely is drawn with the rest
STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A way in which play ends, or several together.

    Attributes
    ----------
    label
        What it is called.
    members
        The numbers of the outcomes that it stands for.
    share
        Shape (stage + 1,). Probability of having ended so by each stage.
    colour, hatch, style
        How it is drawn.
    """

    label: str
    members: tuple[int, ...]
    share: Array
    colour: str
    hatch: str
    style: object


def endings(paths: Paths, most: int) -> list[Ending]:
    """Return the ways in which play ends, the likeliest first; those beyond the most, or hardly likely, together.

    Outcomes such as ``"deadline: talks"`` are told apart by what stands before the colon only, where there are many.

    Parameters
    ----------
    paths
        Where play goes.
    most
        How many to name.
    """
    names = paths.chain.outcomes[:-1]
    last = paths.shares[-1]
    groups: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        groups.setdefault(name.partition(":")[0] if len(names) > most else name, []).append(number)
    order = sorted(groups, key=lambda name: -float(last[groups[name]].sum()))
    likely = [name for name in order if last[groups[name]].sum() >= LEAST]
    named = likely if len(likely) <= most else likely[: most - 1]
    rest = [number for name in order if name not in named for number in groups[name]]
    parts = [(name, groups[name]) for name in named]
    if paths.shares[-1, rest].sum() >= LEAST:
        parts.append((REST, rest))
    return [
        Ending(
            label=name,
            members=tuple(members),
            share=np.asarray(paths.shares[:, members].sum(1)),
            colour=PALETTE[(5, 0, 1, 2, 3, 4, 6, 7)[k % 8]],
            hatch=HATCHES[k % len(HATCHES)],
            style=STYLES[k % len(STYLES)],
        )
        for k, (name, members) in enumerate(parts)
    ]


def apart(spots: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move numbers as little as needed for all to be a gap apart, between two bounds where that is possible.

    Parameters
    ----------
    spots
        Where words would stand, in any order.
    gap
        The least difference between any two.
    low, high
        The bounds.
    """
    order = np.argsort(spots, kind="stable")
    placed = np.array(spots, float)[order]
    for k in range(1, len(placed)):
        placed[k] = max(placed[k], placed[k - 1] + gap)
    if len(placed) and placed[-1] > high:
        placed[-1] = high
        for k in range(len(placed) - 2, -1, -1):
            placed[k] = min(placed[k], placed[k + 1] - gap)
        if placed[0] < low:  # too many for the space: they stand evenly from the bottom
            placed = low + gap * np.arange(len(placed))
    found = np.empty(len(placed))
    found[order] = placed
    return [float(value) for value in found]
