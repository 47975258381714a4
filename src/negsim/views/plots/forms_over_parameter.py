"""What each form of a promise is worth along one parameter, and where another form is chosen."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Scenario
from negsim.studies.promises.choice import promises
from negsim.studies.promises.forms import block_of
from negsim.studies.promises.turns import turns
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, canvas, literal, spoken
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
POINTS = 401
MOST = len(PALETTE)  # forms: more lines can no longer be told apart
WIDTH = 60  # letters of a line
HINT = "broad: the form chosen; dashed upright: where that changes; triangle: the scenario's own value"


@plots("forms_over_parameter")
@dataclass(frozen=True, kw_only=True)
class FormsOverParameter(Plot):
    """Show what each form of a promise is worth to the one who chooses, along one parameter.

    Attributes
    ----------
    x
        Name of the parameter.
    x_range
        From, to; the parameter's own range where left out.
    """

    x: str = ""
    x_range: tuple[float, float] | None = None

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario that describes promises."""
        if not isinstance(thing, Scenario):
            raise NotApplicable(f"forms_over_parameter is for a scenario, not a {type(thing).__name__}")
        if len(block_of(thing).forms) > MOST:
            raise NotApplicable(f"forms_over_parameter is for at most {MOST} forms")
        if not self.x:
            raise NotApplicable(
                f"forms_over_parameter needs a parameter x, such as {next(iter(thing.parameters), '...')}"
            )
        if self.x not in thing.parameters:
            raise unknown("parameter", self.x, thing.parameters)
        about = thing.parameters[self.x]
        low, high = self.x_range or (about.low, about.high)
        changes = turns(thing, self.x, low, high)
        values = np.linspace(low, high, POINTS)
        found = promises(thing, {self.x: values})
        figure, axes = canvas(8.2, 4.4, thing.title, label=f"{HINT}\n{thing.basis}")
        for k, form in enumerate(found.forms):
            look = {"color": PALETTE[k], "linestyle": STYLES[k % len(STYLES)]}
            worths, chosen = found.worth[:, k, 0], found.chosen == k
            axes.plot(values, worths, linewidth=1.5, label=literal(found.names.get(form, form)), **look)
            axes.plot(values, np.where(chosen, worths, np.nan), linewidth=7.0, color=PALETTE[k], alpha=0.4)
        for change in changes:
            axes.axvline(change.value, color=FAINT, linewidth=1.0, linestyle=(0, (3, 2)), zorder=0)
        if low <= about.value <= high:
            axes.plot(
                [about.value], [0], "^", transform=axes.get_xaxis_transform(), color=INK, markersize=7, clip_on=False
            )
        axes.set_xlim(low, high)
        said = f"{about.name or self.x} ({about.unit})" if about.unit else about.name or self.x
        axes.set_xlabel("\n".join(textwrap.wrap(literal(said), WIDTH)), fontsize=10, color=INK)
        axes.set_ylabel(
            f"worth to {spoken(found.chooser, found.names)} ({literal(thing.unit)})", fontsize=10, color=INK
        )
        axes.grid(color="#e6e6e6", linewidth=0.8)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9.5)
        return figure
