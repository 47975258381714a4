"""The table of a sweep: each set of equilibria that occurs, at what share of the points, with mean payoffs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from negsim.solvers.base import Status
from negsim.studies.sweep import Sweep
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.state_shares import state_shares

LINES = 10_000  # points written at once


@table.register
def of_sweep(sweep: Sweep) -> Table:
    """List the sets of equilibria of a sweep, the commonest first.

    Parameters
    ----------
    sweep
        What was found at every point of a design.
    """
    rows: list[list[Cell]] = [
        [each["equilibria"], each["points"], each["share"], *([] if sweep.states else each["payoffs"].values())]
        for each in regimes(sweep)
    ]
    paid = [] if sweep.states else [f"mean payoff of {player}" for player in sweep.players]
    varied = ", ".join(sweep.design.names)
    unsolved = [
        f"{count:,} point{'s' * (count > 1)}: {Status[name].value}"
        for name, count in sweep.statuses.items()
        if name != "solved" and (name != "none_found" or sweep.zone is None)  # no agreement is an answer
    ]
    return filled(
        f"{sweep.scenario.title}\n{len(sweep):,} points over {varied}",
        ["agreement" if sweep.zone is not None else "equilibria", "points", "share", *paid],
        rows,
        notes=(*unsolved, sweep.meaning, sweep.scenario.basis),
    )


def sections(sweep: Sweep) -> tuple[Table, ...]:
    """Return the table of a sweep and, of conflicts, how often each state is an equilibrium.

    Parameters
    ----------
    sweep
        What was found at every point of a design.
    """
    return (of_sweep(sweep), *([state_shares(sweep.states)] if sweep.states else []))


def regimes(sweep: Sweep) -> list[dict[str, Any]]:
    """Return each set of equilibria with its number of points, share, and mean payoffs; the commonest first.

    Parameters
    ----------
    sweep
        What was found.
    """
    found = []
    for number, label in [*enumerate(sweep.labels), (-1, "nothing found")]:
        at = sweep.equilibrium == number
        points = int(at.sum())
        if points:
            mean = sweep.payoff[at].mean(0) if number >= 0 else np.full(len(sweep.players), np.nan)
            payoffs = dict(zip(sweep.players, map(float, mean), strict=True))
            found.append({"equilibria": label, "points": points, "share": points / len(sweep), "payoffs": payoffs})
    return sorted(found, key=lambda each: -each["points"])


def columns(sweep: Sweep) -> dict[str, Any]:
    """Return everything known of every point, by column name, each of shape (point,).

    Parameters
    ----------
    sweep
        What was found.
    """
    labels = np.array([*sweep.labels, ""], dtype=object)
    return {
        **sweep.columns,
        "equilibria": labels[sweep.equilibrium],
        "count": sweep.count,
        **{f"payoff of {player}": sweep.payoff[:, k] for k, player in enumerate(sweep.players)},
        **({} if sweep.zone is None else {"zone": sweep.zone, "room": sweep.room}),
        "status": np.array([status.name for status in Status], dtype=object)[sweep.status],
    }


def blocks(sweep: Sweep) -> Iterator[Table]:
    """Yield every point of a sweep, some thousand rows at a time, so that large ones fit in memory.

    Parameters
    ----------
    sweep
        What was found.
    """
    found = columns(sweep)
    for start in range(0, len(sweep), LINES):
        parts = [values[start : start + LINES].tolist() for values in found.values()]
        yield Table(title="", columns=tuple(found), rows=tuple(zip(*parts, strict=True)))
