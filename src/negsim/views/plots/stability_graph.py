"""The graph of a conflict: states as boxes, improvements as arrows, and under which concepts each state holds."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.studies.sentences.phrases import within
from negsim.views.drawing.canvas import INK, PALETTE, literal, page, spoken
from negsim.views.drawing.conflict_map import ARROWS, FEW, PLAYERS, TINT, ConflictMap, conflict_map
from negsim.views.drawing.state_boxes import LABELLED, Boxes, in_grid, in_tiles, spread_out, write_headings
from negsim.views.endings import STYLES
from negsim.views.plots.base import Plot, label_of, plots, row_of
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 1_000  # states on a page
MARKS = ("<", "^", "s", "D", "o")
HELD, BARE = PALETTE[2], "#dddddd"
LETTER = 0.076  # inches of the key's
EM = 0.0075  # inches of a letter of payoffs, a point of its size
FITTING = 26  # letters of payoffs on a line


@plots("stability_graph")
@dataclass(frozen=True, kw_only=True)
class StabilityGraph(Plot):
    """Show the states of a conflict, who would leave each for which, and the concepts under which each is stable.

    Attributes
    ----------
    row
        Which conflict of a batch, from 0.
    arrows
        Which improvements are drawn: ``"all"``, ``"best"`` (of each player in each state), ``"none"``, or ``"auto"``:
        all of up to 16 states, the best of up to 40, and marks instead of arrows where there are more.
    to
        Label or number of a state: a shortest way to it from the status quo is drawn too.
    """

    row: int = 0
    arrows: str = "auto"
    to: str | int = ""

    def __post_init__(self) -> None:
        if self.arrows not in ARROWS:
            raise NotApplicable(f"arrows is {self.arrows!r}; it is one of {', '.join(ARROWS)}")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, a conflict, a solution or a row of one; at most 1,000 states."""
        found = conflict_map(row_of(thing, "conflict", self.row), self.arrows, MOST, str(self.to))
        return _Graph(found).draw(label_of(thing))


class _Graph:
    """Boxes, arrows and the key, and where they stand on the page, in inches from the upper left corner."""

    def __init__(self, found: ConflictMap):
        self.map, self.game = found, found.game
        self.top = 0.55 if self.game.title else 0.2
        self.boxes: Boxes
        self.segments: dict[bool, list[Any]] = {False: [], True: []}
        self.marks: dict[int, list[tuple[float, float]]] = {}
        self.left = self.upper = 0.0
        if found.grid is not None:
            roomy = found.drawn != "none" or len(self.game.states) <= FEW
            self.boxes, self.left, self.upper = in_grid(found, found.grid, self.top, roomy=roomy)
        elif found.drawn == "none" and len(self.game.states) > LABELLED:
            self.boxes = in_tiles(found, self.top)
        else:
            self.boxes = spread_out(found, self.top)

    def draw(self, label: str) -> Figure:
        """Draw arrows, then boxes, then the key."""
        keys = self._keys()
        width = max(self.boxes.right, 6.6, *(0.8 + size + LETTER * len(words) for words, size, _ in keys))
        lines = self._lines(keys, width)
        figure, axes = page(width, self.boxes.bottom + 0.32 * len(lines) + 0.42, label=label)
        axes.text(0.2, 0.18, literal(self.game.title), fontsize=12, fontweight="bold", color=INK, va="top")
        if self.map.grid is not None:
            write_headings(axes, self.map.grid, self.boxes, self.left, self.upper)
        patches = [self._box(axes, state) for state in range(len(self.game.states))]
        for player, source, target in self.map.arrows:
            self._arrow(axes, patches, player, source, target)
        for player, source, target in self.map.way:
            self._arrow(axes, patches, player, source, target, wide=4.0)
        for k, line in enumerate(lines):
            x = 0.25
            for words, size, draw in line:
                draw(axes, x, self.boxes.bottom + 0.2 + 0.32 * k)
                axes.text(
                    x + size, self.boxes.bottom + 0.2 + 0.32 * k, words, fontsize=8.5, color=INK, va="center", ha="left"
                )
                x += size + LETTER * len(words) + 0.3
        self._finish(axes)
        return figure

    def _box(self, axes: Any, state: int) -> Any:
        from matplotlib.patches import FancyBboxPatch

        (x, y), w, h = self.boxes.centre[state], self.boxes.width, self.boxes.height
        held, starts = self.map.equilibrium[:, state], state == self.game.start
        patch = FancyBboxPatch(
            (x - w / 2, y - h / 2), w, h, boxstyle="round,pad=0,rounding_size=0.05",
            facecolor=TINT if held.any() else "white", edgecolor=INK, linewidth=2.4 if starts else 0.7, zorder=5,
        )  # fmt: skip
        axes.add_patch(patch)
        self._bar(x, y + h / 2 - 0.1, w - 0.12, held)
        words, size = self._words(state)
        axes.text(x - w / 2 + 0.06, y - h / 2 + 0.04, words, fontsize=size, color=INK, va="top", ha="left", zorder=7)
        if self._pays and "\n" not in words:
            paid = ", ".join(number(float(payoff), 3) for payoff in self.game.payoffs[self.map.item, :, state])
            lines = textwrap.wrap(paid, FITTING)
            small = min(8.5, (w - 0.1) / (EM * max(map(len, lines))))
            axes.text(x, y, "\n".join(lines), fontsize=small, color=INK, va="center", ha="center", zorder=7)
        if self.map.drawn != "all":
            for k, player in enumerate(np.flatnonzero(self.map.restless[:, state])):
                self._mark(x + w / 2 - 0.09 - 0.11 * k, y - h / 2 + 0.11, int(player))
        return patch

    @property
    def _pays(self) -> bool:
        """Whether there is room for payoffs, and they say what is preferred."""
        return self.boxes.width > 1.2 and self.game.degrees is None

    def _words(self, state: int) -> tuple[str, float]:
        """The number of a state, or its label where there is room and no heading."""
        if self.map.grid is None and len(self.game.states) <= LABELLED:
            label = literal(self.game.states[state])
            words = "\n".join(textwrap.wrap(label, 17)[:3])
            return words if len(label) <= 51 else f"{state}", 7.5
        joined = self.map.grid is not None and state in self.map.grid.joined
        told = f" {textwrap.shorten(literal(self.game.states[state]), 18, placeholder='...')}" if joined else ""
        return f"{state}{told}", 7 if self.boxes.width < 1.2 else 8

    def _bar(self, x: float, y: float, wide: float, held: Any) -> None:
        """One segment a concept, filled where the state is an equilibrium under it."""
        step = wide / len(held)
        for k, holds in enumerate(held):
            left, right = x - wide / 2 + k * step + 0.01, x - wide / 2 + (k + 1) * step - 0.01
            self.segments[bool(holds)].append(
                [(left, y - 0.05), (right, y - 0.05), (right, y + 0.05), (left, y + 0.05)]
            )  # fmt: skip

    def _finish(self, axes: Any) -> None:
        """Draw all segments and marks at once: one by one, hundreds of states would take many seconds."""
        from matplotlib.collections import PolyCollection

        for holds, fill, edge in ((False, "white", BARE), (True, HELD, HELD)):
            axes.add_collection(
                PolyCollection(self.segments[holds], facecolors=fill, edgecolors=edge, linewidths=0.6, zorder=6)
            )
        for player, places in self.marks.items():
            across, down = zip(*places, strict=True)
            sign, colour = MARKS[player % len(MARKS)], PLAYERS[player % len(PLAYERS)]
            axes.plot(across, down, sign, color=colour, markersize=4.2, zorder=7)

    def _mark(self, x: float, y: float, player: int) -> None:
        self.marks.setdefault(player, []).append((x, y))

    def _arrow(self, axes: Any, patches: list[Any], player: int, source: int, target: int, wide: float = 1.4) -> None:
        from matplotlib.patches import FancyArrowPatch

        start, end = self.boxes.centre[source], self.boxes.centre[target]
        axes.add_patch(
            FancyArrowPatch(
                tuple(start), tuple(end), patchA=patches[source], patchB=patches[target], arrowstyle="-|>",
                mutation_scale=8 + 2 * wide, shrinkA=1, shrinkB=1, color=PLAYERS[player % len(PLAYERS)], linewidth=wide,
                linestyle=STYLES[player % len(STYLES)], connectionstyle=f"arc3,rad={self._bend(start, end):.3f}",
                zorder=4 if wide < 2 else 8, alpha=None if wide < 2 else 0.8,
            )
        )  # fmt: skip

    def _bend(self, start: Any, end: Any) -> float:
        """How far an arrow bows: past the boxes between, where there are any."""
        across, down = np.abs(end - start)
        length = float(np.hypot(across, down))
        level, upright = down < self.boxes.height / 2, across < self.boxes.width / 2
        far = (level and across > 1.9 * self.boxes.width) or (upright and down > 2.2 * self.boxes.height)
        if self.map.grid is None or not far:
            return 0.14
        return 2 * (self.boxes.height / 2 + 0.16 if level else self.boxes.width / 2 + 0.18) / length

    def _keys(self) -> list[Any]:
        """What the signs mean: words, the room before them, and what draws the sign."""
        wide = 0.3 * len(self.map.concepts)
        keys: list[Any] = [
            (
                f"equilibrium under {' / '.join(self.map.concepts)}", wide + 0.1,
                lambda axes, x, y: self._bar(x + wide / 2, y, wide, np.ones(len(self.map.concepts), bool)),
            )
        ]  # fmt: skip
        for player, name in enumerate(self.game.players):
            told = spoken(name, self.game.names)
            if self.map.drawn == "none":
                keys.append((f"{told} has an improvement", 0.2, self._mark_of(player)))
            else:
                which = "best improvement" if self.map.drawn == "best" else "improvement"
                keys.append((f"{which} of {within(told)}", 0.6, self._line_of(player)))
        if self.map.way:
            keys.append((f"a shortest way to {self.map.way[-1][2]}", 0.6, self._wide))
        keys.append(("status quo", 0.4, self._frame))
        if self._pays:
            called = ", ".join(within(spoken(name, self.game.names)) for name in self.game.players)
            keys.append((f"in the middle: payoffs of {called}", 0.0, lambda axes, x, y: None))
        return keys

    def _mark_of(self, player: int) -> Any:
        return lambda axes, x, y: self._mark(x + 0.08, y, player)

    def _line_of(self, player: int) -> Any:
        from matplotlib.patches import FancyArrowPatch

        return lambda axes, x, y: axes.add_patch(
            FancyArrowPatch(
                (x, y), (x + 0.5, y), arrowstyle="-|>", mutation_scale=10, color=PLAYERS[player % len(PLAYERS)],
                linewidth=1.4, linestyle=STYLES[player % len(STYLES)],
            )
        )  # fmt: skip

    def _wide(self, axes: Any, x: float, y: float) -> None:
        axes.plot([x, x + 0.5], [y, y], color=INK, linewidth=4, solid_capstyle="butt")

    def _frame(self, axes: Any, x: float, y: float) -> None:
        from matplotlib.patches import Rectangle

        axes.add_patch(Rectangle((x, y - 0.09), 0.3, 0.18, facecolor="white", edgecolor=INK, linewidth=2.4))

    def _lines(self, keys: list[Any], width: float) -> list[list[Any]]:
        """Break the key into lines."""
        lines: list[list[Any]] = [[]]
        room = width - 0.5
        for key in keys:
            size = key[1] + LETTER * len(key[0]) + 0.3
            if lines[-1] and size > room:
                lines.append([])
                room = width - 0.5
            lines[-1].append(key)
            room -= size
        return lines
