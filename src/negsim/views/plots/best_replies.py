"""Best replies of a game with two strategies a player: where the two lines cross, nobody gains by changing alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, canvas, spoken
from negsim.views.plots.base import Plot, game_of, label_of, one_of, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = (PALETTE[0], PALETTE[5])


@plots("best_replies")
@dataclass(frozen=True, kw_only=True)
class BestReplies(Plot):
    """Show each player's best reply to every mixture of the other's two strategies, and the equilibria.

    Attributes
    ----------
    game
        Which game of a batch.
    """

    game: int = 0

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, a game, a solution or a row of one; two players with two strategies each."""
        game = game_of(thing)
        if game.shape != (2, 2):
            raise NotApplicable(
                f"best_replies is for 2 players with 2 strategies each, and this game has {game.shape}. "
                "Use the plot payoff_matrix, or remove dominated strategies first with the solver iterated_dominance."
            )
        return _draw(one_of(game, self.game), label_of(thing))


def _draw(game: StrategicGame, label: str) -> Figure:
    figure, axes = canvas(6.2, 5.6, label=label)
    first, second = game.strategies[0][0], game.strategies[1][0]
    own = _reply(game.payoffs[0, 0])  # of player 0, to q
    other = _reply(game.payoffs[0, 1].T)  # of player 1, to p
    axes.plot(
        own[:, 1], own[:, 0], color=COLOURS[0], linewidth=3.2, label=spoken(game.players[0], game.names), zorder=2
    )
    axes.plot(
        other[:, 0], other[:, 1], color=COLOURS[1], linewidth=3.2, linestyle=(0, (4, 1.6)),
        label=spoken(game.players[1], game.names), zorder=2.5,
    )  # fmt: skip
    found = solvers["all_nash"]().solve(game).result.weights
    axes.plot(
        found[:, 2], found[:, 0], "o", color="white", markeredgecolor=INK, markeredgewidth=2, markersize=11, zorder=4
    )
    for row in found:
        _name(axes, row)
    axes.set_xlim(-0.06, 1.06)
    axes.set_ylim(-0.06, 1.06)
    axes.set_xlabel(
        f"probability that {spoken(game.players[1], game.names)} plays '{spoken(second, game.names)}'", fontsize=10
    )
    axes.set_ylabel(
        f"probability that {spoken(game.players[0], game.names)} plays '{spoken(first, game.names)}'", fontsize=10
    )
    legend = axes.legend(
        title="best reply of", loc="lower left", bbox_to_anchor=(0, 1.01), ncols=2, frameon=False, fontsize=10
    )
    legend.get_title().set_color(FAINT)
    return figure


def _reply(payoffs: Array) -> Array:
    """Return the corners of a player's best replies, rows of (own first share, other's first share).

    `payoffs` has the shape (own strategy, other's strategy).
    """
    gain = payoffs[0] - payoffs[1]  # of the own first strategy over the second, by the other's strategy
    at_one, at_zero = gain
    start, end = float(at_zero > 0), float(at_one > 0)
    if at_zero == 0 and at_one == 0:
        return np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], float)
    if at_zero * at_one >= 0:
        corner = max(start, end)
        flat = [[corner, 0.0], [corner, 1.0]]
        loose = [[1 - corner, 0.0]] * bool(at_zero == 0), [[1 - corner, 1.0]] * bool(at_one == 0)
        return np.array([*loose[0], *flat, *loose[1]], float)
    turn = at_zero / (at_zero - at_one)
    return np.array([[start, 0], [start, turn], [end, turn], [end, 1]], float)


def _name(axes: Any, row: Array) -> None:
    p, q = row[0], row[2]
    axes.annotate(
        f"({number(q, 3)}, {number(p, 3)})",
        (q, p),
        xytext=(12 if q < 0.8 else -12, 12 if p < 0.8 else -14),
        textcoords="offset points",
        ha="left" if q < 0.8 else "right",
        va="center",
        fontsize=9,
        color=INK,
        zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
    )
