"""More tables of a sweep: which equilibria hold under each override, and what each measure comes to."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.studies.sweeps.record import Sweep
from negsim.views.tables.base import Table

SHOWN = 5  # sets of equilibria that have a column
QUANTILES = {"least": 0.0, "5 %": 0.05, "median": 0.5, "95 %": 0.95, "greatest": 1.0}


def called(override: str) -> str:
    """Return what to call a variant.

    Parameters
    ----------
    override
        Its name; empty for none.
    """
    return override or "none"


def by_override(sweep: Sweep) -> Table:
    """List the overrides, and at what share of the points each set of equilibria holds under them.

    Parameters
    ----------
    sweep
        What was found.
    """
    shares = {each["override"]: each["shares"] for each in record_by_override(sweep)}
    totals = np.bincount(sweep.equilibrium[sweep.equilibrium >= 0], minlength=len(sweep.labels))
    shown = [sweep.labels[k] for k in np.argsort(-totals, kind="stable")[:SHOWN]]
    rest = len(sweep.labels) > SHOWN
    rows = []
    for variant, found in shares.items():
        told = [found.get(label, 0.0) for label in shown]
        rows.append((called(variant), *told, *([sum(found.values()) - sum(told)] if rest else [])))
    return Table(
        title="Under each override, the share of its points at which these equilibria hold",
        columns=("override", *shown, *(["others"] if rest else [])),
        rows=tuple(rows),
    )


def record_by_override(sweep: Sweep) -> list[dict[str, Any]]:
    """Return for each override its number of points, and the share of each set of equilibria among them.

    Parameters
    ----------
    sweep
        What was found.
    """
    found = []
    for number, override in enumerate(sweep.variants):
        mine = sweep.equilibrium[sweep.variant == number]
        counts = np.bincount(mine[mine >= 0], minlength=len(sweep.labels))
        shares = {label: int(n) / len(mine) for label, n in zip(sweep.labels, counts, strict=True) if n}
        found.append({"override": override, "points": len(mine), "shares": shares})
    return found


def of_measures(sweep: Sweep) -> Table:
    """List the measures, and how their values spread over the points.

    Parameters
    ----------
    sweep
        What was found.
    """
    told = record_of_measures(sweep)
    several = any(each["several"] for each in told.values())
    unknown = any(each["unknown"] for each in told.values())
    note = "where a point has several answers: half way between the least and the greatest value over them"
    return Table(
        title="Measures over the points",
        columns=("measure", *QUANTILES, *(["points without a value"] if unknown else [])),
        rows=tuple(
            (text, *each["quantiles"].values(), *([each["unknown"]] if unknown else [])) for text, each in told.items()
        ),
        notes=(note,) if several else (),
    )


def record_of_measures(sweep: Sweep) -> dict[str, Any]:
    """Return for each measure its quantiles over the points that have a value.

    Parameters
    ----------
    sweep
        What was found.
    """
    found = {}
    for text, spread in sweep.measures.items():
        values = spread.middle[~np.isnan(spread.middle)]
        told = np.quantile(values, list(QUANTILES.values())) if len(values) else np.full(len(QUANTILES), np.nan)
        found[text] = {
            "quantiles": dict(zip(QUANTILES, told.tolist(), strict=True)),
            "unknown": len(spread.middle) - len(values),
            "several": int((spread.highest > spread.lowest).sum()),
        }
    return found
