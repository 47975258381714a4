"""A scatter matrix: the points of a sweep over every pair of parameters, coloured by the outcome there."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import IntArray
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.record import Morris, Sobol
from negsim.studies.sensitivity.regional import Regional, distances
from negsim.studies.sentences.phrases import joined
from negsim.studies.sentences.robustness import percent
from negsim.studies.sweep import Sweep, sweep
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, spoken
from negsim.views.drawing.ranked import name_of
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Shares: TypeAlias = "list[tuple[str, float]]"  # outcome and its share of the points, the most frequent first

MARKS = ("o", "s", "^", "D", "v", "P", "X", ".")
SHOWN = 1500  # points: more cover each other
COMPARED = 8192  # points, to choose which parameters are shown
SIZE = 1.85  # inches of a panel
REST = "#BBBBBB"
OTHERS = ("another", "nothing found", "another, or nothing")


@plots("scatter_matrix")
@dataclass(frozen=True, kw_only=True)
class ScatterMatrix(Plot):
    """Show the points of a sweep over every pair of parameters; colour and shape tell the outcome.

    Attributes
    ----------
    names
        The parameters to show; when left out, those that tell the outcomes apart best.
    most
        How many parameters to show where none are named: 2 to 8.
    outcomes
        How many outcomes get a colour of their own, the most frequent first: 1 to 7.
    n, seed
        Of a scenario: how many points to draw from the ranges of all parameters, and with what.
    form
        Of a scenario: how to see it as a game; empty for the first that it describes.
    """

    names: tuple[str, ...] = ()
    most: int = 4
    outcomes: int = 6
    n: int = 1000
    seed: int = 0
    form: str = ""

    def __post_init__(self) -> None:
        if not 2 <= self.most <= 8:
            raise NotApplicable(f"most is {self.most}; show 2 to 8 parameters")
        if not 1 <= self.outcomes < len(PALETTE):
            raise NotApplicable(f"outcomes is {self.outcomes}; at most {len(PALETTE) - 1} colours can be told apart")
        given: Any = self.names  # one name, or names as a command line gives them, are as good as a tuple
        split = given.replace(",", " ").split() if isinstance(given, str) else given
        object.__setattr__(self, "names", tuple(split))

    def draw(self, thing: Any) -> Figure:
        """Draw a sweep, what a sensitivity analysis was read from, or a scenario."""
        found = self._swept(thing)
        if self.names:
            for name in self.names:
                if name not in found.columns:
                    raise unknown("parameter of the sweep", name, found.columns)
        names = self.names or _telling(found, self.most)
        if len(set(names)) < 2:
            raise NotApplicable(f"scatter_matrix needs two parameters that vary, and there is {len(set(names))}")
        return _drawn(found, names, self.outcomes)

    def _swept(self, thing: Any) -> Sweep:
        if isinstance(thing, Sobol | Morris | Regional) and thing.asked is not None and thing.asked.sweep is not None:
            return thing.asked.sweep
        if isinstance(thing, Scenario):
            vary = self.names or [name for name, p in thing.parameters.items() if p.low < p.high]
            return sweep(thing, self.form or None, vary=vary, design="random", n=self.n, seed=self.seed)
        if not isinstance(thing, Sweep):
            raise NotApplicable(
                f"scatter_matrix is for a sweep, for a sensitivity analysis that kept its sweep, or for a scenario, "
                f"not a {type(thing).__name__}"
            )
        return thing


def _telling(found: Sweep, most: int) -> tuple[str, ...]:
    """The parameters that tell some outcome from the rest best, in the order of the sweep."""
    names = [name for name, column in found.columns.items() if np.ptp(column) > 0]
    if len(names) <= most:
        return tuple(names)
    places = _some(len(found), COMPARED)
    table = np.column_stack([found.columns[name][places] for name in names])
    regimes = found.equilibrium[places]
    worth = np.zeros(len(names))
    for regime in np.unique(regimes):
        held = regimes == regime
        if held.any() and not held.all():
            worth = np.maximum(worth, distances(held, table)[0] * np.sqrt(held.mean()))
    best = np.argsort(-worth, kind="stable")[:most]
    return tuple(names[k] for k in sorted(best))


def _some(count: int, most: int) -> IntArray:
    """Places of as many points, drawn: every tenth of a quasi-random sequence would show a pattern of its own."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False))


def _drawn(found: Sweep, names: Sequence[str], outcomes: int) -> Figure:
    from matplotlib.figure import Figure

    count = len(names)
    figure = Figure(figsize=(SIZE * count + 3.4, SIZE * count + 0.9), dpi=100, layout="constrained")
    grid = figure.subplots(count, count, squeeze=False, sharex="col")
    regime, shares = _ranked(found, outcomes)
    places = _some(len(found), SHOWN)
    for row, up in enumerate(names):
        for column, across in enumerate(names):
            axes = grid[row, column]
            if column > row:
                axes.set_axis_off()
            elif column == row:
                _spread(axes, found.columns[up], regime, shares)
            else:
                _cloud(axes, found.columns[across][places], found.columns[up][places], regime[places], shares)
            _ticks(axes, row, column, count)
        grid[row, 0].set_ylabel(name_of(found.scenario, up, 20), fontsize=8, color=INK)
        grid[-1, row].set_xlabel(name_of(found.scenario, up, 20), fontsize=8, color=INK)
    _legend(figure, shares)
    figure.suptitle(literal(found.scenario.title), x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK)
    small = "\n".join([*_hints(found, len(places)), literal(found.scenario.basis)])
    figure.supxlabel(small, fontsize=8, color=FAINT, x=0.99, ha="right")
    return figure


def _hints(found: Sweep, shown: int) -> list[str]:
    told = [found.meaning] if found.meaning else []
    if len(found.variants) > 1:
        told.append(f"under {joined([name or 'the scenario as it stands' for name in found.variants])} together")
    drawn = f"{shown:,} of {len(found):,} points are drawn; " if shown < len(found) else ""
    return [*told, f"{drawn}on the diagonal: how often each outcome is found along the parameter"]


def _ranked(found: Sweep, outcomes: int) -> tuple[IntArray, Shares]:
    """Shape (point,), the rank of the outcome at each point; and their names with their shares, the rest as one."""
    counts = np.bincount(found.equilibrium + 1, minlength=len(found.labels) + 1)
    order = [int(k) for k in np.argsort(-counts[1:], kind="stable")[:outcomes] if counts[1 + k]]
    rank = np.full(len(found.labels) + 1, len(order))
    rank[[k + 1 for k in order]] = range(len(order))
    shares = [(found.labels[k], counts[k + 1] / len(found)) for k in order]
    rest, nothing = 1 - sum(share for _, share in shares), counts[0] / len(found)
    if rest > 1e-12:
        another, none, both = OTHERS
        shares.append((none if np.isclose(rest, nothing) else both if nothing else another, rest))
    return rank[found.equilibrium + 1], shares


def _cloud(axes: Any, x: Any, y: Any, regime: IntArray, shares: Shares) -> None:
    """Points in a fixed order that favours no outcome: each kind is drawn over the others as often."""
    for part in range(4):
        for k in range(len(shares)):
            chosen = np.flatnonzero(regime == k)[part::4]
            axes.plot(x[chosen], y[chosen], **_look(k, shares), markersize=3.2, alpha=0.75)


def _look(k: int, shares: Shares) -> dict[str, Any]:
    rest = shares[k][0] in OTHERS
    return {
        "marker": "." if rest else MARKS[k % len(MARKS)],
        "color": REST if rest else PALETTE[k],
        "linestyle": "none",
        "markeredgewidth": 0.0,
    }


def _spread(axes: Any, values: Any, regime: IntArray, shares: Shares) -> None:
    """How often each outcome is found along a parameter: shares stacked up to one."""
    edges = np.linspace(values.min(), values.max(), min(16, len(np.unique(values))) + 1)
    counts = np.array([np.histogram(values[regime == k], edges)[0] for k in range(len(shares))], float)
    floor = np.zeros(len(edges) - 1)
    for k, share in enumerate(counts / np.maximum(counts.sum(0), 1)):
        axes.bar(edges[:-1], share, np.diff(edges), floor, align="edge", color=_look(k, shares)["color"], alpha=0.85)
        floor = floor + share
    axes.set_ylim(0, 1)


def _ticks(axes: Any, row: int, column: int, count: int) -> None:
    axes.tick_params(labelsize=7.5, colors=INK)
    axes.locator_params(nbins=4)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelleft=column == 0 and row > 0, labelbottom=row == count - 1)


def _legend(figure: Any, shares: Shares) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D(
            [], [], **_look(k, shares), markersize=7,
            label="\n".join(textwrap.wrap(f"{spoken(name)} ({percent(share)})".replace(" %", "\u00a0%"), 36)),
        )
        for k, (name, share) in enumerate(shares)
    ]  # fmt: skip
    figure.legend(
        handles=handles, loc="upper right", bbox_to_anchor=(0.99, 0.94), frameon=False, fontsize=9, title="outcome",
        title_fontsize=9, alignment="left",
    )  # fmt: skip
