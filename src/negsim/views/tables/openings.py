"""The table of what would open or close the zone of agreement: one parameter a row, the nearest first."""

from __future__ import annotations

from negsim.scenario.model import basis_of
from negsim.studies.thresholds.openings import Openings
from negsim.studies.thresholds.point import TippingPoint
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import listed, number

ALONE = "one parameter at a time, within its range, the others as they are; nearest first, by shares of the range"


@table.register
def of_openings(found: Openings) -> Table:
    """List the parameters that open or close the zone of agreement, with the value at which each does.

    Parameters
    ----------
    found
        What `negsim.studies.thresholds.openings.openings` returned.
    """
    rows: list[list[Cell]] = [
        [point.parameter, float(point.default), _reached(point), point.actor, point.deviation] for point in found.points
    ]
    until = "until then loses" if found.closed else "then loses"
    return filled(
        f"What would {found.change.removesuffix('s')} the zone of agreement",
        ["parameter", "now", f"{found.change} when it", until, "even by"],
        rows,
        notes=(ALONE if rows else none_does(found), _skipped(found), basis_of(found.basis)),
    )


def none_does(found: Openings) -> str:
    """Say that no parameter opens or closes the zone by itself; nothing if one does.

    Parameters
    ----------
    found
        As for `of_openings`.
    """
    if found.points:
        return ""
    change = found.change
    return f"no parameter by itself {change} the zone of agreement within its range ({len(found.still)} looked at)"


def _reached(point: TippingPoint) -> str:
    """How the parameter gets to the place, as a fraction where that is short."""
    short = number(point.value)
    exact = point.exact
    if exact is not None and float(short) != point.value and exact.denominator <= 99:
        short = f"{exact} ({short})"
    return f"{point.way} {short}"


def _skipped(found: Openings) -> str:
    if not found.skipped:
        return ""
    return f"not looked at, as the file does not allow the whole range: {listed(list(found.skipped))}"
