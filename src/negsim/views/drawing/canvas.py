"""What every figure shares: a colour-blind-safe palette, quiet axes, and the label in small print."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from negsim.views.tables.base import LABEL

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart with every common kind of colour vision.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "///", "\\\\\\", "...", "xxx", "---", "ooo", "+++")
INK, FAINT = "#222222", "#777777"


def canvas(width: float, height: float, title: str = "", *, label: str = LABEL) -> tuple[Figure, Any]:
    """Return a figure with one pair of axes and the label in small print below.

    Parameters
    ----------
    width, height
        In inches.
    title
        What the figure shows.
    label
        What the payoffs are.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    _loosen(figure, 0.1)
    axes = figure.add_subplot()
    if title:
        lines = textwrap.wrap(literal(title), int(9 * width))
        axes.set_title("\n".join(lines), loc="left", fontsize=12, fontweight="bold", color=INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=9, colors=INK)
    figure.supxlabel(literal(label), fontsize=8, color=FAINT, x=0.99, ha="right")
    return figure, axes


def panels(
    count: int, width: float, height: float, *, ratios: Sequence[float] | None = None, label: str = LABEL
) -> tuple[Figure, list[Any]]:
    """Return a figure with panels one below the other that share the horizontal axis.

    Parameters
    ----------
    count
        How many panels.
    width, height
        In inches, of one panel on average.
    ratios
        How high the panels are beside each other; alike when left out.
    label
        What the payoffs are.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height * count + 0.5), dpi=100, layout="constrained")
    _loosen(figure, 0.12)
    rows = list(figure.subplots(count, 1, sharex=True, squeeze=False, height_ratios=ratios)[:, 0])
    for axes in rows:
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.tick_params(labelsize=9, colors=INK)
    figure.supxlabel(literal(label), fontsize=8, color=FAINT, x=0.99, ha="right")
    return figure, rows


def page(width: float, height: float, *, label: str = LABEL) -> tuple[Figure, Any]:
    """Return a figure whose coordinates are inches from the upper left corner, with the label in small print.

    Parameters
    ----------
    width, height
        In inches.
    label
        What the payoffs are.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.text(width - 0.1, height - 0.08, literal(label), fontsize=8, color=FAINT, ha="right", va="bottom")
    return figure, axes


def _loosen(figure: Figure, inches: float) -> None:
    """Leave room around the axes, so that titles are not cut at the edge."""
    engine: Any = figure.get_layout_engine()
    engine.set(h_pad=inches, w_pad=0.08)


def spoken(name: str, names: Mapping[str, str] = {}) -> str:
    """Write an id as words: what it is called where that is known, else with spaces for underscores."""
    return literal(names.get(name, name.replace("_", " ")))


def literal(text: str) -> str:
    """Write a text so that nothing in it is read as mathematics."""
    return text.replace("$", r"\$")
