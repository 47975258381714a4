"""What each form of a promise is worth: in expectation, and once it has come about."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.promises.choice import promises
from negsim.studies.promises.record import FormRow, Promises
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, panels, spoken
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HINT = "full bar: worth in expectation; outline: worth once it has come about; star: the form chosen"
MOST = 12  # forms
WIDTH = 26  # letters of a name before it is broken


@plots("value_of_forms")
@dataclass(frozen=True, kw_only=True)
class ValueOfForms(Plot):
    """Show what each form of a promise is worth to each actor, and how much of that is lost to doubt.

    Attributes
    ----------
    game
        Which game of a batch.
    """

    game: int = 0

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario that describes promises, or what `promises` found in one."""
        found = promises(thing) if isinstance(thing, Scenario) else thing
        if not isinstance(found, Promises):
            raise NotApplicable(
                f"a {type(thing).__name__} is not drawn so; use a scenario with games.bargaining.promises"
            )
        rows = found.rows(self.game)
        if len(rows) > MOST:
            raise NotApplicable(f"value_of_forms is for at most {MOST} forms, and there are {len(rows)}. Use the table")
        gains = found.gain[self.game]
        height = 0.75 + 0.5 * len(rows)
        figure, every = panels(len(found.actors), 8.2, height, label=f"{HINT}\n{found.basis}")
        for k, (axes, actor) in enumerate(zip(every, found.actors, strict=True)):
            _panel(axes, rows, [row.worth[actor] for row in rows], gains[:, k].tolist())
            axes.set_title(spoken(actor, found.names), loc="left", fontsize=11, fontweight="bold", color=INK)
        every[-1].set_xlabel("points", fontsize=10, color=INK)
        reach = np.concatenate([gains.reshape(-1), found.worth[self.game].reshape(-1), [0.0]])
        room = 0.45 * max(float(np.ptp(reach)), 1e-9)
        every[-1].set_xlim(float(reach.min()) - (0.04 if reach.min() == 0 else 0.2) * room, float(reach.max()) + room)
        return figure


def _panel(axes: Any, rows: tuple[FormRow, ...], worths: list[float], gains: list[float]) -> None:
    spots = np.arange(len(rows))
    axes.barh(spots, gains, height=0.62, facecolor="none", edgecolor=FAINT, linewidth=1.0, linestyle=(0, (3, 2)))
    colours = [PALETTE[0] if row.chosen else PALETTE[4] for row in rows]
    axes.barh(spots, worths, height=0.62, color=colours)
    for spot, row, worth, gain in zip(spots, rows, worths, gains, strict=True):
        said = f"{number(worth)}{' ★' if row.chosen else ''}  (chance {number(row.adopted)})"
        axes.annotate(
            said, (max(worth, gain, 0.0), spot), xytext=(5, 0), textcoords="offset points", va="center", ha="left",
            fontsize=9, color=INK,
        )  # fmt: skip
    names = ["\n".join(textwrap.wrap(literal(row.name), WIDTH)) for row in rows]
    axes.set_yticks(spots, names, fontsize=9.5)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
