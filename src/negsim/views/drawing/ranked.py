"""Ranked parameters: rows one below the other, each with its name, and what stands in small print below them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.record import Asked
from negsim.views.drawing.canvas import FAINT, INK, canvas, literal, spoken

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, LINE, FRAME = 0.46, 0.16, 1.45  # inches: of a row, of a line of small print, and of all else
WIDTH = 9.4
LETTERS = 46  # of a line of a name
MOST = 15


def ranked(asked: Asked | None, names: Sequence[str], hints: Sequence[str], *, title: str = "") -> tuple[Figure, Any]:
    """Return a figure with one row for each parameter, the first on top.

    Parameters
    ----------
    asked
        What was asked of a scenario; None where all came as arrays.
    names
        The parameters, in order.
    hints
        What stands in small print, a line each.
    title
        What the figure shows; the scenario's when left out.
    """
    told = title or (asked.scenario.title if asked else "")
    label = small_print(asked, hints)
    height = FRAME + ROW * max(len(names), 2) + LINE * (label.count("\n") + 1)
    figure, axes = canvas(WIDTH, height, told, label=label)
    axes.set_yticks(range(len(names)), [name_of(asked.scenario if asked else None, name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def name_of(scenario: Scenario | None, name: str, letters: int = LETTERS) -> str:
    """Return what a parameter is called, and its name in the file on a line of its own where that differs.

    Parameters
    ----------
    scenario
        Whose parameter it is; None where all came as arrays.
    name
        Its name in the file.
    letters
        Of a line.
    """
    if scenario is None or name not in scenario.parameters:
        return spoken(name)
    called = scenario.parameters[name].name or name
    lines = textwrap.wrap(literal(called), letters)
    return "\n".join(lines) if called == name else "\n".join([*lines, literal(name)])


def measured_as(asked: Asked | None, wide: int = 76) -> str:
    """Return the measure in the words of the file, wrapped.

    Parameters
    ----------
    asked
        What was asked; None where the numbers came as arrays.
    wide
        Letters of a line.
    """
    if asked is None:
        return "the measure"
    several = "" if asked.of == "middle" or not asked.several else f", {asked.of} over all answers"
    return "\n".join(textwrap.wrap(literal(asked.measure + several), wide))


def small_print(asked: Asked | None, hints: Sequence[str]) -> str:
    """Return what stands below a figure: hints, what is unsolved, and what the payoffs are.

    Parameters
    ----------
    asked
        What was asked; None where the numbers came as arrays.
    hints
        Sentences, a line each.
    """
    told = [hint for hint in hints if hint]
    if asked is not None:
        if asked.unsolved:
            told.append(f"{asked.unsolved:,} of {asked.points:,} points have no number")
        told.append(asked.scenario.basis)
    return "\n".join(told)


def left_out(every: int, shown: int, why: str) -> str:
    """Say how many parameters are not drawn; nothing where all are.

    Parameters
    ----------
    every, shown
        How many there are, and how many are drawn.
    why
        What the others have, such as "smaller indices".
    """
    rest = every - shown
    return f"left out: {rest} parameter{'s' * (rest != 1)} with {why}" if rest else ""


def say_nothing(axes: Any, words: str) -> None:
    """Write a sentence where there is nothing to draw.

    Parameters
    ----------
    axes
        Of matplotlib.
    words
        The sentence.
    """
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", fontsize=11, color=FAINT)


def legend(axes: Any) -> None:
    """Put the legend above everything else, where no bar is.

    Parameters
    ----------
    axes
        Of matplotlib.
    """
    axes.figure.legend(
        *axes.get_legend_handles_labels(), loc="outside upper right", ncols=4, frameon=False, fontsize=9, labelcolor=INK
    )
