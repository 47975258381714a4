"""What each would agree to: intervals of settlements beside each other, and what they have in common."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.scenario.model import ILLUSTRATIVE, Scenario
from negsim.solvers.base import Row, Solution
from negsim.studies.promises.win_sets import TwoLevel
from negsim.studies.solve import game as game_of
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, canvas, literal, spoken
from negsim.views.plots.base import Plot, label_of, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SPACE = "bars: liked no less than the status quo; ticks: ideals; shaded: what all would ratify"
LISTED = "full: the party loses nothing by it; number: what it gains; shaded: what can be agreed on"
MOST = 16  # agreements in a row
PARTIES = 12
WIDTH = 22  # letters of a name before it is broken


@plots("win_sets")
@dataclass(frozen=True, kw_only=True)
class WinSets(Plot):
    """Show what each party or body would agree to, and what all of them would.

    Attributes
    ----------
    game
        Which game of a batch.
    """

    game: int = 0

    def draw(self, thing: Any) -> Figure:
        """Draw what `two_level` found, or the agreements of a scenario, a bargaining game or a solution of one."""
        if isinstance(thing, TwoLevel):
            return _in_space(thing)
        solved = thing.solution if isinstance(thing, Row) else thing
        found = solved.game if isinstance(solved, Solution) else solved
        game = game_of(found, "bargaining") if isinstance(found, Scenario) else found
        if not isinstance(game, BargainingGame):
            raise NotApplicable(f"a {type(thing).__name__} is not drawn so; use a scenario or a bargaining game")
        if not 0 <= self.game < len(game):
            raise NotApplicable(f"game {self.game} of a batch of {len(game)}")
        if len(game.agreements) > MOST or len(game.players) > PARTIES:
            raise NotApplicable(
                f"win_sets is for at most {MOST} agreements of {PARTIES} parties, and there are "
                f"{len(game.agreements):,} of {len(game.players)}. Use the plot utility_space"
            )
        return _listed(game, self.game, label_of(thing))


def _in_space(found: TwoLevel) -> Figure:
    rows = found.win_sets
    figure, axes = canvas(
        7.8, 1.6 + 0.62 * len(rows), "Settlements that would be ratified", label=f"{SPACE}\n{ILLUSTRATIVE}"
    )
    places = [
        found.proposer,
        found.status_quo,
        *(part for each in rows for part in (*each.ideals, each.low, each.high)),
    ]
    room = 0.06 * max(float(np.ptp(places)), 1e-9)
    axes.axvspan(found.low, found.high, color=PALETTE[2], alpha=0.18, linewidth=0)
    for spot, each in enumerate(rows):
        axes.barh(spot, each.high - each.low, left=each.low, height=0.5, color=PALETTE[4])
        axes.plot(each.ideals, [spot] * len(each.ideals), "|", color=INK, markersize=15, markeredgewidth=1.6)
    marks = {"status quo": found.status_quo, "offer": found.agreement, "proposer's ideal": found.proposer}
    said: dict[float, list[str]] = {}
    for name, place in marks.items():
        same = next((other for other in said if abs(other - place) < room / 4), place)
        said.setdefault(same, []).append(name)
    for k, (place, names) in enumerate(sorted(said.items())):
        axes.axvline(place, color=INK, linewidth=1.2, linestyle="-" if "offer" in names else (0, (3, 2)))
        axes.annotate(
            f"{', '.join(names)}: {number(place)}", (place, 0), xycoords=("data", "axes fraction"),
            xytext=(0, -32 - 14 * k), textcoords="offset points", fontsize=9, color=INK, ha="center",
        )  # fmt: skip
    names = [
        literal(each.name) + (f"\n{each.threshold} of {len(each.ideals)}" if len(each.ideals) > 1 else "")
        for each in rows
    ]
    axes.set_yticks(range(len(rows)), names, fontsize=10)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(min(places) - room, max(places) + room)
    return figure


def _listed(game: BargainingGame, item: int, label: str) -> Figure:
    gains = game.gains[item]
    count, parties = gains.shape[1], len(game.players)
    labels = [textwrap.wrap(spoken(name, game.names), 18) for name in game.agreements]
    each = 0.4 + 0.2 * max(2, *map(len, labels))  # labels stand aslant, so their lines lie side by side
    title = "\n".join(textwrap.wrap(game.title, int(9 * each * count)))
    figure, axes = canvas(2.4 + each * count, 2.3 + 0.6 * parties, label=f"{LISTED}\n{label}")
    axes.set_title(literal(title), loc="left", fontsize=12, fontweight="bold", color=INK)
    carried = np.flatnonzero(game.acceptable[item])
    for place in carried.tolist():
        axes.axvspan(place - 0.5, place + 0.5, color=PALETTE[2], alpha=0.18, linewidth=0)
    for spot in range(parties):
        for place in range(count):
            fine = gains[spot, place] >= 0
            axes.barh(
                spot, 0.9, left=place - 0.45, height=0.55, facecolor=PALETTE[4] if fine else "none",
                edgecolor=PALETTE[4] if fine else FAINT, linewidth=1.0, linestyle="-" if fine else (0, (3, 2)),
            )  # fmt: skip
            said = number(float(gains[spot, place]), 3)
            axes.text(place, spot, said, ha="center", va="center", fontsize=8.5, color=INK if fine else FAINT)
    written = ["\n".join(lines) for lines in labels]
    axes.set_xticks(range(count), written, fontsize=8.5, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(
        range(parties),
        ["\n".join(textwrap.wrap(spoken(name, game.names), WIDTH)) for name in game.players],
        fontsize=10,
    )
    axes.set_xlim(-0.6, count - 0.4)
    axes.set_ylim(parties - 0.5, -0.5)
    axes.set_xlabel(
        "agreement" if len(carried) else "agreement (none that all who must agree would carry)", fontsize=10
    )
    return figure
