"""The tipping surface of three parameters: where the conclusion changes, as a surface in space and as a map."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.headline import headline
from negsim.studies.sensitivity.record import OF
from negsim.studies.sensitivity.split import split_of
from negsim.studies.sensitivity.surface import Surface, surface
from negsim.studies.sentences.robustness import percent
from negsim.studies.solve import default_form, named_solver, solver_of
from negsim.views.drawing.canvas import FAINT, INK, literal, spoken
from negsim.views.drawing.ranked import name_of
from negsim.views.drawing.two_parameters import Range
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COUNTS = {"strategic": (61, 20), "stochastic": (7, 8)}  # values of each parameter, and halvings
COLOURS = "cividis"  # alike to every kind of colour vision, and in print
EMPTY = "#F2F2F2"


@plots("tipping_surface")
@dataclass(frozen=True, kw_only=True)
class TippingSurface(Plot):
    """Show at which value of a third parameter the conclusion changes, over two others.

    Attributes
    ----------
    x, y, z
        Names of the parameters across, up, and along which it changes; the first of the file where left out.
    x_range, y_range, z_range
        From, to; the parameters' own ranges where they are left out.
    measure
        What changes: ``"probability(partial_deal) > 0.5"``; where left out, whether the likeliest outcome at the
        defaults is likelier than not.
    of
        Where there are several answers: ``"lowest"``, ``"highest"`` or ``"middle"``, half way between.
    form, solver
        How to see the scenario as a game, and what solves it; empty for those that suit.
    count
        Values tried of each parameter; where left out, 61 of strategic games, 7 where play goes on in stages, else 25.
    """

    x: str = ""
    y: str = ""
    z: str = ""
    x_range: Range | None = None
    y_range: Range | None = None
    z_range: Range | None = None
    measure: str = ""
    of: str = "middle"
    form: str = ""
    solver: str = ""
    count: int | None = None

    def __post_init__(self) -> None:
        if self.count is not None and not 3 <= self.count <= 101:
            raise NotApplicable(f"count is {self.count}; a surface tries 3 to 101 values of each parameter")
        if self.of not in OF:
            raise NotApplicable(f"of is {self.of!r}; use one of {', '.join(OF)}")
        for name, span in (("x", self.x_range), ("y", self.y_range), ("z", self.z_range)):
            if span is not None and not (len(span) == 2 and span[0] < span[1]):
                raise NotApplicable(f"{name}_range is {span}; it is a pair of numbers, the smaller one first")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, or a tipping surface that was found already."""
        if isinstance(thing, Scenario):
            return _drawn(self._found(thing))
        if not isinstance(thing, Surface):
            raise NotApplicable(f"tipping_surface is for a scenario, not a {type(thing).__name__}")
        return _drawn(thing)

    def _found(self, scenario: Scenario) -> Surface:
        form = self.form or default_form(scenario)
        solver = solver_of(self.solver or named_solver(scenario, form))
        split = split_of(self.measure or headline(scenario, form, solver).measure)
        if split.level is None:
            raise NotApplicable(f"from where on does it hold? Give a level: '{split.measure} > 0'")
        count, steps = COUNTS.get(form, (25, 14))
        return surface(
            scenario, form, solver, split, self._spans(scenario), count=self.count or count, steps=steps, of=self.of
        )

    def _spans(self, scenario: Scenario) -> dict[str, Range]:
        asked = (self.x, self.y, self.z)
        free = [name for name, p in scenario.parameters.items() if p.low < p.high and name not in asked]
        if len(free) < asked.count(""):
            raise NotApplicable(f"tipping_surface is for three parameters, and {scenario.title!r} has fewer that vary")
        names = [name or free.pop(0) for name in asked]
        spans: dict[str, Range] = {}
        for name, span in zip(names, (self.x_range, self.y_range, self.z_range), strict=True):
            own = scenario.parameters.get(name)
            spans[name] = span or ((own.low, own.high) if own else (0.0, 1.0))
        return spans


def _drawn(found: Surface) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12.4, 6.2), dpi=100, layout="constrained")
    columns = figure.add_gridspec(1, 3, width_ratios=(1, 0.1, 1))  # the middle one for the words along the height
    space = figure.add_subplot(columns[0], projection="3d")
    flat = figure.add_subplot(columns[2])
    low, high = _shown(found)
    scale = {"cmap": COLOURS, "vmin": low, "vmax": high}
    _in_space(space, found, scale)
    shades = _on_the_map(flat, found, scale)
    names = [name_of(found.scenario, name, 38) for name in found.names]
    space.set_zlabel(names[2], fontsize=8.5, color=INK, labelpad=8)
    for axes, size in ((space, 8.5), (flat, 9.5)):
        axes.set_xlabel(names[0], fontsize=size, color=INK, labelpad=10 if axes is space else 4)
        axes.set_ylabel(names[1], fontsize=size, color=INK, labelpad=10 if axes is space else 4)
        axes.set_xlim(found.across[0], found.across[-1])
        axes.set_ylim(found.up[0], found.up[-1])
        axes.tick_params(labelsize=8.5, colors=INK)
    bar = figure.colorbar(shades, ax=flat, shrink=0.85)
    name = name_of(found.scenario, found.names[2], 99).replace("\n", ", ")
    bar.set_label(f"changes at: {name}", fontsize=9, color=INK)
    title = textwrap.wrap(literal(f"{found.scenario.title}: where '{found.split}' changes"), 110)
    figure.suptitle("\n".join(title), x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK)
    figure.supxlabel(
        "\n".join([*_hints(found), literal(found.scenario.basis)]), fontsize=8, color=FAINT, x=0.99, ha="right"
    )
    return figure


def _shown(found: Surface) -> tuple[float, float]:
    """The values of the third parameter that are shown: those at which it changes, with some room around them."""
    if not np.isfinite(found.at).any():
        return found.span
    low, high = float(np.nanmin(found.at)), float(np.nanmax(found.at))
    room = 0.05 * (high - low) or 0.05 * (found.span[1] - found.span[0])
    return max(low - room, found.span[0]), min(high + room, found.span[1])


def _in_space(axes: Any, found: Surface, scale: dict[str, Any]) -> None:
    x, y = np.meshgrid(found.across, found.up)
    if np.isfinite(found.at).any():
        axes.plot_surface(x, y, found.at, rcount=41, ccount=41, linewidth=0.2, edgecolor="white", alpha=0.9, **scale)
    else:
        axes.text2D(
            0.5, 0.5, f"along {spoken(found.names[2])}\nit changes nowhere", transform=axes.transAxes, ha="center",
            fontsize=11, color=INK, bbox={"facecolor": "white", "edgecolor": FAINT, "pad": 6},
        )  # fmt: skip
    low, high = scale["vmin"], scale["vmax"]
    axes.set_zlim(low, high)
    x0, y0, z0 = _defaults(found)
    if low <= z0 <= high:
        axes.plot([x0], [y0], [z0], "o", color="white", markeredgecolor=INK, markersize=8, zorder=10)
        axes.plot([x0, x0], [y0, y0], [low, z0], color=INK, linewidth=1.0, linestyle=(0, (2, 2)), zorder=9)
    axes.view_init(elev=24, azim=-58)
    axes.tick_params(axis="z", labelsize=8.5)
    axes.locator_params(nbins=6)


def _defaults(found: Surface) -> tuple[float, float, float]:
    x, y, z = (found.scenario.parameters[name].value for name in found.names)
    return x, y, z


def _on_the_map(axes: Any, found: Surface, scale: dict[str, Any]) -> Any:
    from matplotlib.patches import Patch
    from matplotlib.patheffects import withStroke

    shades = axes.pcolormesh(found.across, found.up, found.at, shading="nearest", **scale)
    axes.set_facecolor(EMPTY)
    handles = []
    for holds, hatch, words in ((True, "///", "holds along the whole range"), (False, "...", "holds nowhere along it")):
        still = (found.turns == 0) & (found.ends == holds)
        if still.any():
            axes.contourf(
                found.across, found.up, still.astype(float), levels=(0.5, 1.5), colors=[EMPTY], hatches=[hatch]
            ).set_edgecolor(FAINT)
            handles.append(Patch(facecolor=EMPTY, hatch=hatch, edgecolor=FAINT, label=words))
    if np.isfinite(found.at).sum() > 8 and np.nanmax(found.at) > np.nanmin(found.at):
        lines = axes.contour(found.across, found.up, found.at, levels=6, colors=[INK], linewidths=0.9)
        for text in axes.clabel(lines, fontsize=8.5, fmt=lambda value: number(value, 3)):
            text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
    x0, y0, _ = _defaults(found)
    axes.plot([x0], [y0], "o", color="white", markeredgecolor=INK, markeredgewidth=1.8, markersize=9, clip_on=False)
    if handles:
        axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=9)
    return shades


def _hints(found: Surface) -> list[str]:
    z0, (low, high) = _defaults(found)[2], _shown(found)
    told = [
        f"circle: the defaults; it changes over {percent(found.tips)} of the two ranges; all else at the defaults; "
        f"{found.tried} values of {found.names[2]} were tried"
    ]
    if not low <= z0 <= high:
        side = "below" if z0 < low else "above"
        told.append(f"the default of {found.names[2]}, {number(z0)}, lies {side} all values that are shown")
    again = float((found.turns > 1).mean())
    if again:
        told.append(f"over {percent(again)} it changes more than once, and the least value is shown")
    if found.unsolved:
        told.append(f"{found.unsolved:,} of the points tried have no number")
    return told
