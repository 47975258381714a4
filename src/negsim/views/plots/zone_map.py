"""How wide the zone of agreement is, over two parameters, and where it closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.scenario.model import Scenario
from negsim.studies.sweep import Sweep, sweep
from negsim.studies.thresholds.openings import openings
from negsim.studies.tipping import tipping
from negsim.views.drawing.canvas import FAINT, INK, canvas
from negsim.views.drawing.placement import Regions
from negsim.views.drawing.two_parameters import Range, check_grid, grid_of, name_axes, ranges_of
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number
from negsim.views.writing import Writing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = "cividis"  # reads the same with every common kind of colour vision, and in grey
CLOSED = "#E6E6E6"
STEPS = 12  # colours told apart in the key
NAMED = "nothing can be agreed"
NUMBER = "agreements in the zone"
ROOM = "the most that everybody can gain at once"
HINT = "diamonds: where the zone opens or closes, the other parameter at its default"


@plots("zone_map")
@dataclass(frozen=True, kw_only=True)
class ZoneMap(Plot):
    """Show how wide the zone of agreement is over two parameters, and where it is empty.

    Attributes
    ----------
    x, y
        Names of the parameters; where they are left out, those that open or close the zone by the smallest change, else
        the first of the file.
    x_range, y_range
        From, to; the parameters' own ranges where they are left out.
    width
        ``"number"`` of agreements in the zone, or the ``"room"`` that it leaves: the most that all can gain at once;
        when left out, the number, or the room where parties can agree on lotteries.
    count
        Values tried of each parameter.
    """

    x: str = ""
    y: str = ""
    x_range: Range | None = None
    y_range: Range | None = None
    width: Literal["", "number", "room"] = ""
    count: int = 201

    def __post_init__(self) -> None:
        check_grid(self.count, x_range=self.x_range, y_range=self.y_range)
        if self.width not in ("", "number", "room"):
            raise NotApplicable(f"width is {self.width!r}; it is number or room")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, or a sweep of bargaining over a grid of two parameters."""
        if isinstance(thing, Scenario):
            spans = ranges_of(thing, "zone_map", self._axes(thing), (self.x_range, self.y_range))
            thing = sweep(thing, "bargaining", vary={name: (*span, self.count) for name, span in spans.items()})
        grid_of(thing, "zone_map")
        if thing.zone is None or thing.room is None:
            raise NotApplicable("zone_map is for sweeps of bargaining: negsim.sweep(scenario, 'bargaining', vary=...)")
        return _Map(thing, self.width).draw()

    def _axes(self, scenario: Scenario) -> tuple[str, str]:
        """The parameters asked for; those that matter most for the zone in place of those left out."""
        if self.x and self.y:
            return self.x, self.y
        found = openings(scenario)
        points = () if found is None else found.points
        left = [name for name in dict.fromkeys(point.parameter for point in points) if name not in (self.x, self.y)]
        x = self.x or (left.pop(0) if left else "")
        return x, self.y or (left.pop(0) if left else "")


class _Map:
    """What a map of the zone shows, and how it is drawn."""

    def __init__(self, found: Sweep, width: str):
        grid = grid_of(found, "zone_map")
        self.sweep, self.scenario = found, found.scenario
        (self.x, across), (self.y, up) = grid.axes
        self.across, self.up = np.array(across), np.array(up)
        block: Any = self.scenario.games.get("bargaining")
        self.counted = width == "number" or not (width or getattr(block, "lotteries", False))
        told = found.zone if self.counted else found.room
        self.size: Array = np.asarray(told, np.float64).reshape(found.shape).T  # rows go up
        self.room: Array = np.asarray(found.room, np.float64).reshape(found.shape).T
        self.open: BoolArray = self.room >= 0

    def draw(self) -> Figure:
        """Draw the map, with a key beside it."""
        marks = self._marks()
        label = "\n".join([HINT] * (len(marks) > 1) + [self.scenario.basis])
        figure, axes = canvas(8.4, 6.0, self.scenario.title, label=label)
        self._fill(figure, axes)
        axes.set_xlim(self.across.min(), self.across.max())
        axes.set_ylim(self.up.min(), self.up.max())
        name_axes(axes, self.scenario.parameters[self.x], self.scenario.parameters[self.y])
        figure.draw_without_rendering()
        writing = Writing(axes, Regions(self.open.astype(np.intp), self.across, self.up))
        for mark in marks:
            writing.mark(*mark)
        if not self.open.all():
            writing.name(0, NAMED, CLOSED)
        return figure

    def _fill(self, figure: Figure, axes: Any) -> None:
        from matplotlib.colors import BoundaryNorm

        axes.contourf(
            self.across, self.up, (~self.open).astype(float), levels=(0.5, 1.5), colors=[CLOSED], hatches=["///"]
        ).set_edgecolor("#CFCFCF")
        if self.open.any():
            edges = self._edges()
            shown = np.where(self.open, self.size, np.nan)
            mesh = axes.pcolormesh(
                self.across, self.up, shown, cmap=COLOURS, norm=BoundaryNorm(edges, 256), shading="nearest",
                rasterized=True,
            )  # fmt: skip
            key = figure.colorbar(mesh, ax=axes, pad=0.02)
            key.set_label(NUMBER if self.counted else f"{ROOM}, {self.scenario.unit}", fontsize=10, color=INK)
            key.ax.tick_params(labelsize=9, colors=INK)
            key.outline.set_edgecolor(FAINT)
            if self.counted and len(edges) <= STEPS + 1:
                middles = (edges[1:] + edges[:-1]) / 2
                key.set_ticks(middles.tolist(), labels=[f"{middle:.0f}" for middle in middles])
                key.ax.tick_params(length=0)
        if self.open.any() and not self.open.all():
            finite = np.clip(self.room, -1e9, 1e9)
            axes.contour(self.across, self.up, finite, levels=(0.0,), colors=[INK], linewidths=1.4)

    def _edges(self) -> Array:
        """Where one colour ends and the next begins: between whole numbers, or at round ones."""
        from matplotlib.ticker import MaxNLocator

        low, high = float(self.size[self.open].min()), float(self.size[self.open].max())
        if self.counted and high - low < STEPS:
            return np.arange(low - 0.5, high + 1)
        ticks = MaxNLocator(STEPS, steps=[1, 2, 2.5, 5, 10], integer=self.counted).tick_values(low, high)
        return np.asarray(ticks if len(ticks) > 1 else [low, low + 1])

    def _marks(self) -> list[tuple[float, float, str, str]]:
        """The default point, and on the lines through it the places where the zone opens or closes."""
        x, y = (self.scenario.parameters[name].value for name in (self.x, self.y))
        if not (self.across.min() <= x <= self.across.max() and self.up.min() <= y <= self.up.max()):
            return []
        return [
            (x, y, f"default ({number(x)}, {number(y)})", "default"),
            *((value, y, number(value, 3), "across") for value in self._closing(self.x, self.across)),
            *((x, value, number(value, 3), "up") for value in self._closing(self.y, self.up)),
        ]

    def _closing(self, name: str, values: Array) -> list[float]:
        low, high = float(values.min()), float(values.max())
        try:
            points = tipping(self.scenario, name, form="bargaining", low=low, high=high)
        except (InvalidGame, NotApplicable):
            return []
        return [point.value for point in points if point.kind == "zone"]
