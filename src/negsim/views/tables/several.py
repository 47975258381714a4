"""Tables of things that come in a tuple or a list: tipping points, or what was found of claims."""

from __future__ import annotations

from typing import Any

from negsim.studies.claims.record import Finding
from negsim.views.tables.base import Table, table
from negsim.views.tables.claims import of_findings
from negsim.views.tables.tipping import of_points


@table.register(tuple)
@table.register(list)
def of_several(things: tuple[Any, ...]) -> Table:
    """Show all things of a tuple or a list in one table.

    Parameters
    ----------
    things
        Tipping points, or findings of claims; none is an answer too.
    """
    if things and all(isinstance(thing, Finding) for thing in things):
        return of_findings(things)
    return of_points(things)
