"""A tornado: how far each parameter alone moves a measure, the one that moves it furthest on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.record import Tornado as Swings
from negsim.studies.sensitivity.sensitivity import sensitivity
from negsim.studies.sentences.sensitivity import SMALL
from negsim.views.drawing.canvas import INK, PALETTE
from negsim.views.drawing.ranked import MOST, left_out, legend, measured_as, ranked, say_nothing
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HINT = "bars: all that the measure comes to along the range; marks: at its ends, with the parameter's values"


@plots("tornado")
@dataclass(frozen=True, kw_only=True)
class Tornado(Plot):
    """Show what a measure comes to while each parameter alone goes through its range, the others at their defaults.

    Attributes
    ----------
    most
        How many parameters to show.
    measure
        Of a scenario: the quantity that is asked about; empty for the headline's.
    """

    most: int = MOST
    measure: str = ""

    def __post_init__(self) -> None:
        if self.most < 1:
            raise NotApplicable(f"most is {self.most}; show at least 1 parameter")

    def draw(self, thing: Any) -> Figure:
        """Draw what ``negsim.sensitivity(..., method="tornado")`` found; or a scenario, which is asked first."""
        if isinstance(thing, Scenario):
            thing = sensitivity(thing, self.measure or None, "tornado")
        if not isinstance(thing, Swings):
            raise NotApplicable(
                f"tornado is for swings, not a {type(thing).__name__}. "
                "Use negsim.sensitivity(scenario, method='tornado')."
            )
        moving = [k for k in thing.order if thing.swing[k] > SMALL]
        shown = moving[: self.most]
        hints = [
            HINT,
            left_out(len(moving), len(shown), "less effect"),
            _still(len(thing.parameters) - len(moving)) if moving else "",
        ]
        figure, axes = ranked(thing.asked, [thing.parameters[k] for k in shown], hints)
        axes.set_xlabel(f"{measured_as(thing.asked)}\none parameter at a time", fontsize=9.5, color=INK)
        if not shown:
            say_nothing(axes, "no parameter alone moves the measure")
            return figure
        _rows(axes, thing, np.array(shown))
        return figure


def _rows(axes: Any, thing: Swings, rows: Any) -> None:
    at = np.arange(len(rows))
    low, high = thing.lowest[rows], thing.highest[rows]
    wide = float(np.nanmax(high) - np.nanmin(low))
    axes.set_xlim(np.nanmin(low) - 0.16 * wide, np.nanmax(high) + 0.16 * wide)
    axes.barh(at, high - low, 0.5, left=low, color=PALETTE[4], alpha=0.55)
    look = {"linestyle": "none", "marker": "o", "markeredgecolor": INK, "markersize": 7.5, "zorder": 4}
    axes.plot(thing.at_low[rows], at, color="white", label="parameter at its least", **look)
    axes.plot(thing.at_high[rows], at, color=PALETTE[0], label="parameter at its greatest", **look)
    for row, k in enumerate(rows.tolist()):
        _written(axes, row, (thing.at_low[k], thing.values[k][0]), (thing.at_high[k], thing.values[k][-1]))
    axes.axvline(thing.default, color=INK, linewidth=1.0, linestyle=(0, (2, 2)), label="at the defaults", zorder=1)
    legend(axes)


def _written(axes: Any, row: int, least: tuple[float, float], greatest: tuple[float, float]) -> None:
    """Write the values of the parameter beside its two marks, away from each other; where these are one, both."""
    if least[0] == greatest[0]:
        words = {greatest[0]: (f"{number(least[1])} and {number(greatest[1])}", 1)}
    else:
        rising = 1 if greatest[0] > least[0] else -1
        words = {least[0]: (number(least[1]), -rising), greatest[0]: (number(greatest[1]), rising)}
    for end, (told, side) in words.items():
        if np.isfinite(end):
            axes.annotate(
                told, (end, row), xytext=(7 * side, 0), textcoords="offset points", ha="left" if side > 0 else "right",
                va="center", fontsize=8.5, color=INK,
            )  # fmt: skip


def _still(count: int) -> str:
    return f"{count} more parameter{'s' * (count != 1)} alone do{'es' * (count == 1)} not move it" if count else ""
