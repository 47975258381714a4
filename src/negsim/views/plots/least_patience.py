"""How patient parties must be to keep an agreement that nobody enforces, along one parameter."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.scenario.bargaining import Repetition
from negsim.scenario.model import Scenario
from negsim.studies.enforcement.patience import minimal_discount
from negsim.studies.enforcement.record import Enforcement
from negsim.studies.enforcement.stage import enforcement
from negsim.studies.sentences.phrases import joined
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal, panels, spoken
from negsim.views.plots.base import Plot, plots
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
POINTS = 401
WIDTH = 60  # letters of a line
HINT = "grey: the discount factor that the party has; triangle: the scenario's own value"


@plots("least_patience")
@dataclass(frozen=True, kw_only=True)
class LeastPatience(Plot):
    """Show the least discount factor at which each party keeps an agreement, under several punishments.

    Attributes
    ----------
    x
        Name of the parameter across; where left out, the one that decides how likely a violation is noticed.
    x_range
        From, to; the parameter's own range where left out.
    lengths
        Periods of punishment to show, besides punishment for ever and a period for a period.
    """

    x: str = ""
    x_range: tuple[float, float] | None = None
    lengths: tuple[float, ...] = (3.0,)

    def __post_init__(self) -> None:
        given: Any = self.lengths  # a number, or a list as a command line gives it, is as good as a tuple
        object.__setattr__(self, "lengths", tuple(np.asarray(given, np.float64).reshape(-1).tolist()))

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario with ``games.repeated``."""
        if not isinstance(thing, Scenario):
            raise NotApplicable(f"least_patience is for a scenario, not a {type(thing).__name__}")
        name = self.x or _watched(thing)
        if name not in thing.parameters:
            raise unknown("parameter", name, thing.parameters)
        about = thing.parameters[name]
        low, high = self.x_range or (about.low, about.high)
        values = np.linspace(low, high, POINTS)
        found = enforcement(thing, {name: values})
        groups = _alike(found)
        figure, every = panels(len(groups), 7.4, 3.4, label=f"{HINT}\n{thing.basis}")
        for axes, parties in zip(every, groups, strict=True):
            self._panel(axes, found, parties, values)
            axes.set_xlim(low, high)
            if low <= about.value <= high:
                base = axes.get_xaxis_transform()
                axes.plot([about.value], [0], "^", transform=base, color=INK, markersize=7, clip_on=False)
        said = f"{about.name or name} ({about.unit})" if about.unit else about.name or name
        every[-1].set_xlabel("\n".join(textwrap.wrap(literal(said), WIDTH)), fontsize=10, color=INK)
        return figure

    def _panel(self, axes: Any, found: Enforcement, parties: list[int], values: Array) -> None:
        party = parties[0]
        for k, (told, least) in enumerate(self._curves(found, party)):
            shown = np.where(np.isfinite(least), least, np.nan)
            look = {"color": PALETTE[k % len(PALETTE)], "linestyle": STYLES[k % len(STYLES)]}
            axes.plot(values, shown, linewidth=2.2, label=told, **look)
        axes.plot(values, found.discount[:, party], color=FAINT, linewidth=1.2, zorder=0)
        names = joined([spoken(found.parties[k], found.names) for k in parties])
        axes.set_title(names, loc="left", fontsize=11, fontweight="bold", color=INK)
        axes.set_ylim(0, 1.02)
        axes.set_ylabel("least discount factor", fontsize=10, color=INK)
        axes.grid(color="#e6e6e6", linewidth=0.8)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9, title="punishment")

    def _curves(self, found: Enforcement, party: int) -> list[tuple[str, Array]]:
        payoffs = found.violated[:, party], found.kept[:, party], found.punished[:, party]
        terms = {"detection": found.detection[:, 0], "lag": found.lag[:, 0]}
        curves = [("for ever", found.minimal_for_ever[:, party])]
        if np.isfinite(found.length).any():
            curves.append(("as the file says", found.minimal[:, party]))
        for length in self.lengths:
            told = f"for {number(length)} period{'s' * (length != 1)}"
            curves.append((told, minimal_discount(*payoffs, **terms, length=length)))
        return [*curves, ("a period for a period", found.minimal_proportionate[:, party])]


def _watched(scenario: Scenario) -> str:
    """The parameter that decides how likely a violation is noticed."""
    block = scenario.games.get("repeated")
    if not isinstance(block, Repetition):
        raise NotApplicable("least_patience needs an agreement to be kept. Write games.repeated")
    names = [name for name in scenario.parameters if name in block.detection.names]
    if not names:
        raise NotApplicable(f"least_patience needs a parameter x, such as {next(iter(scenario.parameters), '...')}")
    return names[0]


def _alike(found: Enforcement) -> list[list[int]]:
    """The parties that something tempts, those together of whom the same is asked."""
    groups: dict[bytes, list[int]] = {}
    for party in range(len(found.parties)):
        if (found.temptation[:, party] > 0).any():
            told = [found.minimal, found.minimal_for_ever, found.minimal_proportionate, found.discount]
            key = np.round([each[:, party] for each in told], 9).tobytes()
            groups.setdefault(key, []).append(party)
    if not groups:
        raise NotApplicable("nobody gains by violating this agreement, so no patience is needed. Use another one")
    return list(groups.values())
