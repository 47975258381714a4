"""How likely bodies are to ratify, over the support for it: one curve for each threshold and correlation of votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Scenario
from negsim.studies.promises.forms import Vote, votes
from negsim.studies.promises.votes import ratified
from negsim.views.drawing.canvas import INK, PALETTE, literal, panels
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
POINTS = 201
HINT = "colour: votes needed; line: correlation of votes; circle: the scenario's own numbers"


@plots("ratification_curves")
@dataclass(frozen=True, kw_only=True)
class RatificationCurves(Plot):
    """Show the probability that bodies ratify against the support of each voter.

    Attributes
    ----------
    body
        Which body; all that the scenario names when empty.
    thresholds
        How many votes may be needed, besides those that the scenario asks for; half and one more when left out.
    correlations
        Of votes, besides the scenario's own.
    """

    body: str = ""
    thresholds: tuple[float, ...] | None = None
    correlations: tuple[float, ...] = (0.0, 0.2)

    def __post_init__(self) -> None:
        for name in ("thresholds", "correlations"):
            given: Any = getattr(self, name)
            if given is not None:  # a number, or a list as a command line gives it, is as good as a tuple
                object.__setattr__(self, name, tuple(np.asarray(given, np.float64).reshape(-1).tolist()))

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario whose promises have to be ratified."""
        if not isinstance(thing, Scenario):
            raise NotApplicable(f"ratification_curves is for a scenario, not a {type(thing).__name__}")
        found = votes(thing)
        if not found:
            raise NotApplicable("no form of a promise has to be ratified here. Write ratified_by in one of the forms")
        if self.body and self.body not in found:
            raise unknown("body", self.body, found)
        shown = [found[self.body]] if self.body else list(found.values())
        figure, every = panels(len(shown), 7.4, 3.3, label=f"{HINT}\n{thing.basis}")
        for axes, vote in zip(every, shown, strict=True):
            self._panel(axes, vote)
        every[-1].set_xlabel("probability that one voter says yes", fontsize=10.5, color=INK)
        return figure

    def _panel(self, axes: Any, vote: Vote) -> None:
        support = np.linspace(0, 1, POINTS)
        more = (vote.voters // 2 + 1,) if self.thresholds is None else self.thresholds
        needed = [*dict.fromkeys((vote.threshold, *(part for part in more if part <= vote.voters)))]
        alike = [*dict.fromkeys((*self.correlations, vote.correlation))]
        for k, threshold in enumerate(needed):
            for j, correlation in enumerate(alike):
                axes.plot(
                    support, ratified(vote.voters, threshold, support, correlation), color=PALETTE[k % len(PALETTE)],
                    linestyle=STYLES[j % len(STYLES)], linewidth=2.2, clip_on=False,
                    label=f"{number(threshold)} needed, correlation {number(correlation)}",
                )  # fmt: skip
        axes.plot(
            [vote.support], [vote.chance], "o", color="white", markeredgecolor=PALETTE[0], markersize=8,
            markeredgewidth=2, zorder=4, clip_on=False,
        )  # fmt: skip
        axes.set_title(
            f"{literal(vote.name)}: {number(vote.voters)} voters", loc="left", fontsize=11, fontweight="bold", color=INK
        )
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
        axes.set_ylabel("probability of ratification", fontsize=10, color=INK)
        axes.grid(color="#e6e6e6", linewidth=0.8)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9)
