"""In which share of the assumed ranges each outcome is predicted: a row an outcome, a column a lens."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.robustness.record import LensShares, Robustness
from negsim.studies.robustness.robustness import robustness
from negsim.studies.sentences.robustness import CAUTION
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, page
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE = 0.44  # inches of a cell
LETTER = 0.075  # inches of a letter of a label
LONG = 34  # letters of a line of a label
MOST = 12
HEADLINE = "headline of the lens holds"
HINT = "per cent of the points at which some answer has the outcome as its likeliest; framed: so at the defaults"


@plots("robustness_table")
@dataclass(frozen=True, kw_only=True)
class RobustnessTable(Plot):
    """Show through each lens in which share of the assumed ranges its headline holds, and each outcome is predicted.

    Attributes
    ----------
    most
        How many outcomes to show: those of the largest shares.
    samples
        Points drawn from the ranges of a scenario; when left out 1,000, or 200 where one takes long. Lenses other than
        the scenario's own are looked at in a quarter of them.
    seed
        What they are drawn with.
    """

    most: int = MOST
    samples: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.most < 1:
            raise NotApplicable(f"most is {self.most}; show at least 1 outcome")
        if self.samples is not None and self.samples < 1:
            raise NotApplicable(f"samples is {self.samples}; draw at least 1 point")

    def draw(self, thing: Any) -> Figure:
        """Draw what `negsim.robustness` returned, or a scenario."""
        found = thing
        if isinstance(thing, Scenario):
            found = robustness(thing, parts=("lenses",), samples=self.samples, seed=self.seed)
        if not isinstance(found, Robustness):
            raise NotApplicable(f"a {type(thing).__name__} is not drawn so; use negsim.robustness(...), or a scenario")
        return _Picture(found, self.most).draw()


class _Picture:
    """What the picture shows, and where, in inches from the upper left corner."""

    def __init__(self, found: Robustness, most: int):
        self.found = found
        self.shares = [{each.outcome: each.some for each in lens.outcomes} for lens in found.lenses]
        largest: dict[str, float] = {}
        for shares in self.shares:
            for outcome, share in shares.items():
                largest[outcome] = max(largest.get(outcome, 0.0), share)
        order = sorted(largest, key=lambda outcome: (-self.shares[0].get(outcome, 0.0), -largest[outcome]))
        self.outcomes, self.hidden = order[:most], max(0, len(order) - most)
        self.names = ["\n".join(textwrap.wrap(literal(label), LONG)) for label in (HEADLINE, *self.outcomes)]
        longest = max(len(line) for name in self.names for line in name.split("\n"))
        self.left = 0.5 + LETTER * longest
        self.top = 0.75 + 0.82 * LETTER * max(len(_name(lens)) for lens in found.lenses)

    def draw(self) -> Figure:
        """Draw rows, columns, and the share in each cell."""
        right, bottom = self.left + SIDE * len(self.found.lenses), self.top + SIDE * (len(self.names) + 0.25)
        width = max(right + 1.3, 8.6)
        caution = textwrap.wrap(CAUTION, int(width / 0.069))
        figure, axes = page(width, bottom + 0.9 + 0.17 * len(caution), label=self.found.scenario.basis)
        title = textwrap.shorten(literal(self.found.scenario.title), 90, placeholder=" ...")
        axes.text(0.15, 0.32, title, fontsize=12, fontweight="bold", color=INK, va="center")
        for i, name in enumerate(self.names):
            axes.text(
                self.left - 0.12, self._y(i) + SIDE / 2, name, ha="right", va="center", linespacing=1.0, color=INK,
                fontsize=8.5 - 1.5 * ("\n" in name), fontweight="bold" if i == 0 else "normal",
            )  # fmt: skip
        self._columns(axes, bottom)
        more = f"; {self.hidden} more outcomes are left out" * (self.hidden > 0)
        axes.text(0.15, bottom + 0.33, HINT + more, fontsize=8.5, color=FAINT, va="center")
        for k, line in enumerate(caution):
            axes.text(0.15, bottom + 0.53 + 0.17 * k, line, fontsize=8.5, color=FAINT, va="center")
        return figure

    def _y(self, row: int) -> float:
        """The upper edge of a row; the first stands a little apart."""
        return self.top + SIDE * (row + 0.25 * (row > 0))

    def _columns(self, axes: Any, bottom: float) -> None:
        start = 0
        for form, group in groupby(self.found.lenses, key=lambda lens: lens.form):
            members = list(group)
            x = self.left + SIDE * start
            if start:
                axes.plot([x, x], [self.top - 0.1, bottom], color="#BBBBBB", linewidth=0.9)
            for k, lens in enumerate(members):
                self._column(axes, start + k, lens)
            axes.text(
                x + SIDE * len(members) / 2, bottom + 0.1, form, ha="center", va="center", fontsize=8, color=FAINT
            )
            start += len(members)

    def _column(self, axes: Any, place: int, lens: LensShares) -> None:
        x = self.left + SIDE * place
        axes.text(
            x + SIDE * 0.62, self.top - 0.12, _name(lens), rotation=60, rotation_mode="anchor", ha="left",
            va="center", fontsize=9, color=INK, fontweight="bold" if place == 0 else "normal",
        )  # fmt: skip
        self._cell(axes, x, 0, lens.holds, False)
        for row, outcome in enumerate(self.outcomes, start=1):
            self._cell(axes, x, row, self.shares[place].get(outcome, 0.0), outcome in lens.headline)

    def _cell(self, axes: Any, x: float, row: int, share: float, framed: bool) -> None:
        from matplotlib.patches import Rectangle

        y = self._y(row)
        colour = PALETTE[2 if row == 0 else 0]
        axes.add_patch(
            Rectangle(
                (x + 0.015, y + 0.015), SIDE - 0.03, SIDE - 0.03, facecolor=colour, alpha=0.85 * share, linewidth=0
            )
        )
        if framed:
            axes.add_patch(
                Rectangle((x + 0.03, y + 0.03), SIDE - 0.06, SIDE - 0.06, fill=False, edgecolor=INK, linewidth=1.3)
            )
        if share > 0 or row == 0 or framed:
            told = "<1" if 0 < share < 0.005 else f"{100 * share:.0f}"
            ink = "white" if share > 0.72 else INK
            axes.text(x + SIDE / 2, y + SIDE / 2, told, ha="center", va="center", fontsize=8.5, color=ink)


def _name(lens: LensShares) -> str:
    return lens.lens or f"{lens.form}, {lens.solver}"
