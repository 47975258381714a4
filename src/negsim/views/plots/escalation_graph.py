"""States as boxes in rows by their rung, and where play goes from each under the plan; ends are squares at the side."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.studies.paths import Paths
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, page, spoken
from negsim.views.drawing.state_map import StateMap, state_map
from negsim.views.plots.base import PathsPlot, label_of, plots, title_of
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UP, DOWN, LEVEL = PALETTE[5], PALETTE[0], "#8a8a8a"
WIDE, HIGH = 1.68, 1.02  # inches: of a box
TOP = 0.5  # inches above the rows
ACROSS, ALONG = 0.62, 0.72  # inches: between boxes
LETTERS = 28  # of small print in a line of a box
MOST = 60


@plots("escalation_graph")
@dataclass(frozen=True, kw_only=True)
class EscalationGraph(PathsPlot):
    """Show the states by rung, the moves planned in each, and the steps of play as arrows as wide as they are likely.

    Attributes
    ----------
    most
        The most boxes; the states visited most within the horizon are kept.
    least
        Arrows less likely than this are left out, and states visited less often.
    """

    most: int = 30
    least: float = 0.005

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST:
            raise NotApplicable(f"most is {self.most}; a page holds 1 to {MOST} boxes")
        if not 0 <= self.least < 1:
            raise NotApplicable(f"least is {self.least}; it is a probability below 1")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario with stages, a stochastic game, a solution, a row of one, or paths."""
        paths = self.paths(thing)
        if isinstance(paths.solution.game, ExtensiveGame):
            raise NotApplicable("escalation_graph is for stochastic games; use the plot game_tree for a tree")
        found = state_map(paths, self.most, self.least)
        return _Graph(found, self.least, paths).draw(title_of(paths), label_of(thing))


class _Graph:
    """Boxes, arrows and squares, and where they stand on the page, in inches from the upper left corner."""

    def __init__(self, found: StateMap, least: float, paths: Paths):
        self.map, self.least, self.names, self.horizon = found, least, paths.solution.game.names, paths.horizon
        rows = len(found.rungs)
        self.widest = int(max(np.bincount(found.height)))
        self.bottom = TOP + rows * (HIGH + ALONG)
        self.side = 1.0 + self.widest * (WIDE + ACROSS) + 0.35
        self.places = [self._place(k) for k in range(len(found.labels))]
        high = (self.bottom - TOP) / max(len(found.ends), 1)
        self.squares = [(self.side + 0.5, TOP + high * (k + 0.5)) for k in self._order()]

    def _place(self, box: int) -> tuple[float, float]:
        """The middle of a box; rows are centred."""
        height = int(self.map.height[box])
        inside = int((self.map.height == height).sum())
        left = 1.0 + (self.widest - inside) * (WIDE + ACROSS) / 2
        x = left + self.map.place[box] * (WIDE + ACROSS) + WIDE / 2
        return x, self.bottom - ALONG / 2 - HIGH / 2 - height * (HIGH + ALONG)

    def _order(self) -> list[int]:
        """The place of each square from the top: ends that are reached from above stand above."""
        exits = self.map.exits
        centre = (exits * self.map.height[:, None]).sum(0) / np.maximum(exits.sum(0), 1e-300)
        order = [0] * len(centre)
        for rank, k in enumerate(np.argsort(-centre, kind="stable")):
            order[int(k)] = rank
        return order

    def draw(self, title: str, label: str) -> Figure:
        """Draw arrows, then what they join."""
        letters = max([len(line) for end in self.map.ends for line in _square_words(end)], default=0)
        width = self.side + 0.95 + 0.085 * letters if self.map.ends else self.side
        figure, axes = page(max(width, 6.4), self.bottom + 1.05, label=label)
        axes.text(0.2, 0.18, literal(title), fontsize=12, fontweight="bold", color=INK, va="top")
        self._rungs(axes)
        boxes = [self._box(axes, k) for k in range(len(self.places))]
        squares = [self._square(axes, k) for k in range(len(self.map.ends))]
        for k, j in np.argwhere(self.map.arrows >= self.least):
            if k != j:
                self._arrow(axes, boxes[k], boxes[j], int(k), int(j))
        for k, j in np.argwhere(self.map.drawn):
            self._exit(axes, boxes[k], squares[j], int(k), int(j))
        self._key(axes)
        return figure

    def _rungs(self, axes: Any) -> None:
        words = "rung" if self.map.climbs else "step"
        for row, rung in enumerate(self.map.rungs):
            y = self.bottom - ALONG / 2 - HIGH / 2 - row * (HIGH + ALONG)
            axes.text(0.2, y, f"{words} {number(float(rung))}", fontsize=9.5, color=FAINT, va="center", ha="left")

    def _box(self, axes: Any, box: int) -> Any:
        from matplotlib.patches import FancyBboxPatch

        x, y = self.places[box]
        starts = box == self.map.start
        patch = FancyBboxPatch(
            (x - WIDE / 2, y - HIGH / 2), WIDE, HIGH, boxstyle="round,pad=0,rounding_size=0.12", facecolor="white",
            edgecolor=INK, linewidth=2.6 if starts else 1.0, zorder=5,
        )  # fmt: skip
        axes.add_patch(patch)
        name = textwrap.wrap(literal(self.map.labels[box]), 20)[:2]
        axes.text(
            x,
            y - HIGH / 2 + 0.07,
            "\n".join(name),
            fontsize=9,
            fontweight="bold",
            color=INK,
            ha="center",
            va="top",
            zorder=6,
        )
        axes.text(
            x, y - HIGH / 2 + 0.11 + 0.155 * len(name), "\n".join(self._told(box)), fontsize=7.4, color=INK,
            ha="center", va="top", zorder=6, linespacing=1.2,
        )  # fmt: skip
        self._chips(axes, box)
        if starts:
            axes.text(
                x - WIDE / 2, y - HIGH / 2 - 0.05, "start", fontsize=8.5, color=INK, va="bottom", ha="left", zorder=6,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            )  # fmt: skip
        return patch

    def _told(self, box: int) -> list[str]:
        """What each mostly does in a box, and how likely play stays."""
        lines = []
        for player, action, share in self.map.moves[box][:3]:
            often = f" {number(share, 2)}" if share < 0.995 else ""
            words = f"{spoken(player, self.names)}: {literal(action)}"
            lines.append(textwrap.shorten(words, LETTERS - len(often), placeholder="...") + often)
        stays = float(self.map.arrows[box, box])
        return lines + ([f"stays {number(stays, 2)}"] if stays >= self.least else [])

    def _chips(self, axes: Any, box: int) -> None:
        """How likely play ends from a box, in the colours of the squares."""
        from matplotlib.patches import Rectangle

        ends = [k for k in np.argsort(-self.map.exits[box]) if self.map.exits[box, k] >= self.least][:3]
        x, y = self.places[box]
        left = x - 0.5 * 0.5 * len(ends)
        for k in map(int, ends):
            end = self.map.ends[k]
            axes.add_patch(
                Rectangle((left, y + HIGH / 2 - 0.18), 0.11, 0.11, facecolor=end.colour, hatch=end.hatch * 2,
                          edgecolor=INK, linewidth=0.6, zorder=6)
            )  # fmt: skip
            axes.text(
                left + 0.15, y + HIGH / 2 - 0.12, number(float(self.map.exits[box, k]), 2), fontsize=7.2, color=INK,
                va="center", ha="left", zorder=6,
            )  # fmt: skip
            left += 0.5

    def _square(self, axes: Any, number_of: int) -> Any:
        from matplotlib.patches import Rectangle

        end, (x, y) = self.map.ends[number_of], self.squares[number_of]
        patch = Rectangle(
            (x - 0.16, y - 0.16),
            0.32,
            0.32,
            facecolor=end.colour,
            hatch=end.hatch,
            edgecolor=INK,
            linewidth=1.2,
            zorder=5,
        )
        axes.add_patch(patch)
        axes.text(x + 0.26, y, "\n".join(_square_words(end)), fontsize=9.5, color=INK, va="center", ha="left", zorder=6)
        return patch

    def _arrow(self, axes: Any, start: Any, target: Any, k: int, j: int) -> None:
        share = float(self.map.arrows[k, j])
        climb = int(self.map.height[j]) - int(self.map.height[k])
        colour = UP if climb > 0 else DOWN if climb < 0 else LEVEL
        bend = self._bend(k, j, climb)
        self._draw_arrow(axes, start, target, self.places[k], self.places[j], share, colour, bend, "-")

    def _bend(self, k: int, j: int, climb: int) -> float:
        """How far an arrow bows: past the boxes between, where there are any."""
        (x0, y0), (x1, y1) = self.places[k], self.places[j]
        if climb == 0:
            return 0.12 if abs(int(self.map.place[j]) - int(self.map.place[k])) < 2 else 0.3
        if abs(climb) < 2 or abs(x1 - x0) > WIDE / 2:
            return 0.12
        return (WIDE + 0.5) / float(np.hypot(x1 - x0, y1 - y0))  # the middle of an arc lies half its bend to the side

    def _exit(self, axes: Any, start: Any, target: Any, k: int, j: int) -> None:
        share = float(self.map.exits[k, j])
        self._draw_arrow(axes, start, target, self.places[k], self.squares[j], share, INK, 0.06, (0, (4, 1.5)))

    def _draw_arrow(
        self,
        axes: Any,
        start: Any,
        target: Any,
        here: Any,
        there: Any,
        share: float,
        colour: str,
        bend: float,
        line: Any,
    ) -> None:
        from matplotlib.patches import FancyArrowPatch

        axes.add_patch(
            FancyArrowPatch(
                here, there, patchA=start, patchB=target, shrinkA=1, shrinkB=2, arrowstyle="-|>", color=colour,
                mutation_scale=8 + 6 * share, linewidth=0.7 + 4.5 * share, linestyle=line, alpha=0.85,
                connectionstyle=f"arc3,rad={bend}", zorder=3,
            )
        )  # fmt: skip

    def _key(self, axes: Any) -> None:
        from matplotlib.lines import Line2D

        words = (("up a rung", UP, "-"), ("down a rung", DOWN, "-"), ("same rung", LEVEL, "-"))
        if not self.map.climbs:
            words = (("onwards", UP, "-"), ("back", DOWN, "-"), ("at the same distance", LEVEL, "-"))
        handles = [Line2D([], [], color=colour, linewidth=2.5, label=text) for text, colour, _ in words]
        handles.append(Line2D([], [], color=INK, linewidth=1.2, linestyle=(0, (4, 1.5)), label="end of play"))
        height = axes.get_ylim()[0]
        axes.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.0, 0.56 / height), ncols=4, frameon=False, fontsize=9,
            columnspacing=1.2, handlelength=1.6,
        )  # fmt: skip
        hidden = f"; {self.map.left_out} states visited less are left out" * bool(self.map.left_out)
        within = f"{self.horizon} stage{'s' * (self.horizon != 1)}"
        told = f"width of arrows, and numbers in boxes: probability in a stage, from {number(self.least)} up"
        axes.text(
            0.2,
            height - 0.32,
            f"{told};\nbeside the squares: probability of ending so within {within}{hidden}",
            fontsize=8.5,
            color=FAINT,
            va="bottom",
        )


def _square_words(end: Any) -> list[str]:
    return [*textwrap.wrap(literal(end.label), 16), number(float(end.share[-1]), 3)]
