"""The table of a thing: ``table(solution)``."""

from negsim.views.tables import (
    conflict,
    game,
    inverse,
    paths,
    scenario,
    solution,
    states,
    sweep,
    tipping,
    tree,
    ways,
    why,
)
from negsim.views.tables.base import Table, table

__all__ = [
    "Table",
    "conflict",
    "game",
    "inverse",
    "paths",
    "scenario",
    "solution",
    "states",
    "sweep",
    "table",
    "tipping",
    "tree",
    "ways",
    "why",
]
