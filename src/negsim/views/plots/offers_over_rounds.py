"""Offers over rounds: what each party would get in every round of talks, who offers, and which offer is accepted."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Proposals
from negsim.scenario.model import Scenario, basis_of
from negsim.solvers.base import Row, Solution
from negsim.studies.solve import solve
from negsim.views.drawing.canvas import INK, PALETTE, canvas, spoken
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = tuple(PALETTE[k] for k in (0, 5, 2, 3, 1, 4, 6, 7))
STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
WIDTH = 30  # letters of a line in the key
MARKED = 60  # rounds up to which each has a mark
AGAIN = 3  # times that talks without a deadline are shown to go round


@plots("offers_over_rounds")
@dataclass(frozen=True, kw_only=True)
class OffersOverRounds(Plot):
    """Show what each party would get by the offer of every round, if talks came to that round.

    Attributes
    ----------
    solver
        What finds the offers in a scenario or a game: the name of a solver of talks in rounds.
    row
        Which answer of a solution, from 0.
    rounds
        How many rounds to show; all of them when left out.
    """

    solver: str = "rubinstein"
    row: int = 0
    rounds: int | None = None

    def __post_init__(self) -> None:
        if self.rounds is not None and self.rounds < 1:
            raise NotApplicable(f"rounds is {self.rounds}; show 1 at least")

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario or a bargaining game with talks in rounds, a solution of one, or a row of it."""
        row = self._row(thing)
        return _draw(row, self.rounds)

    def _row(self, thing: Any) -> Row:
        if isinstance(thing, Row):
            row = thing
        else:
            found = solve(thing, "bargaining", self.solver) if isinstance(thing, Scenario | BargainingGame) else thing
            if not isinstance(found, Solution):
                raise NotApplicable(
                    f"a {type(thing).__name__} is not drawn so; use a scenario, a bargaining game or a solution of one"
                )
            if not 0 <= self.row < len(found):
                raise NotApplicable(f"answer {self.row} of a solution with {len(found)}; they are counted from 0")
            row = found[self.row]
        if not isinstance(row.solution.result, Proposals):
            raise NotApplicable(
                f"offers_over_rounds is for talks in rounds, not for {type(row.solution.solver).__name__}. "
                "Use solver=rubinstein, of a game whose games.bargaining.talks is described"
            )
        return row


def _draw(row: Row, most: int | None) -> Figure:
    game: BargainingGame = row.solution.game
    result = row.solution.result.take(slice(row.row, row.row + 1))
    proposer, offered, accepted = result.proposer[0], result.offered[0], result.accepted[0]
    endless = game.pace is not None and game.pace.rounds is None and len(proposer) > 1
    times = AGAIN if endless else 1
    proposer, accepted = np.tile(proposer, times)[:most], np.tile(accepted, times)[:most]
    offered = np.tile(offered, (times, 1))[:most]
    rounds = np.arange(1, len(proposer) + 1)
    note = f"filled: the party that offers; hollow: the one that answers\n{_chances(accepted)}"
    note += "; without a deadline the rounds go on like this" * endless
    figure, axes = canvas(8.6, 4.8, game.title, label=f"{note}\n{basis_of(game.comment)}")
    for k, player in enumerate(game.players):
        colour = COLOURS[k % len(COLOURS)]
        axes.plot(
            rounds, offered[:, k], color=colour, linewidth=1.8, linestyle=STYLES[k % len(STYLES)],
            label=textwrap.fill(f"{spoken(player, game.names)} gets", WIDTH), zorder=3,
        )  # fmt: skip
        axes.axhline(float(game.disagreement[row.item, k]), color=colour, linewidth=1, linestyle=(0, (1, 3)), zorder=1)
        if len(rounds) <= MARKED:
            own = proposer == k
            for part, face in ((own, colour), (~own, "white")):
                axes.plot(
                    rounds[part], offered[part, k], "o", markerfacecolor=face, markeredgecolor=colour, markersize=7,
                    linestyle="none", zorder=4,
                )  # fmt: skip
    axes.plot([], [], color=INK, linewidth=1, linestyle=(0, (1, 3)), label="the same, without agreement")
    axes.set_xlabel("round", fontsize=10.5, color=INK)
    axes.set_ylabel("payoff if the offer of the round is accepted", fontsize=10, color=INK)
    axes.set_xlim(0.7, len(rounds) + 0.3)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.margins(y=0.12)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=9.5)
    return figure


def _chances(accepted: Array) -> str:
    """Say which offer is the first that is sure to be accepted, and how likely those before it are."""
    sure = np.flatnonzero(accepted >= 1)
    if len(sure) and not (accepted[: sure[0]] > 0).any():
        return f"the offer of round {sure[0] + 1} is accepted" + "; those before are refused" * bool(sure[0] > 0)
    return "offers are accepted with " + ", ".join(f"{p:.2g}" for p in accepted[:6])
