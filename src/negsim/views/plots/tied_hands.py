"""The Schelling conjecture drawn: needing more at home brings a larger share, and risks the agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable
from negsim.scenario.model import ILLUSTRATIVE
from negsim.studies.promises.tied_hands import TiedHands as Found
from negsim.views.drawing.canvas import INK, PALETTE, canvas
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOT = "dot: beyond it, needing more costs more"
LINES = (
    ("chance of agreement", "chance", PALETTE[1], (0, (5, 1.5))),
    ("share if agreed", "share", PALETTE[4], (0, (1.2, 1.2))),
    ("share expected", "expected", PALETTE[0], "-"),
    ("expected by the other side", "other", PALETTE[3], (0, (6, 1.5, 1.2, 1.5))),
)


@plots("tied_hands")
@dataclass(frozen=True, kw_only=True)
class TiedHands(Plot):
    """Show what a side gains and risks as it needs more at home, and where that stops paying."""

    def draw(self, thing: Any) -> Figure:
        """Draw what `negsim.studies.promises.tied_hands.tied_hands` or `more_votes` returned."""
        if not isinstance(thing, Found):
            raise NotApplicable(
                f"a {type(thing).__name__} is not drawn so; use what tied_hands(low, high), or more_votes(...), of "
                "negsim.studies.promises.tied_hands returned"
            )
        figure, axes = canvas(7.6, 4.2, "Needing more at home", label=f"{DOT}\n{ILLUSTRATIVE}")
        for name, part, colour, style in LINES:
            axes.plot(thing.needed, getattr(thing, part), color=colour, linestyle=style, linewidth=2.3, label=name)
        axes.plot([thing.best], [thing.expected.max()], "o", color=PALETTE[0], markersize=8, zorder=4, clip_on=False)
        axes.annotate(
            number(thing.best), (thing.best, float(thing.expected.max())), xytext=(0, 8), textcoords="offset points",
            ha="center", fontsize=9.5, color=INK,
        )  # fmt: skip
        axes.set_xlim(float(thing.needed[0]), float(thing.needed[-1]))
        axes.set_ylim(0, 1.03)
        axes.set_xlabel(f"needed at home ({thing.unit})", fontsize=10.5, color=INK)
        axes.set_ylabel("share, or probability", fontsize=10, color=INK)
        axes.grid(color="#e6e6e6", linewidth=0.8)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9.5)
        return figure
