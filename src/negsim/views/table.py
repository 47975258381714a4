"""The table of a thing: ``table(solution)``."""

from negsim.views.tables import (
    bargaining,
    conflict,
    game,
    scenario,
    solution,
    states,
    sweep,
    tree,
)
from negsim.views.tables.base import Table, table

__all__ = [
    "Table",
    "bargaining",
    "conflict",
    "game",
    "scenario",
    "solution",
    "states",
    "sweep",
    "table",
    "tree",
]
