"""Tables of regional sensitivity: what tells the points where something holds from those where it does not."""

from __future__ import annotations

import math

from negsim.studies.sensitivity.regional import Regional
from negsim.studies.sentences.regional import sentences
from negsim.views.tables.base import Table, filled, table

COLUMNS = ("parameter", "it holds rather at", "difference", "95 % interval", "most around", "beyond chance")


@table.register
def of_regional(found: Regional) -> Table:
    """List how far apart each parameter lies where something holds and where it does not.

    Parameters
    ----------
    found
        What ``negsim.sensitivity(..., method="regional")`` returned.
    """
    scenario = found.asked.scenario if found.asked is not None else None
    beyond = set(found.separating)
    rows = []
    for k in found.order if found.moves else ():
        name = found.parameters[k]
        low, high = found.distance.low[k], found.distance.high[k]
        rows.append(
            (
                name,
                "lower values" if found.lower[k] else "higher values",
                f"{found.distance.value[k]:.3f}",
                f"{low:.3f} to {high:.3f}" if math.isfinite(low) else "",
                f"{found.at[k]:.3g}",
                "yes" if name in beyond else "no",
            )
        )
    title = f"Where '{found.split}' holds and where it does not"
    return filled(
        f"{scenario.title}\n{title}" if scenario is not None else title,
        COLUMNS,
        rows,
        notes=(*sentences(found), scenario.basis if scenario is not None else ""),
    )
