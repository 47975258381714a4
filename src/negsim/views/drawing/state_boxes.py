"""Boxes for the states of a conflict: their places on a page, in inches, and the headings of a grid of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.views.drawing.canvas import FAINT, INK, spoken
from negsim.views.drawing.conflict_map import ConflictMap
from negsim.views.drawing.state_grid import Heading, StateGrid
from negsim.views.drawing.state_spread import state_spread

LETTER = 0.078  # inches of a letter of a heading
LINE = 0.24  # inches of a line of headings
RULED: dict[str, Any] = {"color": FAINT, "linewidth": 0.6, "linestyle": (0, (1, 3)), "zorder": 1}
LABELLED = 30  # states up to which boxes bear labels where there are no headings


@dataclass(frozen=True, kw_only=True)
class Boxes:
    """Where the boxes of states stand.

    Attributes
    ----------
    centre
        Shape (state, 2). Inches from the left and from above.
    width, height
        Of a box.
    right, bottom
        Where the drawing ends.
    """

    centre: Array
    width: float
    height: float
    right: float
    bottom: float


def in_grid(found: ConflictMap, grid: StateGrid, top: float, *, roomy: bool) -> tuple[Boxes, float, float]:
    """Return the boxes of a grid, and the left edge and the upper edge of its first one.

    Parameters
    ----------
    found, grid, top
        What is drawn, in which grid, and how far down the page it begins.
    roomy
        Whether to leave room for arrows between the boxes.
    """
    across = max(grid.columns, len(grid.joined))
    width, height = (1.3, 0.8) if roomy else (max(_small(found), min(1.0, 12 / across)), 0.46)
    gap_x, gap_y = (0.62, 0.55) if roomy else (0.07, 0.09)
    left = 0.35 + sum(_wide(heading) for heading in grid.beside)
    upper = top + sum(_high(heading, width + gap_x) for heading in grid.above) + LINE + 0.1
    x = left + grid.column * (width + gap_x) + width / 2
    y = upper + grid.row * (height + gap_y) + height / 2 + np.where(grid.row == grid.rows, 0.2, 0)
    rows = grid.rows + bool(grid.joined)
    bottom = upper + rows * (height + gap_y) + 0.3 * bool(grid.joined)
    boxes = Boxes(
        centre=np.stack([x, y], axis=1), width=width, height=height,
        right=left + across * (width + gap_x) + 0.2, bottom=bottom,
    )  # fmt: skip
    return boxes, left, upper


def in_tiles(found: ConflictMap, top: float) -> Boxes:
    """Return boxes in the order of the states, line by line.

    Parameters
    ----------
    found, top
        What is drawn, and how far down the page it begins.
    """
    size = len(found.game.states)
    width, height = _small(found), 0.46
    columns = int(np.ceil(np.sqrt(1.5 * size)))
    number = np.arange(size)
    x = 0.25 + (number % columns) * (width + 0.07) + width / 2
    y = top + 0.1 + (number // columns) * (height + 0.09) + height / 2
    bottom = float(y.max()) + height / 2 + 0.2
    right = float(x.max()) + width / 2 + 0.25
    return Boxes(centre=np.stack([x, y], axis=1), width=width, height=height, right=right, bottom=bottom)


def _small(found: ConflictMap) -> float:
    """The width of a box with a number, and a mark for every player beside it."""
    digits = len(str(len(found.game.states) - 1))
    return 0.5 + 0.11 * max(0, len(found.game.players) - 2) + 0.06 * max(0, digits - 2)


def spread_out(found: ConflictMap, top: float) -> Boxes:
    """Return boxes for states that are near to each other where one move leads from one to the other.

    Parameters
    ----------
    found, top
        What is drawn, and how far down the page it begins.
    """
    place = state_spread(found.game)
    width, height = (1.25, 0.66) if len(place) <= LABELLED else (_small(found), 0.46)
    apart = np.abs(place[:, None] - place[None, :]) / (width + 0.45, height + 0.45)
    nearest = apart.max(2)[~np.eye(len(place), dtype=bool)].min(initial=1.0)
    scale = min(1 / max(nearest, 1e-6), 16 / max(float(np.ptp(place[:, 0])), 1e-6)) if len(place) > 1 else 1.0
    centre = (place - place.min(0)) * scale + (0.45 + width / 2, top + 0.2 + height / 2)
    right, bottom = float(centre[:, 0].max()) + width / 2 + 0.45, float(centre[:, 1].max()) + height / 2 + 0.25
    return Boxes(centre=centre, width=width, height=height, right=right, bottom=bottom)


def write_headings(axes: Any, grid: StateGrid, boxes: Boxes, left: float, upper: float) -> None:
    """Write the levels of the options above and beside a grid.

    Parameters
    ----------
    axes
        Of a page in inches.
    grid, boxes, left, upper
        As `in_grid` returned them.
    """
    column = boxes.centre[:, 0]
    steps_x = (float(np.ptp(column)) / (grid.columns - 1)) if grid.columns > 1 else boxes.width
    inner = upper - LINE - 0.1
    y = inner - sum(_high(heading, steps_x) for heading in grid.above)
    for heading in grid.above:
        high = _high(heading, steps_x)
        axes.text(left - 0.12, y + high / 2, _named(heading), fontsize=8, color=FAINT, ha="right", va="center")
        for first, end, level in heading.spans:
            x = left + (first + end - 1) / 2 * steps_x + boxes.width / 2
            turn = 90 if high > LINE else 0
            axes.text(x, y + high / 2, spoken(level), fontsize=8, color=INK, ha="center", va="center", rotation=turn)
        y += high
    for first, _, _ in _outermost(grid.above):
        axes.plot([left + first * steps_x - 0.5 * (steps_x - boxes.width)] * 2, [inner - 0.1, boxes.bottom], **RULED)
    steps_y = _step(boxes.centre[:, 1][grid.row < grid.rows], grid.rows, boxes.height)
    x = 0.25
    for heading in grid.beside:
        axes.text(x, upper - 0.12, _named(heading), fontsize=8, color=FAINT, ha="left", va="center")
        for first, end, level in heading.spans:
            middle = upper + (first + end - 1) / 2 * steps_y + boxes.height / 2
            axes.text(x, middle, spoken(level), fontsize=8, color=INK, ha="left", va="center")
        x += _wide(heading)
    for first, _, _ in _outermost(grid.beside):
        axes.plot([0.25, boxes.right - 0.2], [upper + first * steps_y - 0.5 * (steps_y - boxes.height)] * 2, **RULED)


def _outermost(headings: tuple[Heading, ...]) -> tuple[tuple[int, int, str], ...]:
    """The levels of the first option but its first, where others are nested in it."""
    return headings[0].spans[1:] if len(headings) > 1 else ()


def _step(values: Array, count: int, alone: float) -> float:
    return float(np.ptp(values)) / (count - 1) if count > 1 else alone


def _named(heading: Heading) -> str:
    owner = f" ({spoken(heading.owner)})" * bool(heading.owner)
    return spoken(heading.option) + owner


def _wide(heading: Heading) -> float:
    return LETTER * max(len(_named(heading)), *(len(level) for _, _, level in heading.spans)) + 0.2


def _high(heading: Heading, step: float) -> float:
    """Levels that do not fit above their columns are written upright."""
    fits = all(LETTER * len(level) <= (end - first) * step - 0.04 for first, end, level in heading.spans)
    return LINE if fits else LETTER * max(len(level) for _, _, level in heading.spans) + 0.12
