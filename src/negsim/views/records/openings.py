"""What would open or close the zone of agreement, as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negsim.studies.thresholds.openings import Openings


def of_openings(found: Openings | None) -> dict[str, Any] | None:
    """Return the parameters that open or close the zone of agreement; None where they were not looked for.

    Parameters
    ----------
    found
        What `negsim.studies.thresholds.openings.openings` returned.
    """
    if found is None:
        return None
    return {
        "change": found.change,
        "places": [
            {
                "parameter": point.parameter,
                "now": float(point.default),
                "way": point.way,
                "value": float(point.value),
                "exact": None if point.exact is None else str(point.exact),
                "party": point.actor,
                "agreement": point.deviation,
            }
            for point in found.points
        ],
        "still": list(found.still),
        "skipped": dict(found.skipped),
    }
