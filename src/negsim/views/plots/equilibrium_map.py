"""Which equilibria there are, over two parameters: a map whose borders are tipping points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array, IntArray
from negsim.scenario.model import Parameter, Scenario
from negsim.studies.design import Grid
from negsim.studies.sweep import Sweep, sweep
from negsim.studies.tipping import tipping
from negsim.views.canvas import FAINT, HATCHES, INK, PALETTE, canvas, spoken
from negsim.views.placement import Regions, best_place
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Range = tuple[float, float]
MOST = 7  # regions with a colour of their own; the rest share one
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
    solver
        Name of the solver; empty for the one that suits the game.
    count
        Values tried of each parameter.
    """

    x: str = ""
    y: str = ""
    x_range: Range | None = None
    y_range: Range | None = None
    solver: str = ""
    count: int = 401

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, or a sweep over a grid of two parameters."""
        if isinstance(thing, Scenario):
            return _Map(self._swept(thing)).draw()
        if not isinstance(thing, Sweep):
            raise NotApplicable(
                f"equilibrium_map is for a scenario or a sweep over two of its parameters, not a {type(thing).__name__}"
            )
        if not (isinstance(thing.design, Grid) and len(thing.shape) == 2 and min(thing.shape) > 1):
            raise NotApplicable(
                "equilibrium_map is for a sweep over a grid of two parameters: "
                "negsim.sweep(scenario, vary={'a': (0, 6, 301), 'b': (0, 1, 101)})"
            )
        return _Map(thing).draw()

    def _swept(self, scenario: Scenario) -> Sweep:
        names = list(scenario.parameters)
        if len(names) < 2:
            raise NotApplicable(f"equilibrium_map is for two parameters, and {scenario.title!r} has {len(names)}")
        x = self.x or next(name for name in names if name != self.y)
        y = self.y or next(name for name in names if name != x)
        for name in (x, y):
            if name not in scenario.parameters:
                raise unknown("parameter", name, names)
        if x == y:
            raise NotApplicable(f"equilibrium_map needs two different parameters, and both are {x}")
        spans = {x: self.x_range or _own(scenario, x), y: self.y_range or _own(scenario, y)}
        vary = {name: (low, high, self.count) for name, (low, high) in spans.items()}
        return sweep(scenario, solver=self.solver or None, vary=vary)


def _own(scenario: Scenario, name: str) -> Range:
    return scenario.parameters[name].low, scenario.parameters[name].high


class _Map:
    """One map on its way to the page."""

    def __init__(self, found: Sweep):
        assert isinstance(found.design, Grid)
        self.sweep, self.scenario = found, found.scenario
        (self.x, across), (self.y, up) = found.design.axes
        self.across, self.up = np.array(across), np.array(up)
        regime: IntArray = np.asarray(found.equilibrium, np.intp).reshape(found.shape).T  # rows go up
        shares = {int(k): float((regime == k).mean()) for k in np.unique(regime)}
        self.order = sorted((k for k in shares if shares[k] > SPECK), key=lambda k: -shares[k])
        self.regions = Regions(_without_specks(regime, self.order), self.across, self.up)
        self.figure, self.axes = canvas(7.6, 6.0, self.scenario.title, label=f"{HINT}\n{self.scenario.basis}")

    def draw(self) -> Figure:
        axes = self.axes
        for rank, regime in enumerate(self.order):
            self._region(regime, PALETTE[min(rank, MOST)], HATCHES[min(rank, MOST)])
        axes.set_xlim(self.across.min(), self.across.max())
        axes.set_ylim(self.up.min(), self.up.max())
        for name, put in ((self.x, axes.set_xlabel), (self.y, axes.set_ylabel)):
            put(_meaning(self.scenario.parameters[name]), fontsize=10.5, color=INK)
        self.figure.draw_without_rendering()
        self._default()
        self._names()
        return self.figure

    def _region(self, regime: int, colour: str, hatch: str) -> None:
        inside = (self.regions.regime == regime).astype(float)
        self.axes.contourf(
            self.across, self.up, inside, levels=(0.5, 1.5), colors=[_light(colour)], hatches=[hatch], antialiased=True
        ).set_edgecolor(_light(colour, 0.55))
        if len(self.order) > 1:
            self.axes.contour(self.across, self.up, inside, levels=(0.5,), colors=[INK], linewidths=1.2)

    def _name(self, regime: int) -> str:
        return spoken(self.sweep.labels[regime]).replace("; ", "\nor ") if regime >= 0 else "nothing found"

    def _names(self) -> None:
        """Write the name of each region into it, or beside the map where it does not fit."""
        from matplotlib.patches import Patch

        beside = []
        for rank, regime in enumerate(self.order):
            colour, hatch = _light(PALETTE[min(rank, MOST)]), HATCHES[min(rank, MOST)]
            if not self._written(regime, colour):
                beside.append(Patch(label=self._name(regime), facecolor=colour, hatch=hatch, edgecolor=FAINT))
        if beside:
            self.axes.legend(
                handles=beside,
                loc="upper left",
                bbox_to_anchor=(1.01, 1),
                frameon=False,
                fontsize=9.5,
                handleheight=1.6,
            )

    def _written(self, regime: int, colour: Any) -> bool:
        """Write a name on one line, on two, or upright, whichever fits; off the dotted lines if it can be."""
        name = self._name(regime)
        text = self.axes.text(
            0, 0, name, ha="center", va="center", fontsize=11, color=INK, fontweight="bold", zorder=6,
            bbox={"facecolor": colour, "edgecolor": "none", "pad": 2.5},
        )  # fmt: skip
        for off_lines in (True, False):
            for words, turn in ((name, 0), (name.replace(" / ", " /\n"), 0), (name, 90)):
                text.set_text(words)
                text.set_rotation(turn)
                place = best_place(self.regions, regime, self._size(text), off_lines=off_lines)
                if place is not None:
                    text.set_position(place)
                    self.regions.occupy(place, self._size(text))
                    return True
        text.remove()
        return False

    def _size(self, text: Any) -> tuple[float, float]:
        """The width and height of a text on the map, in the units of the axes."""
        box = text.get_window_extent()
        (x0, y0), (x1, y1) = self.axes.transData.inverted().transform([[box.x0, box.y0], [box.x1, box.y1]])
        return 1.1 * (x1 - x0), 1.35 * (y1 - y0)

    def _default(self) -> None:
        """Mark the default point, and on the lines through it where the answer changes."""
        x, y = (self.scenario.parameters[name].value for name in (self.x, self.y))
        if not (self.across.min() <= x <= self.across.max() and self.up.min() <= y <= self.up.max()):
            return
        self.regions.rule(x, y)
        for draw, at in ((self.axes.axhline, y), (self.axes.axvline, x)):
            draw(at, color=INK, linewidth=0.9, linestyle=(0, (2, 2)), zorder=3)
        for value, words in self._tipping(self.x, self.across).items():
            self._mark(value, y, words, (0, -13), "D")
        for value, words in self._tipping(self.y, self.up).items():
            self._mark(x, value, words, (9, 8), "D")
        self._mark(x, y, f"default ({number(x)}, {number(y)})", (10, 10), "o")

    def _tipping(self, name: str, values: Array) -> dict[float, str]:
        """The tipping points of a parameter, the others at their defaults, and how to write them."""
        points = tipping(self.scenario, name, low=float(values.min()), high=float(values.max()))
        short = {p.value: str(p.exact) for p in points if p.exact is not None and p.exact.denominator in (3, 6, 7, 9)}
        return {point.value: short.get(point.value, number(point.value, 3)) for point in points}

    def _mark(self, x: float, y: float, words: str, offset: tuple[int, int], marker: str) -> None:
        is_default = marker == "o"
        self.axes.plot(
            [x], [y], marker, color="white" if is_default else INK, markeredgecolor=INK, markeredgewidth=1.8,
            markersize=9 if is_default else 5.5, zorder=5, clip_on=False,
        )  # fmt: skip
        right = x > self.across.min() + 0.8 * np.ptp(self.across)
        side = "center" if not offset[0] else "right" if right else "left"
        text = self.axes.annotate(
            words, (x, y), xytext=(-offset[0] if right else offset[0], offset[1]), textcoords="offset points",
            ha=side, va="center", fontsize=9.5, color=INK, zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.2},
        )  # fmt: skip
        self.regions.occupy((x, y), self._size(text))
        box = text.get_window_extent()
        middle = self.axes.transData.inverted().transform([[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]])[0]
        self.regions.occupy((float(middle[0]), float(middle[1])), self._size(text))


def _meaning(parameter: Parameter) -> str:
    """The label of an axis: what the parameter means, its unit, and its name in the file."""
    return f"{spoken(parameter.name)}, {parameter.unit}\n({parameter.id})"


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
