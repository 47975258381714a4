"""What could be agreed, as points: each party's payoff on an axis, with the zone, the frontier and the solutions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.scenario.model import Scenario, basis_of
from negsim.solvers.base import Row, Solution
from negsim.studies.bargain import Bargain, bargain
from negsim.views.drawing.beside import Beside
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, canvas, literal, spoken
from negsim.views.drawing.shares_of_gain import draw_shares
from negsim.views.drawing.utility_map import COLOURS, MARKS, beyond, frontier, hull, order_of_naming, spots
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 34  # characters of a label beside a point
NAMED = 40  # agreements that are named beside their points
CROWD = 16  # agreements beyond which, with lotteries, only those on the frontier are
ZONE = "#d6e6f2"


@plots("utility_space")
@dataclass(frozen=True, kw_only=True)
class UtilitySpace(Plot):
    """Show what could be agreed: every agreement, the zone of agreement, the frontier, and all solutions.

    Of two parties, each payoff has an axis. Of three and more, each party has a place, and lines show which share of
    the most that it could gain each solution gives it.

    Attributes
    ----------
    game
        Which game of a batch.
    names
        Whether to name agreements beside their points, where there is room.
    """

    game: int = 0
    names: bool = True

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, a bargaining game, a solution of one or a row of it, or what could be agreed."""
        found = self._found(thing)
        if len(found.game.players) == 1:
            raise NotApplicable("utility_space is for two parties and more, and this game has one")
        return _draw(found, self.names) if len(found.game.players) == 2 else draw_shares(found)

    def _found(self, thing: Any) -> Bargain:
        if isinstance(thing, Bargain):
            return thing
        if isinstance(thing, Scenario):
            return bargain(thing)
        item = thing.item if isinstance(thing, Row) else self.game
        solution = thing.solution if isinstance(thing, Row) else thing if isinstance(thing, Solution) else None
        game = thing if solution is None else solution.game
        if not isinstance(game, BargainingGame):
            raise NotApplicable(
                f"a {type(thing).__name__} is not drawn so; use a scenario, a bargaining game or a solution of one"
            )
        if not 0 <= item < len(game):
            raise NotApplicable(f"game {item} of a batch of {len(game)}")
        return bargain(game.take(slice(item, item + 1)), solver=() if solution is None else (solution.solver,))


def _draw(found: Bargain, named: bool) -> Figure:
    game = found.game
    points, without = np.asarray(game.payoffs[0].T), np.asarray(game.disagreement[0])
    figure, axes = canvas(9.6, 5.8, game.title, label=basis_of(game.comment))
    if game.lotteries:
        _areas(axes, found, points, without)
    else:
        inside = points[found.zone.agreements]
        axes.plot(*points.T, "o", color="#c4c4c4", markersize=4, zorder=2)
        if len(inside):
            axes.plot(*inside.T, "o", color=PALETTE[0], markersize=6, zorder=3, label="zone of agreement")
        best = frontier(found)
        if len(best) > 1:
            axes.plot(*best.T, color=PALETTE[0], linewidth=1, linestyle=(0, (2, 2)), zorder=2, label="frontier")
    _disagreement(axes, without)
    places = spots(found)
    for k, spot in enumerate(places):
        axes.plot(
            *spot.payoffs, MARKS[k % len(MARKS)], color=COLOURS[k % len(COLOURS)], markeredgecolor=INK,
            markersize=max(6, 12 - 1.7 * k), zorder=6, label=literal(spot.words), linestyle="none", clip_on=False,
        )  # fmt: skip
    for player, put in zip(game.players, (axes.set_xlabel, axes.set_ylabel), strict=True):
        put(f"payoff of {spoken(player, game.names)}", fontsize=10.5, color=INK)
    axes.margins(0.08)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9.5, labelspacing=0.8)
    if found.because:
        _reason(axes, found.because)
    figure.draw_without_rendering()
    _names(axes, found, points, [spot.payoffs for spot in places], named)
    return figure


def _areas(axes: Any, found: Bargain, points: Array, without: Array) -> None:
    """The feasible set, the part of it in which nobody loses, and its frontier."""
    corners = hull(points)
    inside = beyond(corners, without)
    axes.fill(*corners.T, facecolor="#efefef", edgecolor="#bbbbbb", linewidth=1, zorder=0.5, label="feasible set")
    axes.plot(*points.T, "o", color="#b0b0b0", markersize=3.5 if len(points) < 1000 else 1.5, zorder=2)
    if len(inside):
        axes.fill(*inside.T, facecolor=ZONE, edgecolor="none", zorder=1, label="zone of agreement")
        axes.plot(*frontier(found).T, color=PALETTE[0], linewidth=2.2, zorder=3, label="frontier")


def _disagreement(axes: Any, without: Array) -> None:
    look = {"color": FAINT, "linewidth": 1, "linestyle": (0, (4, 3)), "zorder": 1.5}
    axes.axvline(without[0], **look)
    axes.axhline(without[1], **look)
    axes.plot(*without, "s", color=INK, markersize=8, zorder=5, label="no agreement", linestyle="none")


def _reason(axes: Any, because: str) -> None:
    import textwrap

    words = "\n".join(textwrap.wrap(because, 46))
    axes.text(1.03, 0.02, literal(words), transform=axes.transAxes, fontsize=9.5, color=INK, va="bottom", ha="left")


def _names(axes: Any, found: Bargain, points: Array, taken: list[Array], named: bool) -> None:
    """Name agreements beside their points: those of the frontier first, then of the zone, then others if few."""
    game = found.game
    beside = Beside(axes)
    for x, y in (*taken, game.disagreement[0]):
        beside.keep_free(float(x), float(y), 13)
    if not named:
        return
    crowded = game.lotteries and len(points) > CROWD
    few = order_of_naming(found)[: len(frontier(found)) if crowded else NAMED]
    inside = set(found.zone.agreements.tolist())
    for k in few:
        beside.keep_free(float(points[k, 0]), float(points[k, 1]), 6)
    for k in few:
        label = game.agreements[k].replace("_", " ")
        if len(label) <= LONGEST:
            beside.write(float(points[k, 0]), float(points[k, 1]), label, color=INK if k in inside else FAINT)
