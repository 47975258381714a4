"""Which lens predicts which outcome: a row an outcome, a column a lens, darker and larger where it is likelier."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.compare.compare import compare
from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.record import Lens
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, page
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE = 0.42  # inches of a cell
LETTER = 0.075  # inches of a letter of a label
LONG = 34  # letters of a line of a label
MOST = 20
STRIPE = "#F4F4F4"
HINT = "disc: predicted, its area the largest probability; ring: possible, but not predicted"


@plots("lens_matrix")
@dataclass(frozen=True, kw_only=True)
class LensMatrix(Plot):
    """Show which outcomes each lens predicts: disc in the cell, its area the probability.

    Attributes
    ----------
    most
        How many outcomes to show: those that most lenses predict, and the status quo.
    """

    most: int = MOST

    def __post_init__(self) -> None:
        if self.most < 1:
            raise NotApplicable(f"most is {self.most}; show at least 1 outcome")

    def draw(self, thing: Any) -> Figure:
        """Draw a comparison, or a scenario."""
        found = compare(thing) if isinstance(thing, Scenario) else thing
        if not isinstance(found, Comparison):
            raise NotApplicable(
                f"a {type(thing).__name__} is not drawn so; use negsim.compare(...), or a scenario itself"
            )
        if not found.judging:
            raise NotApplicable("no lens says anything of outcomes here; see negsim.table(...)")
        return _Matrix(found, self.most).draw()


class _Matrix:
    """What the picture shows, and where, in inches from the upper left corner."""

    def __init__(self, found: Comparison, most: int):
        self.found, self.lenses = found, found.judging
        self.outcomes = _shown(found, most)
        self.names = ["\n".join(textwrap.wrap(literal(label), LONG)) for label in self.outcomes]
        longest = max((len(line) for name in self.names for line in name.split("\n")), default=0)
        self.left = 0.5 + LETTER * longest
        self.top = 0.75 + 0.82 * LETTER * max(len(lens.name) for lens in self.lenses)

    def draw(self) -> Figure:
        """Draw rows, columns, and what is predicted."""
        right, bottom = self.left + SIDE * len(self.lenses), self.top + SIDE * len(self.outcomes)
        left_out = len(self.found.outcomes) - len(self.outcomes)
        more = f"; {left_out} more outcomes that fewer lenses predict are left out" * (left_out > 0)
        figure, axes = page(max(right + 1.3, 7.4), bottom + 0.75, label=self.found.scenario.basis)
        title = textwrap.shorten(literal(self.found.scenario.title), 90, placeholder=" ...")
        axes.text(0.15, 0.32, title, fontsize=12, fontweight="bold", color=INK, va="center")
        self._rows(axes, right)
        self._columns(axes, bottom)
        for j, lens in enumerate(self.lenses):
            for i, outcome in enumerate(self.outcomes):
                self._cell(axes, i, j, lens, outcome)
        axes.text(0.15, bottom + 0.28, HINT + more, fontsize=8.5, color=FAINT, va="center")
        return figure

    def _rows(self, axes: Any, right: float) -> None:
        from matplotlib.patches import Rectangle

        for i, name in enumerate(self.names):
            y = self.top + SIDE * i
            if i % 2 == 0:
                axes.add_patch(Rectangle((0.1, y), right - 0.1, SIDE, facecolor=STRIPE, linewidth=0, zorder=0))
            quo = self.outcomes[i] == self.found.status_quo
            axes.text(
                self.left - 0.12, y + SIDE / 2, name, ha="right", va="center", fontsize=8.5 - 1.5 * ("\n" in name),
                color=INK, fontweight="bold" if quo else "normal", linespacing=1.0,
            )  # fmt: skip
            if quo:
                axes.text(right + 0.1, y + SIDE / 2, "status quo", va="center", fontsize=8.5, color=FAINT)

    def _columns(self, axes: Any, bottom: float) -> None:
        start = 0
        for form, group in groupby(self.lenses, key=lambda lens: lens.form):
            members = list(group)
            x = self.left + SIDE * start
            if start:
                axes.plot([x, x], [self.top - 0.1, bottom], color="#BBBBBB", linewidth=0.9)
            for k, lens in enumerate(members):
                axes.text(
                    x + SIDE * (k + 0.62), self.top - 0.12, lens.name, rotation=60, rotation_mode="anchor", ha="left",
                    va="center", fontsize=9, color=INK,
                )  # fmt: skip
            axes.text(
                x + SIDE * len(members) / 2, bottom + 0.09, form, ha="center", va="center", fontsize=8, color=FAINT
            )
            start += len(members)

    def _cell(self, axes: Any, i: int, j: int, lens: Lens, outcome: str) -> None:
        from matplotlib.patches import Circle

        share = lens.shares.get(outcome, 0.0)
        predicted = outcome in lens.predicts
        if share < 0.005 and not predicted:
            return
        x, y = self.left + SIDE * (j + 0.5), self.top + SIDE * (i + 0.5)
        radius = 0.4 * SIDE * max(share, 0.04) ** 0.5
        look = {"facecolor": PALETTE[0]} if predicted else {"facecolor": "white"}
        axes.add_patch(Circle((x, y), radius, edgecolor=PALETTE[0], linewidth=1.1, zorder=3, **look))


def _shown(found: Comparison, most: int) -> tuple[str, ...]:
    """The first outcomes, and the status quo."""
    first = found.outcomes[:most]
    if found.status_quo and found.status_quo not in first:
        first = (*first[: most - 1], found.status_quo)
    return first
