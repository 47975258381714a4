"""The table of a sweep: each set of equilibria that occurs, at what share of the points, with mean payoffs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from negsim.solvers.base import Status
from negsim.studies.sweep import Sweep
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.state_shares import state_shares
from negsim.views.tables.sweep_parts import by_override, called, of_measures

LINES = 10_000  # points written at once
FEW = 3  # pieces of work told that went wrong


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
    unsolved = [
        f"{count:,} point{'s' * (count > 1)}: {Status[name].value}"
        for name, count in sweep.statuses.items()
        if name != "solved" and (name != "none_found" or sweep.zone is None)  # no agreement is an answer
    ]
    faults = [f"not done, {fault}" for fault in sweep.faults[:FEW]]
    faults += [f"and {len(sweep.faults) - FEW:,} more pieces not done"] if len(sweep.faults) > FEW else []
    return filled(
        f"{sweep.scenario.title}\n{_about(sweep)}",
        ["agreement" if sweep.zone is not None else "equilibria", "points", "share", *paid],
        rows,
        notes=(*unsolved, *faults, sweep.meaning, sweep.scenario.basis),
    )


def sections(sweep: Sweep) -> tuple[Table, ...]:
    """Return the table of a sweep; by overrides and of measures, if it has any; of conflicts, how often states hold.

    Parameters
    ----------
    sweep
        What was found at every point of a design.
    """
    return (
        of_sweep(sweep),
        *([by_override(sweep)] if len(sweep.variants) > 1 else []),
        *([of_measures(sweep)] if sweep.measures else []),
        *([state_shares(sweep.states)] if sweep.states else []),
    )


def _about(sweep: Sweep) -> str:
    """How many points over what."""
    whole = len(sweep.variants) * len(sweep.design)
    many = f"{len(sweep):,} of {whole:,} points" if sweep.spans else f"{len(sweep):,} points"
    also = f", under the overrides {', '.join(map(called, sweep.variants))}" if len(sweep.variants) > 1 else ""
    return f"{many} over {', '.join(sweep.design.names)}{also}"


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


def columns(sweep: Sweep, start: int = 0, stop: int | None = None) -> dict[str, Any]:
    """Return everything known of some points, by column name, each of shape (point,).

    Parameters
    ----------
    sweep
        What was found.
    start, stop
        Which rows, as of a slice; all when left out.
    """
    rows = slice(start, len(sweep) if stop is None else min(stop, len(sweep)))
    names, variants = np.array([*sweep.labels, ""], dtype=object), np.array(sweep.variants, dtype=object)
    spreads = {
        f"{end} of {text}": getattr(spread, end)[rows]
        for text, spread in sweep.measures.items()
        for end in ("lowest", "highest")
    }
    return {
        **({"point": sweep.point[rows]} if sweep.spans else {}),
        **({"override": variants[sweep.variant[rows]]} if len(variants) > 1 else {}),
        **sweep.values(rows.start, rows.stop),
        "equilibria": names[sweep.equilibrium[rows]],
        "count": sweep.count[rows],
        **{f"payoff of {player}": sweep.payoff[rows, k] for k, player in enumerate(sweep.players)},
        **({} if sweep.zone is None or sweep.room is None else {"zone": sweep.zone[rows], "room": sweep.room[rows]}),
        **spreads,
        "status": np.array([status.name for status in Status], dtype=object)[sweep.status[rows]],
    }


def blocks(sweep: Sweep) -> Iterator[Table]:
    """Yield every point of a sweep, some thousand rows at a time, so that large ones fit in memory.

    Parameters
    ----------
    sweep
        What was found.
    """
    for start in range(0, max(len(sweep), 1), LINES):
        found = columns(sweep, start, start + LINES)
        parts = [values.tolist() for values in found.values()]
        yield Table(title="", columns=tuple(found), rows=tuple(zip(*parts, strict=True)))
