"""How far play has climbed, stage by stage: the middle of what may happen, and bands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.studies.paths import Paths
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, panels
from negsim.views.plots.base import PathsPlot, label_of, plots, title_of
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BANDS = ((0.1, 0.9, "#c6dcec", "80 % of play"), (0.25, 0.75, "#86b6d8", "50 % of play"))


@plots("fan_chart")
@dataclass(frozen=True, kw_only=True)
class FanChart(PathsPlot):
    """Show the rung of escalation over the stages, of the play that still goes on: median, mean, and two bands."""

    def draw(self, thing: Any) -> Figure:
        """Draw a scenario with stages, a solution, a row of one, or paths."""
        paths = self.paths(thing)
        if len(paths.rungs) < 2:
            raise NotApplicable(
                "no state is higher than another here, so nothing climbs. Say what counts as a rung under "
                "games.stochastic.escalation, or use the plot outcome_shares"
            )
        return _draw(paths, label_of(thing))


def _draw(paths: Paths, label: str) -> Figure:
    going = paths.on_rungs.sum(1)
    told = np.flatnonzero(going > 1e-6)  # later stages are seen by next to no play
    figure, (fan, left) = panels(2, 7.6, 2.7, ratios=(3, 1), label=label)
    shares = paths.on_rungs[told] / going[told, None]
    for low, high, colour, words in BANDS:
        _step(fan, told, _quantile(paths.rungs, shares, low), _quantile(paths.rungs, shares, high), colour, words)
    middle = _quantile(paths.rungs, shares, 0.5)
    fan.step(*_wide(told, middle), where="post", color=PALETTE[0], linewidth=2.8, label="median")
    fan.plot(told, shares @ paths.rungs, color=INK, linewidth=1.6, linestyle=(0, (1.2, 1.2)), label="mean")
    fan.set_ylabel("rung of escalation,\nwhile play goes on", fontsize=10, color=INK)
    spread = float(np.ptp(paths.rungs))
    fan.set_ylim(paths.rungs[0] - 0.06 * spread, paths.rungs[-1] + 0.06 * spread)
    if len(paths.rungs) <= 12:
        fan.set_yticks(paths.rungs, _names(paths))
    fan.grid(axis="y", color="#e6e6e6", linewidth=0.8)
    fan.set_axisbelow(True)
    fan.set_title(title_of(paths), loc="left", fontsize=11.5, fontweight="bold", color=INK)
    fan.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9.5)
    left.fill_between(*_wide(np.arange(len(going)), going), step="post", color="#dddddd", edgecolor=FAINT)
    left.set_ylim(0, 1.02)
    left.set_ylabel("play\ngoes on", fontsize=10, color=INK)
    left.set_xlabel("stage", fontsize=10.5, color=INK)
    left.set_xlim(-0.5, len(going) - 0.5)
    left.xaxis.get_major_locator().set_params(integer=True)
    return figure


def _names(paths: Paths) -> list[str]:
    """What the rungs are called: by their number, and by the state where there is one a rung."""
    going = np.flatnonzero(~paths.chain.ends)
    states = [{paths.chain.states[k] for k in going if paths.chain.rung[k] == rung} for rung in paths.rungs]
    numbers = [number(float(rung)) for rung in paths.rungs]
    if any(len(found) != 1 for found in states):
        return numbers
    return [f"{next(iter(found))} {told}" for found, told in zip(states, numbers, strict=True)]


def _quantile(rungs: Array, shares: Array, level: float) -> Array:
    """Shape (stage,). The rung that play is not above with this probability."""
    sums = np.cumsum(shares, 1)
    return np.asarray(rungs[np.minimum((sums < level * (1 - 1e-12)).sum(1), len(rungs) - 1)])


def _wide(stages: Any, values: Array) -> tuple[Array, Array]:
    """Half a stage to either side of each stage, for steps."""
    return np.append(stages - 0.5, stages[-1] + 0.5), np.append(values, values[-1])


def _step(axes: Any, stages: Any, low: Array, high: Array, colour: str, words: str) -> None:
    (x, below), (_, above) = _wide(stages, low), _wide(stages, high)
    axes.fill_between(x, below - 0.02, above + 0.02, step="post", color=colour, linewidth=0, label=words)
