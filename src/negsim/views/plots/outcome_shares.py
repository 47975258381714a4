"""How play has ended, stage by stage: the probabilities of all outcomes stacked, and of play going on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.games.base import Array
from negsim.views.drawing.canvas import FAINT, INK, canvas, spoken
from negsim.views.endings import apart, endings
from negsim.views.plots.base import PathsPlot, label_of, plots, title_of
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMED = 7  # outcomes with a colour of their own
GAP = 0.052  # of the height: between the names on the right


@plots("outcome_shares")
@dataclass(frozen=True, kw_only=True)
class OutcomeShares(PathsPlot):
    """Show how likely play has ended in each outcome by each stage, and how likely it goes on."""

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario with stages or turns, a solution, a row of one, or paths."""
        paths = self.paths(thing)
        figure, axes = canvas(7.8, 4.6, title_of(paths), label=label_of(thing))
        stages = np.arange(paths.horizon + 1.0)
        low = np.zeros(len(stages))
        names, spots = [], []
        for ending in endings(paths, NAMED):
            high = low + ending.share
            _band(axes, stages, low, high, facecolor=ending.colour, hatch=ending.hatch, alpha=0.75)
            names.append(f"{spoken(ending.label, paths.solution.game.names)} {number(float(ending.share[-1]), 3)}")
            spots.append(float(low[-1] + high[-1]) / 2)
            low = high
        if low[-1] < 1 - 5e-4:
            names.append(f"play goes on {number(float(1 - low[-1]), 3)}")
            spots.append(float(low[-1] + 1) / 2)
        _names(axes, stages[-1] + 0.5, names, spots)
        axes.set_xlim(-0.5, stages[-1] + 0.5)
        axes.set_ylim(0, 1)
        axes.set_xlabel("stage", fontsize=10.5, color=INK)
        axes.set_ylabel("probability of having ended so by this stage", fontsize=10, color=INK)
        axes.xaxis.get_major_locator().set_params(integer=True)
        return figure


def _band(axes: Any, stages: Array, low: Array, high: Array, **look: Any) -> None:
    wide = np.append(stages - 0.5, stages[-1] + 0.5)
    axes.fill_between(
        wide, np.append(low, low[-1]), np.append(high, high[-1]), step="post", edgecolor="white", linewidth=0.4, **look
    )
    axes.step(wide, np.append(high, high[-1]), where="post", color=INK, linewidth=0.9)


def _names(axes: Any, x: float, names: list[str], spots: list[float]) -> None:
    """Write names beside the bands, joined to them by a line where they had to move."""
    for name, spot, place in zip(names, spots, apart(spots, GAP, 0.02, 0.98), strict=True):
        axes.annotate(
            name, (x, spot), xytext=(1.04, place), textcoords=("axes fraction", "data"), fontsize=9.5, color=INK,
            va="center", ha="left", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.7, "shrinkA": 2, "shrinkB": 0},
        )  # fmt: skip
