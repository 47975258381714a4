"""The ways from the status quo of a conflict to its equilibria: who would move, to what, and who gains by it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable
from negsim.games.results import StateSets
from negsim.solvers.base import Row, Solution
from negsim.studies.sentences.conflict_names import Words, called
from negsim.studies.status_quo import Ways, ways
from negsim.views.drawing.canvas import FAINT, INK, literal, page, spoken
from negsim.views.drawing.conflict_map import PLAYERS, TINT
from negsim.views.drawing.way_tree import Twig, WayTree, way_tree
from negsim.views.plots.base import Plot, label_of, plots
from negsim.views.wording import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 40  # goals on a page
WIDE, HIGH = 1.25, 0.46  # inches: of a box
ROW = 0.74  # inches from row to row
LETTER = 0.072  # inches
WORDS = 30  # letters of a line beside an arrow
TITLE, TOP = 0.18, 0.95


@plots("status_quo_tree")
@dataclass(frozen=True, kw_only=True)
class StatusQuoTree(Plot):
    """Show shortest ways from the status quo to the equilibria: solid arrows where whoever moves gains by it.

    Attributes
    ----------
    concept
        Only equilibria under this concept; all of the solver's when empty.
    start
        State in which everything begins; the conflict's own when empty.
    improving
        Whether only ways are drawn on which everybody gains by each of its moves.
    most
        The most equilibria, those first that are so under most concepts.
    """

    concept: str = ""
    start: str = ""
    improving: bool = False
    most: int = 12

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST:
            raise NotApplicable(f"most is {self.most}; a page holds the ways to 1 to {MOST} states")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, a conflict, a solution, a row of one, or ways."""
        solution = thing.solution if isinstance(thing, Row) else thing
        if isinstance(solution, Solution) and not isinstance(solution.result, StateSets):
            raise NotApplicable("status_quo_tree is for conflicts: use solve(..., form='conflict')")
        concepts = (self.concept,) if self.concept else ()
        found = thing if isinstance(thing, Ways) else ways(thing, start=self.start or None, concepts=concepts)
        return _Tree(found, way_tree(found, self.most, improving=self.improving)).draw(label_of(found.game))


class _Tree:
    """Boxes, arrows and words, and where they stand on the page, in inches."""

    def __init__(self, found: Ways, tree: WayTree):
        self.found, self.tree, self.game = found, tree, found.game
        self.words = Words(found.game)
        self.told = [self._told(twig) for twig in tree.twigs]
        letters = [0] * (max(twig.depth for twig in tree.twigs) + 1)
        for twig, lines in zip(tree.twigs, self.told, strict=True):
            letters[twig.depth] = max([letters[twig.depth], *map(len, lines)])
        self.across = [0.25 + WIDE / 2]
        for most in letters[1:]:
            self.across.append(self.across[-1] + WIDE + 0.75 + LETTER * most)
        self.label = [textwrap.wrap(literal(self.game.states[twig.state]), 36)[:3] for twig in tree.twigs]
        self.bottom = TOP + ROW * (max(twig.row for twig in tree.twigs) + 1)

    def at(self, twig: Twig) -> tuple[float, float]:
        """Return the middle of a box."""
        return self.across[twig.depth], TOP + ROW * (twig.row + 0.5)

    def draw(self, label: str) -> Figure:
        """Draw arrows with what is done, then boxes, then the key."""
        tips = [max(map(len, lines)) for twig, lines in zip(self.tree.twigs, self.label, strict=True) if twig.is_tip]
        keys, notes = self._keys(), self._notes()
        key_width = 0.5 + sum(0.75 + 0.076 * len(words) for words, _, _ in keys)
        width = max(self.across[-1] + WIDE / 2 + 0.3 + LETTER * max(tips), key_width, 6.4)
        high = self.bottom + 0.85 + 0.2 * len(notes)
        figure, axes = page(width, high, label=label)
        axes.text(0.2, TITLE, literal(self.game.title), fontsize=12, fontweight="bold", color=INK, va="top")
        begin = f"Ways from '{literal(self.game.states[self.found.start])}'"
        axes.text(0.2, TITLE + 0.3, "\n".join(textwrap.wrap(begin, int(13 * width))), fontsize=9.5, color=INK, va="top")
        boxes = [self._box(axes, k) for k in range(len(self.tree.twigs))]
        for k, twig in enumerate(self.tree.twigs):
            if twig.move is not None:
                self._arrow(axes, boxes, k)
        self._key(axes, keys)
        for k, note in enumerate(notes):
            axes.text(0.25, self.bottom + 0.5 + 0.2 * k, note, fontsize=8, color=FAINT, va="center", ha="left")
        return figure

    def _told(self, twig: Twig) -> list[str]:
        """What is done in a move: the options that change, and to what."""
        if twig.move is None:
            return []
        sheet, player = self.game.sheet, twig.move.player
        owner = {} if sheet is None else dict(zip(sheet.options, sheet.owner, strict=True))
        changes = [change for change in self.words.changes(twig.move) if owner[change[0]] == player]
        words = ", ".join(f"{spoken(option)}: {spoken(after)}" for option, _, after in changes)
        return textwrap.wrap(words or self.game.states[twig.state], WORDS)[:3]

    def _box(self, axes: Any, number: int) -> Any:
        from matplotlib.patches import FancyBboxPatch

        twig = self.tree.twigs[number]
        x, y = self.at(twig)
        concepts = self.found.goals.get(twig.state)
        patch = FancyBboxPatch(
            (x - WIDE / 2, y - HIGH / 2), WIDE, HIGH, boxstyle="round,pad=0,rounding_size=0.06",
            facecolor="white" if concepts is None else TINT, edgecolor=INK, zorder=5,
            linewidth=2.4 if twig.move is None else 0.8,
        )  # fmt: skip
        axes.add_patch(patch)
        held = textwrap.wrap("  ".join(called([concept]) for concept in concepts or ()), 15)[:3]
        size = {"fontsize": 7.2, "color": INK, "va": "center", "zorder": 6}
        axes.text(x - WIDE / 2 + 0.06, y, f"{twig.state}", fontweight="bold", ha="left", **size)
        axes.text(x + 0.15, y, literal("\n".join(held)), ha="center", **size)
        if twig.is_tip:
            words = "\n".join(self.label[number])
            axes.text(x + WIDE / 2 + 0.1, y, words, fontsize=8, color=INK, va="center", ha="left", zorder=6)
        return patch

    def _arrow(self, axes: Any, boxes: list[Any], number: int) -> None:
        from matplotlib.patches import FancyArrowPatch

        twig = self.tree.twigs[number]
        assert twig.move is not None
        (x0, y0), (x1, y1) = self.at(self.tree.twigs[twig.parent]), self.at(twig)
        colour = PLAYERS[twig.move.player % len(PLAYERS)]
        left = x0 + WIDE / 2 + 0.45
        axes.plot([x0 + WIDE / 2, left], [y0, y1], color=colour, linewidth=1.5, zorder=4, **_style(twig))
        axes.add_patch(
            FancyArrowPatch(
                (left, y1), (x1 - WIDE / 2, y1), arrowstyle="-|>", mutation_scale=11, shrinkA=0, shrinkB=0,
                color=colour, linewidth=1.5, zorder=4, **_style(twig),
            )
        )  # fmt: skip
        if twig.move.final:
            axes.plot([x1 - WIDE / 2 - 0.2] * 2, [y1 - 0.08, y1 + 0.08], color=colour, linewidth=2, zorder=4)
        words = "\n".join(self.told[number])
        axes.text(left + 0.05, y1 - 0.04, words, fontsize=7.6, color=INK, va="bottom", ha="left", zorder=6)

    def _keys(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Words, colour and style of the lines in the key."""
        movers = dict.fromkeys(twig.move.player for twig in self.tree.twigs if twig.move is not None)
        keys: list[tuple[str, str, dict[str, Any]]] = [
            (f"move of {spoken(self.words.within[player])}", PLAYERS[player % len(PLAYERS)], {}) for player in movers
        ]
        return [*keys, ("whoever moves gains", INK, {}), ("no gain", INK, {"linestyle": (0, (4, 2))})]

    def _key(self, axes: Any, keys: list[tuple[str, str, dict[str, Any]]]) -> None:
        x, y = 0.25, self.bottom + 0.22
        for words, colour, style in keys:
            axes.plot([x, x + 0.38], [y, y], color=colour, linewidth=1.6, **style)
            axes.text(x + 0.46, y, words, fontsize=8.5, color=INK, va="center", ha="left")
            x += 0.75 + 0.076 * len(words)

    def _notes(self) -> list[str]:
        final = any(twig.move is not None and twig.move.final for twig in self.tree.twigs)
        unreached = listed([str(state) for state in self.tree.unreached], 12)
        found = [
            "in a box: the number of a state, and the concepts under which it is an equilibrium",
            "a bar across an arrow: the move cannot be taken back" if final else "",
            f"no such way leads to {unreached}" if unreached else "",
            f"{self.tree.left_out} more equilibria are not drawn" if self.tree.left_out else "",
        ]
        return [note for note in found if note]


def _style(twig: Twig) -> dict[str, Any]:
    return {} if twig.move is not None and twig.move.improves else {"linestyle": (0, (4, 2))}
