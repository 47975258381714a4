"""Regional sensitivity as bars: how far apart each parameter lies where something holds and where it does not."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.regional import Regional as Separations
from negsim.studies.sensitivity.sensitivity import sensitivity
from negsim.studies.sentences.robustness import percent
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal
from negsim.views.drawing.ranked import MOST, left_out, legend, ranked, say_nothing
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HINT = "lines: 95 % intervals; dotted: what chance exceeds for any parameter in one sample of twenty"
LETTERS = 92


@plots("regional")
@dataclass(frozen=True, kw_only=True)
class Regional(Plot):
    """Show which parameters tell the points where something holds from the others, and in which direction.

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
        """Draw what ``negsim.sensitivity(..., method="regional")`` found; or a scenario, which is asked first."""
        if isinstance(thing, Scenario):
            thing = sensitivity(thing, self.measure or None, "regional")
        if not isinstance(thing, Separations):
            raise NotApplicable(
                f"regional is for separations, not a {type(thing).__name__}. "
                "Use negsim.sensitivity(scenario, method='regional')."
            )
        shown = thing.order[: self.most] if thing.moves else ()
        hints = [
            *(textwrap.wrap(_rule(thing), LETTERS) if thing.moves else []),
            HINT,
            left_out(len(thing.parameters), len(shown), "smaller differences") if shown else "",
            f"{thing.points:,} points, seed {thing.seed}; it holds at {percent(thing.share.value)} of them",
        ]
        figure, axes = ranked(thing.asked, [thing.parameters[k] for k in shown], hints)
        split = "\n".join(textwrap.wrap(literal(str(thing.split)), 70))
        axes.set_xlabel(
            f"largest difference between the shares of points below a value,\nwhere it holds and where not: {split}",
            fontsize=9.5, color=INK,
        )  # fmt: skip
        axes.set_xlim(0, 1)
        if not shown:
            say_nothing(axes, f"it holds at {'every point' if thing.held.all() else 'no point'}")
            return figure
        _bars(axes, thing, np.array(shown))
        return figure


def _bars(axes: Any, thing: Separations, rows: Any) -> None:
    at = np.arange(len(rows))
    found = thing.distance
    for lower, colour, label in ((True, PALETTE[0], "holds at lower values"), (False, PALETTE[1], "at higher values")):
        chosen = thing.lower[rows] == lower
        if chosen.any():
            axes.barh(at[chosen], found.value[rows][chosen], 0.55, color=colour, label=label)
    axes.hlines(at, found.low[rows], found.high[rows], color=INK, linewidth=1.3)
    if np.isfinite(thing.critical):
        axes.axvline(thing.critical, color=FAINT, linewidth=1.4, linestyle=(0, (1, 1.5)))
    for row, k in enumerate(rows.tolist()):
        if found.value[k] > thing.critical:
            end = max(found.value[k], np.nan_to_num(found.high[k]))
            axes.annotate(
                f"most apart at {number(float(thing.at[k]), 2)}", (end, row), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=8.5, color=INK,
            )  # fmt: skip
    legend(axes)


def _rule(thing: Separations) -> str:
    rule = thing.rules
    if not rule.terms:
        return "no short rule says where it holds"
    return literal(
        f"it holds when {rule}: covers {percent(rule.coverage.value)} of the points where it holds; "
        f"of the points covered, it holds at {percent(rule.precision.value)}"
    )
