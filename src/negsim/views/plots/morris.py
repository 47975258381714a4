"""Morris screening as a map: how much each parameter moves the measure, and how much that depends on the others."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.record import Morris as Effects
from negsim.studies.sensitivity.sensitivity import sensitivity
from negsim.studies.sentences.robustness import percent
from negsim.views.drawing.beside import Beside
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, canvas
from negsim.views.drawing.ranked import left_out, measured_as, say_nothing, small_print
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LETTERS = 92  # of a line of small print
NAMED = 0.02  # of the largest effect: smaller ones are counted, not named
HINT = "lines across: 95 % intervals; above the dashed line an effect differs between places by more than its mean"


@plots("morris")
@dataclass(frozen=True, kw_only=True)
class Morris(Plot):
    """Show mean absolute elementary effects across and their spread up, each parameter a named point.

    Attributes
    ----------
    measure
        Of a scenario: the quantity that is asked about; empty for the headline's.
    """

    measure: str = ""

    def draw(self, thing: Any) -> Figure:
        """Draw what ``negsim.sensitivity(..., method="morris")`` found; or a scenario, which is asked first."""
        if isinstance(thing, Scenario):
            thing = sensitivity(thing, self.measure or None, "morris")
        if not isinstance(thing, Effects):
            raise NotApplicable(
                f"morris is for elementary effects, not a {type(thing).__name__}. "
                "Use negsim.sensitivity(scenario, method='morris')."
            )
        size = thing.absolute.value
        shown = [k for k in thing.order if thing.moves and size[k] >= NAMED * np.nanmax(size)]
        figure, unnamed = _page(thing, shown, [])
        while unnamed:  # small print takes room, so that other names may find none
            figure, more = _page(thing, shown, unnamed)
            if not more:
                break
            unnamed = unnamed + more
        return figure


def _page(thing: Effects, shown: list[int], unnamed: list[str]) -> tuple[Figure, list[str]]:
    """Draw one page, some names in its small print; return it and further names that found no room."""
    rest = left_out(len(thing.parameters), len(shown), f"less than {percent(NAMED)} of the largest effect")
    hints = [HINT, rest if shown else "", f"{thing.used:,} trajectories, seed {thing.seed}"]
    if unnamed:
        hints[1:1] = textwrap.wrap(f"points without their name beside them: {', '.join(unnamed)}", LETTERS)
    title = thing.asked.scenario.title if thing.asked else ""
    figure, axes = canvas(8.8, 5.8, title, label=small_print(thing.asked, hints))
    axes.set_xlabel(
        f"mean absolute effect of going through the whole range, on\n{measured_as(thing.asked)}",
        fontsize=9.5, color=INK,
    )  # fmt: skip
    axes.set_ylabel("standard deviation of the effect between places", fontsize=9.5, color=INK)
    axes.grid(color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
    if not shown:
        say_nothing(axes, "the measure is the same at every point")
        return figure, []
    return figure, _points(axes, thing, shown, unnamed)


def _points(axes: Any, thing: Effects, shown: list[int], unnamed: list[str]) -> list[str]:
    rows = np.array(shown)
    x, y = thing.absolute.value[rows], thing.deviation[rows]
    low, high = thing.absolute.low[rows], thing.absolute.high[rows]
    axes.hlines(y, low, high, color=PALETTE[0], linewidth=1.3)
    axes.plot(x, y, "o", color=PALETTE[0], markersize=7, zorder=4)
    right = 1.3 * float(np.nanmax(np.fmax(x, high)))
    top = 1.18 * max(float(np.nanmax(y)), 0.3 * right)
    axes.set_xlim(0, right)
    axes.set_ylim(-0.03 * top, top)
    end = min(right, top)
    axes.plot([0, end], [0, end], color=FAINT, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.figure.draw_without_rendering()
    words = Beside(axes)
    for at, up, *ends in zip(x, y, low, high, strict=True):
        words.keep_free(float(at), float(up))
        for end in ends:
            words.keep_line(float(at), float(end), float(up))
    named = [(_called(thing, k), float(at), float(up)) for k, at, up in zip(shown, x, y, strict=True)]
    return [name for name, at, up in named if name not in unnamed and not words.write(at, up, name)]


def _called(thing: Effects, number: int) -> str:
    name = thing.parameters[number]
    return (thing.asked.scenario.parameters[name].name or name) if thing.asked else name
