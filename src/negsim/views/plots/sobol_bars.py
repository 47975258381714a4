"""Sobol indices as bars: the share of the variance that goes back to each parameter, alone and with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.record import Interval, Sobol
from negsim.studies.sensitivity.sensitivity import sensitivity
from negsim.views.drawing.canvas import INK, PALETTE
from negsim.views.drawing.ranked import MOST, left_out, legend, measured_as, ranked, say_nothing
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HINT = "lines: 95 % intervals; alone: first-order index; with the others: total index"
THICK = 0.36


@plots("sobol_bars")
@dataclass(frozen=True, kw_only=True)
class SobolBars(Plot):
    """Show first-order and total Sobol indices with their intervals, the parameter that matters most on top.

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
        """Draw Sobol indices, as `negsim.sensitivity` finds them; or a scenario, which is asked first."""
        if isinstance(thing, Scenario):
            thing = sensitivity(thing, self.measure or None, "sobol")
        if not isinstance(thing, Sobol):
            raise NotApplicable(
                f"sobol_bars is for Sobol indices, not a {type(thing).__name__}. Use negsim.sensitivity(scenario)."
            )
        shown = thing.order[: self.most] if thing.moves else ()
        hints = [
            HINT,
            left_out(len(thing.parameters), len(shown), "smaller total indices") if shown else "",
            f"{thing.used:,} base samples, seed {thing.seed}" + _too_few(thing),
        ]
        figure, axes = ranked(thing.asked, [thing.parameters[k] for k in shown], hints)
        axes.set_xlabel(f"share of the variance of\n{measured_as(thing.asked)}", fontsize=9.5, color=INK)
        axes.set_xlim(0, 1)
        if not shown:
            say_nothing(axes, "the measure is the same at every point")
            return figure
        rows = np.array(shown)
        _bars(axes, thing.total, rows, -THICK / 2, PALETTE[0], "with the others")
        _bars(axes, thing.first, rows, THICK / 2, PALETTE[1], "alone")
        axes.set_xlim(min(0.0, axes.get_xlim()[0]), max(1.0, axes.get_xlim()[1]))
        axes.axvline(0, color=INK, linewidth=0.8)
        legend(axes)
        return figure


def _bars(axes: Any, found: Interval, rows: Any, aside: float, colour: str, label: str) -> None:
    value, low, high = (np.asarray(part)[rows] for part in (found.value, found.low, found.high))
    at = np.arange(len(rows)) + aside
    axes.barh(at, value, THICK, color=colour, label=label)
    axes.hlines(at, low, high, color=INK, linewidth=1.3)
    for end in (low, high):
        axes.plot(end, at, "|", color=INK, markersize=5, markeredgewidth=1.3)


def _too_few(thing: Sobol) -> str:
    budget = thing.budget
    if budget is None or budget.enough:
        return ""
    if not budget.narrow:
        return ": too few for intervals this wide"
    return f": too few to say which of {' and '.join(budget.leading)} matters more"
