"""Three parties and more: which share of the most that it could gain each solution gives each party."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.games.base import Array
from negsim.scenario.model import basis_of
from negsim.studies.bargain import Bargain
from negsim.views.drawing.canvas import FAINT, INK, canvas, literal, spoken
from negsim.views.drawing.utility_map import COLOURS, MARKS, spots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
MOST = 300  # agreements of the zone that have a line of their own


def draw_shares(found: Bargain) -> Figure:
    """Draw a line for each solution over the parties, and faint ones for the agreements of the zone.

    Parameters
    ----------
    found
        What could be agreed.
    """
    game = found.game
    places = np.arange(len(game.players))
    figure, axes = canvas(max(8.2, 4.6 + 1.3 * len(places)), 5.2, game.title, label=basis_of(game.comment))
    without = np.asarray(game.disagreement[0])
    zone = np.asarray(game.payoffs[0][:, found.zone.agreements].T)
    chosen = spots(found)
    most = np.max([without, *zone, *(spot.payoffs for spot in chosen)], axis=0)
    for k, line in enumerate(_shares(zone, without, most)[:MOST]):
        axes.plot(places, line, color="#c4c4c4", linewidth=0.8, zorder=1, label="zone of agreement" if not k else None)
    for k, spot in enumerate(chosen):
        axes.plot(
            places, _shares(spot.payoffs[None], without, most)[0], marker=MARKS[k % len(MARKS)], markersize=9,
            color=COLOURS[k % len(COLOURS)], markeredgecolor=INK, linestyle=STYLES[k % len(STYLES)],
            linewidth=2.2, zorder=4, label=literal(spot.words), clip_on=False,
        )  # fmt: skip
    axes.axhline(0, color=FAINT, linewidth=1.2, linestyle=(0, (4, 3)), zorder=2, label="no agreement")
    _ends(axes, found, most)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9.5, labelspacing=0.8)
    if found.because:
        axes.set_ylim(-0.05, 1.05)
        words = "\n".join(textwrap.wrap(found.because, 44))
        axes.text(1.03, 0.02, literal(words), transform=axes.transAxes, fontsize=9.5, color=INK, va="bottom")
    return figure


def _ends(axes: Any, found: Bargain, most: Array) -> None:
    game = found.game
    names = [
        f"{textwrap.fill(spoken(player, game.names), 15)}\n{low:.3g}" + f" to {high:.3g}" * bool(high > low)
        for player, low, high in zip(game.players, game.disagreement[0], most, strict=True)
    ]
    axes.set_xticks(range(len(names)), names, fontsize=9.5)
    axes.set_ylabel("share of the most that each could gain", fontsize=10.5, color=INK)
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.8)
    axes.margins(x=0.06)


def _shares(payoffs: Array, without: Array, most: Array) -> Array:
    """Shape (row, player). What each gains, as a share of the most that it could."""
    span = np.where(most > without, most - without, 1.0)
    return np.asarray((payoffs - without) / span)
