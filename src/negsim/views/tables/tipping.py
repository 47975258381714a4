"""The table of tipping points: where an outcome starts or ceases to be an equilibrium, and who would switch."""

from __future__ import annotations

from negsim.studies.thresholds.point import TippingPoint
from negsim.views.tables.base import LABEL, Table, filled, table


@table.register
def of_point(point: TippingPoint) -> Table:
    """Show one tipping point.

    Parameters
    ----------
    point
        What `negsim.tipping` returned.
    """
    return of_points((point,))


def of_points(points: tuple[TippingPoint, ...]) -> Table:
    """List tipping points by value, with the sentence of each below.

    Parameters
    ----------
    points
        What `negsim.tipping` returned; none is an answer too.
    """
    rows = [
        [p.parameter, p.value, str(p.exact or ""), p.outcome, p.concept, p.direction, p.actor, p.deviation]
        for p in points
    ]
    names = sorted({point.parameter for point in points})
    return filled(
        f"Tipping points of {', '.join(names)}" if names else "No tipping point",
        ["parameter", "value", "exact", "outcome", "under", "as it rises", "whose switch", "to"],
        rows,
        notes=(*(point.sentence for point in points[:12]), LABEL),
    )
