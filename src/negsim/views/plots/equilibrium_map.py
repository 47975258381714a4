"""Which equilibria there are, over two parameters: a map whose borders are tipping points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, IntArray
from negsim.scenario.model import Scenario
from negsim.solvers.base import solvers
from negsim.studies.designs.grid import Grid
from negsim.studies.solve import default_form
from negsim.studies.sweep import Sweep, sweep
from negsim.studies.tipping import tipping
from negsim.views.drawing.canvas import FAINT, HATCHES, INK, PALETTE, canvas, spoken
from negsim.views.drawing.placement import Regions
from negsim.views.drawing.two_parameters import Range, check_grid, grid_of, name_axes, ranges_of
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number
from negsim.views.writing import Writing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COUNTS = {
    "strategic": 401,
    "bargaining": 201,
    "conflict": 101,
    "stochastic": 21,
}  # values of each parameter, where left open
SPECK = 0.004  # share of the map below which a region is a border, not a region
HINT = "diamonds: tipping points of one parameter, the other at its default"


@plots("equilibrium_map")
@dataclass(frozen=True, kw_only=True)
class EquilibriumMap(Plot):
    """Show which equilibria hold over two parameters, the default point, and the tipping points through it.

    Attributes
    ----------
    x, y
        Names of the parameters; the first two of the file where they are left out.
    x_range, y_range
        From, to; the parameters' own ranges where they are left out.
    form
        How to see the scenario as a game; empty for the first that it describes.
    solver
        Name of the solver; empty for the one that suits the game.
    concept
        Of a conflict: the concept whose equilibria are shown, such as ``"seq"``; those of Nash when empty.
    count
        Values tried of each parameter; when left out, 401 of strategic games, 201 of bargaining, 101 of conflicts, 61
        of trees and demands, and 21 where play goes on in stages: there a point takes longer.
    """

    x: str = ""
    y: str = ""
    x_range: Range | None = None
    y_range: Range | None = None
    form: str = ""
    solver: str = ""
    concept: str = ""
    count: int | None = None

    def __post_init__(self) -> None:
        check_grid(self.count, x_range=self.x_range, y_range=self.y_range)

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, or a sweep over a grid of two parameters."""
        if isinstance(thing, Scenario):
            return _Map(self._swept(thing)).draw()
        grid_of(thing, "equilibrium_map")
        return _Map(thing).draw()

    def _swept(self, scenario: Scenario) -> Sweep:
        spans = ranges_of(scenario, "equilibrium_map", (self.x, self.y), (self.x_range, self.y_range))
        form = self.form or default_form(scenario)
        count = self.count or COUNTS.get(form, 61)
        vary = {name: (low, high, count) for name, (low, high) in spans.items()}
        return sweep(scenario, form, self._chosen(form), vary=vary)

    def _chosen(self, form: str) -> Any:
        """The solver, or its name; None for the one that suits the game."""
        if not self.concept:
            return self.solver or None
        if form != "conflict" or self.solver not in ("", "stability"):
            raise NotApplicable("concept is for conflicts and their solver stability: use form='conflict'")
        kind: Any = solvers["stability"]
        return kind(concepts=(self.concept,))


class _Map:
    """What a map shows, and how it is drawn."""

    def __init__(self, found: Sweep):
        assert isinstance(found.design, Grid)
        self.sweep, self.scenario = found, found.scenario
        (self.x, across), (self.y, up) = found.design.axes
        self.across, self.up = np.array(across), np.array(up)
        regime: IntArray = np.asarray(found.equilibrium, np.intp).reshape(found.shape).T  # rows go up
        shares = {int(k): float((regime == k).mean()) for k in np.unique(regime)}
        self.order = sorted((k for k in shares if shares[k] > SPECK), key=lambda k: -shares[k])
        self.regime = _without_specks(regime, self.order)

    def draw(self) -> Figure:
        """Draw, and again with a legend for the names that did not fit into their regions, until all have a place."""
        beside: set[int] = set()
        while True:
            figure, misfits = self._page(beside)
            if misfits <= beside:
                return figure
            beside |= misfits

    def look(self, regime: int) -> tuple[Any, str]:
        """Return the colour and the hatching of a region; no two are alike."""
        rank = self.order.index(regime)
        return _light(PALETTE[rank % len(PALETTE)]), HATCHES[(rank + 3 * (rank // len(PALETTE))) % len(HATCHES)]

    def name(self, regime: int) -> str:
        """Return the name of a region: its equilibria."""
        return spoken(self.sweep.labels[regime]).replace("; ", "\nor ") if regime >= 0 else "nothing found"

    def _page(self, beside: set[int]) -> tuple[Figure, set[int]]:
        """Draw one page; return it and the regions whose name did not fit into them."""
        marks = self._marks()
        meaning = [self.sweep.meaning] if self.sweep.meaning else []
        label = "\n".join(meaning + [HINT] * (len(marks) > 1) + [self.scenario.basis])
        figure, axes = canvas(7.6 + 2.6 * bool(beside), 6.0, self.scenario.title, label=label)
        for regime in self.order:
            self._region(axes, regime)
        axes.set_xlim(self.across.min(), self.across.max())
        axes.set_ylim(self.up.min(), self.up.max())
        name_axes(axes, self.scenario.parameters[self.x], self.scenario.parameters[self.y])
        self._legend(axes, beside)
        figure.draw_without_rendering()
        writing = Writing(axes, Regions(self.regime, self.across, self.up))
        for mark in marks:
            writing.mark(*mark)
        misfits = {
            regime
            for regime in self.order
            if regime not in beside and not writing.name(regime, self.name(regime), self.look(regime)[0])
        }
        return figure, misfits | beside

    def _region(self, axes: Any, regime: int) -> None:
        colour, hatch = self.look(regime)
        inside = (self.regime == regime).astype(float)
        axes.contourf(
            self.across, self.up, inside, levels=(0.5, 1.5), colors=[colour], hatches=[hatch], antialiased=True
        ).set_edgecolor([0.88 * part for part in colour])
        if len(self.order) > 1:
            axes.contour(self.across, self.up, inside, levels=(0.5,), colors=[INK], linewidths=1.2)

    def _legend(self, axes: Any, beside: set[int]) -> None:
        from matplotlib.patches import Patch

        handles = []
        for regime in (regime for regime in self.order if regime in beside):
            colour, hatch = self.look(regime)
            handles.append(Patch(label=self.name(regime), facecolor=colour, hatch=hatch, edgecolor=FAINT))
        if handles:
            axes.legend(
                handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9.5,
                handleheight=1.6,
            )  # fmt: skip

    def _marks(self) -> list[tuple[float, float, str, str]]:
        """Return the default point, and on the lines through it the tipping points: x, y, words, and what it is."""
        x, y = (self.scenario.parameters[name].value for name in (self.x, self.y))
        if not (self.across.min() <= x <= self.across.max() and self.up.min() <= y <= self.up.max()):
            return []
        return [
            (x, y, f"default ({number(x)}, {number(y)})", "default"),
            *((value, y, words, "across") for value, words in self._tipping(self.x, self.across).items()),
            *((x, value, words, "up") for value, words in self._tipping(self.y, self.up).items()),
        ]

    def _concept(self) -> str | None:
        """Of conflicts, the concept whose equilibria are shown."""
        states = self.sweep.states
        if states is not None and self.sweep.solver.concept.name != "conflict_stability":
            raise NotApplicable("tipping points are known of the classic concepts only")
        return states.concepts[0] if states is not None else None

    def _tipping(self, name: str, values: Array) -> dict[float, str]:
        """The tipping points of a parameter, the others at their defaults, and how to write them."""
        try:
            points = tipping(
                self.scenario,
                name,
                form=self.sweep.form,
                concept=self._concept(),
                low=float(values.min()),
                high=float(values.max()),
            )
        except (InvalidGame, NotApplicable):  # a plan that mixes, demands: nothing is said to tip
            return {}
        points = tuple(point for point in points if point.kind != "package")  # which changes nothing on the map
        short = {p.value: str(p.exact) for p in points if p.exact is not None and p.exact.denominator in (3, 6, 7, 9)}
        return {point.value: short.get(point.value, number(point.value, 3)) for point in points}


def _light(colour: str, share: float = 0.45) -> Any:
    """A colour with white mixed in, so that black text can be read on it."""
    from matplotlib.colors import to_rgb

    return tuple(share * part + 1 - share for part in to_rgb(colour))


def _without_specks(regime: IntArray, kept: list[int]) -> IntArray:
    """Give points on a border, where a tie makes an equilibrium of its own, to the region on one side."""
    found = regime.copy()
    speck = ~np.isin(found, kept)
    for steps in (range(1, found.shape[1]), range(found.shape[1] - 2, -1, -1)):
        side = -1 if steps.step > 0 else 1
        for column in steps:
            lost = speck[:, column] & ~speck[:, column + side]
            found[lost, column] = found[lost, column + side]
            speck[lost, column] = False
    return found
