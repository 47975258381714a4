"""Sliders of a report: the answers at every position, as the page's script looks them up."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.studies.assumptions.answers import Answers
from negsim.studies.assumptions.grid import AnswerGrid
from negsim.studies.overview import Overview
from negsim.views.report.blocks import Panel, Section, Words
from negsim.views.tables.about import solver_name
from negsim.views.wording import number, small

READING = (
    "Each slider moves one of the assumed numbers; the others stay as they are. Every position was solved before this "
    "page was written, so nothing is interpolated. Arrow keys move a slider by one step. Where there are several "
    "answers, the lowest and the highest number over them is told."
)
PLAIN = ("coefficient", "index", "multiple", "probability", "ratio", "share", "weight")  # units that say nothing more
LEAST = 5e-5  # outcomes less likely than this in every answer of a cell are not shown there


def sliders(found: Overview) -> Section:
    """Return sliders over the numbers on which the headline depends most.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    if found.grid is None:
        return Section(id="sliders", title="Try other numbers", blocks=())
    grid, rests = found.grid, found.robustness
    panel = _panel(found, grid)
    told = (
        f"Form {grid.form}; every position solved by {solver_name(_used(grid.found))}; residual at most "
        f"{small(grid.found.residual)} over all {grid.found.points:,} positions. {found.scenario.basis}."
    )
    more = f"Headline at the numbers assumed: {'; '.join(rests.headline)}." if rests else ""
    blocks = (Words(text=READING), Words(text=more), panel, Words(text=told, small=True))
    return Section(id="sliders", title="Try other numbers", blocks=blocks)


def _used(found: Answers) -> Any:
    return found.solutions[0].solver


def record(found: Overview, grid: AnswerGrid) -> dict[str, Any]:
    """Return the grid as plain lists: for each cell its answers, each the number of a prediction, and payoffs.

    Parameters
    ----------
    found, grid
        What was found about a scenario, and its answers at every position.
    """
    kinds: dict[tuple[tuple[int, float], ...], int] = {}
    cells: list[list[list[float]]] = [[] for _ in range(grid.found.points)]
    for point, shares, payoff in zip(grid.found.point.tolist(), grid.found.shares, grid.found.payoff, strict=True):
        kind = tuple((int(k), float(shares[k])) for k in np.flatnonzero(shares))
        cells[point].append([kinds.setdefault(kind, len(kinds)), *map(float, payoff)])
    return {
        "form": grid.form,
        "solver": solver_name(_used(grid.found)),
        "parameters": list(grid.axes),
        "values": [list(values) for values in grid.axes.values()],
        "start": list(grid.start),
        "players": list(grid.found.players),
        "names": list(grid.found.names),
        "endings": len(grid.found.endings),
        "predictions": [[list(part) for part in kind] for kind in kinds],
        "cells": cells,
        "missing": {str(cell): why for cell, why in grid.found.missing.items()},
        "least": LEAST,
        "label": found.scenario.basis,
    }


def _panel(found: Overview, grid: AnswerGrid) -> Panel:
    """The sliders, and what they show where they start."""
    cell = grid.cell(grid.start)
    low, high = grid.found.range_of(grid.found.shares, cell)
    least, most = grid.found.range_of(grid.found.payoff, cell)
    return Panel(
        record=record(found, grid),
        sliders=tuple(
            {
                "name": name,
                "label": found.scenario.parameters[name].name,
                "unit": of_unit(found.scenario.parameters[name].unit),
                "texts": [number(value) for value in values],
                "start": start,
            }
            for (name, values), start in zip(grid.axes.items(), grid.start, strict=True)
        ),
        outcomes=tuple(
            (name, number(float(a)), number(float(b)), float(b))
            for name, a, b in zip(grid.found.names, low, high, strict=True)
            if b >= LEAST
        ),
        payoffs=tuple(
            (player, number(float(a)), number(float(b)))
            for player, a, b in zip(grid.found.players, least, most, strict=True)
        ),
        verdict=verdict(int((grid.found.point == cell).sum()), grid.found.missing.get(cell, "")),
    )


def of_unit(unit: str) -> str:
    """Return a unit as it stands behind a name; shares, weights and what else is counted in nothing need none.

    Parameters
    ----------
    unit
        What the scenario says of a number.
    """
    if not unit or unit in PLAIN or unit.startswith("0-"):
        return ""
    return f", {unit}" if unit.startswith("per ") else f", in {unit}"


def verdict(count: int, missing: str) -> str:
    """Return what is said above the answers of a position; the page's script says the same.

    Parameters
    ----------
    count, missing
        How many answers there are, and why there is none.
    """
    if not count:
        return f"No answer here. {missing}".strip()
    return f"{count} answer{'s' * (count != 1)} here, the same as at the numbers assumed."
