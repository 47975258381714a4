"""The table of a thing: ``table(solution)``."""

from negsim.views.tables import (
    conflict,
    game,
    paths,
    scenario,
    solution,
    states,
    sweep,
    tipping,
    tree,
)
from negsim.views.tables.base import Table, table

__all__ = [
    "Table",
    "conflict",
    "game",
    "paths",
    "scenario",
    "solution",
    "states",
    "sweep",
    "table",
    "tipping",
    "tree",
]
