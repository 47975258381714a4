"""How soon play ends in each way: cumulative probabilities by stage, with the quantiles of the times marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.studies.paths import Paths
from negsim.views.drawing.canvas import FAINT, INK, canvas, spoken
from negsim.views.endings import Ending, apart, endings
from negsim.views.plots.base import PathsPlot, label_of, plots, title_of
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMED = 7  # outcomes with a line of their own
GAP = 0.075  # of the height: between the names on the right
LEVELS = ((0.1, "v"), (0.5, "o"), (0.9, "^"))
HINT = "of those that end so: 10 % by the triangle down, half by the circle, 90 % by the triangle up"


@plots("hitting_times")
@dataclass(frozen=True, kw_only=True)
class HittingTimes(PathsPlot):
    """Show the probability that play has ended in each outcome by each stage, one line an outcome."""

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario with stages or turns, a solution, a row of one, or paths."""
        paths = self.paths(thing)
        found = endings(paths, NAMED)
        if not found:
            raise NotApplicable(
                f"play does not end within {paths.horizon} stages, so there is no time to draw. Raise horizon, or use "
                "the plot fan_chart"
            )
        figure, axes = canvas(7.8, 4.6, title_of(paths), label=f"{HINT}\n{label_of(thing)}")
        top = 1.06 * max(float(ending.share[-1]) for ending in found)
        for ending in found:
            _line(axes, ending, paths)
        spots = [float(ending.share[-1]) for ending in found]
        for ending, spot, place in zip(found, spots, apart(spots, GAP * top, 0.02 * top, top), strict=True):
            name = spoken(ending.label, paths.solution.game.names)
            axes.annotate(
                f"{name} {number(spot, 3)}", (paths.horizon + 0.5, spot), xytext=(1.03, place), va="center", ha="left",
                textcoords=("axes fraction", "data"), fontsize=9.5, color=INK, annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.7, "shrinkA": 2, "shrinkB": 0},
            )  # fmt: skip
        axes.set_xlim(0, paths.horizon + 0.5)
        axes.set_ylim(0, top)
        axes.set_xlabel("stage", fontsize=10.5, color=INK)
        axes.set_ylabel("probability of having ended so by this stage", fontsize=10, color=INK)
        axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)
        axes.xaxis.get_major_locator().set_params(integer=True)
        return figure


def _line(axes: Any, ending: Ending, paths: Paths) -> None:
    stages = np.arange(paths.horizon + 1)
    look = {"color": ending.colour, "linewidth": 2.4, "linestyle": ending.style, "clip_on": False, "zorder": 3}
    axes.step(
        np.append(stages, paths.horizon + 0.5), np.append(ending.share, ending.share[-1]), where="post",
        solid_capstyle="butt", **look,
    )  # fmt: skip
    in_the_end = float(paths.endings.probability[list(ending.members)].sum())
    for level, mark in LEVELS:
        by = np.flatnonzero(ending.share >= level * in_the_end * (1 - 1e-12))
        if len(by) and in_the_end > 0:
            axes.plot(
                [by[0]], [ending.share[by[0]]], mark, color="white", markeredgecolor=ending.colour, markersize=7,
                markeredgewidth=1.8, zorder=4, clip_on=False,
            )  # fmt: skip
