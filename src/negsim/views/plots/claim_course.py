"""The course of what claims watch, along their ranges: where it moves as claimed, where it jumps, where it turns."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.studies.claims.evaluate import claims
from negsim.studies.claims.record import Finding
from negsim.studies.sentences.claims import told_verdict
from negsim.views.drawing.canvas import FAINT, INK, PALETTE, literal
from negsim.views.plots.base import Plot, plots
from negsim.views.tables.base import LABEL
from negsim.views.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ACROSS = 2  # panels beside each other
WIDTH, HEIGHT = 4.6, 3.1  # inches of a panel
LETTERS = 56  # of a line of a title
MOST = 12
AGAINST = "#EFEFEF"
HINT = "blue: from the lowest to the highest value over all answers; grey: where the claim does not hold; dotted: jumps"


@plots("claim_course")
@dataclass(frozen=True, kw_only=True)
class ClaimCourse(Plot):
    """Show what claims watch along their ranges: from the lowest to the highest value over all answers.

    Attributes
    ----------
    claim
        Only this claim, or the claims of this fact, where a scenario is drawn.
    most
        How many claims to show.
    """

    claim: str = ""
    most: int = MOST

    def __post_init__(self) -> None:
        if self.most < 1:
            raise NotApplicable(f"most is {self.most}; show at least 1 claim")

    def draw(self, thing: Any) -> Figure:
        """Draw what was found of claims, or the claims of a scenario."""
        found = claims(thing, ids=[self.claim] if self.claim else []) if isinstance(thing, Scenario) else thing
        found = [found] if isinstance(found, Finding) else found
        if not (isinstance(found, Sequence) and found and all(isinstance(each, Finding) for each in found)):
            raise NotApplicable("claim_course is for what negsim.claims(...) returned, or a scenario that makes claims")
        return _drawn(found[: self.most], len(found))


def _drawn(found: Sequence[Finding], every: int) -> Figure:
    from matplotlib.figure import Figure

    columns = min(ACROSS, len(found))
    rows = math.ceil(len(found) / columns)
    figure = Figure(figsize=(WIDTH * columns, HEIGHT * rows + 0.4), dpi=100, layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).reshape(-1)
    for axes, finding in zip(panels, found, strict=False):
        _panel(axes, finding)
    for axes in panels[len(found) :]:
        axes.set_axis_off()
    more = f"; {every - len(found)} more claims are left out" * (every > len(found))
    figure.supxlabel(f"{HINT}{more}\n{LABEL}", fontsize=8, color=FAINT, x=0.99, ha="right")
    return figure


def _panel(axes: Any, finding: Finding) -> None:
    values = finding.values[finding.parameter]
    low, high = float(values.min()), float(values.max())
    for start, end in _gaps(finding, low, high):
        axes.axvspan(start, end, color=AGAINST, linewidth=0)
    for left, right in _pieces(finding, low, high):
        inside = ~np.isin(values, finding.tips_at) & (values >= left) & (values <= right)
        axes.fill_between(
            values, finding.lowest, finding.highest, where=inside, color=PALETTE[4], alpha=0.35, linewidth=0
        )
        for column in (finding.lowest, finding.highest):
            axes.plot(*_kept(values, column, inside), color=PALETTE[0], linewidth=1.8, marker=".", markersize=4)
    for tip in finding.tips_at:
        axes.axvline(tip, color=PALETTE[5], linestyle=":", linewidth=1.2)
    told = f"{finding.claim.id} {told_verdict(finding)}: {finding.claim.says}"
    axes.set_title("\n".join(textwrap.wrap(literal(told), LETTERS)[:3]), fontsize=9, loc="left", color=INK)
    tips = f" (jumps at {', '.join(map(number, finding.tips_at[:3]))})" if finding.tips_at else ""
    axes.set_xlabel(literal(finding.parameter + tips), fontsize=9, color=INK)
    axes.set_ylabel("\n".join(textwrap.wrap(literal(finding.claim.quantity), 30)[:2]), fontsize=8, color=INK)
    axes.tick_params(labelsize=8, colors=INK)
    axes.set_xlim(low, high)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _kept(values: Array, column: Array, inside: Any) -> tuple[Array, Array]:
    """The finite points of a piece."""
    kept = inside & np.isfinite(column)
    return values[kept], column[kept]


def _pieces(finding: Finding, low: float, high: float) -> list[tuple[float, float]]:
    """The stretches between jumps."""
    ends = [low, *sorted(finding.tips_at), high]
    return list(pairwise(ends))


def _gaps(finding: Finding, low: float, high: float) -> list[tuple[float, float]]:
    """The stretches in which the claim does not hold."""
    spans = sorted((min(span), max(span)) for span in finding.holds_in)
    starts = [low, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), high]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]
