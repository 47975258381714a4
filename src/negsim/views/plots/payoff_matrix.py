"""The payoff matrix of a two-player game: both payoffs in each cell, best replies marked, equilibria framed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray
from negsim.games.strategic import StrategicGame
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, page, spoken
from negsim.views.plots.base import Plot, game_of, label_of, one_of, plots
from negsim.views.tables.game import best_replies
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 10  # strategies of a player; beyond that the numbers can no longer be read
COLOURS = (PALETTE[0], PALETTE[5])
LEGEND = "ringed: best reply to the other's choice; framed: equilibrium"


@plots("payoff_matrix")
@dataclass(frozen=True, kw_only=True)
class PayoffMatrix(Plot):
    """Show both payoffs in each cell, best replies ringed, pure equilibria framed.

    Attributes
    ----------
    game
        Which game of a batch.
    """

    game: int = 0

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, a game, a solution or a row of one; two players, at most ten strategies each."""
        game = game_of(thing)
        if len(game.players) != 2 or max(game.shape) > MOST:
            raise NotApplicable(
                f"payoff_matrix is for 2 players with at most {MOST} strategies, and this game is of the shape "
                f"{game.shape}. Use the table: negsim.table(game)"
            )
        return _draw(one_of(game, self.game), label_of(thing))


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where the cells lie, in inches from the upper left corner of the figure."""

    left: float
    top: float
    wide: float
    high: float

    def corner(self, i: int, j: int) -> tuple[float, float]:
        return self.left + j * self.wide, self.top + i * self.high


def _draw(game: StrategicGame, label: str) -> Figure:
    rows, columns = game.shape
    names = [_broken(spoken(name, game.names)) for name in game.strategies[1]]
    longest = max(len(line) for name in names for line in name.split("\n"))
    marks = best_replies(game.payoffs[0])
    digits = max(len(number(float(value))) for value in game.payoffs[0].flat)
    place = _Place(
        left=0.35 + 0.085 * max(len(spoken(name, game.names)) for name in (*game.strategies[0], game.players[0])) * 1.1,
        top=1.0 if any("\n" in name for name in names) else 0.85,
        wide=max(1.25, 0.09 * longest + 0.15, 0.22 * digits + 0.25),
        high=0.85,
    )
    right, bottom = place.corner(rows, columns)
    figure, axes = page(max(right + 0.25, place.left + 4.1), bottom + 0.75, label=label)
    for i, j in np.ndindex(rows, columns):
        _cell(axes, place, game, marks, i, j)
    for i, j in zip(*np.nonzero(marks[0] & marks[1]), strict=True):
        _box(axes, place, i, j, inset=0.03, edgecolor=INK, linewidth=2.6, zorder=3)
    _labels(axes, place, game, names)
    axes.text(place.left, bottom + 0.1, LEGEND, fontsize=8.5, color=FAINT, va="top")
    return figure


def _cell(axes: Any, place: _Place, game: StrategicGame, marks: list[BoolArray], i: int, j: int) -> None:
    _box(axes, place, i, j, inset=0, edgecolor="#bbbbbb", linewidth=0.8, zorder=1)
    x, y = place.corner(i, j)
    axes.plot([x, x + place.wide], [y, y + place.high], color="#e4e4e4", linewidth=0.8, zorder=1)
    for player, (right, down) in enumerate(((0.28, 0.7), (0.72, 0.3))):
        best = bool(marks[player][i, j])
        ring = {"boxstyle": "round,pad=0.3,rounding_size=0.6", "facecolor": "white", "edgecolor": COLOURS[player]}
        axes.text(
            x + right * place.wide,
            y + down * place.high,
            number(float(game.payoffs[0, player, i, j])),
            color=COLOURS[player],
            fontsize=12,
            fontweight="bold" if best else "normal",
            ha="center",
            va="center",
            bbox=ring | {"linewidth": 1.5} if best else None,
        )


def _box(axes: Any, place: _Place, i: int, j: int, *, inset: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    x, y = place.corner(i, j)
    axes.add_patch(
        Rectangle((x + inset, y + inset), place.wide - 2 * inset, place.high - 2 * inset, fill=False, **look)
    )


def _labels(axes: Any, place: _Place, game: StrategicGame, names: list[str]) -> None:
    for i, name in enumerate(game.strategies[0]):
        x, y = place.corner(i, 0)
        axes.text(
            x - 0.1, y + place.high / 2, spoken(name, game.names), ha="right", va="center", fontsize=10, color=INK
        )
    for j, name in enumerate(names):
        x, y = place.corner(0, j)
        axes.text(x + place.wide / 2, y - 0.08, name, ha="center", va="bottom", fontsize=10, color=INK)
    middle = place.left + place.wide * len(names) / 2
    strong = {"fontsize": 12, "fontweight": "bold"}
    axes.text(middle, 0.12, spoken(game.players[1], game.names), color=COLOURS[1], ha="center", va="top", **strong)
    axes.text(
        place.left - 0.1,
        place.top - 0.08,
        spoken(game.players[0], game.names),
        color=COLOURS[0],
        ha="right",
        va="bottom",
        **strong,
    )


def _broken(name: str) -> str:
    """Two lines for a long name."""
    words = name.split()
    if len(name) <= 14 or len(words) < 2:
        return name
    half = min(range(1, len(words)), key=lambda k: abs(len(" ".join(words[:k])) - len(name) / 2))
    return " ".join(words[:half]) + "\n" + " ".join(words[half:])
