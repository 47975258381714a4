"""A documented move by its id, or by the last part of it however it is written."""

from __future__ import annotations

from negsim.errors import UnknownName, unknown
from negsim.scenario.sources import DocumentedMove, documented_move, move_ids


def move(name: str) -> DocumentedMove:
    """Return a documented move.

    Parameters
    ----------
    name
        Its id, such as ``CTR.MISSILES_NEAR``, in capitals or not; or the last part of it, such as ``moratorium``,
        where only one move ends so.

    Raises
    ------
    UnknownName
        If the catalog has no such move, or several.
    """
    wanted = name.upper().replace("-", "_").replace(" ", "_")
    if wanted in move_ids():
        return documented_move(wanted)
    found = [each for each in move_ids() if each.partition(".")[2] == wanted]
    if len(found) > 1:
        raise UnknownName(f"'{name}' may be any of {', '.join(found)}. Use the whole id")
    if found:
        return documented_move(found[0])
    ends = [each.partition(".")[2].lower() for each in move_ids()]
    raise unknown("documented move", name, ends if name.islower() else move_ids())
