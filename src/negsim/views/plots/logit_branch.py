"""Quantal response: what each player chooses as its choices come to depend more on the payoffs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from negsim.views.drawing.canvas import INK, PALETTE, panels, spoken
from negsim.views.plots.base import Plot, game_of, label_of, one_of, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
MOST = 8  # strategies of a player, and players: more lines can no longer be told apart


@plots("logit_branch")
@dataclass(frozen=True, kw_only=True)
class LogitBranch(Plot):
    """Show the principal branch of logit quantal response: choice probabilities against precision.

    Attributes
    ----------
    game
        Which game of a batch.
    precision
        Where to stop, in units of 1 / payoff; None for where the choices no longer change.
    points
        How many points of the branch to compute.
    """

    game: int = 0
    precision: float | None = None
    points: int = 200

    def __post_init__(self) -> None:
        if self.points < 10:
            raise NotApplicable(f"points is {self.points}; a branch needs at least 10 to look like one")
        if self.precision is not None and not self.precision > 0:
            raise NotApplicable(f"precision is {self.precision}; use a number above 0, or None for the whole branch")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario, a game, a solution or a row of one; at most eight players with eight strategies each."""
        game = game_of(thing)
        if max(*game.shape, len(game.shape)) > MOST:
            raise NotApplicable(
                f"logit_branch is for at most {MOST} players with {MOST} strategies, and this game is of the shape "
                f"{game.shape}. Use the table: negsim.table(negsim.solve(game, solver='logit'))"
            )
        one = one_of(game, self.game)
        kind: Any = solvers["logit"]
        found = kind(precision=self.precision, points=self.points).solve(one)
        return _draw(one, found.result.columns["precision"], found.result.weights, label_of(thing))


def _draw(game: StrategicGame, precision: Array, weights: Array, label: str) -> Figure:
    seen = (precision > 0) & np.isfinite(precision)
    settled = _settled(precision[seen], weights[seen])
    limit = "; dots: the limit, an equilibrium" if np.isinf(precision[-1]) else ""
    figure, rows = panels(len(game.players), 7.2, 2.6, label=f"left: choice at random{limit}\n{label}")
    for axes, player, labels, part in zip(rows, game.players, game.strategies, game.choices.slices, strict=True):
        shares = weights[seen][:, part]
        for k, name in enumerate(labels):
            axes.plot(
                precision[seen], shares[:, k], color=PALETTE[k % len(PALETTE)], linestyle=STYLES[k % len(STYLES)],
                linewidth=2.4, label=spoken(name, game.names),
            )  # fmt: skip
            if np.isinf(precision[-1]):
                axes.plot(
                    [settled[1]], weights[-1:, part.start + k], "o", color=PALETTE[k % len(PALETTE)], clip_on=False,
                    markersize=7, zorder=4,
                )  # fmt: skip
        axes.set_xscale("log")
        axes.set_xlim(*settled)
        axes.xaxis.set_major_formatter(lambda value, _: number(value))
        axes.set_ylim(-0.03, 1.03)
        axes.set_title(spoken(player, game.names), loc="left", fontsize=11, fontweight="bold", color=INK)
        axes.set_ylabel("probability", fontsize=10)
        axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9.5)
    rows[-1].set_xlabel(
        "precision: weight of payoffs in the choice,\nper point of payoff (log scale)", fontsize=10, color=INK
    )
    return figure


def _settled(precision: Array, weights: Array) -> tuple[float, float]:
    """Return the span of precision in which the choices move: from a hundredth to a thousandth from either end."""
    start = np.abs(weights - weights[0]).max(1)
    end = np.abs(weights - weights[-1]).max(1)
    low = precision[np.flatnonzero(start > 0.01)[:1] - 1] if (start > 0.01).any() else precision[:1]
    high = precision[np.flatnonzero(end > 0.001)[-1:]] * 2 if (end > 0.001).any() else precision[-1:]
    return float(low[0]), float(max(min(high[0], precision[-1]), low[0] * 10))
