"""The tree of an extensive game: who decides where and knowing what, what is planned, and what every end pays."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import CHANCE, TERMINAL
from negsim.solvers.base import Row
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, page, spoken
from negsim.views.drawing.tree_layout import TreeLayout, lanes, tree_layout
from negsim.views.plots.base import Plot, label_of, plots, row_of
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 80  # ends on one page
MARKS = "osD^vPXp"  # of the players, one each: shapes are told apart where colours are not
COLOURS = (PALETTE[0], PALETTE[5], PALETTE[2], PALETTE[3], PALETTE[1], PALETTE[4])
PALE = "#bdbdbd"
HIGH, SIGN, BOLD = 0.27, 0.068, 0.115  # inches: of a row, of a letter, and of one in the title
LANE = 0.11  # inches between dashes that run beside each other
LONGEST = 30  # letters of an action


@plots("game_tree")
@dataclass(frozen=True, kw_only=True)
class GameTree(Plot):
    """Show a tree from left to right: players by colour and shape, the plan by the width of lines, payoffs at the ends.

    Attributes
    ----------
    row
        Which answer of a solution, from 0.
    likely
        Leave out what follows nodes that play reaches with less probability. When left out, everything is drawn where
        that fits on a page, else what may happen under the plan, and one step beside it.
    """

    row: int = 0
    likely: float | None = None

    def __post_init__(self) -> None:
        if self.likely is not None and not 0 <= self.likely <= 1:
            raise NotApplicable(f"likely is {self.likely}; it is a probability")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario with turns, an extensive game, a solution or a row of one; at most 80 ends."""
        row = row_of(thing, "extensive", self.row)
        game = row.solution.game
        if not isinstance(game, ExtensiveGame):
            raise NotApplicable(
                "game_tree is for extensive games: use a scenario whose games.extensive lists turns, or the plot "
                "escalation_graph for a stochastic game"
            )
        drawing = _Drawing(row, self._cut(game, row))
        if len(drawing.layout.tips) > MOST:
            raise NotApplicable(
                f"this tree has {len(drawing.layout.tips):,} ends, and a page holds {MOST}. Draw what is likely with "
                "game_tree(likely=0.01) (on the command line: -O likely=0.01), or a game of fewer rounds"
            )
        return drawing.draw(label_of(thing))

    def _cut(self, game: ExtensiveGame, row: Row) -> BoolArray:
        """Shape (node,). Where the drawing stops though play goes on."""
        reach = game.reach(row.solution.result.take(slice(row.row, row.row + 1)))[0]
        inner = game.tree.place != TERMINAL
        if self.likely is not None:
            return np.asarray(inner & (reach < self.likely))
        everything = len(game.tree.terminals) <= MOST
        return np.asarray(inner & (reach <= 0) & (not everything))


class _Drawing:
    """A tree and a plan, and where everything stands on the page, in inches."""

    def __init__(self, row: Row, cut: BoolArray):
        game: ExtensiveGame = row.solution.game
        part = row.solution.result.take(slice(row.row, row.row + 1))
        self.game, self.tree, self.item = game, game.tree, row.item
        self.step, self.reach = game.steps(part)[0], game.reach(part)[0]
        self.cut = cut
        self.layout: TreeLayout = tree_layout(game.tree, cut)
        self.lanes = lanes(self.tree, self.layout)
        self.words = {int(node): self._word(int(node)) for node in self.layout.nodes[1:]}
        self.head = 0.32 if game.title else 0.0
        self.top = self.head + 0.9 + 0.17 * max(len(name.split("\n")) for name in self._names())
        self.across = self._columns()
        self.edge = float(self.across[-1]) + 0.3  # where the table of ends begins

    def _names(self) -> list[str]:
        return [textwrap.fill(spoken(name, self.game.names), 15) for name in self.game.players]

    def _word(self, node: int) -> str:
        label = textwrap.shorten(spoken(self.tree.step(node)), LONGEST, placeholder="...") or "..."
        share = self.step[node]
        is_chance = self.tree.place[self.tree.parent[node]] == CHANCE
        return f"{label} {number(share, 3)}" if is_chance or 0 < share < 1 else label

    def _columns(self) -> Any:
        """Shape (depth,). How far right the nodes of each depth stand."""
        depth = self.tree.depth[self.layout.nodes]
        found = [0.35]
        for level in range(1, int(depth.max()) + 1):
            here = self.layout.nodes[depth == level]
            words = max(len(self.words[int(node)]) for node in here)
            lanes = max(self.lanes.get(int(place), -1) for place in self.tree.place[here]) + 1
            found.append(found[-1] + 0.62 + SIGN * words + LANE * lanes)
        return np.array(found)

    def at(self, node: int) -> tuple[float, float]:
        """Return where a node stands."""
        return float(self.across[self.tree.depth[node]]), self.top + HIGH * float(self.layout.row[node])

    def draw(self, label: str) -> Figure:
        """Draw lines, then nodes, then the table of the ends."""
        right, columns = self._table()
        bottom = self.top + HIGH * len(self.layout.tips)
        title = literal(self.game.title)
        width = max(right + 0.2, 5.5, self._key_width(), 0.4 + BOLD * len(title))
        figure, axes = page(width, bottom + 0.9, label=label)
        axes.text(0.2, 0.18, title, fontsize=12, fontweight="bold", color=INK, va="top")
        for node in map(int, self.layout.nodes[1:]):
            self._line(axes, node)
        self._sets(axes)
        for node in map(int, self.layout.nodes):
            self._node(axes, node)
        self._ends(axes, columns)
        self._legend(axes, bottom + 0.1)
        return figure

    def _line(self, axes: Any, node: int) -> None:
        (x0, y0), (x1, y1) = self.at(int(self.tree.parent[node])), self.at(node)
        share, place = float(self.step[node]), int(self.tree.place[self.tree.parent[node]])
        reached = self.reach[node] > 0
        colour = self._colour(place) if reached else FAINT if share > 0 else PALE
        bend = x0 + 0.34
        axes.plot(
            [x0, bend, x1], [y0, y1, y1], color=colour, linewidth=1 + (3.4 if reached else 0.9) * share,
            solid_joinstyle="round", zorder=2 + reached,
        )  # fmt: skip
        axes.text(
            bend + 0.05, y1 - 0.035, self.words[node], fontsize=8.5, ha="left", va="bottom", zorder=5,
            color=INK if share > 0 else FAINT, fontweight="bold" if reached else "normal",
        )  # fmt: skip

    def _colour(self, place: int) -> str:
        return COLOURS[int(self.tree.player[place]) % len(COLOURS)] if place >= 0 else INK

    def _node(self, axes: Any, node: int) -> None:
        x, y = self.at(node)
        place = int(self.tree.place[node])
        if place == TERMINAL:
            return
        mark = "*" if place == CHANCE else MARKS[int(self.tree.player[place]) % len(MARKS)]
        colour = "white" if self.cut[node] else self._colour(place)
        axes.plot(
            [x], [y], mark, color=colour, markeredgecolor=self._colour(place), markeredgewidth=1.2,
            markersize=12 if place == CHANCE else 9, zorder=6,
        )  # fmt: skip

    def _sets(self, axes: Any) -> None:
        """Join the nodes that a player cannot tell apart by dashes, with a dot on the line to each of them."""
        for place, lane in self.lanes.items():
            nodes = [int(node) for node in self.layout.nodes if self.tree.place[node] == place]
            spots = sorted((self.at(node) for node in nodes), key=lambda spot: spot[1])
            xs, ys = [x - 0.17 - LANE * lane for x, _ in spots], [y for _, y in spots]
            look = {"color": self._colour(place), "zorder": 4}
            axes.plot(xs, ys, linestyle=(0, (4, 2)), linewidth=1.4, **look)
            axes.plot(xs, ys, "o", markersize=4.5, markeredgecolor="white", markeredgewidth=0.8, **look)

    def _table(self) -> tuple[float, list[tuple[float, str, Any]]]:
        """Return where the page ends on the right, and the columns beside the ends: where, heading, colour."""
        columns = []
        at = self.edge
        outcomes = [spoken(self.tree.outcomes[k]) for k in self.tree.outcome] if self._named() else []
        if outcomes:
            columns.append((at, "end", INK))
            at += 0.3 + SIGN * max(map(len, outcomes))
        for player, name in enumerate(self._names()):
            at += 0.2 + 0.082 * max(4, *map(len, name.split("\n")))
            columns.append((at, name, COLOURS[player % len(COLOURS)]))
        at += 0.95
        columns.append((at, "probability", INK))
        return at, columns

    def _named(self) -> bool:
        if self.tree.outcomes == tuple(str(k + 1) for k in range(len(self.tree.outcomes))):
            return False
        ends = [int(node) for node in self.layout.tips if not self.cut[node]]
        number = {int(node): k for k, node in enumerate(self.tree.terminals)}
        names = [self.tree.outcomes[self.tree.outcome[number[node]]] for node in ends]
        return any(name != " / ".join(self.tree.history(node)) for node, name in zip(ends, names, strict=True))

    def _ends(self, axes: Any, columns: list[tuple[float, str, Any]]) -> None:
        for k, (x, head, colour) in enumerate(columns):
            left = k == 0 and head == "end"
            axes.text(
                x, self.top - 0.27, head, color=colour, fontsize=9, fontweight="bold", va="bottom",
                ha="left" if left else "right",
            )  # fmt: skip
        axes.text(self.edge, self.head + 0.38, "what each end pays", fontsize=9, color=FAINT, va="top")
        ends = {int(node): k for k, node in enumerate(self.tree.terminals)}
        for node in map(int, self.layout.tips):
            x, y = self.at(node)
            reached = self.reach[node] > 0
            axes.plot(
                [x, self.edge - 0.1],
                [y, y],
                color=INK if reached else PALE,
                linewidth=0.8,
                linestyle=(0, (1, 2)),
                zorder=1,
            )
            words = self._row(ends[node]) if node in ends else ["play goes on"] + [""] * (len(columns) - 2)
            words.append(number(float(self.reach[node]), 3))
            for k, ((at, head, colour), word) in enumerate(zip(columns, words, strict=True)):
                left = k == 0 and (head == "end" or node not in ends)
                axes.text(
                    self.edge if left else at, y, word, fontsize=9, va="center", ha="left" if left else "right",
                    color=FAINT if not reached else colour if node in ends else INK,
                    fontweight="bold" if reached else "normal",
                )  # fmt: skip

    def _row(self, end: int) -> list[str]:
        named = [spoken(self.tree.outcomes[self.tree.outcome[end]])] if self._named() else []
        item = self.item if len(self.game) > 1 else 0
        return [*named, *(number(float(value)) for value in self.game.payoffs[item, :, end])]

    def _key_width(self) -> float:
        names = [spoken(name, self.game.names) for name in self.game.players]
        return 1.3 + sum(0.42 + 0.085 * len(name) for name in names)

    def _legend(self, axes: Any, y: float) -> None:
        from matplotlib.lines import Line2D

        looks = [(spoken(name, self.game.names), MARKS[k % len(MARKS)], COLOURS[k % len(COLOURS)], 9)
                 for k, name in enumerate(self.game.players)]  # fmt: skip
        looks += [("chance", "*", INK, 12)] * bool(len(self.tree.chances))
        top = 1 - (self.head + 0.02) / axes.get_ylim()[0]
        handles = [
            Line2D([], [], linestyle="", marker=mark, color=colour, markersize=size, label=name)
            for name, mark, colour, size in looks
        ]
        axes.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0.0, top), ncols=len(handles),
            frameon=False, fontsize=9.5, handletextpad=0.2, columnspacing=1.2,
        )  # fmt: skip
        all_known = self.tree.is_perfect_information
        known = "" if all_known else "; joined by dashes: whoever decides there cannot tell them apart"
        cut = "; hollow: what follows is not drawn" * bool(self.cut.any())
        told = f"coloured: may happen under the plan; width: probability{known}{cut}"
        lines = textwrap.wrap(told, int(14 * axes.get_xlim()[1]))
        axes.text(0.2, y, "\n".join(lines), fontsize=8.5, color=FAINT, va="top")
